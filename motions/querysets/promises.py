"""Questions about many promises at once."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from renda.core.related import how_many, rows_of


class CommitmentQuerySet(models.QuerySet):
    def issued(self) -> Self:
        """Promised in a reply that the unit's head has issued."""
        return self.filter(reply__issued_on__isnull=False)

    def open(self) -> Self:
        """Promised and not struck off, reported as done or not."""
        return self.filter(done_on=None)

    def unreported(self) -> Self:
        """履行中: the unit has not reported it as done."""
        return self.filter(status="open")

    def answerable(self) -> Self:
        """What a further letter may report on: not struck off, and not told in an issued one since."""
        return self.open().exclude(status="reported", supplement__issued_on__isnull=False)

    def reported(self) -> Self:
        """The unit says it is done; the office has not confirmed it on site."""
        return self.filter(status="reported")

    def struck(self) -> Self:
        """已销号."""
        return self.filter(status="struck")

    def overdue(self, today: date) -> Self:
        """Promised for a day that has passed, and not reported as done."""
        return self.unreported().filter(due_on__lt=today)

    def due_by(self, day: date) -> Self:
        """Not reported as done, with the promised day until ``day``."""
        return self.unreported().filter(due_on__lte=day)

    def asking_for_another_day(self) -> Self:
        """The unit has asked to move the promised day; the office has not decided."""
        return self.filter(Exists(rows_of(self.model, "changes").pending()))

    def at_head(self) -> Self:
        """A 改期申请 waits for the signature of the unit's head."""
        return self.unreported().filter(is_at_head=True)

    def sent_back_by_head(self) -> Self:
        """The unit's head gave the last 改期申请 back to be mended, and no other one was made since."""
        last = rows_of(self.model, "submittals").order_by("-pk")
        rows = self.unreported().annotate(
            outcome=Subquery(last.values("outcome")[:1]),
            came_back_on=Subquery(last.values("settled_on")[:1]),
        )
        since = rows_of(self.model, "changes").filter(on__gte=OuterRef("came_back_on"))
        return rows.filter(~Exists(since), outcome="returned")

    def of_year(self, year: int) -> Self:
        """A year's list: promised in it, or carried over from before and not struck off by then."""
        return self.filter(
            Q(reply__issued_on__year=year)
            | Q(reply__issued_on__year__lt=year) & (Q(done_on=None) | Q(done_on__year__gte=year))
        )

    def carried_over(self, year: int) -> Self:
        """结转: promised before the year began and not struck off by then."""
        return self.of_year(year).filter(reply__issued_on__year__lt=year)

    def of_units(self, unit_ids: set[int]) -> Self:
        """Promised by one of the units."""
        return self.filter(reply__assignment__unit__in=unit_ids)

    def for_list(self) -> Self:
        """Everything a row shows: the case, the unit, and how often its day was moved."""
        granted = rows_of(self.model, "changes").granted()
        asked = rows_of(self.model, "changes").pending().order_by()
        return self.select_related(
            "reply__assignment__motion", "reply__assignment__unit", "supplement"
        ).annotate(
            moved=how_many(granted, by="commitment"),
            first_due=Subquery(granted.order_by("old_due").values("old_due")[:1]),
            asked_due=Subquery(asked.values("new_due")[:1]),
        )
