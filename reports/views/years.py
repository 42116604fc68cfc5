"""历年对比: the figures of several years side by side."""

from dataclasses import dataclass

from django.utils import timezone
from django.views.generic import TemplateView

from renda.core.figures import Measured, Period, figures, prefetch_values
from renda.core.views import PagePermission
from reports.book import year_url
from reports.models import FrozenFigure
from reports.printed import printed_in
from reports.views.page import REPORTS


@dataclass(frozen=True)
class Told:
    """A figure of a year: as its issued report printed it, else as it counts now."""

    year: int
    number: Measured
    printed: FrozenFigure | None

    @property
    def text(self) -> str:
        """The value shown."""
        return self.printed.text if self.printed else self.number.text

    @property
    def url(self) -> str:
        """The page with the rows that were counted."""
        if self.printed:
            return self.printed.get_absolute_url()
        return year_url(self.number.figure.key, self.year)

    @property
    def now(self) -> str:
        """What it counts now, where that is another number than was printed."""
        return "" if self.text == self.number.text else self.number.text


class YearComparison(PagePermission, TemplateView):
    """历年对比: every figure of this year and the two before it, an issued year's as its report says."""

    template_name = "reports/years.html"
    permission_required = "core.view_figures"
    crumbs = (REPORTS,)

    def get_context_data(self, **kwargs) -> dict:
        last = min(self.request.year, timezone.localdate().year)
        years = [last, last - 1, last - 2]
        columns = {year: plain_figures(year) for year in years}
        prefetch_values(number for column in columns.values() for number in column.values())
        printed = printed_in(years)
        groups: dict[str, list] = {}
        for key, number in columns[last].items():
            groups.setdefault(number.figure.group, []).append(
                {
                    "key": key,
                    "label": number.figure.label,
                    "unit": number.figure.unit,
                    "values": [
                        Told(year, columns[year][key], printed[year].get(key)) for year in years
                    ],
                }
            )
        return super().get_context_data(**kwargs) | {
            "title": "历年对比",
            "years": [(year, bool(printed[year])) for year in years],
            "groups": groups,
        }


def plain_figures(year: int) -> dict:
    """The year's figures that don't belong to a single subject."""
    period = Period.year(year)
    return {key: Measured(f, period) for key, f in figures.items() if f.per is None}
