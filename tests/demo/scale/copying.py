"""Copy rows with everything that hangs on them, so that a page has as many rows as an office after years."""

from collections import defaultdict
from collections.abc import Iterator
from copy import copy
from datetime import date, timedelta
from itertools import chain, count

from django.apps import apps
from django.db import models
from django.db.models import Max

from renda.core.models import Attachment, TownshipModel

LONG = "（全镇范围内各行政村、社区、代表联络站联合开展，并向全体代表和选区选民通报办理情况和结果）"
TITLE_AT_LEAST = 45  # signs
# a line this long is a title or a text; shorter ones are numbers, names and phones
ROOM_FOR_A_TITLE = 100
# never copied along: history, and what everything hangs on
APART = {"core.AuditEntry", "core.AuditHead", "core.Notification", "core.Term", "core.Unit"}
OF_EACH = 2  # rows of each kind that are copied along
AT_MOST = 25  # rows that are copied along with one
Key = tuple[type[models.Model], int]


def own_fields(model: type[models.Model]) -> list[models.Field]:
    """A model's columns but its key."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def unique_sets(model: type[models.Model]) -> Iterator[list[models.Field]]:
    """The fields in which no two rows of a township agree, without the township."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            names = [name for name in constraint.fields if name != "township"]
            yield [model._meta.get_field(name) for name in names]
    yield from ([field] for field in own_fields(model) if field.unique)


def is_text(field: models.Field) -> bool:
    """Whether people write the column's words."""
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def can_differ(field: models.Field) -> bool:
    """Whether a copy may hold another value in the column without meaning something else."""
    kinds = models.IntegerField | models.DateField | models.UUIDField
    plain = isinstance(field, kinds) and not field.choices
    return field.name not in {"round", "revision"} and (plain or is_text(field))


def leads_to_a_row(field: models.Field) -> bool:
    """Whether the column is the key of a row of the same township."""
    target = field.related_model
    is_owned = isinstance(target, type) and issubclass(target, TownshipModel)
    return is_owned and field.name != "township"


def hanging_on(row: models.Model) -> Iterator[list[models.Model]]:
    """The first rows of every kind that hang on a row, its files among them."""
    for relation in row._meta.related_objects:
        kind = relation.related_model
        is_other = kind is not type(row) and kind._meta.label not in APART
        if is_other and leads_to_a_row(relation.field):
            yield kind._base_manager.filter(**{relation.field.name: row.pk})[:OF_EACH]
    yield Attachment.objects.filter(model=row._meta.label_lower, object_id=row.pk)[:OF_EACH]


class Family:
    """A row, the rows that hang on it, and those that a copy may not share with it."""

    def __init__(self, root: models.Model, limit: int) -> None:
        self.rows: dict[Key, models.Model] = {}
        self._add(root)
        for row in self._nearest_first(limit):
            self._add(row)

    def _nearest_first(self, limit: int) -> Iterator[models.Model]:
        """The rows that hang on the root, then those that hang on these, until there are enough."""
        reached = list(self.rows.values())
        for row in reached:
            if len(self.rows) >= limit:
                return
            for below in chain.from_iterable(hanging_on(row)):
                if (type(below), below.pk) not in self.rows:
                    reached.append(below)
                    yield below

    def _add(self, row: models.Model) -> None:
        if (type(row), row.pk) not in self.rows:
            self.rows[type(row), row.pk] = row
            self._add_unshared(row)

    def _add_unshared(self, row: models.Model) -> None:
        for fields in unique_sets(type(row)):
            keys = [field for field in fields if leads_to_a_row(field)]
            is_free = any(getattr(row, field.attname) is None for field in fields)
            if is_free or any(map(can_differ, fields)) or any(self.has(row, f) for f in keys):
                continue
            # units and terms stay few; of others the last is what the row is about: an entry's deputy
            wanted = [f for f in keys if f.related_model._meta.label not in APART]
            if not wanted:
                continue
            field = wanted[-1]
            self._add(field.related_model._base_manager.get(pk=getattr(row, field.attname)))

    def has(self, row: models.Model, field: models.Field) -> bool:
        """Whether the row's key leads into the family."""
        return (field.related_model, getattr(row, field.attname)) in self.rows

    def _waits_for(self, row: models.Model, waiting: dict) -> list[models.Field]:
        """The keys of a row that lead to rows not yet copied."""
        if isinstance(row, Attachment):
            owner = (apps.get_model(row.model), row.object_id)
            return [Attachment._meta.get_field("object_id")] if owner in waiting else []
        return [
            field
            for field in own_fields(type(row))
            if leads_to_a_row(field)
            and field.related_model is not type(row)
            and (field.related_model, getattr(row, field.attname)) in waiting
        ]

    def layers(self) -> Iterator[list[models.Model]]:
        """The rows, each after those that it hangs on."""
        waiting = dict(self.rows)
        while waiting:
            bound = {key: self._waits_for(row, waiting) for key, row in waiting.items()}
            # rows that hang on each other: a group and its leader; the key that may be empty stays
            ready = {key: waiting[key] for key, fields in bound.items() if not fields} or {
                key: waiting[key]
                for key, fields in bound.items()
                if all(field.null for field in fields)
            }
            assert ready, f"{list(waiting)} hang on each other"
            yield list(ready.values())
            waiting = {key: row for key, row in waiting.items() if key not in ready}


