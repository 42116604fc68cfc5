"""What a row of a table shows: lists, drill-downs, exports and related tables use the same columns."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import models
from django.urls import NoReverseMatch
from django.utils import timezone

from renda.core.registry import Registry


@dataclass(frozen=True)
class Column:
    """One column.

    ``value``  a path such as ``"lead.name"`` or ``"get_status_display"``, or a function of the row.
    ``sort``   the field(s) to order by, comma-separated; empty if the column can't be sorted.
    ``css``    cell classes of the theme: num, date, title, nowrap.
    ``link``   the cell links to the row's page.
    ``paper``  the column is printed where a report shows its rows as a table.
    ``pill``   the cell is a state: ``row.status_tone`` colours it.
    ``note``   a function of the row: a few words in small print after the value, or nothing.
    ``until``  a function of the row: the page shows the time left until that day instead of the value.
    ``why``    a function of the row: how the value came about, shown when it is pointed at.
    """

    label: str
    value: str | Callable[[models.Model], object]
    sort: str = ""
    css: str = ""
    link: bool = False
    pill: bool = False
    export: bool = True
    paper: bool = True
    tone: Callable[[models.Model], str] | None = None
    note: Callable[[models.Model], str] | None = None
    until: Callable[[models.Model], date | None] | None = None
    why: Callable[[models.Model], str] | None = None

    def of(self, row: models.Model) -> object:
        """The row's value, not yet formatted."""
        if callable(self.value):
            return self.value(row)
        value: object = row
        for name in self.value.split("."):
            value = getattr(value, name, None)
            if callable(value):
                value = value()
            if value is None:
                return None
        return value

    def text(self, row: models.Model) -> str:
        """The value as a person reads it; an empty one is —."""
        return in_words(self.of(row)) or "—"

    def cell(self, row: models.Model) -> dict[str, object]:
        """What ``marks.table_rows`` draws."""
        tone = ""
        if self.pill:
            tone = self.tone(row) if self.tone else getattr(row, "status_tone", "")
        cell = {
            "value": "" if self.until else self.text(row),
            "css": self.css,
            "url": url_of(row) if self.link else "",
            "pill": tone or ("draft" if self.pill else ""),
            "is_title": self.link,
            "star": self.link and getattr(row, "is_key", False),
            "note": self.note(row) if self.note else "",
            "why": self.why(row) if self.why else "",
        }
        return cell | {"until": self.until(row)} if self.until else cell


def link_cell(link: dict) -> dict[str, object]:
    """A cell that leads to what can be done with its row: ``label`` and ``url``."""
    said = {"value": link["label"], "css": "nowrap", "url": link["url"]}
    return said | {"pill": "", "is_title": False, "note": ""}


def in_words(value: object) -> str:
    """A value for a table cell."""
    if value is None:
        return ""
    if value is True:
        return "是"
    if value is False:
        return "否"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value)


def url_of(row: models.Model) -> str:
    """The row's own page, or nothing."""
    try:
        return row.get_absolute_url()
    except (AttributeError, NoReverseMatch):
        return ""


def as_rows(columns: Iterable[Column], rows: Iterable[models.Model]) -> list[dict]:
    """Rows for a table template."""
    columns = list(columns)
    return [{"pk": row.pk, "cells": [column.cell(row) for column in columns]} for row in rows]


@dataclass(frozen=True)
class Shown:
    """How rows of a model are shown where another app lists them."""

    columns: tuple[Column, ...]
    related: tuple[str, ...]
    along: Callable[[models.QuerySet], models.QuerySet] = lambda rows: rows

    def read(self, rows: models.QuerySet) -> models.QuerySet:
        """The rows with everything that the columns show, in one query."""
        return self.along(rows.select_related(*self.related))


shown: Registry[Shown] = Registry("columns")


def show(
    model: type[models.Model],
    *columns: Column,
    related: Iterable[str] = (),
    along: Callable[[models.QuerySet], models.QuerySet] = lambda rows: rows,
) -> None:
    """Register the columns of a model's rows in a figure's drill-down.

    ``related`` is select_related; ``along`` annotates the rows with what a column needs besides.
    """
    shown.add(model._meta.label_lower, Shown(columns, tuple(related), along))


def columns_of(model: type[models.Model]) -> Shown:
    """The registered columns, or the row's own name."""
    return shown.get(model._meta.label_lower) or Shown(
        (Column(str(model._meta.verbose_name), str, link=True),), ()
    )
