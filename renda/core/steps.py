"""Take a step of rows that the caller holds already: locked, or written in the same transaction.

``Workflow.perform`` and ``follow`` lock the row and open a transaction themselves. A service that
did both, for one row or for a hundred, takes the step here without asking the database again.
"""

from collections.abc import Sequence
from copy import copy

from django.db import models

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
        notifications.notify(step.tell(row), words, row)
    workflow.model.objects.bulk_update(rows, [*also, *values, workflow.field, "revision"])
