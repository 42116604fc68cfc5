"""What the issued reports of some years printed, by year and key: what is compared with is what was told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from renda.core.frozen import printed_source
from reports.models import AnnualReport, FrozenFigure


@printed_source
def printed_in(years: Iterable[int]) -> Mapping[int, dict[str, FrozenFigure]]:
    """Year → key → the printed number, no more of it than its text and its page; one query."""
    rows = FrozenFigure.objects.filter(
        report__year__in=list(years),
        report__status=AnnualReport.Status.ISSUED,
        report__voided_at=None,
    )
    found: dict[int, dict[str, FrozenFigure]] = defaultdict(dict)
    shown = ("township", "key", "text", "report__year", "report__issued_on")
    for row in rows.select_related("report").only(*shown).order_by():
        found[row.report.year][row.key] = row
    return found
