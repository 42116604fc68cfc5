"""Read the rows of several querysets by one query, where each on its own would be one of many."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.functions import JSONObject

from renda.core.registry import read_together

Tree = dict[str, "Tree"]


def rows_together(querysets: Sequence[QuerySet]) -> list[list[models.Model]]:
    """The rows of each queryset, with what it joins by ``select_related``: one query for all.

    Columns that were deferred are read when asked for, annotations are left out.
    """
    found: list[list[models.Model]] = [[] for _ in querysets]
    parts = [
        (place, "part.as_json", rows.values(as_json=_as_json(rows)))
        for place, rows in enumerate(querysets)
    ]
    for place, row in read_together(parts):
        rows = querysets[place]
        data = json.loads(row) if isinstance(row, str) else row
        found[place].append(_built(rows.model, data, _joined(rows), _names(rows)))
    return found


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


def _as_json(rows: QuerySet) -> JSONObject:
    return _object(rows.model, _joined(rows), _names(rows), "")


def _object(model: type[models.Model], tree: Tree, names: set[str], path: str) -> JSONObject:
    values = {name: f"{path}{name}" for name in names}
    for name, below in tree.items():
        related = model._meta.get_field(name).related_model
        values[f"+{name}"] = _object(related, below, _all_names(related), f"{path}{name}__")
    return JSONObject(**values)


def _all_names(model: type[models.Model]) -> set[str]:
    return {f.attname for f in model._meta.concrete_fields}


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
