"""Questions about many sessions, tallies, elections and rules at once."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual

from deputies.models import Deputy, Mandate
from deputies.querysets import roll_begun
from renda.core import law

HELD = ("convened", "closed", "archived")


def reaches(key: str, part: F, whole: F) -> GreaterThan | GreaterThanOrEqual:
    """Rows whose ``part`` is as much of the ``whole`` as a rule's share demands, as ``law.share(key).reached``."""
    share = law.share(key)
    compare = GreaterThan if share.exceed else GreaterThanOrEqual
    return compare(part * share.denominator, whole * share.numerator)


def carried(vote: str = "") -> Q:
    """The vote at this path carried, as ``Vote.passed`` says: there was a quorum, and more than half of
    all deputies were for it (组织法 14, 25). A voided one carries nothing."""
    total = F(f"{vote}total")
    return (
        Q(**{f"{vote}voided_at": None})
        & Q(reaches("session.quorum", F(f"{vote}present"), total))
        & Q(reaches("vote.majority", F(f"{vote}votes_for"), total))
    )


class SessionQuerySet(models.QuerySet):
    def held(self) -> Self:
        """Sessions that opened; those in preparation are left out."""
        return self.filter(status__in=HELD)

    def opened_between(self, first: date, last: date) -> Self:
        """Sessions whose first day lies between two days, both included."""
        return self.filter(opens_on__range=(first, last))

    def preparing(self) -> Self:
        """Sessions still being prepared."""
        return self.filter(status="preparing")

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.annotate(
            item_count=_count("agenda_items"),
            resolution_count=_count("resolutions"),
        )


class SittingQuerySet(models.QuerySet):
    def plenary(self) -> Self:
        """全体会议."""
        return self.filter(kind="plenary")

    def with_counts(self) -> Self:
        """Each sitting with ``expected``, ``present``, ``on_leave`` and ``absent`` of its roll."""
        entries = Q(roll__entries__deputy__isnull=False, roll__entries__voided_at=None)
        return self.annotate(
            expected=Count("roll__entries", filter=entries),
            **{
                state: Count("roll__entries", filter=entries & Q(roll__entries__state=state))
                for state in ("present", "on_leave", "absent")
            },
        )

    def with_all_deputies(self, day: date) -> Self:
        """Each sitting with ``all_deputies``, the number in office and not suspended on a day."""
        deputies = Deputy.objects.in_office(day).order_by().values("township")
        number = deputies.annotate(number=Count("pk")).values("number")
        return self.annotate(all_deputies=Coalesce(Subquery(number), Value(0)))


class AgendaItemQuerySet(models.QuerySet):
    def with_outcome(self) -> Self:
        """Each item with ``vote``, ``resolution`` and ``post`` joined: one row for every combination."""
        return self.annotate(
            vote=FilteredRelation("votes", condition=Q(votes__voided_at=None)),
            resolution=FilteredRelation("resolutions", condition=Q(resolutions__voided_at=None)),
            post=FilteredRelation("posts", condition=Q(posts__voided_at=None)),
        )


class VoteQuerySet(models.QuerySet):
    def passed(self) -> Self:
        """Votes that carried."""
        return self.filter(carried())

    def failed(self) -> Self:
        """Votes that did not carry."""
        return self.exclude(carried())

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.select_related("session")


class ResolutionQuerySet(models.QuerySet):
    def passed(self) -> Self:
        """Those whose vote carried: a text without a recorded vote isn't known to have passed."""
        return self.filter(carried("vote__"))

    def unvoted(self) -> Self:
        """Those that no recorded vote stands behind."""
        return self.filter(vote=None)

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.select_related("session", "vote")


class InterpellationQuerySet(models.QuerySet):
    def answered(self) -> Self:
        """Those that the unit answered."""
        return self.filter(answered_on__isnull=False)

    def open(self) -> Self:
        """Those whose presidium has yet to decide, or whose unit has yet to answer, the first or the second time."""
        unanswered = Q(answered_on=None) | Q(outcome="again", again_on=None)
        return self.filter(unanswered).exclude(outcome="withdrawn")


