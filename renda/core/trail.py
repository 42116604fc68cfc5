"""Where a line of history leads: to the record it is about, for those who may see that record."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models

from renda.core.columns import url_of
from renda.core.models import AuditEntry, Record, User


@dataclass(frozen=True)
class Line:
    """A line of history and the page of its record; no page where the record was voided."""

    entry: AuditEntry
    url: str


def view_perm(record: models.Model) -> str:
    """The permission to see a record."""
    meta = record._meta
    return f"{meta.app_label}.view_{meta.model_name}"


def page_of(entry: AuditEntry, user: User) -> str:
    """The page of the line's record; nothing if it was voided or the user may not see it."""
    line = next(iter(lines_for(user, [entry])), None)
    return line.url if line else ""


def lines_for(user: User, entries: Iterable[AuditEntry]) -> list[Line]:
    """The lines about records that the user may see: one query for each kind of record."""
    entries = list(entries)
    wanted = defaultdict(set)
    for entry in entries:
        if entry.kind and issubclass(entry.kind, Record):
            wanted[entry.kind].add(entry.object_id)
    found = {
        (kind._meta.label_lower, record.pk): record
        for kind, pks in wanted.items()
        for record in kind.with_voided.filter(pk__in=pks).select_related(*owners(kind))
    }
    pairs = [(entry, found.get((entry.model, entry.object_id))) for entry in entries]
    return [
        Line(entry, "" if record.voided_at else url_of(record))
        for entry, record in pairs
        if record is not None and user.has_perm(view_perm(record), record)
    ]


def owners(model: type[Record], depth: int = 3) -> Iterator[str]:
    """The records that a record hangs on, as paths for ``select_related``: its page and rights are theirs."""
    for field in model._meta.concrete_fields:
        related = field.related_model
        if field.null or not related or not issubclass(related, Record):
            continue
        yield field.name
        if depth > 1 and related._meta.app_label == model._meta.app_label:
            yield from (f"{field.name}__{path}" for path in owners(related, depth - 1))