def copies(root: models.Model, number: int, *, along: int = AT_MOST) -> list[models.Model]:
    """So many copies of a row with long words, each with copies of all that hangs on it."""
    family = Family(root, along)
    twins: list[dict[Key, models.Model]] = [{} for _ in range(number)]
    after = Serials()
    for layer in family.layers():
        made = defaultdict(list)
        for known in twins:
            for row in layer:
                known[type(row), row.pk] = twin = twin_of(row, known, after)
                made[type(row)].append(twin)
        for model, rows in made.items():
            model._base_manager.bulk_create(rows, batch_size=200)
    return [known[type(root), root.pk] for known in twins]


class Serials:
    """The next free number of a column."""

    def __init__(self) -> None:
        self.counts: dict[models.Field, Iterator[int]] = {}

    def next(self, field: models.Field) -> int:
        """A number higher than all of the column's."""
        if field not in self.counts:
            top = field.model._base_manager.aggregate(top=Max(field.attname))["top"]
            self.counts[field] = count((top if isinstance(top, int) else 0) + 1)
        return next(self.counts[field])


_word = count(1)


def twin_of(row: models.Model, known: dict[Key, models.Model], after: Serials) -> models.Model:
    """An unsaved copy that hangs on the copies made so far."""
    twin = copy(row)
    twin.__dict__.pop("_prefetched_objects_cache", None)
    twin._state = models.base.ModelState()
    twin.pk, moved = None, set()
    if isinstance(row, Attachment):
        twin.object_id = known[apps.get_model(row.model), row.object_id].pk
    for field in own_fields(type(row)):
        if leads_to_a_row(field):
            other = known.get((field.related_model, getattr(row, field.attname)))
            if other is not None:
                setattr(twin, field.attname, other.pk)
                moved.add(field)
        elif is_text(field) and not field.unique:
            lengthen(twin, field)
    for fields in unique_sets(type(row)):
        if not moved & set(fields):
            part(twin, fields, after)
    return twin


def lengthen(twin: models.Model, field: models.Field) -> None:
    """Words as long as an office writes them."""
    words, limit = getattr(twin, field.attname), field.max_length or 10_000
    is_address = isinstance(field, models.FileField | models.URLField) or "://" in (words or "")
    if words and limit >= ROOM_FOR_A_TITLE and not is_address and not words.startswith("/"):
        missing = TITLE_AT_LEAST - len(words)
        setattr(twin, field.attname, (words + LONG * (missing > 0))[:limit])


def stays(field: models.Field) -> int:
    """How much a list minds if a copy differs in the column: least in words, most in the year."""
    return 2 if field.name == "year" else int(not is_text(field))


def part(twin: models.Model, fields: list[models.Field], after: Serials) -> None:
    """Let a copy differ from every row in one value."""
    for field in sorted(filter(can_differ, fields), key=stays):
        value = getattr(twin, field.attname)
        if value in (None, ""):
            continue
        if is_text(field):
            mark = f"{next(_word)}"
            value = value[: (field.max_length or 10_000) - len(mark)] + mark
        elif isinstance(field, models.UUIDField):
            value = field.get_default()
        elif isinstance(field, models.IntegerField):
            value = after.next(field)
        elif isinstance(value, date):
            value += timedelta(days=next(_word))
        setattr(twin, field.attname, value)
        return
    for field in fields:
        if not leads_to_a_row(field) and field.null:
            setattr(twin, field.attname, None)
            return
