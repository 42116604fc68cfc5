"""The parts of an official document: one tree of blocks that becomes a page, a PDF and a Word file.

Wherever text is expected a plain string, a number, one inline or a list of inlines may be given;
the blocks keep it as a tuple of inlines. ``"\\n"`` inside a table or form cell begins a new line.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from numbers import Number
from typing import Literal

from renda.core.paper.inlines import (
    Content,
    Fig,
    Inline,
    Inlines,
    Link,
    Text,
    cn_date,
    inlines,
    plain,
)

Kind = Literal["official", "form", "letter"]
Align = Literal["left", "center", "right"]
CHART_KINDS = ("bars", "columns", "line", "stacked")


class _Block:
    """Shared by the blocks: sets a normalised value on a frozen instance."""

    def _set(self, **values: object) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)


@dataclass(frozen=True)
class Title(_Block):
    """The document's title, a string or its lines; ``note`` is the bracketed text below it."""

    lines: Sequence[str] | str
    note: str = ""

    def __post_init__(self) -> None:
        lines = self.lines.split("\n") if isinstance(self.lines, str) else self.lines
        self._set(lines=tuple(lines))


@dataclass(frozen=True)
class Heading(_Block):
    """A heading, its number part of the text: 一、 黑体, （一） 楷体, 1. and （1） 仿宋."""

    level: int
    text: str
    anchor: str = ""

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"Heading level must be 1 to 4, not {self.level}")


@dataclass(frozen=True)
class Paragraph(_Block):
    """Body text, indented by two characters unless told otherwise.

    One that is ``close`` to what stands above it, as a note to a table is, never begins a page without
    the end of that, and is never parted.
    """

    content: Content
    indent: bool = True
    align: Literal["justify", "left", "center", "right"] = "justify"
    close: bool = False

    def __post_init__(self) -> None:
        self._set(content=inlines(self.content))


@dataclass(frozen=True)
class ListBlock(_Block):
    """A list: ordered items are numbered 1. 2. 3., others are plain paragraphs of their own."""

    items: Sequence[Content]
    ordered: bool = False

    def __post_init__(self) -> None:
        self._set(items=tuple(inlines(item) for item in self.items))


@dataclass(frozen=True)
class Table(_Block):
    """A bordered table; ``widths`` are relative, ``align`` is per column (default centre).

    ``source`` is the figure whose rows it lists: on a live screen it stands beside the caption.
    """

    head: Sequence[Content]
    rows: Sequence[Sequence[Content]]
    caption: str = ""
    widths: Sequence[float] = ()
    align: Sequence[Align] = ()
    source: Fig | None = None

    def __post_init__(self) -> None:
        head = tuple(inlines(cell) for cell in self.head)
        rows = tuple(tuple(inlines(cell) for cell in row) for row in self.rows)
        columns = len(head)
        if any(len(row) != columns for row in rows):
            raise ValueError(f"Every row of the table {self.caption!r} must have {columns} cells")
        for name, given in (("widths", self.widths), ("align", self.align)):
            if given and len(given) != columns:
                raise ValueError(f"{name} of the table {self.caption!r} must have {columns} items")
        self._set(
            head=head,
            rows=rows,
            widths=tuple(self.widths) or (1,) * columns,
            align=tuple(self.align) or ("center",) * columns,
        )


@dataclass(frozen=True)
class Series:
    """One row of numbers of a chart, as many as the chart has labels."""

    name: str
    values: Sequence[float]


@dataclass(frozen=True)
class Chart(_Block):
    """Bars, columns, a line or stacked bars, each with its numbers as text.

    ``series`` is a list of ``Series`` or of ``(name, values)``; bare numbers are one series.
    ``sources`` are the figures that the values open on a live screen: one a label, or one for all.
    """

    kind: Literal["bars", "columns", "line", "stacked"]
    title: str
    series: Sequence[Series | tuple[str, Sequence[float]]] | Sequence[float]
    labels: Sequence[str]
    unit: str = ""
    sources: Sequence[Fig] = ()

    def __post_init__(self) -> None:
        if self.kind not in CHART_KINDS:
            raise ValueError(f"Unknown kind of chart: {self.kind}")
        given = list(self.series)
        if given and all(isinstance(item, Number) for item in given):
            given = [Series("", given)]
        series = tuple(
            Series(name, tuple(n if isinstance(n, int) else float(n) for n in values))
            for name, values in ((s.name, s.values) if isinstance(s, Series) else s for s in given)
        )
        labels = tuple(str(label) for label in self.labels)
        if any(len(one.values) != len(labels) for one in series):
            raise ValueError(f"Every series of the chart {self.title!r} needs {len(labels)} values")
        if any(value < 0 for one in series for value in one.values):
            raise ValueError(f"The chart {self.title!r} can't draw negative values")
        sources = tuple(self.sources)
        if len(sources) not in (0, 1, len(labels)):
            raise ValueError(f"The chart {self.title!r} needs a source for each label, or one")
        self._set(series=series, labels=labels, sources=sources)

    def source(self, place: int) -> Fig | None:
        """The figure that the value at a label opens."""
        if not self.sources:
            return None
        return self.sources[place if len(self.sources) > 1 else 0]


@dataclass(frozen=True)
class Signature(_Block):
    """Who signs and when; ``sealed`` leaves the place that the seal needs (GB/T 9704 7.3.5)."""

    office: str
    date: date | str
    sealed: bool = False
    contact: str = ""


