"""The vote of the congress on a 议案: which one it was, and that the record of it was wrong."""

from django.db.models import QuerySet
from django.utils import timezone

from motions.models import BillVote, Motion, Review
from renda.core.voiding import void_rows
from sessions_app.models import Vote


def votes_on(motion: Motion) -> QuerySet[Vote]:
    """What may have been the vote on a listed 议案: those of its term since it was listed, the latest first."""
    listed = motion.reviews.filter(decision=Review.Decision.AGENDA).order_by("on", "pk").last()
    since = listed.on if listed else motion.accepted_on
    rows = Vote.objects.filter(session__term=motion.term_id, held_on__gte=since)
    return rows.select_related("session", "agenda_item").order_by("-held_on", "-pk")


def vote_of(motion: Motion) -> Vote | None:
    """The vote that decided on the 议案; None before it."""
    row = motion.votes.select_related("vote__session").first()
    return row.vote if row else None


def keep_vote(motion: Motion, vote: Vote) -> BillVote:
    """The congress decided on the 议案 by this vote; part of the step 登记表决."""
    return BillVote.objects.create(motion=motion, vote=vote)


def drop_vote(motion: Motion) -> None:
    """The record of the vote was wrong; part of the step 撤销表决登记, whose line keeps which one it was."""
    void_rows(list(motion.votes.all()), timezone.now())
