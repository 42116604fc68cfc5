"""Every text of a document with the font role that prints it, so that none escapes the check."""

from collections.abc import Iterator
from functools import singledispatch

from renda.core.paper import blocks as b
from renda.core.paper.charts import number

Piece = tuple[str, str]
HEADING_ROLES = {1: "hei", 2: "kai", 3: "fang", 4: "fang"}


def pieces(document: b.Document) -> Iterator[Piece]:
    """(role, text) for every text of the document, its headings also as the contents show them."""
    yield "song", document.title
    yield "song", document.author
    for block in document.blocks:
        yield from texts(block)
        if isinstance(block, b.Heading):
            yield "fang", block.text


@singledispatch
def texts(block: b.Block) -> Iterator[Piece]:
    """(role, text) for every text that the block prints."""
    raise TypeError(f"Unknown block: {type(block).__name__}")


def _inlines(role: str, content: b.Inlines) -> Iterator[Piece]:
    for part in content:
        strong = isinstance(part, b.Text) and part.strong
        yield ("hei" if strong else role), part.text


@texts.register
def _(block: b.Title) -> Iterator[Piece]:
    for line in block.lines:
        yield "title", line
        yield "fang", line
    yield "kai", block.note


@texts.register
def _(block: b.Heading) -> Iterator[Piece]:
    yield HEADING_ROLES[block.level], block.text


@texts.register
def _(block: b.Paragraph) -> Iterator[Piece]:
    yield from _inlines("fang", block.content)


@texts.register
def _(block: b.ListBlock) -> Iterator[Piece]:
    for item in block.items:
        yield from _inlines("fang", item)


@texts.register
def _(block: b.Table) -> Iterator[Piece]:
    yield "hei", block.caption
    for cell in block.head:
        yield from _inlines("hei", cell)
    for row in block.rows:
        for cell in row:
            yield from _inlines("fang", cell)


@texts.register
def _(block: b.Chart) -> Iterator[Piece]:
    yield "hei", block.title
    for text in (block.unit, *block.labels, *(one.name for one in block.series)):
        yield "fang", text
    for one in block.series:
        for value in one.values:
            yield "fang", number(value)


@texts.register
def _(block: b.Signature) -> Iterator[Piece]:
    for text in (block.office, b.cn_date(block.date), block.contact):
        yield "fang", text


@texts.register
def _(block: b.PageBreak) -> Iterator[Piece]:
    yield from ()


@texts.register
def _(block: b.Contents) -> Iterator[Piece]:
    yield "title", block.title


@texts.register
def _(block: b.FormTable) -> Iterator[Piece]:
    yield "title", block.title
    for text in (block.left, block.right):
        yield "fang", text
    for row in block.rows:
        for cell in row:
            yield from _inlines("fang", cell.content)
            yield "fang", cell.sign


@texts.register
def _(block: b.RedHead) -> Iterator[Piece]:
    yield "title", block.office
    yield "fang", block.number
    yield "kai", block.issuer


@texts.register
def _(block: b.Letter) -> Iterator[Piece]:
    yield "title", block.office
    yield "fang", block.number
    yield "hei", block.class_mark
    yield "kai", block.issuer


@texts.register
def _(block: b.Addressee) -> Iterator[Piece]:
    yield "fang", block.text


@texts.register
def _(block: b.Attachments) -> Iterator[Piece]:
    for item in block.items:
        yield "fang", item


@texts.register
def _(block: b.Annex) -> Iterator[Piece]:
    yield "hei", block.label
    yield "title", block.title
    yield "fang", block.title


@texts.register
def _(block: b.Imprint) -> Iterator[Piece]:
    for text in (block.copies_to, *(block.made or ())):
        yield "fang", text


@texts.register
def _(block: b.Code) -> Iterator[Piece]:
    yield "fang", block.caption
