"""Where a report reads its numbers: live from the records, or frozen since it was issued.

Both books answer with quotes of the same shape, so that preview, PDF, Word and figures.json
don't know which one they read.
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Protocol
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from renda.core import law
from renda.core.columns import columns_of
from renda.core.figures import Measured, Period, measure_all, prefetch
from reports.models import AnnualReport, FrozenFigure
from reports.printed import printed_in
from reports.tokens import Token


class Quote(Protocol):
    """A figure as a report quotes it."""

    key: str
    label: str
    kind: str
    unit: str
    group: str
    definition: str
    law: str
    text: str
    previous: str
    """A year earlier: as that year's report printed it, once it is issued."""
    previous_now: str
    """What the same figure of a year earlier counts now, where that is another number."""
    previous_url: str
    value: int | Decimal | None
    formula: str
    source: str
    amounts: list
    items: list[str]
    numerator: str
    denominator: str
    record_url: str
    is_missing: bool

    @property
    def months(self) -> dict[int, int]:
        """The month of each row, where the rows have a day; empty where that was not kept."""

    def series(self, token: Token) -> list[tuple[str, int]]:
        """The labels and numbers of a chart token."""

    def table(self) -> tuple[list[str], list[list[str]]]:
        """The rows as heads and cells in words."""


MONTHS = [f"{month}月" for month in range(1, 13)]


class LiveQuote:
    """A figure read from the records when it is asked for; ``printed`` is what last year's report says."""

    def __init__(
        self, number: Measured, before: Measured, printed: FrozenFigure | None = None
    ) -> None:
        self.number, self.before, self.printed = number, before, printed
        figure = number.figure
        self.key, self.label, self.kind = figure.key, figure.label, figure.kind
        self.unit, self.group, self.definition = figure.unit, figure.group, figure.definition
        self.numerator, self.denominator = figure.numerator, figure.denominator
        self.record_url = figure.record_url
        self.law = law.cite(figure.law) if figure.law else ""

    value = property(lambda self: self.number.value)
    text = property(lambda self: self.number.text)
    formula = property(lambda self: self.number.formula)
    source = property(lambda self: self.number.source)
    items = property(lambda self: self.number.items)
    is_missing = property(lambda self: self.number.is_missing)
    previous = property(lambda self: self.printed.text if self.printed else self.before.text)
    months = property(lambda self: self.number.month_of)

    @property
    def previous_now(self) -> str:
        text = self.before.text if self.printed else ""
        return text if text != self.previous else ""

    @property
    def previous_url(self) -> str:
        if self.printed:
            return self.printed.get_absolute_url()
        return year_url(self.key, self.before.period.start.year)

    @property
    def amounts(self) -> list[tuple[int, int]]:
        return [] if self.kind == "rate" else self.number.amounts

    def series(self, token: Token) -> list[tuple[str, int]]:
        if token.mode == "month":
            return list(zip(MONTHS, self.number.by_month(), strict=True))
        return self.number.grouped(token.argument)

    def table(self) -> tuple[list[str], list[list[str]]]:
        look = columns_of(self.number.queryset.model)
        columns = [c for c in look.columns if c.paper]
        rows = self.number.queryset.select_related(*look.related)
        return [c.label for c in columns], [[c.text(row) for c in columns] for row in rows]


class FrozenQuote:
    """A figure as it was when the report was issued."""

    is_missing = False
    record_url = previous_now = ""

    def __init__(self, row: FrozenFigure) -> None:
        self.row = row
        self.key, self.label, self.kind = row.key, row.label, row.kind
        self.unit, self.group, self.definition = row.unit, row.group, row.definition
        self.law, self.text, self.previous = row.law, row.text, row.previous
        self.formula, self.source, self.items = row.formula, row.source, row.items
        self.numerator, self.denominator = row.numerator, row.denominator
        self.amounts = [tuple(pair) for pair in row.amounts]
        whole = row.value is not None and row.kind != "rate"
        self.value = int(row.value) if whole else row.value

    @property
    def previous_url(self) -> str:
        return year_url(self.key, self.row.report.year - 1)

    @property
    def months(self) -> dict[int, int]:
        return self.row.months

    def series(self, token: Token) -> list[tuple[str, int]]:
        return [tuple(pair) for pair in self.row.series[str(token)]]

    def table(self) -> tuple[list[str], list[list[str]]]:
        held = self.row.series["table"]
        return held["heads"], held["rows"]


class LiveBook:
    """Every figure of a year, read in a handful of queries whatever their number.

    What a figure was a year earlier is read when it is asked for; ``compare`` reads many at once.
    """

    is_frozen = False

    def __init__(self, year: int) -> None:
        self.period = Period.year(year)

    @cached_property
    def _quotes(self) -> dict[str, LiveQuote]:
        now = measure_all(self.period)
        prefetch(now.values())
        past = self.period.previous
        printed = printed_in([past.start.year])[past.start.year]
        return {
            key: LiveQuote(number, Measured(number.figure, past), printed.get(key))
            for key, number in now.items()
        }

    def compare(self, quotes: Iterable[LiveQuote], *, now: bool = False) -> None:
        """Read what these were a year earlier, together; few pages print it of many figures.

        What a report printed is known; ``now`` asks what became of it, too.
        """
        prefetch(quote.before for quote in quotes if now or not quote.printed)

    def get(self, key: str) -> Quote | None:
        """The quote of a key; None for a key nobody declared."""
        return self._quotes.get(key)

    def all(self) -> Iterable[Quote]:
        """Every quote, in the order of declaration."""
        return self._quotes.values()

    def subjects(self, key: str) -> list[Model]:
        """The subjects of a figure declared ``per`` something, such as the year's campaigns."""
        return [
            quote.number.figure.subject
            for name, quote in self._quotes.items()
            if name.partition("@")[0] == key and quote.number.figure.subject
        ]


class FrozenBook:
    """The figures of an issued report, exactly as printed; ``rows`` of one that is about to be."""

    is_frozen = True

    def __init__(self, report: AnnualReport, rows: Iterable[FrozenFigure] | None = None) -> None:
        self.period = Period.year(report.year)
        self.report, self.rows = report, rows

    @cached_property
    def _quotes(self) -> dict[str, FrozenQuote]:
        rows = self.report.figures.all() if self.rows is None else self.rows
        return {row.key: FrozenQuote(row) for row in rows}

    def compare(self, quotes: Iterable[FrozenQuote], *, now: bool = False) -> None:
        """Nothing: last year's numbers were frozen too."""

    def get(self, key: str) -> Quote | None:
        return self._quotes.get(key)

    def all(self) -> Iterable[Quote]:
        return self._quotes.values()


Book = LiveBook | FrozenBook


def figure_url(key: str, book: Book, month: int | None = None) -> str:
    """The page with the figure's rows and definition; once the report is issued, as it printed them.

    ``month`` asks for those of a month.
    """
    if not book.is_frozen:
        return year_url(key, book.period.start.year, month)
    page = reverse("reports:report_figure", args=[book.report.pk, key])
    return f"{page}?month={month}" if month else page


def year_url(key: str, year: int, month: int | None = None) -> str:
    """The page with a figure's rows as they are now."""
    asked = {"year": year} | ({"month": month} if month else {})
    return f"{reverse('core:figure', args=[key])}?{urlencode(asked)}"


def book_of(report: AnnualReport) -> Book:
    """The book a report reads."""
    return FrozenBook(report) if report.is_issued else LiveBook(report.year)
