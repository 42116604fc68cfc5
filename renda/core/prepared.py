"""Questions that are asked again and again: their SQL is built once, only its parameters change.

Django takes longer to build and compile a question about a case than the database to answer it. A
function of keys and days that builds a queryset becomes one that returns the rows::

    @prepared
    def memberships_of(user_id: int) -> QuerySet[Membership]:
        return Membership.objects.filter(user=user_id).select_related("user")

    memberships_of(7)  # [<Membership>, …]: one query

What the function builds may depend on nothing else: not on the clock, a setting or a row. Where its
shape has variants, keyword arguments name them. It is tried out with two sets of values before the
first question: what then differs in the parameters must be one of the values or the township in
scope, or ``Unprepared`` is raised.
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, wraps
from itertools import count

from django.db import NotSupportedError, connection, connections, transaction
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler

from renda.core.scoping import current_township_id, is_one_township, township_scope

Value = int | date | tuple[int, ...]
Shape = type[int] | type[date] | int
"""A number, a day, or how many numbers."""
Statement = tuple[str, Sequence[object]]
TOWNSHIP = "township"
MOST_PLANS = 200
PREPARED = (ModelIterable, ValuesListIterable)
TRIED = (31_000, date(1000, 1, 1)), (32_000, date(9100, 1, 1))
"""The townships and first days to try: numbers and days from there on, all of which any column holds."""


class Unprepared(TypeError):
    """A question that can't be built once for all values."""


@dataclass(frozen=True)
class Template:
    """SQL and its parameters, with the places where a call's own values go."""

    sql: str
    params: tuple[object, ...]
    places: tuple[tuple[int, int | str, bool], ...]
    """Position, which value (by number, or the township), and whether it is written as text."""

    @property
    def is_ours(self) -> bool:
        """Whether it can be asked in the scope there is: for one township, unless it names none."""
        return is_one_township() or all(which != TOWNSHIP for _, which, _ in self.places)

    def filled(self, values: Sequence[int | date]) -> list[object]:
        """The parameters of a call."""
        params = list(self.params)
        for position, which, is_text in self.places:
            value = current_township_id() if which == TOWNSHIP else values[which]
            params[position] = str(value) if is_text else value
        return params


def template_of(shapes: Sequence[Shape], state: Callable[[list[Value]], Statement]) -> Template:
    """What ``state`` says in SQL about values of these shapes, whichever they are."""
    (sql, params), (other_sql, other_params) = (_tried(shapes, state, *tried) for tried in TRIED)
    if sql != other_sql or len(params) != len(other_params):
        raise Unprepared("the SQL depends on the values")
    known = _known(_like(shapes, *TRIED[0]), TRIED[0][0])
    places = []
    for position, (one, other) in enumerate(zip(params, other_params, strict=True)):
        if one != other:
            if one not in known:
                raise Unprepared(f"{one!r} is neither a value nor the township")
            places.append((position, *known[one]))
    return Template(sql, tuple(params), tuple(places))


def _tried(shapes: Sequence[Shape], state: Callable, number: int, day: date) -> Statement:
    with township_scope(number):
        return state(_like(shapes, number, day))


def _like(shapes: Sequence[Shape], number: int, day: date) -> list[Value]:
    """Values of these shapes, each of which occurs nowhere else."""
    steps = count(1)

    def like(shape: Shape) -> Value:
        if shape is date:
            return day + timedelta(days=next(steps))
        if shape is int:
            return number + next(steps)
        return tuple(number + next(steps) for _ in range(shape))

    return [like(shape) for shape in shapes]


def _known(values: Sequence[Value], township: int) -> dict[object, tuple[int | str, bool]]:
    known: dict[object, tuple[int | str, bool]] = {township: (TOWNSHIP, False)}
    for which, value in enumerate(flat(values)):
        known[value] = (which, False)
        if isinstance(value, date):
            known[str(value)] = (which, True)  # as SQLite stores it
    return known


def flat(values: Sequence[Value]) -> list[int | date]:
    """The values in a row, those of a tuple one by one."""
    return [one for value in values for one in (value if isinstance(value, tuple) else (value,))]


def shapes_of(values: Sequence[Value]) -> tuple[Shape, ...]:
    """What calls have in common for which one template does."""
    return tuple(map(_shape_of, values))


def _shape_of(value: Value) -> Shape:
    if isinstance(value, tuple):
        return len(value)
    if type(value) in (int, date):
        return type(value)
    raise Unprepared(f"{value!r} is neither a whole number nor a day")


@dataclass(frozen=True)
class _Plan:
    template: Template
    rows: QuerySet
    compiler: SQLCompiler
    converters: dict[int, tuple]
    """How the database's values become Python's, by the column's place: the same at every asking."""


def prepared(build: Callable[..., QuerySet]) -> Callable[..., list]:
    """The rows of what ``build`` builds of these values, in a list; one query.

    Records, or tuples where it ends with ``values_list``. Where several townships are read at once
    it is built anew.
    """

    @lru_cache(maxsize=MOST_PLANS)
    def plan_for(vendor: str, shapes: tuple[Shape, ...], variant: tuple) -> _Plan:
        return _planned(build, shapes, dict(variant))

    @wraps(build)
    def rows(*values: Value, **variant: object) -> list[Model] | list[tuple]:
        plan = plan_for(connection.vendor, shapes_of(values), tuple(variant.items()))
        if not plan.template.is_ours:
            return list(build(*values, **variant))
        if plan.rows.query.select_for_update and transaction.get_autocommit():
            raise transaction.TransactionManagementError("rows are held in a transaction only")
        return list(plan.rows._iterable_class(_Asked(plan, flat(values))))

    return rows


def _planned(build: Callable, shapes: Sequence[Shape], variant: dict) -> _Plan:
    last = {}

    def state(tried: Sequence[Value]) -> Statement:
        last["rows"] = rows = build(*tried, **variant)
        if rows._prefetch_related_lookups or rows._iterable_class not in PREPARED:
            raise NotSupportedError(
                "only records with what select_related joins, and tuples of values"
            )
        last["compiler"] = rows.query.get_compiler(using=rows.db)
        return last["compiler"].as_sql()

    template = template_of(shapes, state)
    compiler = last["compiler"]
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    return _Plan(template, converters=compiler.get_converters(columns), **last)


class _Asked:
    """Stands in for the queryset and its query where rows are built: their SQL is there already."""

    _known_related_objects: dict = {}
    _fields = ()

    def __init__(self, plan: _Plan, values: Sequence[int | date]) -> None:
        self.query = self
        self.model, self.db = plan.rows.model, plan.rows.db
        self._plan, self._values = plan, values

    def get_compiler(self, using: str) -> SQLCompiler:
        compiler = copy(self._plan.compiler)
        compiler.connection = connections[using]
        compiler.get_converters = lambda _: self._plan.converters
        template = self._plan.template
        compiler.as_sql = lambda: (template.sql, template.filled(self._values))
        return compiler
