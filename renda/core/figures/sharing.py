"""The rows of a figure that others narrow: put together once while many figures are read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

from django.db.models import QuerySet

Rows = Callable[..., QuerySet]

_known: ContextVar[dict[tuple, QuerySet] | None] = ContextVar("figure rows", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Within it, in one scope, each figure's rows are put together once, however many build on them."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def shared(rows: Rows) -> Rows:
    """``rows``, which while ``reading`` answers a question asked again with a copy of what it answered."""

    @wraps(rows)
    def asked(*about: object) -> QuerySet:
        known = _known.get()
        if known is None:
            return rows(*about)
        key = (rows, *about)
        if key not in known:
            known[key] = rows(*about)
        return known[key].all()

    return asked
