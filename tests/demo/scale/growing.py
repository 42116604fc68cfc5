"""Let a township grow: more rows of every kind, and more hanging on the records that pages show."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from django.apps import apps
from django.db import IntegrityError, models, transaction

from renda.core.models import Attachment, Record
from tests.demo.scale.copying import APART, copies, leads_to_a_row

EXAMPLES = 5  # of a kind: there is one chair, and many members
ALONG = 2  # a row, and one that hangs on it


def kinds() -> list[type[models.Model]]:
    """Every kind of record that may be copied by itself."""
    apart = {*APART, Attachment._meta.label}
    return [m for m in apps.get_models() if issubclass(m, Record) and m._meta.label not in apart]


def grow(records: Iterable[models.Model], number: int) -> None:
    """So many more rows of every kind that hangs on each record, and of the kinds that hang on none."""
    grown = set()
    for record in records:
        for field, rows in hanging_on(record):
            own = rows.filter(**{field.name: record.pk})
            if copied(own, number) or borrowed(rows, field, record, number):
                grown.add(field.model)
    for kind in kinds():
        if kind not in grown:
            copied(kind._base_manager.order_by("pk"), number)


def hanging_on(record: models.Model) -> Iterator[tuple[models.Field, models.QuerySet]]:
    """The columns of other tables that lead to the record, with all rows of these tables."""
    for relation in record._meta.related_objects:
        kind, field = relation.related_model, relation.field
        if kind._meta.label not in APART and field.concrete and leads_to_a_row(field):
            yield field, kind._base_manager.order_by("pk")


def copied(rows: models.QuerySet, number: int) -> bool:
    """Whether so many copies were made of one of the rows."""
    return any(try_to_copy(row, number) for row in rows[:EXAMPLES])


def borrowed(rows: models.QuerySet, field: models.Field, record: models.Model, number: int) -> bool:
    """Whether so many copies of another record's row were hung on the record."""
    for row in rows[:EXAMPLES]:
        setattr(row, field.attname, record.pk)
        if try_to_copy(row, number):
            return True
    return False


def try_to_copy(row: models.Model, number: int) -> bool:
    """Whether there may be so many more rows like it."""
    with suppress(IntegrityError), transaction.atomic():
        copies(row, number, along=ALONG)
        return True
    return False
