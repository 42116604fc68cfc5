"""The letters of one case on its page: those that went out, and the draft that its unit may read."""

from collections.abc import Iterable

from django.urls import reverse

from motions.models import Assignment, Motion, Reply
from motions.timeline import Row
from renda.core.models import User


def letters_of(rows: Iterable[Row], unfinished: Iterable[Assignment]) -> dict:
    """Every 答复函 that went out, in order, and the units whose letter is still to come."""
    sent = (row for row in rows if row.kind == "reply" and row.on)
    return {
        "letters": sorted(sent, key=lambda row: (row.on, row.pk)),
        "unanswered": [part.unit for part in unfinished if part.answers],
    }


def drafts_of(motion: Motion, rows: Iterable[Row], user: User) -> dict[str, dict]:
    """The letter that is not issued yet, for its own unit to read."""
    drafts = [row.pk for row in rows if row.kind == "reply" and row.on is None]
    if not drafts or not user.unit_ids(motion.township_id):
        return {}
    wanted = Reply.objects.filter(pk__in=drafts).select_related("assignment")
    return {
        f"draft{reply.pk}": {
            "label": "看答复稿",
            "url": reverse("core:paper", args=["motions.reply", reply.pk, "letter", "html"]),
            "icon": "file-earmark-text",
            "primary": False,
            "is_step": False,
        }
        for reply in wanted
        if user.has_perm("motions.view_letter", reply)
    }
