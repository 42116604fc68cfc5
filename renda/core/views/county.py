"""乡镇比较: the county reads its townships side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from renda.core.comparing import TABS, Drawn, cards, charts, columns_of, in_order, is_alarm
from renda.core.excel import workbook_response
from renda.core.figures import Period, by_township, figures
from renda.core.models import Role
from renda.core.rates import percent
from renda.core.scoping import reading_scope
from renda.core.views.figures import asked_year
from renda.core.views.permission import PagePermission


@dataclass(frozen=True)
class Cell:
    """A township's number, or the county's: as it is read, what it was made of, what it opens."""

    head: str
    text: str
    formula: str
    url: str
    is_late: bool


class Counted:
    """Counts by figure, of one township or added up, and the rates that are made of them."""

    def __init__(self, name: str, counts: Mapping[str, int]) -> None:
        self.name, self.counts = name, counts

    def of(self, key: str) -> tuple[int, ...]:
        """The count, or the two that a rate is made of."""
        return tuple(self.counts[part] for part in parts_of(key))

    def cell(self, key: str, head: str, year: int) -> Cell:
        """A count, or a rate of the same two figures as everywhere else."""
        url = f"{reverse('core:figure', args=[key])}?year={year}"
        if figures[key].kind == "rate":
            part, base = self.of(key)
            formula = f"{part} ÷ {base}" if base else ""
            return Cell(head, percent(part, base, sign=""), formula, url, is_late=False)
        (number,) = self.of(key)
        return Cell(head, str(number), "", url, is_late=number > 0 and is_alarm(key))


class County(PagePermission, TemplateView):
    """One tab of the comparison, its numbers read in one query for all townships."""

    template_name = "core/county.html"
    permission_required = "core.view_county"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        self.year = asked_year(request)
        self.tab = request.GET.get("tab", "")
        self.tab = self.tab if self.tab in TABS else ""
        self.townships = {
            m.township_id: m.township
            for group in request.user.memberships_by_township.values()
            for m in group
            if m.role == Role.COUNTY
        }
        self.read()
        if request.GET.get("export") == "xlsx":
            return self.export()
        return super().get(request, *args, **kwargs)

    def read(self) -> None:
        """Every township's counts, and their sum."""
        self.columns = columns_of(self.tab)
        asked = [each.key for each in (*self.columns, *cards, *charts)]
        keys = list(dict.fromkeys(part for key in asked for part in parts_of(key)))
        with reading_scope(self.townships):
            found = by_township(keys, Period.year(self.year))
        nothing = dict.fromkeys(keys, 0)
        self.counted = {
            pk: Counted(t.name, found.get(pk, nothing)) for pk, t in self.townships.items()
        }
        added = {key: sum(each.counts[key] for each in self.counted.values()) for key in keys}
        self.total = Counted("全县", added)

    def line(self, counted: Counted) -> list[Cell]:
        return [counted.cell(each.key, each.head, self.year) for each in self.columns]

    def export(self) -> HttpResponse:
        """The tab as a workbook, the county's line last."""
        return workbook_response(
            f"乡镇比较{TABS[self.tab]}{self.year}",
            ["乡镇", *(each.head for each in self.columns)],
            (
                [each.name, *(cell.text for cell in self.line(each))]
                for each in [*self.counted.values(), self.total]
            ),
        )

    def bars(self, drawn: Drawn) -> list[dict]:
        """A chart's bar for each township; the longest first where they are counts."""
        if not drawn.parts:
            return [
                {"name": each.name, "rate": each.cell(drawn.key, "", self.year).text}
                for each in self.counted.values()
            ]
        bars = [
            {"label": each.name, "parts": (part, base - part)}
            for each in self.counted.values()
            for part, base in [each.of(drawn.key)]
        ]
        return sorted(bars, key=lambda bar: sum(bar["parts"]), reverse=True)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": "乡镇比较",
            "county": next(iter(self.townships.values())).county,
            "year": self.year,
            "heads": [each.head for each in self.columns],
            "rows": [
                {"township": pk, "name": each.name, "cells": self.line(each)}
                for pk, each in self.counted.items()
            ],
            "total": self.line(self.total),
            "cards": [
                (self.total.cell(each.key, each.label, self.year), figures[each.key].unit)
                for each in in_order(cards)
            ],
            "charts": [(each, self.bars(each)) for each in in_order(charts)],
            "tabs": [
                {
                    "label": label,
                    "url": f"?year={self.year}&tab={tab}",
                    "current": tab == self.tab,
                }
                for tab, label in TABS.items()
            ],
            "explained": [
                f"{figures[key].label} = {' ÷ '.join(figures[part].label for part in parts_of(key))}"
                for key in (each.key for each in self.columns)
                if figures[key].kind == "rate"
            ],
            "export_url": f"?year={self.year}&tab={self.tab}&export=xlsx",
        }


def parts_of(key: str) -> tuple[str, ...]:
    """The counts that a figure is made of: a rate's two, else itself."""
    figure = figures[key]
    return (figure.numerator, figure.denominator) if figure.kind == "rate" else (key,)
