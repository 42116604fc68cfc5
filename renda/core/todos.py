"""What waits for me: each app names its kinds of pending work as querysets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from renda.core.holidays import missing_years
from renda.core.models import Township, User
from renda.core.registry import Registry, count_together
from renda.core.scoping import current_township_id


@dataclass(frozen=True)
class Todo:
    """A kind of pending work: a tile on the 工作台 whose number opens a list."""

    key: str
    label: str
    tone: str
    perm: str
    url: str
    query: str
    rows: Callable[[User, date], QuerySet]


@dataclass(frozen=True)
class Tile:
    """A todo with its count."""

    label: str
    count: int
    tone: str
    url: str


todos: Registry[Todo] = Registry("todo")


def todo(key: str, *, label: str, perm: str, url: str, query: str = "", tone: str = "") -> Callable:
    """Register ``rows(user, today) -> QuerySet`` as pending work for those who hold ``perm``.

    ``url`` is the list's URL name and ``query`` the filter that shows just these rows;
    ``tone`` is "", "due" or "late".
    """

    def register(rows: Callable[[User, date], QuerySet]) -> Callable[[User, date], QuerySet]:
        todos.add(key, Todo(key, label, tone, perm, url, query, rows))
        return rows

    return register


def tiles_for(user: User, today: date) -> list[Tile]:
    """Every kind of work that waits for this user, with its count, in one query. Late ones first."""
    mine = [t for t in todos if user.has_perm(t.perm)]
    counts = count_together({t.key: t.rows(user, today) for t in mine})
    tiles = [
        Tile(
            t.label,
            counts[t.key],
            t.tone,
            reverse(t.url) + (f"?{t.query}" if t.query else ""),
        )
        for t in mine
        if counts[t.key]
    ]
    order = {"late": 0, "due": 1, "": 2}
    return sorted(tiles, key=lambda tile: order[tile.tone])


# --- core's own work ----------------------------------------------------------------
@todo(
    "core.calendar",
    label="录入放假安排",
    perm="core.change_calendar",
    url="core:calendar_notice",
    tone="due",
)
def years_to_enter(user: User, today: date) -> QuerySet:
    """The township, while a year that last days fall into has no table."""
    if not missing_years(today):
        return Township.objects.none()
    return Township.objects.filter(pk=current_township_id())
