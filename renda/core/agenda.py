"""Days that matter: events for the month's calendar and statutory dates with their article."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

import rules
from django.db import models
from django.db.models import QuerySet

from renda.core.models import User
from renda.core.registry import Registry
from renda.core.together import rows_together


@dataclass(frozen=True)
class Event:
    """Something that happens on a day."""

    on: date
    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Deadline:
    """A date the law or a local rule sets: what is due, under which article, for whom."""

    on: date
    title: str
    law: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """Rows to look up, and what they mean for the calendar; everybody's are read by one query.

    ``told(rows)`` gets them all: that there is none may mean something too. ``day`` is the column of
    the day, where each row means one: who wants only the first days then reads only their rows.
    """

    rows: QuerySet
    told: Callable[[list], Iterable[Event | Deadline]]
    day: str = ""

    def first(self, number: int) -> "Asked":
        """The same about no more rows than the first ``number`` days can come from."""
        return replace(self, rows=self.rows.order_by(self.day, "pk")[:number]) if self.day else self


def each(rows: QuerySet, told: Callable[[models.Model], Event | Deadline]) -> Asked:
    """One event or date for every row."""
    return Asked(rows, lambda found: [told(row) for row in found])


Find = TypeVar("Find", bound=Callable[..., Iterable[Asked]])
READERS = "core.view_figures"


@dataclass(frozen=True)
class Source(Generic[Find]):
    """Where days come from, and the right of those who may open the records behind them."""

    find: Find
    perm: str


events: Registry[Source[Callable[[date, date], Iterable[Asked]]]] = Registry("event source")
deadlines: Registry[Source[Callable[[date], Iterable[Asked]]]] = Registry("deadline source")


def event_source(key: str, *, perm: str = READERS) -> Callable:
    """Register ``events(first, last)``: what happens between two days, both included.

    ``perm`` is the right to open every record that it names.
    """
    return lambda find: events.add(key, Source(find, perm)).find


def deadline_source(key: str, *, perm: str = READERS) -> Callable:
    """Register ``deadlines(today)``: the open statutory dates, past ones too while they are unmet.

    ``perm`` is the right to open every record that it names.
    """
    return lambda find: deadlines.add(key, Source(find, perm)).find


def events_between(first: date, last: date, user: User | None = None) -> list[Event]:
    """Every app's events, in order; for a user, those whose records they may open."""
    return answered(asked for find in _open_to(user, events) for asked in find(first, last))


def open_deadlines(today: date, user: User | None = None) -> list[Deadline]:
    """Every app's unmet statutory dates, most urgent first; for a user, those they may open."""
    return answered(asked for find in _open_to(user, deadlines) for asked in find(today))


def first_deadlines(today: date, user: User, number: int) -> list[Deadline]:
    """The most urgent of ``open_deadlines``, without reading all of them."""
    asked = (each for find in _open_to(user, deadlines) for each in find(today))
    return answered(each.first(number) for each in asked)[:number]


def _open_to(user: User | None, sources: Iterable[Source[Find]]) -> list[Find]:
    return [s.find for s in sources if user is None or rules.has_perm(s.perm, user)]


def answered(asked: Iterable[Asked]) -> list[Event | Deadline]:
    """What all the rows asked for mean, in the order of the days; one query."""
    asked = list(asked)
    found = rows_together([each.rows for each in asked])
    told = [line for each, rows in zip(asked, found, strict=True) for line in each.told(rows)]
    return sorted(told, key=lambda line: line.on)
