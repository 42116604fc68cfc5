"""Questions about many deputies, mandates and rolls at once."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Exists, F, Prefetch, Q, QuerySet

from renda.core.related import rows_of


class MandateQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """In force on a day and not suspended: these deputies are expected at a meeting that day."""
        return self.running(day).exclude(
            Q(suspended_from__lte=day) & (Q(suspended_until=None) | Q(suspended_until__gte=day))
        )

    def running(self, day: date) -> Self:
        """Begun and not ended on a day, suspended or not: these count as 实有代表."""
        return self.filter(from_on__lte=day).filter(Q(until_on=None) | Q(until_on__gte=day))

    def of_township(self) -> Self:
        """Deputies of the township's own congress."""
        return self.filter(level="township")

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.select_related("deputy", "term", "constituency")


class DeputyQuerySet(models.QuerySet):
    def in_office(self, day: date, level: str = "township") -> Self:
        """Persons with a mandate of that level in force on the day, each once."""
        return self.filter(Exists(self._mandates(day).filter(level=level)))

    def told_in_office(self, day: date) -> Self:
        """Everybody, with ``was_in_office``: whether ``in_office`` on the day."""
        held = self._mandates(day).of_township()
        return self.annotate(was_in_office=Exists(held))

    def in_office_any(self, day: date) -> Self:
        """Persons with a mandate of any level in force on the day, each once."""
        return self.filter(Exists(self._mandates(day)))

    def _mandates(self, day: date) -> models.QuerySet:
        return self._all_mandates().on(day)

    def seated(self, day: date, level: str = "township") -> Self:
        """Persons who hold a seat of that level on the day, suspended or not: 实有代表, each once."""
        return self.filter(Exists(self._all_mandates().running(day).filter(level=level)))

    def seated_any(self, day: date) -> Self:
        """Persons who hold a seat of any level on the day, suspended or not."""
        return self.filter(Exists(self._all_mandates().running(day)))

    def suspended(self, day: date) -> Self:
        """Persons who hold a seat that they may not exercise on the day."""
        paused = Q(suspended_from__lte=day) & (
            Q(suspended_until=None) | Q(suspended_until__gte=day)
        )
        return self.filter(Exists(self._all_mandates().running(day).filter(paused)))

    def left(self, day: date) -> Self:
        """Persons who once held a seat and hold none on the day."""
        begun = self._all_mandates().filter(from_on__lte=day)
        return self.filter(Exists(begun)).exclude(Exists(begun.running(day)))

    def with_level(self, level: str) -> Self:
        """Persons who hold or held a seat of that level."""
        return self.filter(Exists(self._all_mandates().filter(level=level)))

    def of_constituency(self, number: int) -> Self:
        """Persons who stand or stood for the constituency of that number."""
        return self.filter(Exists(self._all_mandates().filter(constituency__number=number)))

    def _all_mandates(self) -> QuerySet:
        return rows_of(self.model, "mandates")

    def with_attendance(self, first: date, last: date) -> Self:
        """Each person with ``expected``, ``present``, ``on_leave`` and ``absent`` of closed rolls in
        the span, and whether they ``reported`` to voters."""
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
            reported=Exists(reports.filter(held_on__range=(first, last))),
        )

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
        running = (
            Q(**{f"{path}__level": "township", f"{path}__voided_at": None})
            & Q(**{f"{path}__from_on__lte": day})
            & (Q(**{f"{path}__until_on": None}) | Q(**{f"{path}__until_on__gte": day}))
        )
        return self.annotate(people=Count(f"{path}__deputy", filter=running, distinct=True))


class TrainingQuerySet(models.QuerySet):
    def held_between(self, first: date, last: date) -> Self:
        """Held between two days, both included."""
        return self.filter(held_on__range=(first, last))

    def begun(self) -> Self:
        """Those that took place: somebody signed, or the roll is closed. Planned ones are left out."""
        roll = self.model._meta.get_field("roll").related_model
        signed = rows_of(roll, "entries", key="roll").filter(state="present")
        return self.filter(Q(roll=None) | Q(roll__is_closed=True) | Exists(signed))

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
