"""From a case to what the public reads of it."""

from motions.models import Motion, Publication, Reply, Supplement
from renda.core.calendar import chinese_date


def public_draft(motion: Motion) -> Publication:
    """An unsaved 公开稿 with the case's own words and its latest replies, for the office to read through."""
    texts = [t for t in (motion.situation, motion.analysis, motion.proposal) if t]
    latest = Reply.objects.filter(
        assignment__motion=motion, assignment__round=motion.round, issued_on__isnull=False
    ).order_by("pk")
    further = Supplement.objects.filter(
        assignment__motion=motion, issued_on__isnull=False
    ).order_by("pk")
    parts = [*(public_words(reply) for reply in latest), *(letter.body for letter in further)]
    return Publication(motion=motion, case_text="\n".join(texts), reply_text="\n".join(parts))


def public_words(reply: Reply) -> str:
    """A reply as plain text: its own words, what was done, is planned and was not adopted, the thanks."""
    lines = [line.strip() for line in reply.body.splitlines() if line.strip()]
    thanks = [lines.pop()] if lines and "感谢" in lines[-1] else []
    planned = [f"{row.text}，{chinese_date(row.due_on)}前完成" for row in reply.commitments.all()]
    for title, items in (
        ("已经办的：", reply.done_items.splitlines()),
        ("正在办和计划办的：", planned),
        ("没有采纳的及原因：", reply.declined.splitlines()),
    ):
        lines += [title, *items] if items else []
    return "\n".join([*lines, *thanks])


def why_not_public(motion: Motion) -> str:
    """Why a case can't be published, empty if it can."""
    if motion.replied_on is None:
        return "答复以后才公开。"
    if motion.status not in {Motion.Status.REPLIED, Motion.Status.CLOSED}:
        return f"现为“{motion.get_status_display()}”，答复以后再公开。"
    if not motion.is_public:
        return "代表不同意公开。确需公开的，先征得代表同意，在“修改”里勾选“同意向社会公开”。"
    return ""
