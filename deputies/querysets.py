"""Questions about many deputies, mandates and rolls at once."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Greatest

from renda.core.related import rows_of

OF_TOWN = Q(level="township")
OUTSIDE_TERMS = ~OF_TOWN | Q(term=None)
"""Mandates that no term of the town's congress bounds."""


def begins_on(day: date | OuterRef) -> Q:
    """Mandates that count from a day on: elected that day, or their term began."""
    elected = Q(from_on=day) & (OUTSIDE_TERMS | Q(term__starts_on__lte=day))
    return elected | OF_TOWN & Q(from_on__lte=day, term__starts_on=day)


def roll_begun(event: type[models.Model]) -> Q:
    """Events that took place, as their ``roll`` tells: somebody signed, or it is closed; planned ones are left out.

    One without a roll counts: nobody knows better.
    """
    roll = event._meta.get_field("roll").related_model
    signed = rows_of(roll, "entries", key="roll").filter(state="present")
    return Q(roll=None) | Q(roll__is_closed=True) | Exists(signed)


class MandateQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """In force on a day and not suspended: these deputies are expected at a meeting that day."""
        return self.running(day).exclude(
            Q(suspended_from__lte=day) & (Q(suspended_until=None) | Q(suspended_until__gte=day))
        )

    def running(self, day: date) -> Self:
        """Begun and not ended on a day, suspended or not: these count as 实有代表.

        Whoever was elected before the term's first session counts from that session on (代表法 2). The day
        on which a term hands over belongs to the next one, where its mandates begin that day.
        """
        later = ~OF_TOWN | Q(term__number__gt=OuterRef("term__number"))
        following = self.model.objects.filter(later, level=OuterRef("level"))
        ended = Exists(following.filter(begins_on(OuterRef("until_on"))))
        over = Exists(following.filter(begins_on(OuterRef("term__ends_on"))))
        return (
            self.begun(day)
            .filter(Q(until_on=None) | Q(until_on__gte=day))
            .filter(OUTSIDE_TERMS | Q(term__ends_on=None) | Q(term__ends_on__gte=day))
            .exclude(Q(until_on=day, end_reason="term") & Q(ended))
            .exclude(OF_TOWN & Q(term__ends_on=day) & Q(over))
        )

    def begun(self, day: date) -> Self:
        """Elected by a day, to a term that had begun by then, whether they ended since or not."""
        return self.filter(from_on__lte=day).filter(OUTSIDE_TERMS | Q(term__starts_on__lte=day))

    def of_township(self) -> Self:
        """Deputies of the township's own congress."""
        return self.filter(level="township")

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.select_related("deputy", "term", "constituency")


