"""Widths that a layout has to know beforehand."""

import re
from collections.abc import Sequence
from math import ceil

from renda.core.paper.blocks import Document, FormTable, Inlines, Table, plain

# the room for the office's name in a head and its largest type, in points
RED_HEAD_PT = (440, 60)
LETTER_PT = (480, 30)


def margins_mm(document: Document) -> tuple[int, int, int, int]:
    """(top, right, bottom, left) in millimetres: those of the standard; a bordered form, which is no
    document of the standard's, has more room, so that it keeps to its one page."""
    if document.landscape:
        return 28, 35, 26, 37
    return (22, 26, 22, 28) if document.kind == "form" else (37, 26, 35, 28)


def ems(text: str) -> float:
    """How wide a text is in characters: Chinese ones count one, others a half."""
    return sum(1 if ord(char) > 0x2E7F or char in "—…“”‘’" else 0.5 for char in text)


def fitting(text: str, room: float, largest: float) -> float:
    """The type size in points in which a text fits into ``room`` points, at most ``largest``."""
    return round(min(largest, room / max(ems(text), 1)), 1)


TITLE_EMS = 20
"""Characters of 22 pt: so many stand in a line of a title."""
SENSE = re.compile(r"(?=[第《（])|(?=关于)|(?<=[的和与及、》）”])|(?<=大会)|(?<=会议)")
"""Where people break a title: before 第几次 or a name in brackets, after 的, 和 and the like."""


def in_lines(title: str) -> str:
    """A title, each line of it that is too long broken by its sense into some of about one length.

    GB/T 9704-2012, 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜.
    """
    return "\n".join(part for line in title.split("\n") for part in _by_sense(line))


def _by_sense(line: str) -> list[str]:
    count = ceil(ems(line) / TITLE_EMS)
    if count < 2:
        return [line]
    fits = [
        at
        for at in range(1, len(line))
        if ems(line[:at]) <= TITLE_EMS
        and ems(line[at:]) <= TITLE_EMS * (count - 1)
        and not re.fullmatch("[0-9A-Za-z]{2}", line[at - 1 : at + 1])
    ]
    if not fits:
        return [line]
    ideal = ems(line) / count
    off = {at: abs(ems(line[:at]) - ideal) for at in fits}
    senses = [at for at in (match.start() for match in SENSE.finditer(line)) if at in off]
    even = [at for at in senses if off[at] <= ideal / 2]
    at = min(even or fits, key=off.__getitem__)
    return [line[:at], *_by_sense(line[at:])]


def shares(widths: Sequence[float]) -> list[float]:
    """Relative widths as parts of one."""
    return [width / sum(widths) for width in widths]


TYPE_MM = 12 * 25.4 / 72
"""A character of a table's type."""
PADDING = 1.0
"""Characters: both sides of a cell with its lines."""
WHOLE = 5.5
"""Characters: a cell of so much stays in one line."""
NAME = 4.5
"""Characters: a head, a name or a day; a longer head goes over two lines."""

DAY = re.compile(r"(\d{4}年)?\d{1,2}月\d{1,2}日")
"""A cell with a day stays in one line, also where one of another year takes more room than ``WHOLE``."""
LONG = 6.0
"""Characters: so much is left to a column of longer texts when others are widened for their cells."""


def page_mm(document: Document) -> float:
    """The room between the margins, across."""
    _, right, _, left = margins_mm(document)
    return (297 if document.landscape else 210) - right - left


def fitted(block: Table, across_mm: float) -> list[float]:
    """The table's widths as parts of one, none too narrow for its head and its short cells.

    What these columns need is taken from the others; where the page can't hold all, cells give way first.
    """
    page = across_mm / TYPE_MM
    for whole, long in ((WHOLE, LONG), (NAME, 0), (0, 0)):
        least = [
            PADDING
            + max(_head_needs(head), *(_cell_needs(row[n], whole, long) for row in block.rows), 0)
            for n, head in enumerate(block.head)
        ]
        if sum(least) <= page:
            return shares(_widened([share * page for share in shares(block.widths)], least))
    return shares(block.widths)


def _head_needs(content: Inlines) -> float:
    width = ems(plain(content))
    return width if width <= NAME else min(NAME, ceil(width / 2))


def _cell_needs(content: Inlines, whole: float, long: float) -> float:
    text = plain(content)
    width = max(map(ems, text.split("\n")))
    return width if width <= whole or (whole and DAY.fullmatch(text)) else long


def _widened(widths: list[float], least: list[float]) -> list[float]:
    """The widths with the same sum, none below its least."""
    page, short = sum(widths), set()
    while True:
        rest = page - sum(least[n] for n in short)
        wide = sum(width for n, width in enumerate(widths) if n not in short)
        scaled = [least[n] if n in short else width * rest / wide for n, width in enumerate(widths)]
        more = {n for n, width in enumerate(scaled) if n not in short and width < least[n]}
        if not more:
            return scaled
        short |= more


def form_widths(block: FormTable) -> tuple[float, ...]:
    """Label columns are narrower than value columns, as the row with the most cells shows them."""
    full = [row for row in block.rows if sum(cell.colspan for cell in row) == block.columns]
    if not full:
        return (1.0,) * block.columns
    finest = max(full, key=len)
    return tuple(
        1.0 if cell.label and cell.colspan == 1 else 1.5
        for cell in finest
        for _ in range(cell.colspan)
    )
