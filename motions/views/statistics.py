"""办理统计: by unit, by field, by deputy, over the years; every number opens its cases."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from motions.models.classes import scheme
from motions.permissions import visible_motions
from motions.tables import CASE_COLUMNS, TABLES, Rate, Table, year_table
from renda.core.excel import workbook_response
from renda.core.figures import Period, measure, prefetch
from renda.core.frozen import Told, printed_in
from renda.core.paper.blocks import Chart
from renda.core.views.figures import asked_year
from renda.core.views.permission import PagePermission

CARDS = (
    ("motions.raised", "motions.for_reference", "motions.forwarded", "motions.rejected"),
    (
        "motions.received",
        "motions.in_session",
        "motions.bills",
        "motions.bills_voted",
        "motions.bills_passed",
    ),
    ("motions.reply_rate", "motions.replied"),
    ("motions.on_time_rate", "motions.replied_on_time"),
    ("motions.contact_rate", "motions.reached_rate"),
    ("motions.satisfaction_rate", "motions.rated", "motions.unreturned"),
    ("motions.solved_rate", "motions.solved", "motions.class_a"),
    ("motions.overdue", "motions.open"),
)
TITLES = {"unit": "按承办单位", "field": "按领域", "deputy": "按代表", "years": "历年趋势"}
YEARS_OFFERED = 6


class Statistics(PagePermission, TemplateView):
    """The cards, one of the tables, and its chart. ``?by=`` picks the table, ``?year=`` the year."""

    template_name = "motions/statistics.html"
    permission_required = "motions.view_statistics"
    crumbs = (("议案建议", ""),)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.year = asked_year(request)
        asked = request.GET.get("by", "")
        self.by = asked if asked in TABLES else "unit"
        rows = visible_motions(request.user)
        if self.by == "years":
            opens = request.user.has_perm("core.view_figures")
            self.table = year_table(rows, self.year, opens=opens)
        else:
            self.table = TABLES[self.by](rows, self.year)
        if request.GET.get("export") == "xlsx":
            return self.export()
        return super().get(request, *args, **kwargs)

    def export(self) -> HttpResponse:
        """The table as an Excel file."""
        table = self.table
        return workbook_response(
            f"办理统计{table.title}{self.year}",
            [table.first, *(label for label, _ in table.heads)],
            table.exported,
        )

    def get_context_data(self, **kwargs) -> dict:
        period, today = Period.year(self.year), timezone.localdate()
        numbers = {key: measure(key, period) for keys in CARDS for key in keys}
        prefetch(numbers.values())
        printed = printed_in([self.year])[self.year]
        lead = f"{period}，按受理日期归入年度；提出总数按提出日期"
        if printed:
            lead += "。卡片是年度报告印发时的数，后来有变动的注明现在的数"
        return super().get_context_data(**kwargs) | {
            "title": "办理统计",
            "lead": lead,
            "cards": [
                self.card(*(Told(numbers[key], printed.get(key)) for key in keys)) for keys in CARDS
            ],
            "table": self.table,
            "charts": charts(self.by, self.table),
            "classes": scheme().choices,
            "year": self.year,
            "years": range(today.year, today.year - YEARS_OFFERED, -1),
            "by": self.by,
            "tabs": [
                {
                    "label": label,
                    "url": f"?by={key}&year={self.year}",
                    "current": key == self.by,
                }
                for key, label in TITLES.items()
            ],
            "export_url": f"?by={self.by}&year={self.year}&export=xlsx",
        }

    def card(self, told: Told, *beside: Told) -> dict:
        """A number with those that explain it."""
        opens = self.request.user.has_perm("core.view_figures")
        parts = [f"印发时 {told.text}，现为 {told.now}"] if told.now else []
        parts += [in_words(each) for each in beside]
        return {
            "label": told.number.figure.label,
            "value": told.text.removesuffix("%"),
            "unit": told.number.figure.unit,
            "note": "，".join(parts),
            "url": told.url if opens else "",
        }


def in_words(told: Told) -> str:
    """A number's name, value and unit; a rate carries its own sign."""
    figure = told.number.figure
    unit = "" if figure.unit == "%" else f" {figure.unit}"
    now = f"（现为 {told.now}）" if told.now else ""
    return f"{figure.label} {told.text}{unit}{now}"


def charts(by: str, table: Table) -> list[Chart]:
    """What a table looks like."""
    if not table.rows:
        return []
    names = [row.name for row in table.rows]
    at = {label: place for place, (label, _) in enumerate(table.heads)}

    def values(label: str) -> list[int]:
        return [int(row.cells[at[label]].value) for row in table.rows]

    if by == "unit":
        waiting = [led - done for led, done in zip(values("主办"), values("已办复"), strict=True)]
        parts = [("已办复", values("已办复")), ("未办复", waiting)]
        return [Chart("stacked", "各单位主办件的办复情况", parts, names, "件")]
    if by == "field":
        return [Chart("bars", "各领域件数", values("收到"), names, "件")]
    if by == "years":
        counts = [("收到", values("收到")), ("已答复", values("已答复"))]
        return [Chart("columns", "历年件数", counts, names, "件"), *rate_chart(table)]
    return []


def rate_chart(table: Table) -> list[Chart]:
    """答复率、满意率、办成率 of the years in which each has a base."""
    places = [n for n, column in enumerate(CASE_COLUMNS) if isinstance(column, Rate)]
    rows = [row for row in table.rows if all(row.cells[n].formula for n in places)]
    if not rows:
        return []
    series = [
        (CASE_COLUMNS[n].label, [float(row.cells[n].text.removesuffix("%")) for row in rows])
        for n in places
    ]
    title = "历年答复率、满意率、办成率"
    return [Chart("columns", title, series, [row.name for row in rows], "%")]
