"""The demo years: each app loads its own part in ``demo.py``, in the order of the imports.

A part is a function that is given a ``Demo``; it runs once per township, inside its scope and in
one transaction. What it creates is looked up by later parts through ``demo.shared``.

The history of these years carries the days on which things happened, not the moment of loading:
parts write it with ``demo.record``, or inside ``demo.on(day)`` where a service writes it.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from django.db import connection, models
from django.utils import timezone

from renda.core import audit
from renda.core.models import Township, User
from renda.core.registry import Registry

OFFICE_CLOSES = time(17, 0)
Moment = date | datetime


@dataclass
class Demo:
    """What the parts of one township's demo share.

    ``full`` is True for 练溪镇 (three years), False for the smaller 姚埠乡. ``users`` holds the
    accounts by their short name; ``shared`` whatever a lower app leaves for a higher one.
    """

    township: Township
    full: bool
    today: date
    users: dict[str, User] = field(default_factory=dict)
    shared: dict[str, object] = field(default_factory=dict)

    def moment(self, on: Moment) -> datetime:
        """When a line about that day was written: at the day's end, and never after now."""
        ends = [on if isinstance(on, datetime) else at_close(on), at_close(self.today)]
        return min(*ends, timezone.now()).astimezone(UTC).replace(microsecond=0)

    @contextmanager
    def on(self, day: Moment) -> Iterator[None]:
        """Date the lines of history that the block writes."""
        with audit.together() as lines:
            before = len(lines)
            yield
            for line in lines[before:]:
                line.at = self.moment(day)

    def record(
        self,
        by: User | str,
        verb: str,
        rows: Iterable[models.Model],
        on: Moment | Callable[[models.Model], Moment],
        **detail: object,
    ) -> None:
        """A line of history about each row, dated ``on`` that day or ``on(row)``.

        ``by`` is the bare name of somebody who has no account in the demo.
        """
        rows = list(rows)
        actor = None if isinstance(by, str) else by
        with audit.together():
            for row, line in zip(rows, audit.record_many(actor, verb, rows, **detail), strict=True):
                line.at = self.moment(on(row) if callable(on) else on)
                line.actor_name = by if actor is None else actor.name


def at_close(day: date) -> datetime:
    """The hour at which the office closes on that day."""
    return timezone.make_aware(datetime.combine(day, OFFICE_CLOSES))


parts: Registry[tuple[int, Callable[[Demo], None]]] = Registry("demo part")


def demo_part(key: str, *, order: int) -> Callable:
    """Register ``load(demo)``; lower orders run first (deputies 10 … reports 60)."""

    def register(load: Callable[[Demo], None]) -> Callable[[Demo], None]:
        parts.add(key, (order, load))
        return load

    return register


def load_parts(demo: Demo) -> None:
    """Run every part in order; the township's history is chained at the end, in order of time."""
    with audit.together() as lines:
        for _, load in sorted(parts, key=lambda part: part[0]):
            load(demo)
            count_rows()
        lines.sort(key=lambda line: line.at)


def count_rows() -> None:
    """Let PostgreSQL know how much there is now: taken for empty, tables are joined row by row."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
