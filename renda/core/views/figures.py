"""Numbers: their list, and one figure with its definition and rows."""

from collections import Counter
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from renda.core import law
from renda.core.columns import as_rows, columns_of
from renda.core.excel import workbook_response
from renda.core.figures import Measured, Period, figures, find
from renda.core.frozen import frozen_values
from renda.core.views.permission import PagePermission
from renda.core.years import year_in

PAGE = 25
MOST = 80


def asked_year(request: HttpRequest) -> int:
    """``?year=``, else the year picked in the frame."""
    return year_in(request.GET.get("year", "")) or request.year


def asked_month(request: HttpRequest) -> int:
    """``?month=``, 1 to 12; 0 for the whole year."""
    asked = request.GET.get("month", "")
    return next((month for month in range(1, 13) if str(month) == asked), 0)


class FigureList(PagePermission, TemplateView):
    """指标与口径: the figures of a group with their definitions, or those in whose words ``?q=`` stands."""

    template_name = "core/figures.html"
    permission_required = "core.view_figures"
    crumbs = (("年度报告", ""),)

    def get_context_data(self, **kwargs) -> dict:
        whole = [figure for figure in figures if figure.per is None]
        groups = Counter(figure.group for figure in whole)
        year, text = asked_year(self.request), self.request.GET.get("q", "").strip()[:50]
        group = self.request.GET.get("group", "")
        group = group if group in groups else next(iter(groups))
        if text:
            group = ""
            found = [f for f in whole if text in f"{f.label} {f.definition} {f.key}"]
        else:
            found = [f for f in whole if f.group == group]
        return super().get_context_data(**kwargs) | {
            "title": "指标与口径",
            "year": year,
            "q": text,
            "total": len(whole),
            "found": found[:MOST],
            "left": max(len(found) - MOST, 0),
            "tabs": [
                {
                    "label": name,
                    "count": number,
                    "url": f"?{urlencode({'year': year, 'group': name})}",
                    "current": name == group,
                }
                for name, number in groups.items()
            ],
        }


class FigurePage(PagePermission, TemplateView):
    """One figure: value, formula, definition, the rows it counts, frozen and now.

    ``?month=`` shows a month of it, where its rows have a day.
    """

    template_name = "core/figure.html"
    permission_required = "core.view_figures"
    crumbs = (("年度报告", ""), ("指标与口径", "core:figures"))

    def get(self, request, *args, **kwargs) -> HttpResponse:
        self.year = asked_year(request)
        figure = find(self.kwargs["key"], Period.year(self.year))
        if figure is None:
            return self.as_printed()
        self.month = asked_month(request) if figure.on else 0
        self.whole = figure
        figure = figure.in_month(self.month) if self.month else figure
        self.measured = Measured(figure, Period.year(self.year))
        if request.GET.get("export") == "xlsx":
            return self.export()
        return super().get(request, *args, **kwargs)

    def as_printed(self) -> HttpResponse:
        """A number that is counted no more, say of a voided campaign, opens what a report printed of it."""
        printed = frozen_values(self.kwargs["key"], self.year)
        if not printed:
            raise Http404
        return redirect(printed[0].page)

    def sets(self) -> list[tuple[str, str, Measured]]:
        """The tabs: (key, label, figure) whose rows can be shown."""
        number = self.measured
        if number.figure.kind != "rate":
            return [("rows", number.figure.label, number)]
        up, down = number.numerator, number.denominator
        both = [
            ("up", f"分子：{up.figure.label}", up),
            ("down", f"分母：{down.figure.label}", down),
        ]
        if up.queryset.model is not down.queryset.model:
            return both
        return [*both, ("gap", "差：没有计入分子", number.uncounted)]

    def parts(self) -> list[dict]:
        """A rate's two counts, each with its definition and the address of its rows."""
        if self.measured.figure.kind != "rate":
            return []
        return [
            {"number": measured, "name": label.partition("：")[0], "url": self.address(set=key)}
            for key, label, measured in self.sets()[:2]
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

    def address(self, **more: object) -> str:
        """The query of this year, and month, and whatever else."""
        asked = {"year": self.year} | ({"month": self.month} if self.month else {})
        return f"?{urlencode(asked | more)}"

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
        earlier = number.period.previous
        # a session that was not yet held has no last year to be compared with
        before = Measured(figure, earlier) if find(self.kwargs["key"], earlier) else None
        return super().get_context_data(**kwargs) | {
            "title": figure.label,
            "figure": figure,
            "number": number,
            "year": self.year,
            "years": range(timezone.localdate().year, timezone.localdate().year - 5, -1),
            "before": before,
            "printed_before": [] if self.month else frozen_values(figure.key, earlier.start.year),
            "parts": self.parts(),
            "law": law.cite(figure.law) if figure.law else "",
            "month": self.month,
            "months": range(1, 13) if self.whole.on else (),
            "frozen": []
            if self.month
            else [
                {"value": value, "moves": [str(since) for since in value.since(number) if since]}
                for value in frozen_values(figure.key, self.year)
            ],
            "columns": [{"label": c.label, "css": c.css} for c in columns],
            "rows": as_rows(columns, page.object_list),
            "page_obj": page,
            "sets": [
                {
                    "label": label,
                    "count": len(measured.amounts),
                    "url": self.address(set=key),
                    "current": key == self.current[0],
                }
                for key, label, measured in self.sets()
            ],
            "export_url": self.address(set=self.current[0], export="xlsx"),
        }
