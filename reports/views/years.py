"""历年对比: the figures of several years side by side."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from renda.core.excel import workbook_response
from renda.core.figures import Figure, Measured, Period, figures, prefetch_values
from renda.core.frozen import Told
from renda.core.views import PagePermission
from reports.models import FrozenFigure
from reports.printed import printed_in
from reports.views.page import REPORTS


@dataclass(frozen=True)
class Row:
    """A figure with its values by year."""

    figure: Figure
    values: list[Told]


class YearComparison(PagePermission, TemplateView):
    """历年对比: a group's figures of this year and the two before it, an issued year's as its report says.

    ``?export=xlsx`` gives those of all groups.
    """

    template_name = "reports/years.html"
    permission_required = "core.view_figures"
    crumbs = (REPORTS,)

    @cached_property
    def years(self) -> list[int]:
        last = min(self.request.year, timezone.localdate().year)
        return [last, last - 1, last - 2]

    @cached_property
    def printed(self) -> Mapping[int, dict[str, FrozenFigure]]:
        return printed_in(self.years)

    def get(self, request, *args, **kwargs) -> HttpResponse:
        if request.GET.get("export") == "xlsx":
            return self.export()
        return super().get(request, *args, **kwargs)

    def export(self) -> HttpResponse:
        """Every group's figures as an Excel file; what has changed since it was printed is named beside it."""
        lines = (
            [row.figure.group, row.figure.label, *map(str, row.values), row.figure.unit]
            for row in self.rows(plain_figures())
        )
        heads = ["分类", "指标", *(f"{year}年" for year in self.years), "单位"]
        return workbook_response("历年对比", heads, lines)

    def rows(self, asked: list[Figure]) -> list[Row]:
        """The figures with their values, all read in one query (per 150)."""
        periods = {year: Period.year(year) for year in self.years}
        found = [
            Row(
                figure,
                [
                    Told(Measured(figure, period), self.printed[year].get(figure.key))
                    for year, period in periods.items()
                ],
            )
            for figure in asked
        ]
        prefetch_values(told.number for row in found for told in row.values)
        return found

    def get_context_data(self, **kwargs) -> dict:
        groups = Counter(figure.group for figure in plain_figures())
        wanted = self.request.GET.get("group", "")
        group = wanted if wanted in groups else next(iter(groups))
        return super().get_context_data(**kwargs) | {
            "title": "历年对比",
            "years": [(year, bool(self.printed[year])) for year in self.years],
            "group": group,
            "tabs": [
                {
                    "label": name,
                    "count": number,
                    "url": f"?{urlencode({'group': name})}",
                    "current": name == group,
                }
                for name, number in groups.items()
            ],
            "rows": self.rows([f for f in plain_figures() if f.group == group]),
            "export_url": "?export=xlsx",
        }


def plain_figures() -> list[Figure]:
    """The figures that don't belong to a single subject."""
    return [figure for figure in figures if figure.per is None]
