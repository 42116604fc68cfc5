"""Figures frozen into issued reports: ``reports`` tells core how to find them.

``printed_in`` is what a comparison of years shows, ``frozen_values`` all that is known of one number.

What a report printed stays; the records go on. ``Since`` says which rows of a printed number are
no longer counted, which came since, and which are counted with another amount.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from django.urls import reverse

from renda.core.figures import Measured

Amounts = Mapping[int, int]
"""What a figure counted: row id → amount, 1 unless summed."""


@dataclass(frozen=True)
class Since:
    """The rows of a number when it was printed beside those it counts now."""

    was: Amounts
    now: Amounts

    @cached_property
    def added(self) -> list[int]:
        """Rows counted now and not then."""
        return sorted(set(self.now) - set(self.was))

    @cached_property
    def gone(self) -> list[int]:
        """Rows counted then and not now."""
        return sorted(set(self.was) - set(self.now))

    @cached_property
    def altered(self) -> list[int]:
        """Rows counted then and now, with another amount."""
        return sorted(pk for pk, amount in self.was.items() if self.now.get(pk, amount) != amount)

    def __bool__(self) -> bool:
        return self.was != self.now

    def __str__(self) -> str:
        """增加 2 条、减少 1 条; nothing for the same rows."""
        counts = (("增加", self.added), ("减少", self.gone), ("改动", self.altered))
        return "、".join(f"{verb} {len(rows)} 条" for verb, rows in counts if rows)


def parts_of(number: Measured) -> list[Measured]:
    """The figures whose rows make up a number: itself, or a rate's numerator and denominator."""
    if number.figure.kind == "rate":
        return [number.numerator, number.denominator]
    return [number]


@dataclass(frozen=True)
class FrozenValue:
    """A figure as an issued report printed it; ``page`` shows its definition and rows.

    ``evidence`` holds the rows of each of its parts, by key.
    """

    report: str
    url: str
    page: str
    issued_on: date
    text: str
    formula: str
    definition: str
    evidence: Mapping[str, Amounts]

    def since(self, number: Measured) -> list[Since]:
        """What became of the rows of each part."""
        return [
            Since(self.evidence.get(part.figure.key, {}), dict(part.amounts))
            for part in parts_of(number)
        ]


_finders: list[Callable[[str, int], Iterable[FrozenValue]]] = []


def frozen_source(find: Callable[[str, int], Iterable[FrozenValue]]) -> Callable:
    """Register ``find(key, year)``: the frozen values of a figure in a year's issued reports."""
    _finders.append(find)
    return find


def frozen_values(key: str, year: int) -> list[FrozenValue]:
    """What issued reports of that year say about a figure."""
    return [value for find in _finders for value in find(key, year)]


class Printed(Protocol):
    """A number as an issued report printed it."""

    text: str

    def get_absolute_url(self) -> str:
        """The page with its definition and rows."""


Years = Mapping[int, Mapping[str, Printed]]
_printers: list[Callable[[Iterable[int]], Years]] = []


def printed_source(find: Callable[[Iterable[int]], Years]) -> Callable:
    """Register ``find(years)``: what the years' issued reports printed, by year and key."""
    _printers.append(find)
    return find


def printed_in(years: Iterable[int]) -> Years:
    """Year → key → the printed number, of the years whose report was issued; one query."""
    years = list(years)
    found: dict[int, dict[str, Printed]] = {year: {} for year in years}
    for find in _printers:
        for year, numbers in find(years).items():
            found[year].update(numbers)
    return found


@dataclass(frozen=True)
class Told:
    """A figure of a year: as its issued report printed it, else as it counts now."""

    number: Measured
    printed: Printed | None

    @property
    def text(self) -> str:
        """The value shown."""
        return self.printed.text if self.printed else self.number.text

    @property
    def now(self) -> str:
        """What it counts now, where that is another number than was printed."""
        return "" if self.text == self.number.text else self.number.text

    @property
    def url(self) -> str:
        """The page with the rows that were counted."""
        if self.printed:
            return self.printed.get_absolute_url()
        page = reverse("core:figure", args=[self.number.figure.key])
        return f"{page}?year={self.number.period.start.year}"

    def __str__(self) -> str:
        return f"{self.text}（现为 {self.now}）" if self.now else self.text
