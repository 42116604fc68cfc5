"""Questions about what mergers left owing."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import OuterRef


class OwedLetterQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Neither answered by a further letter nor explained."""
        return self.filter(settled_on=None)

    def overdue(self, today: date) -> Self:
        """Open past the last day."""
        return self.open().filter(due_on__lt=today)

    def due_by(self, day: date) -> Self:
        """Open, with the last day until ``day``."""
        return self.open().filter(due_on__lte=day)

    def of_units(self, unit_ids: set[int]) -> Self:
        """Owed by one of the units."""
        return self.filter(assignment__unit__in=unit_ids)

    def of_part(self, assignment: models.Model) -> Self:
        """Owed by the assignment's unit in whatever round of its case."""
        return self.filter(
            assignment__motion=assignment.motion_id, assignment__unit=assignment.unit_id
        )

    def of_parts(self) -> Self:
        """The same of each assignment that a query reads, to be asked within it."""
        return self.filter(
            assignment__motion=OuterRef("motion"), assignment__unit=OuterRef("unit")
        ).order_by()

    def for_list(self) -> Self:
        """Everything a row shows, in one query."""
        return self.select_related(
            "motion__lead", "motion__session", "motion__term", "assignment__unit",
            "assignment__motion__session", "assignment__motion__term",
        )  # fmt: skip
