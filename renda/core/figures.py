"""The figures of the year: every number is a question whose answer is the rows it counts.

Apps declare figures in ``figures.py``; ``reports`` and the pages collect them by key and never
import an app. A figure's docstring is its published definition (统计口径); its value is
computed from the same queryset that its drill-down page shows, so the two can't disagree.

===========  ==============================================  ===========================
kind         the function returns                            value
===========  ==============================================  ===========================
``count``    the rows counted                                how many
``people``   the persons counted, each once                  how many
``total``    rows, of which ``field`` is added up            the sum (NULL counts as 0)
``listing``  rows to be named in a sentence                  how many; ``items`` in words
``rate``     two other figures, numerator and denominator    a ratio in tenths of a percent
===========  ==============================================  ===========================

A figure declared with ``per`` exists once for each of several subjects, say each campaign: its
function takes ``(period, subject)`` and its key carries the subject's id, ``activities.places@7``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from renda.core.registry import Registry, read_together


@dataclass(frozen=True)
class Period:
    """A closed span of days, usually one calendar year."""

    start: date
    end: date

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def days(self) -> tuple[date, date]:
        return self.start, self.end

    @property
    def previous(self) -> "Period":
        """The same span a year earlier."""
        return Period(_year_before(self.start), _year_before(self.end))

    def __str__(self) -> str:
        if self == Period.year(self.start.year):
            return f"{self.start.year} 年度"
        return f"{self.start} 至 {self.end}"


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


@dataclass(frozen=True)
class Figure:
    """A declared figure: what it is called, how it is defined, which rows it counts.

    ``on`` is the path of the rows' day, for counting by month. ``empty`` says what a zero means: ``"ok"`` nothing happened, ``"missing"`` the chapter expects
    records and the 缺数清单 points to ``record_url``, the URL name of the page that records it.
    """

    key: str
    label: str
    unit: str
    kind: str
    group: str
    definition: str
    law: str = ""
    rows: Callable[[Period], QuerySet] | None = None
    field: str = ""
    item: Callable[[models.Model], str] = str
    numerator: str = ""
    denominator: str = ""
    record_url: str = ""
    empty: str = "ok"
    on: str = ""
    per: Callable[[Period], QuerySet] | None = None
    subject: models.Model | None = None

    def of(self, subject: models.Model) -> "Figure":
        """This figure for one subject."""
        rows = self.rows
        return replace(
            self,
            key=f"{self.key}@{subject.pk}",
            label=f"{subject}：{self.label}",
            rows=lambda period: rows(period, subject),
            subject=subject,
            per=None,
        )

    def measure(self, period: Period) -> "Measured":
        """The value of this figure for the township in scope. Queries run when it is read."""
        return Measured(self, period)


@dataclass(frozen=True)
class Measured:
    """A figure's value together with its provenance; each part is one query, made when needed."""

    figure: Figure
    period: Period

    @cached_property
    def queryset(self) -> QuerySet:
        """The rows counted. For a rate, those of its numerator."""
        if self.figure.kind == "rate":
            return self.numerator.queryset
        return self.figure.rows(self.period)

    @cached_property
    def numerator(self) -> "Measured":
        return figures[self.figure.numerator].measure(self.period)

    @cached_property
    def denominator(self) -> "Measured":
        return figures[self.figure.denominator].measure(self.period)

    @cached_property
    def amounts(self) -> list[tuple[int, int]]:
        """(row id, amount) of every row, in id order: the evidence. The amount is 1 unless summed."""
        return sorted((pk, rest[0] if rest else 1) for pk, *rest in self.evidence_rows())

    def evidence_rows(self) -> QuerySet:
        """``(row id,)`` of every row, each row once; ``(row id, amount)`` where amounts are summed."""
        rows = self.queryset.order_by()
        if not self.is_summed:
            return rows.values_list("pk").distinct()
        amount = Cast(Coalesce(F(self.figure.field), 0), models.BigIntegerField())
        return rows.annotate(figure_amount=amount).values_list("pk", "figure_amount").distinct()

    @property
    def is_summed(self) -> bool:
        """Whether the value adds up a field of the rows instead of counting them."""
        return self.figure.kind == "total"

    @cached_property
    def value(self) -> int | Decimal | None:
        """An integer; for a rate a percentage with one decimal, None when nothing is its base."""
        if self.figure.kind == "rate":
            base = self.denominator.value
            if not base:
                return None
            share = Decimal(self.numerator.value) * 100 / Decimal(base)
            return share.quantize(Decimal("0.1"), ROUND_HALF_UP)
        return sum(amount for _, amount in self.amounts)

    @property
    def evidence(self) -> list[int]:
        """The ids of the rows counted."""
        return [pk for pk, _ in self.amounts]

    def by_month(self) -> list[int]:
        """The value of each month of the period's first year, January first."""
        if not self.figure.on:
            raise ValueError(f"{self.figure.key} has no day")
        months = [0] * 12
        days = dict(self.queryset.values_list("pk", self.figure.on))
        for pk, amount in self.amounts:
            months[days[pk].month - 1] += amount
        return months

    def grouped(self, path: str) -> list[tuple[str, int]]:
        """The value by what ``path`` holds, in words, largest first."""
        labels = {}
        for pk, held in self.queryset.values_list("pk", path):
            labels[pk] = held
        found: dict[object, int] = {}
        for pk, amount in self.amounts:
            found[labels[pk]] = found.get(labels[pk], 0) + amount
        words = self._words_of(path)
        return sorted(
            (
                (words.get(held, "未填" if held in (None, "") else str(held)), n)
                for held, n in found.items()
            ),
            key=lambda pair: -pair[1],
        )

    def _words_of(self, path: str) -> dict:
        field: models.Field | None = None
        model = self.queryset.model
        for name in path.split("__"):
            field = model._meta.get_field(name)
            model = field.related_model or model
        return dict(field.flatchoices)

    @property
    def source(self) -> str:
        """The label of the model whose rows are counted."""
        return self.queryset.model._meta.label_lower

    @cached_property
    def items(self) -> list[str]:
        """The rows in words, in the queryset's own order."""
        return [self.figure.item(row) for row in self.queryset]

    @property
    def is_missing(self) -> bool:
        """Nothing was recorded where a record is expected."""
        return self.figure.empty == "missing" and not self.value

    @property
    def text(self) -> str:
        """The value as printed: 6, 100%, 85.7%, or — when there is no base."""
        if self.value is None:
            return "—"
        if self.figure.kind == "rate":
            return (
                f"{self.value.normalize():f}%"
                if self.value == self.value.to_integral()
                else f"{self.value}%"
            )
        return str(self.value)

    @property
    def formula(self) -> str:
        """How the value came about, in words and numbers."""
        if self.figure.kind == "rate":
            up, down = self.numerator, self.denominator
            return (
                f"{up.figure.label} {up.value} {up.figure.unit} ÷ "
                f"{down.figure.label} {down.value} {down.figure.unit} × 100%"
            )
        if self.figure.kind == "total":
            return f"{len(self.amounts)} 条记录合计 {self.value} {self.figure.unit}"
        return f"{len(self.amounts)} 条记录"