@dataclass(frozen=True)
class PageBreak(_Block):
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Contents(_Block):
    """The table of contents: headings down to ``depth`` with leaders and page numbers."""

    title: str = "目　录"
    depth: int = 2


@dataclass(frozen=True)
class Cell:
    """A cell of an official form; ``sign`` is the line at its foot (name and date)."""

    content: Content
    label: bool = False
    colspan: int = 1
    rowspan: int = 1
    tall: bool = False
    sign: str = ""
    align: Align | Literal[""] = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "content", inlines(self.content))


@dataclass(frozen=True)
class FormTable(_Block):
    """An official bordered form.

    A row is a list of ``Cell`` or of plain content, which is read as label, value, label, value …;
    the last cell of a row grows to the width of the widest row. ``left`` and ``right`` stand
    between the title and the border.
    """

    rows: Sequence[Sequence[Cell | Content]]
    title: str = ""
    left: str = ""
    right: str = ""
    widths: Sequence[float] = ()
    columns: int = field(default=0)

    def __post_init__(self) -> None:
        rows = [
            [
                cell if isinstance(cell, Cell) else Cell(cell, label=index % 2 == 0)
                for index, cell in enumerate(row)
            ]
            for row in self.rows
        ]
        filled = _filled(rows)
        columns = max([self.columns, len(self.widths), *filled])
        for row, used in zip(rows, filled, strict=True):
            if row and used < columns:
                row[-1] = replace(row[-1], colspan=row[-1].colspan + columns - used)
        if self.widths and len(self.widths) != columns:
            raise ValueError(f"widths of the form {self.title!r} must have {columns} items")
        self._set(
            rows=tuple(tuple(row) for row in rows),
            columns=columns,
            widths=tuple(self.widths),
        )


def _filled(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """How many columns each row occupies, cells reaching down from rows above included."""
    reaching: list[tuple[int, int]] = []
    filled = []
    for row in rows:
        filled.append(sum(cell.colspan for cell in row) + sum(span for _, span in reaching))
        reaching = [(left - 1, span) for left, span in reaching if left > 1]
        reaching += [(cell.rowspan - 1, cell.colspan) for cell in row if cell.rowspan > 1]
    return filled


@dataclass(frozen=True)
class RedHead(_Block):
    """The red head of an issued document; ``issuer`` 签发人 only on one sent upwards."""

    office: str
    number: str = ""
    issuer: str = ""


@dataclass(frozen=True)
class Letter(_Block):
    """The head of a letter (信函格式); ``class_mark`` A/B/C stands at the top right of a reply."""

    office: str
    number: str = ""
    class_mark: str = ""
    issuer: str = ""


@dataclass(frozen=True)
class Addressee(_Block):
    """Whom the document is for, flush left with a full-width colon (added when missing)."""

    text: str

    def __post_init__(self) -> None:
        self._set(text=self.text.rstrip("：:") + "：")


@dataclass(frozen=True)
class Attachments(_Block):
    """附件说明 below the body: the names of what is attached, without punctuation at the end."""

    items: Sequence[str]

    def __post_init__(self) -> None:
        items = (self.items,) if isinstance(self.items, str) else self.items
        self._set(items=tuple(items))


@dataclass(frozen=True)
class Annex(_Block):
    """Begins an attachment on a new page: 附件1 flush left, its title centred on the third line."""

    label: str
    title: str
    anchor: str = ""


@dataclass(frozen=True)
class Imprint(_Block):
    """版记 at the foot of the last page.

    Without an office it is a letter's (信函格式, GB/T 9704-2012 10.1): 抄送 alone, without 印发机关,
    印发日期 and lines.
    """

    copies_to: str
    office: str = ""
    day: date | str = ""

    @property
    def made(self) -> tuple[str, str] | None:
        """印发机关 and 印发日期; None in a letter."""
        return (self.office, f"{cn_date(self.day)}印发") if self.office else None


@dataclass(frozen=True)
class Code(_Block):
    """A square code that a phone reads: it opens ``url``; ``caption`` says what for."""

    url: str
    caption: str


Block = (
    Title | Heading | Paragraph | ListBlock | Table | Chart | Signature | PageBreak | Contents
    | FormTable | RedHead | Letter | Addressee | Attachments | Annex | Imprint | Code
)  # fmt: skip


__all__ = [
    "CHART_KINDS", "Addressee", "Align", "Annex", "Attachments", "Block", "Cell", "Chart",
    "Code", "Content", "Contents", "Document", "Fig", "FormTable", "Heading", "Imprint", "Inline",
    "Inlines", "Kind", "Letter", "Link", "ListBlock", "PageBreak", "Paragraph", "RedHead",
    "Series", "Signature", "Table", "Text", "Title", "cn_date", "inlines", "plain",
]  # fmt: skip


@dataclass(frozen=True)
class Document:
    """A document: its blocks and what its files say about themselves.

    ``created`` and ``identifier`` go into the files instead of the clock, so that the same document
    gives the same bytes.
    """

    title: str
    blocks: Sequence[Block]
    kind: Kind = field(default="official", kw_only=True)
    author: str = field(default="", kw_only=True)
    created: date = field(kw_only=True)
    identifier: str = field(default="", kw_only=True)
    landscape: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        if self.kind not in ("official", "form", "letter"):
            raise ValueError(f"Unknown kind of document: {self.kind}")
        object.__setattr__(self, "blocks", tuple(self.blocks))
