"""The search box: each app names where it looks."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from renda.core.models import User
from renda.core.registry import Registry

AT_MOST = 10


@dataclass(frozen=True)
class Source:
    """One kind of record that the search box finds."""

    key: str
    label: str
    perm: str
    rows: Callable[[str, User], QuerySet]


sources: Registry[Source] = Registry("search source")


def searchable(key: str, *, label: str, perm: str) -> Callable:
    """Register ``rows(text, user) -> QuerySet``; its objects need ``get_absolute_url``."""

    def register(rows: Callable[[str, User], QuerySet]) -> Callable:
        sources.add(key, Source(key, label, perm, rows))
        return rows

    return register


def search(text: str, user: User) -> list[tuple[Source, list]]:
    """The first rows of each kind this user may list; one query a kind."""
    found = [
        (source, list(source.rows(text, user)[:AT_MOST]))
        for source in sources
        if user.has_perm(source.perm)
    ]
    return [(source, rows) for source, rows in found if rows]