figures: Registry[Figure] = Registry("figure")


def _declare(kind: str, key: str, **attributes) -> Callable:
    def register(rows: Callable[[Period], QuerySet]) -> Callable[[Period], QuerySet]:
        if not rows.__doc__:
            raise ValueError(f"figure {key!r} needs a docstring defining it")
        definition = " ".join(rows.__doc__.split())
        figures.add(key, Figure(key=key, kind=kind, definition=definition, rows=rows, **attributes))
        return rows

    return register


def count(key: str, *, label: str, unit: str, group: str, **more: str) -> Callable:
    """Register ``rows(period)``; the figure is how many rows there are."""
    return _declare("count", key, label=label, unit=unit, group=group, **more)


def people(key: str, *, label: str, group: str, unit: str = "人", **more: str) -> Callable:
    """Register ``persons(period)``, a queryset of distinct persons; the figure is how many."""
    return _declare("people", key, label=label, unit=unit, group=group, **more)


def total(key: str, *, label: str, unit: str, group: str, field: str, **more: str) -> Callable:
    """Register ``rows(period)``; the figure is the sum of ``field``, a column or annotation of theirs."""
    return _declare("total", key, label=label, unit=unit, group=group, field=field, **more)


def listing(
    key: str,
    *,
    label: str,
    group: str,
    item: Callable[[models.Model], str],
    unit: str = "项",
    **more,
) -> Callable:
    """Register ``rows(period)``; ``item(row)`` words each row for a sentence."""
    return _declare("listing", key, label=label, unit=unit, group=group, item=item, **more)


