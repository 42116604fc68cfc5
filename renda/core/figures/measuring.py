"""Measuring a figure: its value and everything that shows how it came about."""

from collections.abc import Container
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.db import models
from django.db.models import F, QuerySet
from django.db.models.functions import Cast, Coalesce

from renda.core.figures.declaring import Figure, figures
from renda.core.figures.period import Period
from renda.core.rates import percent, tenths


@dataclass(frozen=True)
class Measured:
    """A figure's value for the township in scope, with its provenance.

    Each part is one query, made when it is read.
    """

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
        return Measured(figures[self.figure.numerator], self.period)

    @cached_property
    def denominator(self) -> "Measured":
        return Measured(figures[self.figure.denominator], self.period)

    @cached_property
    def uncounted(self) -> "Measured":
        """For a rate of rows of one kind: those of its denominator that its numerator leaves out."""
        up, down = self.numerator, self.denominator
        rows = down.queryset.exclude(pk__in=up.queryset.order_by().values("pk"))
        return Measured(replace(down.figure, rows=lambda period: rows), self.period)

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
            return Decimal(tenths(self.numerator.value, base)).scaleb(-1)
        return sum(amount for _, amount in self.amounts)

    @property
    def evidence(self) -> list[int]:
        """The ids of the rows counted."""
        return [pk for pk, _ in self.amounts]

    @cached_property
    def month_of(self) -> dict[int, int]:
        """The month of each row's day."""
        if not self.figure.on:
            raise ValueError(f"{self.figure.key} has no day")
        return {pk: day.month for pk, day in self.queryset.values_list("pk", self.figure.on)}

    def by_month(self) -> list[int]:
        """The value of each month of the period's first year, January first."""
        months = [0] * 12
        for pk, amount in self.amounts:
            months[self.month_of[pk] - 1] += amount
        return months

    @cached_property
    def _held(self) -> dict[str, dict[int, object]]:
        return {}

    def grouped(self, path: str, among: Container[int] | None = None) -> list[tuple[str, int]]:
        """The value by what ``path`` holds, in words: as the figure words it, the rest largest first.

        Of all its rows, or only of those with an id ``among`` these.
        """
        if path not in self._held:
            self._held[path] = dict(self.queryset.values_list("pk", path))
        labels = self._held[path]
        found: dict[object, int] = {}
        for pk, amount in self.amounts:
            if among is None or pk in among:
                found[labels[pk]] = found.get(labels[pk], 0) + amount
        wording = (self.figure.words or {}).get(path)
        own = wording() if wording else {}
        named = [(label, found.pop(held, 0)) for held, label in own.items()]
        words = self._words_of(path)
        rest = (
            (words.get(held, "未填" if held in (None, "") else str(held)), n)
            for held, n in found.items()
        )
        return named + sorted(rest, key=lambda pair: -pair[1])

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
        if self.figure.kind == "rate":
            return percent(self.numerator.value, self.denominator.value, whole=True)
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
