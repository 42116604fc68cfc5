"""What became of an issued report's numbers: the same question asked again, row by row."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.db import models

from renda.core.columns import Column, Shown, columns_of
from renda.core.figures import Measured, Period, find, measure_all, prefetch
from renda.core.frozen import Since
from reports.models import AnnualReport, FrozenFigure

COUNTED, ALTERED, LEFT_OUT, VOIDED, DELETED = "仍计入", "数有改动", "不再计入", "已作废", "已不存在"
UNASKED = "记录仍在"


@dataclass(frozen=True)
class Afterwards:
    """A printed number beside what the same figure counts now; ``number`` is None if it is no more."""

    was: FrozenFigure
    number: Measured | None

    @cached_property
    def since(self) -> Since:
        """The rows counted then and now. A rate has none of its own: ask its parts."""
        has_rows = self.number is not None and self.was.kind != "rate"
        return Since(dict(self.was.amounts), dict(self.number.amounts) if has_rows else {})

    @property
    def now(self) -> str:
        """The value now."""
        return self.number.text if self.number else "—"

    @property
    def has_moved(self) -> bool:
        """Whether the value or, the value being the same, its rows are others than were printed."""
        if self.number is None or self.number.text != self.was.text:
            return True
        return self.was.kind != "rate" and bool(self.since)

    @property
    def moves(self) -> str:
        """增加 2 条、减少 1 条; why there is nothing to compare with."""
        if self.number is None:
            return "现在没有这个指标"
        return str(self.since) if self.was.kind != "rate" else ""

    @cached_property
    def model(self) -> type[models.Model]:
        """What the rows are."""
        return apps.get_model(self.was.source)

    @property
    def look(self) -> Shown:
        """How they are shown."""
        return columns_of(self.model)

    def rows(self, ids: Iterable[int]) -> list["Row"]:
        """These rows, each with what became of it; one that was deleted is there as its number."""
        ids = list(ids)
        everything = getattr(self.model, "with_voided", self.model.objects)
        found = {row.pk: row for row in self.look.read(everything.filter(pk__in=ids))}
        return [Row(self, pk, found.get(pk)) for pk in ids]


@dataclass(frozen=True)
class Row:
    """One row of a printed number, as it is today; None if it is no more."""

    of: Afterwards
    pk: int
    record: models.Model | None

    @property
    def state(self) -> str:
        """What became of it."""
        since = self.of.since
        if self.record is None:
            return DELETED
        if getattr(self.record, "voided_at", None):
            return VOIDED
        if self.of.number is None:
            return UNASKED
        if self.pk not in since.now:
            return LEFT_OUT
        is_altered = since.was.get(self.pk, since.now[self.pk]) != since.now[self.pk]
        return ALTERED if is_altered else COUNTED

    @property
    def amounts(self) -> list[str]:
        """What it counted for in the report, and now."""
        since = self.of.since
        return [str(counted.get(self.pk, "—")) for counted in (since.was, since.now)]

    def cells(self, columns: Iterable[Column]) -> list[dict]:
        """Its cells; a row that is no more has its number only, and a voided one can't be opened."""
        if self.record is None:
            first, *rest = (plain(column) for column in columns)
            return [first | {"value": f"{self.pk} 号记录"}, *rest]
        cells = [column.cell(self.record) for column in columns]
        return [cell | {"url": ""} for cell in cells] if self.state == VOIDED else cells

    def words(self, columns: Iterable[Column]) -> list[object]:
        """The same for a spreadsheet."""
        if self.record is None:
            return [f"{self.pk} 号记录", *("" for _ in list(columns)[1:])]
        return [column.of(self.record) for column in columns]


def plain(column: Column) -> dict:
    """An empty cell."""
    return {"value": "—", "css": column.css, "url": "", "pill": "", "is_title": False, "note": ""}


def afterwards(was: FrozenFigure) -> Afterwards:
    """One printed number, asked again."""
    period = Period.year(was.report.year)
    figure = find(was.key, period)
    return Afterwards(was, Measured(figure, period) if figure else None)


def moved_since(report: AnnualReport) -> list[Afterwards]:
    """Every number of an issued report whose value or rows are no longer those that it printed."""
    now = measure_all(Period.year(report.year))
    every = [Afterwards(was, now.get(was.key)) for was in report.figures.all()]
    prefetch(each.number for each in every if each.number)
    return [each for each in every if each.has_moved]
