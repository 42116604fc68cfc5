"""Take a step of rows that the caller holds already: locked, or written in the same transaction.

``Workflow.perform`` and ``follow`` lock the row and open a transaction themselves. A service that
did both, for one row or for a hundred, takes the step here without asking the database again.
"""

from collections.abc import Iterable, Sequence
from copy import copy

from django.db import models
from django.db.models.functions import Cast

from renda.core import audit, notifications
from renda.core.models import User
from renda.core.workflow import Workflow


def perform_held(
    workflow: Workflow, name: str, row: models.Model, *, by: User, data: dict | None = None
) -> models.Model:
    """``Workflow.perform`` for a row that nobody else can change now."""
    return workflow._take(name, row, by, data or {}, ask=True)


def follow_held(
    workflow: Workflow, name: str, row: models.Model, *, by: User | None, data: dict | None = None
) -> models.Model:
    """``Workflow.follow`` for a row that nobody else can change now."""
    return workflow._take(name, row, by, data or {}, ask=False)


def follow_all(
    workflow: Workflow,
    name: str,
    rows: Sequence[models.Model],
    *,
    by: User | None,
    data: dict | None = None,
    also: Sequence[str] = (),
) -> None:
    """Take one automatic step of many held rows, saved by one query.

    The rows are known to be in a state the step starts from. ``also`` names fields the caller has
    set on them; ``data`` is set on each. For a step with an ``effect``, take it row by row.
    """
    step = workflow.transitions[name]
    if step.effect or callable(step.target):
        raise ValueError(f"{name} is more than a new state; take it row by row")
    known = {f.name for f in workflow.model._meta.concrete_fields}
    values = {key: value for key, value in (data or {}).items() if key in known}
    for row in rows:
        was = copy(row)
        for key, value in {**values, workflow.field: step.target}.items():
            setattr(row, key, value)
        row.revision += 1
        audit.record(
            by,
            step.label,
            row,
            changes=audit.changes_between(was, row),
            step=name,
            before=workflow.state(was),
            after=step.target,
            note=str((data or {}).get("note") or ""),
        )
        words = step.told(row) if step.told else f"{step.label}：{row}"
        with notifications.done_by(by):
            notifications.notify(step.tell(row), words, row)
    save_all(rows, [*also, *values, workflow.field, "revision"])


def save_all(rows: Sequence[models.Model], names: Iterable[str]) -> None:
    """Write the named fields of held rows by one query, each value once however many rows have it."""
    if not rows:
        return
    model = type(rows[0])
    values = {name: _grouped(model._meta.get_field(name), rows) for name in names}
    model.objects.filter(pk__in=[row.pk for row in rows]).update(**values)


def _grouped(field: models.Field, rows: Sequence[models.Model]) -> object:
    """The value that all rows have of a field, or an expression that tells them apart."""
    pks: dict[object, list[int]] = {}
    for row in rows:
        pks.setdefault(getattr(row, field.attname), []).append(row.pk)
    if len(pks) == 1:
        return next(iter(pks))
    cases = (
        models.When(pk__in=having, then=models.Value(value, output_field=field))
        for value, having in pks.items()
    )
    return Cast(models.Case(*cases, output_field=field), output_field=field)
