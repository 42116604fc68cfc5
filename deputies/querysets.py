"""Questions about many deputies, mandates and rolls at once."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q


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

    def in_office_any(self, day: date) -> Self:
        """Persons with a mandate of any level in force on the day, each once."""
        return self.filter(Exists(self._mandates(day)))

    def _mandates(self, day: date) -> models.QuerySet:
        mandate = self.model._meta.get_field("mandates").related_model
        return mandate.objects.filter(deputy=OuterRef("pk")).on(day)

    def matching(self, text: str) -> Self:
        """By name or by its pinyin initials."""
        return self.filter(Q(name__icontains=text) | Q(initials__startswith=text.lower()))

    def for_list(self) -> Self:
        """Everything a list row shows, in two queries."""
        return self.select_related("group", "station").prefetch_related(
            "mandates__constituency", "mandates__term"
        )


class RollQuerySet(models.QuerySet):
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
