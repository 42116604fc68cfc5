"""Questions about many reminders at once."""

from typing import Self

from django.db import models

from motions.querysets.states import TAKEN


class ReminderQuerySet(models.QuerySet):
    def by_people(self) -> Self:
        """催办 and 督办: what people sent, without the system's warnings."""
        return self.exclude(kind="warning")

    def by_office(self) -> Self:
        """What the congress' office sent; 镇政府办 urges for itself."""
        return self.by_people().filter(is_by_government=False)

    def orders(self) -> Self:
        """督办单."""
        return self.filter(kind="order")

    def urges(self) -> Self:
        """催办."""
        return self.filter(kind="urge")

    def warnings(self) -> Self:
        """到期提醒 that the system sent."""
        return self.filter(kind="warning")

    def unanswered(self) -> Self:
        """督办单 that wait for the unit."""
        return self.orders().filter(responded_on=None, closed_on=None)

    def answered(self) -> Self:
        """督办单 with the unit's answer, which wait for the office."""
        return self.orders().filter(responded_on__isnull=False, closed_on=None)

    def of_units(self, unit_ids: set[int]) -> Self:
        """Sent to one of the units, which still has the case."""
        return self.filter(assignment__unit__in=unit_ids).exclude(assignment__status__in=TAKEN)

    def for_list(self) -> Self:
        """Everything a row shows, in one query."""
        return self.select_related(
            "motion", "assignment__unit", "commitment", "owed_letter__motion"
        )
