"""Read the rows of several querysets by one query, where each on its own would be one of many."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache, wraps

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, QuerySet
from django.db.models.expressions import Col
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

from renda.core.prepared import (
    MOST_PLANS,
    Shape,
    Statement,
    Template,
    Value,
    flat,
    shapes_of,
    template_of,
)
from renda.core.registry import fetched, statement_of

Tree = dict[str, "Tree"]


class Row(models.Expression):
    """A JSON object of names and what they hold.

    ``JSONObject`` looks every column's name up anew and passes each name as a parameter: dear where
    the rows of many tables are read at once.
    """

    FUNCTIONS = {"sqlite": "JSON_OBJECT", "postgresql": "JSONB_BUILD_OBJECT"}

    def __init__(self, **values: models.Expression) -> None:
        super().__init__(output_field=models.JSONField())
        self.names, self.held = list(values), list(values.values())

    def get_source_expressions(self) -> list:
        return self.held

    def set_source_expressions(self, exprs: list) -> None:
        self.held = exprs

    def resolve_expression(self, *args, **kwargs) -> "Row":
        """What is a column already stays as it is: columns are most of what it holds."""
        found = self.copy()
        found.held = [
            held if isinstance(held, Col) else held.resolve_expression(*args, **kwargs)
            for held in self.held
        ]
        return found

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list]:
        parts, params = [], []
        for name, expression in zip(self.names, self.held, strict=True):
            sql, own = compiler.compile(expression)
            parts.append(f"'{name}', {sql}")
            params += own
        return f"{self.FUNCTIONS[connection.vendor]}({', '.join(parts)})", params


def rows_together(querysets: Sequence[QuerySet]) -> list[list[models.Model]]:
    """The rows of each queryset, with its annotations and what ``select_related`` joins: one query for all.

    Deferred columns are read when asked for.
    """
    return _found(querysets, fetched(*statement_of(_parts(querysets))))


def prepared_together(
    build: Callable[..., Sequence[QuerySet]],
) -> Callable[..., list[list[models.Model]]]:
    """``rows_together`` of the querysets that ``build`` builds of these values: ``prepared`` for several."""

    @lru_cache(maxsize=MOST_PLANS)
    def plan_for(
        vendor: str, shapes: tuple[Shape, ...], variant: tuple
    ) -> tuple[Template, list[QuerySet]]:
        querysets = []

        def state(tried: Sequence[Value]) -> Statement:
            querysets[:] = build(*tried, **dict(variant))
            return statement_of(_parts(querysets))

        return template_of(shapes, state), querysets

    @wraps(build)
    def rows(*values: Value, **variant: object) -> list[list[models.Model]]:
        plan = plan_for(connection.vendor, shapes_of(values), tuple(variant.items()))
        template, querysets = plan
        if not template.is_ours:
            return rows_together(build(*values, **variant))
        return _found(querysets, fetched(template.sql, template.filled(flat(values))))

    return rows


def _parts(querysets: Sequence[QuerySet]) -> list[tuple[int, str, QuerySet]]:
    return [(place, "part.as_json", _as_json(rows)) for place, rows in enumerate(querysets)]


def _found(
    querysets: Sequence[QuerySet], rows: Iterable[tuple[int, object]]
) -> list[list[models.Model]]:
    found: list[list[models.Model]] = [[] for _ in querysets]
    for place, row in rows:
        data = json.loads(row) if isinstance(row, str) else row
        found[place].append(_annotated(querysets[place], data))
    return found


def hang_together(record: models.Model, **querysets: QuerySet) -> None:
    """Prefetch several kinds of rows of one record, each a filter of the relation named: one query."""
    for name, rows in zip(querysets, rows_together(list(querysets.values())), strict=True):
        hang(rows, [record], name)


def hang(rows: Sequence[models.Model], records: Sequence[models.Model], name: str) -> None:
    """Let records know their rows of a relation, as if they were prefetched, and the rows their record."""
    for record in records:
        field = record._meta.get_field(name).field
        own = [row for row in rows if getattr(row, field.attname) == record.pk]
        for row in own:
            field.set_cached_value(row, record)
        known = getattr(record, name).all()
        known._result_cache, known._prefetch_done = own, True
        record.__dict__.setdefault("_prefetched_objects_cache", {})[name] = known


def _joined(rows: QuerySet) -> Tree:
    paths = rows.query.select_related
    return paths if isinstance(paths, dict) else {}


def _names(rows: QuerySet) -> set[str]:
    """The root columns that the queryset does not defer."""
    names, is_deferred = rows.query.deferred_loading
    fields = rows.model._meta.concrete_fields
    if is_deferred:
        return {f.attname for f in fields if not {f.name, f.attname} & names}
    return {f.attname for f in fields if f.primary_key or {f.name, f.attname} & names}


def _as_json(rows: QuerySet) -> QuerySet:
    """The rows, each as one JSON object ``as_json``."""
    rows = rows.all()
    columns = _columns(rows.query, rows.model, _joined(rows), _names(rows), ())
    kept = {f"={name}": F(name) for name in rows.query.annotation_select}
    return rows.values(as_json=Row(**columns, **kept))


def _columns(
    query: Query, model: type[models.Model], tree: Tree, names: set[str], path: tuple[str, ...]
) -> dict[str, models.Expression]:
    """Where the query finds the columns of a model that it reaches by a path, and of those joined to it."""
    alias = query.get_initial_alias()
    if path:
        way = [*path, model._meta.pk.name]
        alias = query.setup_joins(way, query.get_meta(), alias).joins[-1]
    fields = (field for field in model._meta.concrete_fields if field.attname in names)
    found: dict[str, models.Expression] = {f.attname: Col(alias, f) for f in fields}
    for name, below in tree.items():
        related = model._meta.get_field(name).related_model
        inner = _columns(query, related, below, _all_names(related), (*path, name))
        found[f"+{name}"] = Row(**inner)
    return found


def _all_names(model: type[models.Model]) -> set[str]:
    return {f.attname for f in model._meta.concrete_fields}


def _annotated(rows: QuerySet, data: dict[str, object]) -> models.Model:
    row = _built(rows.model, data, _joined(rows), _names(rows))
    for name, expression in rows.query.annotation_select.items():
        setattr(row, name, _value(expression.output_field, data[f"={name}"]))
    return row


def _built(
    model: type[models.Model], data: dict[str, object], tree: Tree, names: set[str]
) -> models.Model:
    fields = [f for f in model._meta.concrete_fields if f.attname in names]
    values = [_value(f, data[f.attname]) for f in fields]
    row = model.from_db(connection.alias, [f.attname for f in fields], values)
    for name, below in tree.items():
        field = model._meta.get_field(name)
        related = field.related_model
        inner = data[f"+{name}"]
        is_there = inner[related._meta.pk.attname] is not None
        found = _built(related, inner, below, _all_names(related)) if is_there else None
        field.set_cached_value(row, found)
    return row


def _value(field: models.Field, value: object) -> object:
    """A column's value, as JSON carries it, in Python."""
    if value is None:
        return None
    if isinstance(field, models.DateTimeField):
        at = datetime.fromisoformat(value)
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    if isinstance(field, models.JSONField):
        return json.loads(value) if isinstance(value, str) else value
    return field.to_python(value)
