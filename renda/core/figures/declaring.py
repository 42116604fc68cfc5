"""Declaring a figure: an app names it, defines it and says which rows it counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.db import models
from django.db.models import QuerySet

from renda.core.figures.period import Period
from renda.core.figures.sharing import shared
from renda.core.registry import Registry


@dataclass(frozen=True)
class Figure:
    """A declared figure: what it is called, how it is defined, which rows it counts.

    ``on`` is the path of the rows' day, for counting by month. ``empty`` says what a zero means:
    ``"ok"`` nothing happened, ``"missing"`` the chapter expects records and the 缺数清单 points to
    ``record_url``, the URL name of the page that records it. ``words`` names what a field may hold,
    by its path, in the order of a chart by that field: for marks that each township words its own way.
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
    words: Mapping[str, Callable[[], Mapping[object, str]]] | None = None
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

    def in_month(self, month: int) -> "Figure":
        """This figure for one month of the period's year, by the day its rows are counted on."""
        rows = self.rows
        return replace(
            self,
            label=f"{self.label}（{month}月）",
            rows=lambda period: rows(period).filter(**{f"{self.on}__month": month}),
        )


figures: Registry[Figure] = Registry("figure")


def _declare(kind: str, key: str, **attributes) -> Callable:
    def register(rows: Callable[[Period], QuerySet]) -> Callable[[Period], QuerySet]:
        if not rows.__doc__:
            raise ValueError(f"figure {key!r} needs a docstring defining it")
        definition = " ".join(rows.__doc__.split())
        rows = shared(rows)
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
