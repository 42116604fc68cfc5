"""Numbers: their list, one figure with its definition and rows, and the county's comparison."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from renda.core import law
from renda.core.columns import as_rows, columns_of
from renda.core.excel import workbook_response
from renda.core.figures import Measured, Period, by_township, figures, find
from renda.core.frozen import frozen_values
from renda.core.models import Role
from renda.core.scoping import reading_scope
from renda.core.views.permission import PagePermission

PAGE = 25


def asked_year(request) -> int:
    """``?year=``, else the year picked in the frame."""
    text = request.GET.get("year", "")
    return int(text) if text.isdecimal() and 1954 <= int(text) <= 2100 else request.year


class FigureList(PagePermission, TemplateView):
    """指标与口径: every figure by group, with its definition."""

    template_name = "core/figures.html"
    permission_required = "core.view_figures"
    crumbs = (("年度报告", ""),)

    def get_context_data(self, **kwargs) -> dict:
        groups: dict[str, list] = {}
        for figure in figures:
            if figure.per is not None:
                continue
            groups.setdefault(figure.group, []).append(figure)
        return super().get_context_data(**kwargs) | {
            "title": "指标与口径",
            "groups": groups,
            "year": asked_year(self.request),
            "total": sum(len(group) for group in groups.values()),
        }


class FigurePage(PagePermission, TemplateView):
    """One figure: value, formula, definition, the rows it counts, frozen and now."""

    template_name = "core/figure.html"
    permission_required = "core.view_figures"
    crumbs = (("年度报告", ""), ("指标与口径", "core:figures"))

    def get(self, request, *args, **kwargs) -> HttpResponse:
        self.year = asked_year(request)
        figure = find(self.kwargs["key"], Period.year(self.year))
        if figure is None:
            raise Http404
        self.measured = Measured(figure, Period.year(self.year))
        if request.GET.get("export") == "xlsx":
            return self.export()
        return super().get(request, *args, **kwargs)

    def sets(self) -> list[tuple[str, str, Measured]]:
        """The tabs: (key, label, figure) whose rows can be shown."""
        number = self.measured
        if number.figure.kind != "rate":
            return [("rows", number.figure.label, number)]
        up, down = number.numerator, number.denominator
        return [
            ("up", f"分子：{up.figure.label}", up),
            ("down", f"分母：{down.figure.label}", down),
        ]

    @property
    def current(self) -> tuple[str, str, Measured]:
        wanted = self.request.GET.get("set", "")
        return next((s for s in self.sets() if s[0] == wanted), self.sets()[0])

    def rows(self):
        """The rows of the current tab, as its model shows them, and their columns."""
        queryset = self.current[2].queryset
        look = columns_of(queryset.model)
        return look.read(queryset), look.columns

    def export(self) -> HttpResponse:
        rows, columns = self.rows()
        return workbook_response(
            f"{self.measured.figure.label}{self.year}",
            [c.label for c in columns],
            ([c.of(row) for c in columns] for row in rows),
        )

    def get_context_data(self, **kwargs) -> dict:
        number, figure = self.measured, self.measured.figure
        rows, columns = self.rows()
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        before = Measured(figure, number.period.previous)
        return super().get_context_data(**kwargs) | {
            "title": figure.label,
            "figure": figure,
            "number": number,
            "year": self.year,
            "years": range(timezone.localdate().year, timezone.localdate().year - 5, -1),
            "before": before,
            "law": law.cite(figure.law) if figure.law else "",
            "frozen": frozen_values(figure.key, self.year),
            "columns": [{"label": c.label, "css": c.css} for c in columns],
            "rows": as_rows(columns, page.object_list),
            "page_obj": page,
            "sets": [
                {
                    "label": label,
                    "count": len(measured.amounts),
                    "url": f"?year={self.year}&set={key}",
                    "current": key == self.current[0],
                }
                for key, label, measured in self.sets()
            ],
            "export_url": f"?year={self.year}&set={self.current[0]}&export=xlsx",
        }


COUNTY_COUNTS = [
    "deputies.in_office",
    "sessions.held",
    "motions.received",
    "supervision.findings",
    "supervision.findings_closed",
    "activities.held",
    "motions.overdue",
]
COUNTY_RATES = {
    "reply_rate": "motions.reply_rate",
    "on_time_rate": "motions.on_time_rate",
    "satisfied_rate": "motions.satisfaction_rate",
    "closed_rate": "supervision.closed_rate",
}


class County(PagePermission, TemplateView):
    """乡镇比较: the county reads its townships side by side, in one query for all numbers."""

    template_name = "core/county.html"
    permission_required = "core.view_county"

    def get_context_data(self, **kwargs) -> dict:
        memberships = [
            m
            for group in self.request.user.memberships_by_township.values()
            for m in group
            if m.role == Role.COUNTY
        ]
        townships = {m.township_id: m.township for m in memberships}
        year = asked_year(self.request)
        rates = [figures[key] for key in COUNTY_RATES.values()]
        parts = [part for rate in rates for part in (rate.numerator, rate.denominator)]
        keys = list(dict.fromkeys([*COUNTY_COUNTS, *parts]))
        with reading_scope(townships):
            found = by_township(keys, Period.year(year))
        nothing = dict.fromkeys(keys, 0)
        rows = [
            comparison(t.name, found.get(pk, nothing)) | {"township": pk}
            for pk, t in townships.items()
        ]
        total = {key: sum(found.get(pk, nothing)[key] for pk in townships) for key in keys}
        return super().get_context_data(**kwargs) | {
            "title": "乡镇比较",
            "county": next(iter(townships.values())).county,
            "year": year,
            "rows": rows,
            "total": comparison("全县", total),
        }


def comparison(name: str, values: dict[str, int]) -> dict:
    """One line of the comparison: counts, and rates of the same two figures as everywhere else."""
    rates = {word: figures[key] for word, key in COUNTY_RATES.items()}
    return {
        "name": name,
        "values": {key.replace(".", "_"): number for key, number in values.items()},
    } | {
        word: tenths(values[rate.numerator], values[rate.denominator])
        for word, rate in rates.items()
    }


def tenths(part: int, base: int) -> str:
    """``part`` of ``base`` in percent with one decimal, rounded half up with integers; — for no base."""
    if not base:
        return "—"
    rounded = (part * 2000 + base) // (2 * base)
    return f"{rounded // 10}.{rounded % 10}"
