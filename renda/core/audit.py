"""Append-only history, written in the same transaction as the change it describes.

Each township's entries form one chain: an entry's hash covers its own content and the hash
before it, so a line that was changed or taken out behind our back breaks ``verify``.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, models, transaction
from django.utils import timezone

from renda.core.models import AuditEntry, AuditHead, User
from renda.core.origin import current_origin
from renda.core.scoping import current_township_id

_heard: ContextVar[list[AuditEntry] | None] = ContextVar("audit_heard", default=None)
_waiting: ContextVar[list[AuditEntry] | None] = ContextVar("audit_waiting", default=None)


def digest(entry: AuditEntry) -> str:
    """sha256 over everything an entry says and the hash before it."""
    said = [
        entry.township_id,
        entry.seq,
        entry.at.isoformat(),
        entry.actor_id,
        entry.actor_name,
        entry.verb,
        entry.model,
        entry.object_id,
        entry.label,
        entry.detail,
        entry.origin,
        entry.previous,
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def record(
    actor: User | None,
    verb: str,
    target: models.Model,
    *,
    changes: dict[str, list[str]] | None = None,
    **detail: object,
) -> AuditEntry:
    """Append one line about ``target``. ``changes`` maps a field's name to [old, new] in words."""
    if changes:
        detail["changes"] = changes
    return record_many(actor, verb, [target], **detail)[0]


def record_many(
    actor: User | None, verb: str, targets: Iterable[models.Model], **detail: object
) -> list[AuditEntry]:
    """Append the same line about several targets, with two queries whatever their number."""
    now = timezone.now().replace(microsecond=0)
    entries = [
        AuditEntry(
            township_id=current_township_id(),
            at=now,
            actor=actor,
            actor_name=actor.name if actor else "系统",
            verb=verb,
            model=target._meta.label_lower,
            object_id=target.pk,
            label=str(target)[:200],
            detail=json.loads(json.dumps(detail, ensure_ascii=False, default=str)),
            origin=current_origin(),
        )
        for target in targets
    ]
    if (heard := _heard.get()) is not None:
        heard += entries
    waiting = _waiting.get()
    if waiting is None:
        _append(entries)
    else:
        waiting += entries
    return entries


@contextmanager
def together() -> Iterator[list[AuditEntry]]:
    """Append all lines of the block at its end, in one go; in a transaction of the caller's.

    Gives the lines that wait. A block inside another one joins it. If the block fails, none of its
    lines is written.
    """
    outer = _waiting.get()
    if outer is not None:
        yield outer
        return
    entries: list[AuditEntry] = []
    token = _waiting.set(entries)
    try:
        yield entries
    finally:
        _waiting.reset(token)
    if entries:
        _append(entries)


@contextmanager
def listening() -> Iterator[list[AuditEntry]]:
    """Gives every line that the block says, as it says it."""
    entries: list[AuditEntry] = []
    token = _heard.set(entries)
    try:
        yield entries
    finally:
        _heard.reset(token)


@transaction.atomic(savepoint=False)
def _append(entries: list[AuditEntry]) -> None:
    """Chain the entries to the end of the township's history: two queries."""
    seq, previous = _place(len(entries))
    for entry in entries:
        seq += 1
        entry.seq, entry.previous = seq, previous
        entry.hash = previous = digest(entry)
    AuditEntry.objects.bulk_create(entries)


def _place(count: int) -> tuple[int, str]:
    """Room for so many lines: the number and the hash of the line before them.

    The head stays locked until the transaction ends. Whoever had to wait for it asked before the
    other's lines were there to be seen, so it looks for the hash once more.
    """
    head, line = (
        connection.ops.quote_name(model._meta.db_table) for model in (AuditHead, AuditEntry)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {head} (township_id, seq) VALUES (%s, %s) "
            f"ON CONFLICT (township_id) DO UPDATE SET seq = {head}.seq + excluded.seq "
            f"RETURNING seq, (SELECT hash FROM {line} WHERE {line}.township_id = {head}.township_id "
            f"AND {line}.seq = {head}.seq - %s)",
            [current_township_id(), count, count],
        )
        seq, previous = cursor.fetchone()
    if seq > count and previous is None:
        previous = AuditEntry.objects.values_list("hash", flat=True).get(seq=seq - count)
    return seq - count, previous or ""


def history(*targets: models.Model) -> models.QuerySet[AuditEntry]:
    """Every line about any of the targets, latest first."""
    wanted = models.Q(pk=None)
    by_model: dict[str, list[int]] = {}
    for target in targets:
        by_model.setdefault(target._meta.label_lower, []).append(target.pk)
    for label, pks in by_model.items():
        wanted |= models.Q(model=label, object_id__in=pks)
    return AuditEntry.objects.filter(wanted).order_by("-seq")


def verify() -> int | None:
    """The number of the first line that was changed or is missing, or None: of the township in scope."""
    written = AuditHead.objects.values_list("seq", flat=True).first() or 0
    previous, expected = "", 1
    for entry in AuditEntry.objects.order_by("seq").iterator(chunk_size=1000):
        if entry.seq != expected or entry.previous != previous or entry.hash != digest(entry):
            return expected
        previous, expected = entry.hash, expected + 1
    return expected if expected <= written else None


def in_words(obj: models.Model, name: str) -> str:
    """A field's value as a person reads it."""
    field = obj._meta.get_field(name)
    if field.many_to_many:
        return "、".join(str(each) for each in getattr(obj, name).all()) if obj.pk else ""
    if field.choices:
        return str(getattr(obj, f"get_{name}_display")())
    value = getattr(obj, name)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def snapshot(obj: models.Model, names: Iterable[str]) -> dict[str, str]:
    """The named fields in words, to be compared with a later snapshot."""
    known = {f.name for f in obj._meta.get_fields() if hasattr(f, "verbose_name")}
    return {name: in_words(obj, name) for name in names if name in known}


def difference(
    model: type[models.Model], before: dict[str, str], after: dict[str, str]
) -> dict[str, list[str]]:
    """``{field label: [old, new]}`` for the fields that changed."""
    return {
        str(model._meta.get_field(name).verbose_name): [before.get(name, ""), new]
        for name, new in after.items()
        if before.get(name, "") != new
    }


def changes_between(old: models.Model, new: models.Model) -> dict[str, list[str]]:
    """``{field label: [old, new]}`` of two states of a row; only what changed is put into words."""
    names = [
        field.name
        for field in new._meta.concrete_fields
        if field.name != "revision" and getattr(old, field.attname) != getattr(new, field.attname)
    ]
    return difference(type(new), snapshot(old, names), snapshot(new, names))
