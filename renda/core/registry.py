"""What a higher app offers to pages below it: registries that refuse duplicates.

An app fills them in the module named after the registry (``todos.py``, ``duty.py``,
``health.py``, ``papers.py`` …), which ``CoreConfig.ready`` imports.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Item = TypeVar("Item")


class Registry(Generic[Item]):
    """Items by key, in the order they were declared."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._items: dict[str, Item] = {}

    def add(self, key: str, item: Item) -> Item:
        if key in self._items:
            raise ValueError(f"{self.what} {key!r} is declared twice")
        self._items[key] = item
        return item

    def get(self, key: str) -> Item | None:
        return self._items.get(key)

    def __getitem__(self, key: str) -> Item:
        return self._items[key]

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items.values())

    def items(self) -> list[tuple[str, Item]]:
        return list(self._items.items())

    def __contains__(self, key: str) -> bool:
        return key in self._items

    def __len__(self) -> int:
        return len(self._items)


def count_together(rows: dict[str, QuerySet]) -> dict[str, int]:
    """How many rows each queryset holds, all in one query."""
    parts = [
        ("SELECT %s, COUNT(DISTINCT part.pk)", (key,), queryset.order_by().values("pk"))
        for key, queryset in rows.items()
    ]
    return dict.fromkeys(rows, 0) | dict(_read(parts))


def read_together(parts: Iterable[tuple[str, str, QuerySet]]) -> list[tuple]:
    """The rows of several querysets, each after its name, all in one query.

    A part is ``(name, columns, queryset)``; ``columns`` are SQL about ``part``, of the same types in all.
    """
    return fetched(*statement_of(parts))


def _read(parts: Iterable[tuple[str, tuple, QuerySet]]) -> list[tuple]:
    return fetched(*_statement(parts))


def statement_of(parts: Iterable[tuple[str, str, QuerySet]]) -> tuple[str, list]:
    """The one query that ``read_together`` asks for such parts, and its parameters; empty if it asks nothing."""
    return _statement((f"SELECT %s, {columns}", (name,), rows) for name, columns, rows in parts)


def _statement(parts: Iterable[tuple[str, tuple, QuerySet]]) -> tuple[str, list]:
    """What each part selects from its queryset, one after the other.

    ``QuerySet.union`` would do, but it compiles every part several times: dear where there are hundreds.
    """
    asked, params = [], []
    for select, given, queryset in parts:
        try:
            sql, own = queryset.query.sql_with_params()
        except EmptyResultSet:
            continue
        asked.append(f"{select} FROM ({sql}) part")
        params += [*given, *own]
    return " UNION ALL ".join(asked), params


def fetched(sql: str, params: Sequence[object]) -> list[tuple]:
    """The rows of such a query."""
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
