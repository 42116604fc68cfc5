"""历年对比: the figures of several years side by side."""

from django.utils import timezone
from django.views.generic import TemplateView

from renda.core.figures import Measured, Period, figures, prefetch
from renda.core.views import PagePermission
from reports.views.page import REPORTS


class YearComparison(PagePermission, TemplateView):
    """历年对比: every figure of this year and the two before it."""

    template_name = "reports/years.html"
    permission_required = "core.view_figures"
    crumbs = (REPORTS,)

    def get_context_data(self, **kwargs) -> dict:
        last = min(self.request.year, timezone.localdate().year)
        years = [last, last - 1, last - 2]
        columns = {year: plain_figures(year) for year in years}
        prefetch(number for column in columns.values() for number in column.values())
        groups: dict[str, list] = {}
        for key, number in columns[last].items():
            groups.setdefault(number.figure.group, []).append(
                {
                    "key": key,
                    "label": number.figure.label,
                    "unit": number.figure.unit,
                    "values": [(year, columns[year][key].text) for year in years],
                }
            )
        return super().get_context_data(**kwargs) | {
            "title": "历年对比",
            "years": years,
            "groups": groups,
        }


def plain_figures(year: int) -> dict:
    """The year's figures that don't belong to a single subject."""
    period = Period.year(year)
    return {key: Measured(f, period) for key, f in figures.items() if f.per is None}
