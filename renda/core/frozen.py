"""Figures frozen into issued reports: ``reports`` tells core how to find them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class FrozenValue:
    """A figure as an issued report printed it."""

    report: str
    url: str
    issued_on: date
    text: str
    formula: str
    definition: str
    evidence: tuple[int, ...]


_finders: list[Callable[[str, int], Iterable[FrozenValue]]] = []


def frozen_source(find: Callable[[str, int], Iterable[FrozenValue]]) -> Callable:
    """Register ``find(key, year)``: the frozen values of a figure in a year's issued reports."""
    _finders.append(find)
    return find


def frozen_values(key: str, year: int) -> list[FrozenValue]:
    """What issued reports of that year say about a figure."""
    return [value for find in _finders for value in find(key, year)]
