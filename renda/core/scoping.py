"""One township at a time.

Every query on a ``TownshipModel`` carries ``township_id IN (the townships in scope)``.
The scope is looked up when SQL is *compiled*, so forms and filters may build querysets
at import time, yet no query of any kind can run outside a scope: it raises ``NoTownship``.
On PostgreSQL the same scope is handed to the database, whose row-level security is the
second wall (``renda.core.postgresql``, ``renda.core.wall``).

=====================  ==============================================  ============
scope                  who uses it                                     may write
=====================  ==============================================  ============
``township_scope(7)``  every request, task and command                 yes
``reading_scope(ids)`` the county's comparison of its townships        no
``everywhere()``       the sweep that looks for lost work              updates only
=====================  ==============================================  ============
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import cache, wraps

from django.db import models
from django.db.models.sql import Query

EVERYWHERE = "*"
_scope: ContextVar[tuple[int, ...] | str] = ContextVar("township_scope", default=())


class NoTownship(RuntimeError):
    """A township's rows were asked for, but nobody said which township."""


def current_township_id() -> int:
    """The one township in scope; raises ``NoTownship`` if there is none or there are several."""
    scope = _scope.get()
    if scope == EVERYWHERE or len(scope) != 1:
        raise NoTownship("wrap this in township_scope(...)")
    return scope[0]


def is_one_township() -> bool:
    """Whether exactly one township is in scope."""
    scope = _scope.get()
    return scope != EVERYWHERE and len(scope) == 1


def database_scope() -> str:
    """The scope as the text that row-level security reads: ids with commas, ``*`` or nothing."""
    scope = _scope.get()
    return scope if isinstance(scope, str) else ",".join(map(str, scope))


@contextmanager
def _scoped(scope: tuple[int, ...] | str) -> Iterator[None]:
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


def township_scope(township_id: int) -> AbstractContextManager[None]:
    """Limit every query in the block to one township."""
    return _scoped((int(township_id),))


def reading_scope(township_ids: Iterable[int]) -> AbstractContextManager[None]:
    """Read several townships at once; a save in the block raises ``NoTownship``."""
    return _scoped(tuple(int(pk) for pk in township_ids))


def everywhere() -> AbstractContextManager[None]:
    """Look at every township's rows. The one way round the scope: grep for it."""
    return _scoped(EVERYWHERE)


def township_task(func: Callable) -> Callable:
    """Run a task inside the scope named by its ``township_id`` argument."""

    @wraps(func)
    def scoped(*args, township_id: int, **kwargs):
        with township_scope(township_id):
            return func(*args, **kwargs)

    return scoped


@models.ForeignKey.register_lookup
class InScope(models.Lookup):
    """``township__in_scope=True``: resolved against the scope at the last moment."""

    lookup_name = "in_scope"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        return "", []

    def as_sql(self, compiler, connection) -> tuple[str, list[int]]:
        scope = _scope.get()
        if not scope:
            raise NoTownship("wrap this in township_scope(...)")
        lhs, params = self.process_lhs(compiler, connection)
        if scope == EVERYWHERE:
            return f"{lhs} IS NOT NULL", [*params]
        if len(scope) == 1:
            return f"{lhs} = %s", [*params, scope[0]]
        marks = ", ".join(["%s"] * len(scope))
        return f"{lhs} IN ({marks})", [*params, *scope]


@cache
def _scoped_query(model: type[models.Model], **conditions: object) -> Query:
    """The start of every question about a model; building it costs more than copying it."""
    return models.QuerySet(model).filter(township__in_scope=True, **conditions).query


class TownshipManager(models.Manager):
    """Only the rows of the townships in scope that also meet the ``conditions``."""

    conditions: dict[str, object] = {}

    def get_queryset(self) -> models.QuerySet:
        rows = super().get_queryset()
        rows.query = _scoped_query(self.model, **self.conditions).chain()
        return rows


class RecordManager(TownshipManager):
    """Only rows in scope that were not voided (作废)."""

    conditions = {"voided_at": None}
