"""The papers of the demo that went out, kept by the product's own service as they were then."""

from copy import copy

from motions.models import Assignment, Reply, Supplement
from motions.services.issued import keep_issued


class IssuedRows:
    """The part of the builder that keeps what was issued."""

    def keep_papers(self, written: dict[type, list]) -> None:
        """Every 交办单 as it was handed over, and every letter that its head has signed."""
        keep_issued([self.as_handed(row) for row in written[Assignment]])
        for letters in (written[Reply], written[Supplement]):
            keep_issued([row for row in letters if row.is_issued])

    def as_handed(self, row: Assignment) -> Assignment:
        """The row before it was signed for or given more time."""
        clocks, row = self.clocks(row.assigned_on), copy(row)
        row.signed_on, row.signed_by, row.person = None, "", ""
        row.objection_due = self.clocks(row.got_on).objection.on
        row.due_on = clocks.due(row.role, row.round).on
        row.months, row.is_extended = clocks.months_of(row.role, row.round), False
        return row
