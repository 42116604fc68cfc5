"""Days that matter: events for the month's calendar and statutory dates with their article."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from renda.core.registry import Registry


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


events: Registry[Callable[[date, date], Iterable[Event]]] = Registry("event source")
deadlines: Registry[Callable[[date], Iterable[Deadline]]] = Registry("deadline source")


def event_source(key: str) -> Callable:
    """Register ``events(first, last)``: what happens between two days, both included."""
    return lambda find: events.add(key, find)


def deadline_source(key: str) -> Callable:
    """Register ``deadlines(today)``: the open statutory dates, past ones too while they are unmet."""
    return lambda find: deadlines.add(key, find)


def events_between(first: date, last: date) -> list[Event]:
    """Every app's events, in order."""
    return sorted((e for find in events for e in find(first, last)), key=lambda e: e.on)


def open_deadlines(today: date) -> list[Deadline]:
    """Every app's unmet statutory dates, most urgent first."""
    return sorted((d for find in deadlines for d in find(today)), key=lambda d: d.on)
