"""A long run of rows, a piece at a time: none is cut off silently, and none takes a query to be counted."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Count, Window
from django.http import HttpRequest

SIZE = 60
TABLE = 25
"""So many rows of a table on a record's page."""


@dataclass(frozen=True)
class Piece:
    """Some rows of a run, and the addresses of those before and after them; "" where there are none."""

    rows: list[models.Model] = field(default_factory=list)
    before: str = ""
    after: str = ""
    place: str = ""
    """Which of how many rows these are, where they are not all."""


def piece(rows: models.QuerySet, request: HttpRequest, *, name: str, size: int = SIZE) -> Piece:
    """The piece that the address asks for by ``?name=``, the first one unless it does: one query."""
    number = _asked(request.GET.get(name, ""))
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    return Piece(
        found[:size],
        _address(request, name, number - 1) if number > 1 else "",
        _address(request, name, number + 1) if len(found) > size else "",
    )


def table_piece(
    rows: Iterable[models.Model], request: HttpRequest, *, name: str, size: int = TABLE
) -> Piece:
    """As ``piece``, and says how many rows there are in all: one query; none for rows that were read already."""
    number = _asked(request.GET.get(name, ""))
    start = (number - 1) * size
    if isinstance(rows, models.QuerySet) and rows._result_cache is None:
        ordered = rows if rows.ordered else rows.order_by("pk")
        found = list(ordered.annotate(rows_in_all=Window(Count("pk")))[start : start + size])
        total = found[0].rows_in_all if found else start
    else:
        known = list(rows)
        found, total = known[start : start + size], len(known)
    last = start + len(found)
    place = f"共 {total} 条，这里是第 {start + 1}—{last} 条" if found else "后面没有了"
    return Piece(
        found,
        _address(request, name, number - 1) if number > 1 else "",
        _address(request, name, number + 1) if total > last else "",
        place if number > 1 or total > last else "",
    )


def _asked(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1
    return max(number, 1)


def _address(request: HttpRequest, name: str, number: int) -> str:
    """This page with another piece, at the place where the run stands."""
    query = request.GET.copy()
    query.pop(name, None)
    if number > 1:
        query[name] = number
    return f"{request.path}{'?' * bool(query)}{query.urlencode()}#{name}"
