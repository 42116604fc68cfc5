"""Widths that a layout has to know beforehand."""

from collections.abc import Sequence

from renda.core.paper.blocks import Document, FormTable

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


def shares(widths: Sequence[float]) -> list[float]:
    """Relative widths as parts of one."""
    return [width / sum(widths) for width in widths]


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
