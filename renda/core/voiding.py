"""What keeps a record from being voided (作废): others that still stand on it; and what follows from voiding it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from renda.core.columns import url_of
from renda.core.models import Record
from renda.core.registry import Registry, count_together
from renda.core.together import rows_together
from renda.core.trail import with_owners

SHOWN = 3


@dataclass(frozen=True)
class Standing:
    """Records of one kind that stand on another: what they are called, how many, the first few, and what to do."""

    kind: str
    number: int
    rows: Sequence[models.Model] = ()
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.number} 条{self.kind}"


Keeper = Callable[[Record], Iterable[Standing]]
keepers: Registry[tuple[type[Record], Keeper]] = Registry("keeper")
_followers: dict[type[Record], list[Callable[[Record], None]]] = defaultdict(list)


def keeps(key: str, model: type[Record]) -> Callable[[Keeper], Keeper]:
    """Register what stands on a record of the model without a key that says so."""

    def register(keeper: Keeper) -> Keeper:
        keepers.add(key, (model, keeper))
        return keeper

    return register


def after_voiding(model: type[Record]) -> Callable:
    """Register ``follow(record)``: what follows in the same transaction once a record was voided."""

    def register(follow: Callable[[Record], None]) -> Callable[[Record], None]:
        _followers[model].append(follow)
        return follow

    return register


def hanging_on(*records: Record) -> list[Standing]:
    """What still stands on records of one kind and therefore keeps them: "3 条承办"."""
    own = {part.model for record in records for part in record.parts()}
    relations = {
        str(number): relation
        for number, relation in enumerate(records[0]._meta.related_objects)
        if issubclass(relation.related_model, Record) and relation.related_model not in own
    }
    pointing = {
        key: relation.related_model.objects.filter(**{f"{relation.field.name}__in": records})
        for key, relation in relations.items()
    }
    numbers = {key: number for key, number in count_together(pointing).items() if number}
    firsts = rows_together([with_owners(pointing[key].order_by("pk"))[:SHOWN] for key in numbers])
    found = [
        Standing(str(relations[key].related_model._meta.verbose_name), number, rows)
        for (key, number), rows in zip(numbers.items(), firsts, strict=True)
    ]
    return [*found, *_kept(records)]


def _kept(records: Sequence[Record]) -> Iterator[Standing]:
    for model, keeper in keepers:
        if isinstance(records[0], model):
            for record in records:
                yield from (standing for standing in keeper(record) if standing.number)


def by_kind(rows: Iterable[models.Model]) -> list[Standing]:
    """Rows that stand on a record, gathered by what they are called."""
    found: dict[str, list[models.Model]] = {}
    for row in sorted(rows, key=lambda row: row.pk):
        found.setdefault(str(row._meta.verbose_name), []).append(row)
    return [Standing(kind, len(rows), rows[:SHOWN]) for kind, rows in found.items()]


def in_words(standings: Iterable[Standing]) -> SafeString:
    """What stands on a record, with links to the first few: 3 条承办（甲、乙、丙等）."""
    return format_html_join("、", "{}", ((_in_words(standing),) for standing in standings))


def _in_words(standing: Standing) -> SafeString | str:
    if not standing.rows:
        return str(standing)
    links = format_html_join(
        "、", '<a href="{}">{}</a>', ((url_of(row), row) for row in standing.rows)
    )
    more = "等" if standing.number > len(standing.rows) else ""
    return format_html("{}（{}{}）", standing, links, more)


def void_rows(rows: Sequence[Record], at: datetime) -> None:
    """Void rows of one kind, with what exists only for them, and let follow what does; one query for the rows."""
    type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).update(
        voided_at=at, revision=models.F("revision") + 1
    )
    for row in rows:
        for part in row.parts():
            part.update(voided_at=at)
        for follow in _followers[type(row)]:
            follow(row)
