"""An issued report's numbers: each with the definition and rows it was printed with, and all that moved."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from renda.core.excel import workbook_response
from renda.core.views.figures import asked_month
from reports.afterwards import Afterwards, Row, afterwards, moved_since
from reports.models import FrozenFigure
from reports.views.page import ReportPage

PAGE = 25
TONES = {"仍计入": "done", "数有改动": "due", "记录仍在": "draft"}


class PrintedPage(ReportPage):
    """What both pages share: they lead back to the report, and there is none before it is issued."""

    def get_object(self, queryset=None):
        report = super().get_object(queryset)
        if not report.is_issued:
            raise Http404
        return report

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [*super().get_crumbs(), (str(self.object), self.object.get_absolute_url())]


class PrintedFigure(PrintedPage):
    """One number as it was printed: value, definition, rows; and which of the rows are still counted."""

    template_name = "reports/printed_figure.html"

    @cached_property
    def was(self) -> FrozenFigure:
        rows = FrozenFigure.objects.select_related("report")
        return get_object_or_404(rows, report=self.object, key=self.kwargs["key"])

    @cached_property
    def now(self) -> Afterwards:
        return afterwards(self.was)

    @cached_property
    def parts(self) -> list[Afterwards]:
        """The numbers whose rows can be shown: the figure's own, or a rate's two parts."""
        if self.was.kind != "rate":
            return [self.now]
        return [afterwards(part) for part in self.was.parts()]

    @cached_property
    def month(self) -> int:
        """The month asked for, of a number that was drawn by month; 0 for the whole year."""
        return asked_month(self.request) if self.was.months else 0

    @cached_property
    def sets(self) -> list[tuple[str, str, Afterwards, list[int]]]:
        """The tabs: (key, label, figure, ids of its rows)."""
        if self.month:
            ids = [pk for pk, month in self.was.months.items() if month == self.month]
            return [("was0", f"印发时计入（{self.month}月）", self.now, sorted(ids))]
        names = ["分子：", "分母："] if len(self.parts) > 1 else [""]
        found = []
        for place, (name, part) in enumerate(zip(names, self.parts, strict=True)):
            since, is_asked = part.since, part.number is not None
            named = f"{name}{part.was.label}，" if name else ""
            found.append((f"was{place}", f"{named}印发时计入", part, list(since.was)))
            for verb, label, rows in (
                ("added", "印发后增加", since.added),
                ("gone", "印发后减少", since.gone),
            ):
                if is_asked and rows:
                    found.append((f"{verb}{place}", f"{named}{label}", part, rows))
        return found

    @property
    def current(self) -> tuple[str, str, Afterwards, list[int]]:
        wanted = self.request.GET.get("set", "")
        return next((each for each in self.sets if each[0] == wanted), self.sets[0])

    def get(self, request, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        if request.GET.get("export") == "xlsx":
            return self.export()
        return self.render_to_response(self.get_context_data(object=self.object))

    def export(self) -> HttpResponse:
        _, label, part, ids = self.current
        columns = part.look.columns
        return workbook_response(
            f"{self.was.label}{self.object.year}{label}",
            [*(c.label for c in columns), *self.more_heads(part), "现在"],
            (
                [*row.words(columns), *(row.amounts if summed(part) else []), row.state]
                for row in part.rows(ids)
            ),
        )

    def more_heads(self, part: Afterwards) -> list[str]:
        """The amounts, where they are added up."""
        return [f"印发时{part.was.unit}数", f"现{part.was.unit}数"] if summed(part) else []

    def get_context_data(self, **kwargs) -> dict:
        key, _, part, ids = self.current
        page = Paginator(ids, PAGE).get_page(self.request.GET.get("page"))
        columns = part.look.columns
        heads = [{"label": c.label, "css": c.css} for c in columns]
        heads += [{"label": label, "css": "num"} for label in self.more_heads(part)]
        return super().get_context_data(**kwargs) | {
            "title": self.was.label,
            "was": self.was,
            "now": self.now,
            "moves": [each.moves for each in self.parts if each.moves],
            "columns": [*heads, {"label": "现在", "css": "nowrap"}],
            "rows": [drawn(row, part) for row in part.rows(page.object_list)],
            "page_obj": page,
            "sets": [
                {
                    "label": label,
                    "count": len(rows),
                    "url": f"?set={name}{f'&month={self.month}' if self.month else ''}",
                    "current": name == key,
                }
                for name, label, _, rows in self.sets
            ],
            "month": self.month,
            "in_month": sum(part.since.was[pk] for pk in ids) if self.month else None,
            "export_url": f"?set={key}{f'&month={self.month}' if self.month else ''}&export=xlsx",
        }


def summed(part: Afterwards) -> bool:
    """Whether the rows count for more than one each."""
    return part.was.kind == "total"


def drawn(row: Row, part: Afterwards) -> dict:
    """A row for the table, what became of it last."""
    cells = row.cells(part.look.columns)
    blank = {"url": "", "pill": "", "is_title": False, "note": ""}
    if summed(part):
        cells += [blank | {"value": amount, "css": "num"} for amount in row.amounts]
    tone = TONES.get(row.state, "late")
    cells.append(blank | {"value": row.state, "css": "nowrap", "pill": tone})
    return {"pk": row.pk, "cells": cells}


class ReportChanges(PrintedPage):
    """印发后变动的数字: all of them, in pages."""

    template_name = "reports/report_changes.html"

    def get_context_data(self, **kwargs) -> dict:
        page = Paginator(moved_since(self.object), PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "title": "印发后变动的数字",
            "page_obj": page,
        }