class DeputyQuerySet(models.QuerySet):
    def in_office(self, day: date, level: str = "township") -> Self:
        """Persons with a mandate of that level in force on the day, each once."""
        return self._holding(self._mandates.on(day).filter(level=level))

    def in_office_at(self, day: date, levels: Iterable[str]) -> Self:
        """Persons with a mandate of one of the levels in force on the day, each once."""
        return self._holding(self._mandates.on(day).filter(level__in=levels))

    def told_in_office(self, day: date) -> Self:
        """Everybody, with ``was_in_office``: whether ``in_office`` on the day."""
        held = rows_of(self.model, "mandates").on(day).of_township()
        return self.annotate(was_in_office=Exists(held))

    def in_office_any(self, day: date) -> Self:
        """Persons with a mandate of any level in force on the day, each once."""
        return self._holding(self._mandates.on(day))

    def seated(self, day: date, level: str = "township") -> Self:
        """Persons who hold a seat of that level on the day, suspended or not: 实有代表, each once."""
        return self._holding(self._mandates.running(day).filter(level=level))

    def seated_any(self, day: date) -> Self:
        """Persons who hold a seat of any level on the day, suspended or not."""
        return self._holding(self._mandates.running(day))

    def suspended(self, day: date) -> Self:
        """Persons who hold a seat that they may not exercise on the day."""
        paused = Q(suspended_from__lte=day) & (
            Q(suspended_until=None) | Q(suspended_until__gte=day)
        )
        return self._holding(self._mandates.running(day).filter(paused))

    def left(self, day: date) -> Self:
        """Persons who once held a seat and hold none on the day."""
        begun = self._mandates.begun(day)
        return self._holding(begun).exclude(pk__in=begun.running(day).values("deputy"))

    def with_level(self, level: str) -> Self:
        """Persons who hold or held a seat of that level."""
        return self._holding(self._mandates.filter(level=level))

    def of_constituency(self, number: int) -> Self:
        """Persons who stand or stood for the constituency of that number."""
        return self._holding(self._mandates.filter(constituency__number=number))

    @property
    def _mandates(self) -> QuerySet:
        return self.model._meta.get_field("mandates").related_model.objects.order_by()

    def _holding(self, mandates: QuerySet) -> Self:
        """Who holds one of these: found once for all, where a question about each took 20 s for 5,000."""
        return self.filter(pk__in=mandates.values("deputy"))

    def with_attendance(self, first: date, last: date) -> Self:
        """Each person with ``expected``, ``present``, ``on_leave`` and ``absent`` of closed rolls in
        the span, the ``free_days`` on which they came to something outside sessions, and whether they
        ``reported`` to voters."""
        there = Q(
            roll_entries__voided_at=None,
            roll_entries__roll__voided_at=None,
            roll_entries__roll__on__range=(first, last),
        ) & ~Q(roll_entries__state="expected")
        reports = rows_of(self.model, "duty_reports")
        return self.annotate(
            expected=Count("roll_entries", filter=there),
            present=Count("roll_entries", filter=there & Q(roll_entries__state="present")),
            on_leave=Count("roll_entries", filter=there & Q(roll_entries__state="on_leave")),
            absent=Count("roll_entries", filter=there & Q(roll_entries__state="absent")),
            free_days=self._free_days(first, last),
            reported=Exists(reports.filter(held_on__range=(first, last))),
        )

    def with_few_days(self, first: date, last: date, least: int) -> Self:
        """Who sat for the town all through the span and was at something outside sessions on fewer
        days than ``least``: ``free_days``."""
        seated = self.seated(first).filter(pk__in=self.model.objects.seated(last).values("pk"))
        return seated.annotate(free_days=self._free_days(first, last)).filter(free_days__lt=least)

    @staticmethod
    def _free_days(first: date, last: date) -> Count:
        there = Q(
            roll_entries__state="present",
            roll_entries__voided_at=None,
            roll_entries__roll__on__range=(first, last),
            roll_entries__roll__voided_at=None,
        )
        outside = there & ~Q(roll_entries__roll__kind="sitting")
        return Count("roll_entries__roll__on", filter=outside, distinct=True)

    def matching(self, text: str) -> Self:
        """By name or by its pinyin initials."""
        return self.filter(Q(name__icontains=text) | Q(initials__startswith=text.lower()))

    def for_list(self) -> Self:
        """Everything a list row shows, in two queries."""
        mandate = self.model._meta.get_field("mandates").related_model
        mandates = mandate.objects.select_related("constituency", "term")
        return self.select_related("group", "station").prefetch_related(
            Prefetch("mandates", queryset=mandates)
        )