def rate(
    key: str,
    *,
    label: str,
    group: str,
    numerator: str,
    denominator: str,
    definition: str,
    law: str = "",
) -> Figure:
    """Register numerator ÷ denominator, both keys of counting figures, as a percentage."""
    return figures.add(
        key,
        Figure(
            key=key,
            label=label,
            unit="%",
            kind="rate",
            group=group,
            definition=definition,
            law=law,
            numerator=numerator,
            denominator=denominator,
        ),
    )


def find(key: str, period: Period) -> Figure | None:
    """The figure of a key, ``app.fact`` or ``app.fact@subject``; None if there is none."""
    name, _, pk = key.partition("@")
    figure = figures.get(name)
    if figure is None or bool(pk) != (figure.per is not None):
        return None
    if figure.per is None:
        return figure
    subject = figure.per(period).filter(pk=pk).first() if pk.isdecimal() else None
    return figure.of(subject) if subject else None


def measure(key: str, period: Period) -> Measured:
    """One figure of the township in scope; ``KeyError`` for an unknown key."""
    figure = find(key, period)
    if figure is None:
        raise KeyError(key)
    return figure.measure(period)


def measure_all(period: Period) -> dict[str, Measured]:
    """Every figure of the township in scope, by key; those declared ``per`` once for each subject."""
    found = {}
    subjects: dict[Callable, list[models.Model]] = {}
    for key, figure in figures.items():
        if figure.per is None:
            found[key] = figure.measure(period)
            continue
        if figure.per not in subjects:
            subjects[figure.per] = list(figure.per(period))
        for subject in subjects[figure.per]:
            single = figure.of(subject)
            found[single.key] = single.measure(period)
    for number in found.values():
        if number.figure.kind == "rate":
            number.__dict__["numerator"] = found[number.figure.numerator]
            number.__dict__["denominator"] = found[number.figure.denominator]
    return found


PARTS_AT_ONCE = 150


def prefetch(numbers: Iterable[Measured]) -> None:
    """Read the evidence of many figures in one query (per 150), instead of one query each."""
    waiting: dict[str, list[Measured]] = {}
    for number in numbers:
        is_rate = number.figure.kind == "rate"
        for part in (number.numerator, number.denominator) if is_rate else (number,):
            if "amounts" not in part.__dict__:
                name = f"{part.figure.key}|{part.period.start}|{part.period.end}"
                waiting.setdefault(name, []).append(part)
    names = list(waiting)
    for first in range(0, len(names), PARTS_AT_ONCE):
        chunk = names[first : first + PARTS_AT_ONCE]
        found: dict[str, list[tuple[int, int]]] = {name: [] for name in chunk}
        parts = [(name, waiting[name][0]) for name in chunk]
        evidence = read_together(
            (
                name,
                f"part.pk, {'part.figure_amount' if part.is_summed else 1}",
                part.evidence_rows(),
            )
            for name, part in parts
        )
        for name, pk, amount in evidence:
            found[name].append((pk, amount))
        for name in chunk:
            for part in waiting[name]:
                part.__dict__["amounts"] = sorted(found[name])


def by_township(keys: list[str], period: Period) -> dict[int, dict[str, int]]:
    """Counting figures of every township in scope, in one query: ``{township id: {key: value}}``.

    Only ``count``, ``people`` and ``listing`` figures: rows that are counted, not summed.
    """
    parts = []
    for key in keys:
        figure = figures[key]
        if figure.kind not in {"count", "people", "listing"}:
            raise ValueError(f"{key} is a {figure.kind}")
        rows = figure.rows(period).order_by().annotate(figure_key=Value(key))
        parts.append(
            rows.values("township_id", "figure_key")
            .annotate(figure_rows=models.Count("pk", distinct=True))
            .values_list("township_id", "figure_key", "figure_rows")
        )
    found: dict[int, dict[str, int]] = {}
    if parts:
        first, *rest = parts
        for township_id, key, number in first.union(*rest, all=True) if rest else first:
            found.setdefault(township_id, dict.fromkeys(keys, 0))[key] = number
    return found
