"""Somebody else comes first, at the worst moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def before_the_lock(happens: Callable[[], object]) -> Iterator[None]:
    """Let something happen after the request has looked around, before its transaction begins."""
    done = []

    def first(execute, sql, *args):
        if sql.startswith("SAVEPOINT") and not done:
            done.append(sql)
            happens()
        return execute(sql, *args)

    with connection.execute_wrapper(first):
        yield