class PostQuerySet(models.QuerySet):
    def for_list(self) -> Self:
        """Everything a list row shows, in three queries."""
        return self.select_related("election__session").prefetch_related("candidates", "ballots")

    def with_candidate(self, text: str) -> Self:
        """Posts for which somebody of that name stands."""
        named = self.model._meta.get_field("candidates").related_model.objects
        return self.filter(pk__in=named.filter(name__icontains=text).values("post"))


RELEASED = Q(post__ballots__status="released", post__ballots__voided_at=None)
"""Of candidates: the result was announced (公布). What else is asked of the count belongs in the same filter."""


class CandidateQuerySet(models.QuerySet):
    def elected(self) -> Self:
        """Those the announced votes elect: the same as ``law.elected`` says, as a query.

        More than half of all deputies, and no more people with as many or more votes than posts:
        a tie on the last post elects nobody (组织法 25, 29).
        """
        rivals = (
            self.model.objects.filter(post=OuterRef("post"), votes_for__gte=OuterRef("votes_for"))
            .order_by()
            .values("post")
            .annotate(rivals=Count("pk"))
            .values("rivals")
        )
        half = reaches("election.winning", F("votes_for"), F("post__ballots__total"))
        rows = self.filter(RELEASED, half).annotate(
            as_many_votes=Coalesce(Subquery(rivals), Value(1))
        )
        return rows.filter(as_many_votes__lte=F("post__seats"))

    def unanimous(self) -> Self:
        """With the vote of every deputy present (满票)."""
        return self.filter(RELEASED, votes_for=F("post__ballots__present"), votes_for__gt=0)


class PresidiumMemberQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Members on a day. A seat ends with its term, and with its holder's mandate (选举法 56), even where
        nobody wrote down its last day."""
        mandates = Mandate.objects.of_township().filter(deputy=OuterRef("deputy"))
        lost = Exists(mandates) & ~Exists(mandates.on(day))
        sits = Q(until_on=None) | Q(until_on__gte=day)
        within = Q(term__ends_on=None) | Q(term__ends_on__gte=day)
        return self.filter(sits, within, ~lost, from_on__lte=day)


class PresidiumMeetingQuerySet(models.QuerySet):
    def begun(self) -> Self:
        """Those that took place, as their roll tells."""
        return self.filter(roll_begun(self.model))

    def about(self, text: str) -> Self:
        """Meetings so named, or with such a topic."""
        topics = self.model._meta.get_field("topics").related_model.objects
        with_topic = topics.filter(title__icontains=text).values("meeting")
        return self.filter(Q(title__icontains=text) | Q(pk__in=with_topic))

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        entries = Q(roll__entries__deputy__isnull=False, roll__entries__voided_at=None)
        return self.annotate(
            topic_count=_count("topics"),
            expected=Count("roll__entries", filter=entries, distinct=True),
            present=Count(
                "roll__entries",
                filter=entries & Q(roll__entries__state="present"),
                distinct=True,
            ),
        )


class RuleVersionQuerySet(models.QuerySet):
    def in_force(self, day: date) -> Self:
        """Versions in force on a day."""
        return self.filter(in_force_from__lte=day).filter(
            Q(in_force_until=None) | Q(in_force_until__gte=day)
        )

    def made(self) -> Self:
        """Newly made or revised; repeals are left out."""
        return self.filter(kind__in=("new", "revised"))


class RuleDocumentQuerySet(models.QuerySet):
    def for_list(self) -> Self:
        """Everything a list row shows, in four queries."""
        return self.prefetch_related("versions__meeting", "versions__session")

    def adopted_in(self, year: int) -> Self:
        """Rules of which a version was adopted in the year."""
        versions = self.model._meta.get_field("versions").related_model.objects
        return self.filter(pk__in=versions.filter(adopted_on__year=year).values("document"))


def _count(name: str) -> Count:
    return Count(name, filter=Q(**{f"{name}__voided_at": None}), distinct=True)
