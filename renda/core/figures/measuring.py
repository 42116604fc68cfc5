"""Measuring a figure: its value and everything that shows how it came about."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from django.db import models
from django.db.models import F, QuerySet
from django.db.models.functions import Cast, Coalesce

from renda.core.figures.declaring import Figure, figures
from renda.core.figures.period import Period


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
