"""Days that matter: events for the month's calendar and statutory dates with their article."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import QuerySet

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

    ``told(rows)`` gets them all: that there is none may mean something too.
    """

    rows: QuerySet
    told: Callable[[list], Iterable[Event | Deadline]]


def each(rows: QuerySet, told: Callable[[models.Model], Event | Deadline]) -> Asked:
    """One event or date for every row."""
    return Asked(rows, lambda found: [told(row) for row in found])


events: Registry[Callable[[date, date], Iterable[Asked]]] = Registry("event source")
deadlines: Registry[Callable[[date], Iterable[Asked]]] = Registry("deadline source")


def event_source(key: str) -> Callable:
    """Register ``events(first, last)``: what happens between two days, both included."""
    return lambda find: events.add(key, find)


def deadline_source(key: str) -> Callable:
    """Register ``deadlines(today)``: the open statutory dates, past ones too while they are unmet."""
    return lambda find: deadlines.add(key, find)


def events_between(first: date, last: date) -> list[Event]:
    """Every app's events, in order."""
    return answered(asked for find in events for asked in find(first, last))


def open_deadlines(today: date) -> list[Deadline]:
    """Every app's unmet statutory dates, most urgent first."""
    return answered(asked for find in deadlines for asked in find(today))


def answered(asked: Iterable[Asked]) -> list[Event | Deadline]:
    """What all the rows asked for mean, in the order of the days; one query."""
    asked = list(asked)
    found = rows_together([each.rows for each in asked])
    told = [line for each, rows in zip(asked, found, strict=True) for line in each.told(rows)]
    return sorted(told, key=lambda line: line.on)
