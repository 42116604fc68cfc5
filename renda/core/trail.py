"""Where a line of history leads: to the record it is about, for those who may see that record."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.urls import reverse

from renda.core.columns import url_of
from renda.core.models import AuditEntry, Record, User
from renda.core.together import rows_together


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
    """The lines about records that the user may see; one query for the records of every kind."""
    entries = list(entries)
    wanted = defaultdict(set)
    for entry in entries:
        if entry.kind and issubclass(entry.kind, Record):
            wanted[entry.kind].add(entry.object_id)
    rows = rows_together(
        [with_owners(kind.with_voided.filter(pk__in=pks)) for kind, pks in wanted.items()]
    )
    found = {(r._meta.label_lower, r.pk): r for records in rows for r in records}
    pairs = [(entry, found.get((entry.model, entry.object_id))) for entry in entries]
    return [
        Line(entry, "" if record.voided_at else url_of(record))
        for entry, record in pairs
        if record is not None and user.has_perm(view_perm(record), record)
    ]


SETTINGS = {
    "core.membership": "core:account_role",
    "core.unit": "core:unit",
    "core.term": "core:terms",
    "core.localrule": "core:rules",
    "core.robot": "core:robot",
    "core.user": "",
    "core.township": "",
}
"""Accounts and settings by kind, and the page that shows them, if there is one."""
ONE_BY_ONE = {"core.membership", "core.unit"}


def lines_of_settings(entries: Iterable[AuditEntry]) -> list[Line]:
    """Lines about accounts and settings, each with the page that shows what it is about."""
    return [
        Line(
            entry,
            reverse(name, args=[entry.object_id] if entry.model in ONE_BY_ONE else None)
            if (name := SETTINGS[entry.model])
            else "",
        )
        for entry in entries
    ]


def with_owners(rows: models.QuerySet) -> models.QuerySet:
    """The rows, each read together with the records that it hangs on."""
    paths = list(owners(rows.model))
    return rows.select_related(*paths) if paths else rows


def owners(model: type[Record], depth: int = 4) -> Iterator[str]:
    """The records that a record hangs on, as paths for ``select_related``: its page and rights are theirs."""
    for field in model._meta.concrete_fields:
        related = field.related_model
        if field.null or not related or not issubclass(related, Record):
            continue
        yield field.name
        if depth > 1 and related._meta.app_label == model._meta.app_label:
            yield from (f"{field.name}__{path}" for path in owners(related, depth - 1))
