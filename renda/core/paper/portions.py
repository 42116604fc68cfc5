"""A document on screen, a portion at a time, so that no page of it outgrows a slow line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from django.http import HttpRequest
from django.utils.safestring import SafeString

from renda.core.paper import blocks as b
from renda.core.paper.html import Screen, wrapped

SIZE = 24 * 1024
"""Bytes of a portion's markup."""
LARGEST = SIZE // 2
"""Bytes of a table that is not cut; the parts of one that is cut are smaller, so that they fill portions."""


@dataclass(frozen=True)
class Portion:
    """One portion's markup, and the addresses of those before and after it; "" where there are none."""

    sheet: SafeString
    number: int
    total: int
    before: str
    after: str


def portion(document: b.Document, request: HttpRequest, *, live: bool = False) -> Portion:
    """What the address asks for by ``?portion=``, the first one unless it does.

    The document is cut between its blocks and between the rows of long tables; the table of contents
    leads to the portion of each heading.
    """
    screen = Screen(document, live)
    cut = _cut(screen, document)
    total = len(cut)
    text = request.GET.get("portion", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
    number = min(max(number, 1), total)
    for place, pieces in enumerate(cut, 1):
        for where, _ in pieces:
            if place != number and (entry := screen.entries.get(where)):
                screen.elsewhere[entry.anchor] = _address(request, place)
    return Portion(
        wrapped(document, (screen.block(*piece) for piece in cut[number - 1])),
        number,
        total,
        _address(request, number - 1) if number > 1 else "",
        _address(request, number + 1) if number < total else "",
    )


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["portion"] = str(number)
    return f"?{query.urlencode()}"


Pieces = list[tuple[int, b.Block]]


def _cut(screen: Screen, document: b.Document) -> list[Pieces]:
    """The blocks by portion, each with its place in the document; a heading stays with what follows it."""
    portions: list[Pieces] = [[]]
    weight, waiting = 0, []
    for place, block in enumerate(document.blocks):
        for piece in _pieces(screen, place, block):
            waiting.append((place, piece))
            if place in screen.entries:
                continue
            more = sum(_weight(screen, *each) for each in waiting)
            if portions[-1] and weight + more > SIZE:
                portions.append([])
                weight = 0
            portions[-1] += waiting
            weight, waiting = weight + more, []
    portions[-1] += waiting
    return portions


def _weight(screen: Screen, place: int, block: b.Block) -> int:
    return len(screen.block(place, block).encode())


def _pieces(screen: Screen, place: int, block: b.Block) -> Iterator[b.Block]:
    """The block, or the tables that a long one is cut into."""
    if not isinstance(block, b.Table | b.FormTable):
        yield block
        return
    weight = _weight(screen, place, block)
    number = 1 if weight <= LARGEST else ceil(weight / (SIZE // 3))
    if isinstance(block, b.Table) and (number == 1 or (screen.live and block.source)):
        yield block
    elif isinstance(block, b.Table):
        for start, rows in _slices(block.rows, number, set()):
            again = f"{block.caption}（续）" if start and block.caption else block.caption
            yield replace(block, rows=rows, caption=again)
    else:
        for start, rows in _slices(block.rows, number, _bound(block)):
            said = {} if start == 0 else {"title": "", "left": "", "right": ""}
            yield replace(block, rows=rows, columns=block.columns, **said)


def _slices(rows: Sequence, number: int, bound: set[int]) -> Iterator[tuple[int, Sequence]]:
    """The rows in about so many parts, none of which begins with a row that is bound to the one above it."""
    start, each = 0, ceil(len(rows) / number)
    for end in range(1, len(rows) + 1):
        if end == len(rows) or (end - start >= each and end not in bound):
            yield start, rows[start:end]
            start = end


def _bound(block: b.FormTable) -> set[int]:
    """The rows that a cell of a row above reaches into."""
    return {
        below
        for place, row in enumerate(block.rows)
        for cell in row
        for below in range(place + 1, place + cell.rowspan)
    }
