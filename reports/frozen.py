"""Tells core what issued reports printed, so that a figure's page can show 印发时 N，现为 M."""

from collections.abc import Iterator

from renda.core.frozen import FrozenValue, frozen_source
from reports import printed  # noqa: F401  (registers what comparisons of years show)
from reports.models import FrozenFigure


@frozen_source
def issued_values(key: str, year: int) -> Iterator[FrozenValue]:
    """The figure in that year's issued report."""
    rows = FrozenFigure.objects.filter(
        key=key, report__year=year, report__status="issued", report__voided_at=None
    ).select_related("report")
    for row in rows:
        yield FrozenValue(
            report=str(row.report),
            url=row.report.get_absolute_url(),
            page=row.get_absolute_url(),
            issued_on=row.report.issued_on,
            text=row.text,
            formula=row.formula,
            definition=row.definition,
            evidence={part.key: dict(part.amounts) for part in row.parts()},
        )