class PlaceQuerySet(models.QuerySet):
    def with_people(self, path: str, day: date) -> Self:
        """Each place with ``people``: how many deputies it holds on the day; ``path`` leads to mandates."""
        mandate = self.model
        for name in path.split("__"):
            mandate = mandate._meta.get_field(name).related_model
        running = Q(**{f"{path}__in": mandate.objects.of_township().running(day)})
        return self.annotate(people=Count(f"{path}__deputy", filter=running, distinct=True))

    def with_vacancies(self, day: date) -> Self:
        """Each constituency with ``people`` who sit for it on the day and ``vacant``, the seats without one."""
        vacant = Greatest(F("seats") - F("people"), 0)
        return self.with_people("mandates", day).annotate(vacant=vacant)

    def short_of_deputies(self, day: date) -> Self:
        """Constituencies with seats vacant on the day; none where no deputy was recorded until then."""
        mandate = self.model._meta.get_field("mandates").related_model
        known = mandate.objects.of_township().filter(
            township=OuterRef("township"), from_on__lte=day
        )
        return self.with_vacancies(day).filter(Exists(known), vacant__gt=0)


class TrainingQuerySet(models.QuerySet):
    def held_between(self, first: date, last: date) -> Self:
        """Held between two days, both included."""
        return self.filter(held_on__range=(first, last))

    def begun(self) -> Self:
        """Those that took place, as their roll tells."""
        return self.filter(roll_begun(self.model))

    def for_list(self) -> Self:
        """Each with ``expected`` and ``present`` of its roll, in one query."""
        deputies = Q(roll__entries__deputy__isnull=False, roll__entries__voided_at=None)
        return self.annotate(
            expected=Count("roll__entries", filter=deputies),
            present=Count("roll__entries", filter=deputies & Q(roll__entries__state="present")),
        )


class MaterialQuerySet(models.QuerySet):
    def for_list(self) -> Self:
        """Each with ``given`` and ``opened`` receipts, in one query."""
        live = Q(receipts__voided_at=None)
        return self.annotate(
            given=Count("receipts", filter=live),
            opened=Count("receipts", filter=live & Q(receipts__read_at__isnull=False)),
        )

    def given_to(self, user: models.Model) -> Self:
        """Those given to the deputy who logs in as this user."""
        return self.filter(pk__in=self._receipts(user).values("material"))

    def unread_by(self, user: models.Model) -> Self:
        """Those given to this user's deputy and not opened yet."""
        return self.filter(pk__in=self._receipts(user).filter(read_at=None).values("material"))

    def _receipts(self, user: models.Model) -> QuerySet:
        receipt = self.model._meta.get_field("receipts").related_model
        return receipt.objects.filter(deputy__user=user)


class DutyReportQuerySet(models.QuerySet):
    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.select_related("deputy__group")


class RollQuerySet(models.QuerySet):
    def unsettled(self, today: date) -> Self:
        """Held before today and not closed: nobody is counted absent yet."""
        return self.filter(on__lt=today, is_closed=False)

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.with_counts()

    def with_counts(self) -> Self:
        """Each roll with ``expected``, ``present``, ``on_leave`` and ``absent`` as its entries say."""
        deputies = Q(entries__deputy__isnull=False, entries__voided_at=None)
        return self.annotate(
            expected=Count("entries", filter=deputies),
            present=Count("entries", filter=deputies & Q(entries__state="present")),
            on_leave=Count("entries", filter=deputies & Q(entries__state="on_leave")),
            absent=Count("entries", filter=deputies & Q(entries__state="absent")),
        )


class RollEntryQuerySet(models.QuerySet):
    def present(self) -> Self:
        """Those who came."""
        return self.filter(state="present")

    def missed(self) -> Self:
        """Those who did not come: on leave, or absent without it."""
        return self.filter(state__in=("on_leave", "absent"))

    def of_deputies(self) -> Self:
        """Deputies' entries; guests and cadres left out."""
        return self.filter(deputy__isnull=False)

    def held_between(self, first: date, last: date) -> Self:
        """Entries of rolls held between two days, both included."""
        return self.filter(roll__on__range=(first, last), roll__voided_at=None)

    def by_name(self) -> Self:
        """In the order of the paper sign-in book."""
        return self.select_related("deputy__group").order_by(
            F("deputy__order").asc(nulls_last=True), "pk"
        )
