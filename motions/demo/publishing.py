"""The demo's public pages: last year's answered cases are there to read, one is still a draft."""

from datetime import timedelta

from django.db.models import Prefetch

from motions.models import Assignment, Motion, Publication, Reply
from motions.services.photos import photos_of_case, release_photos
from motions.services.publishing import public_words, why_not_public
from renda.core.demo import Demo

DRAFTS = 1
DAYS_TO_PUBLISH = 10


def publish(demo: Demo) -> None:
    """Publish closed cases ten days after they closed; the latest stays a draft to be read through."""
    replies = (
        Reply.objects.filter(issued_on__isnull=False).order_by("pk").prefetch_related("commitments")
    )
    units = Assignment.objects.order_by("-round", "pk").prefetch_related(
        Prefetch("replies", replies, to_attr="letters")
    )
    closed = (
        Motion.objects.closed()
        .filter(closed_on__lte=demo.today - timedelta(days=DAYS_TO_PUBLISH))
        .order_by("closed_on", "pk")
        .prefetch_related(Prefetch("assignments", units, to_attr="units"))
    )
    ready = [motion for motion in closed if _letters(motion) and not why_not_public(motion)]
    shown = [_text_of(demo, motion, is_shown=True) for motion in ready[:-DRAFTS]]
    drafts = [_text_of(demo, motion, is_shown=False) for motion in ready[-DRAFTS:]]
    rows = [*shown, *drafts]
    Publication.objects.bulk_create(rows)
    demo.record(demo.users["clerk"], "公开", shown, on=lambda row: row.published_on)
    for row in shown:
        if row.motion.is_key:
            release(demo, row)


def release(demo: Demo, publication: Publication) -> None:
    """Show the public how a place of the case looked before, and how it does now."""
    found = {photo.purpose: photo for photo in photos_of_case(publication.motion)}
    chosen = [found[purpose] for purpose in ("photos", "confirmed") if purpose in found]
    with demo.on(publication.published_on):
        release_photos(publication=publication, photos=chosen, by=demo.users["clerk"])


def _text_of(demo: Demo, motion: Motion, *, is_shown: bool) -> Publication:
    texts = filter(None, (motion.situation, motion.analysis, motion.proposal))
    released = {
        "status": Publication.Status.PUBLISHED,
        "published_on": motion.closed_on + timedelta(days=DAYS_TO_PUBLISH),
        "published_by": demo.users["clerk"].name,
    }
    found = Publication(
        township=demo.township,
        motion=motion,
        case_text="\n".join(texts),
        reply_text=public_words(_letters(motion)[0]),
        letters=len(_letters(motion)),
        **(released if is_shown else {}),
    )
    found.search_text = found.public_words
    return found


def _letters(motion: Motion) -> list[Reply]:
    return [letter for unit in motion.units for letter in unit.letters]
