"""A report as one tree of blocks: preview, PDF and Word are three renderings of it."""

import re
from collections.abc import Iterator
from datetime import date

from renda.core.calendar import chinese_date
from renda.core.paper import blocks as b
from renda.core.text import chinese_numeral
from reports.annex import annex
from reports.book import Book, Quote, figure_url
from reports.chapters import Written
from reports.models import AnnualReport
from reports.tokens import HEADING, STANDS_ALONE, Token, split, tokens


def document_of(report: AnnualReport, book: Book, written: list[Written]) -> b.Document:
    """The whole report: title, contents, chapters, signature, and the annex of its figures."""
    return b.Document(
        title=title_of(report),
        blocks=[*front(report), *body(report, book, written), *annex(book, written)],
        author=office_of(report),
        created=day_of(report),
        identifier=f"renda-{report.township_id}-{report.year}-{report.status}",
    )


def office_of(report: AnnualReport) -> str:
    """Who reports: as printed, once issued."""
    return report.office or f"{report.township.name}人大主席团"


def short_title(report: AnnualReport) -> str:
    """The title without the office: as printed, once issued."""
    return report.title or f"{report.year}年度工作总结"


def title_of(report: AnnualReport) -> str:
    """The official title."""
    return f"{office_of(report)}{short_title(report)}"


def preamble_of(report: AnnualReport) -> str:
    """The words before the first chapter: the office's own, or the usual ones."""
    level = report.township.level
    return report.preamble or (
        f"{report.year}年，{office_of(report)}在{report.addressee}的指导和{level}党委的领导下，"
        f"依照宪法和法律规定，围绕全{level}中心工作，组织代表依法履职，认真开展各项工作。"
        "现将全年工作情况报告如下。"
    )


def day_of(report: AnnualReport) -> date:
    """The report's own date: its issue, or the last day it speaks of."""
    return report.issued_on or date(report.year, 12, 31)


def front(report: AnnualReport) -> Iterator[b.Block]:
    yield b.Title([office_of(report), short_title(report)])
    yield b.Contents()
    yield b.PageBreak()
    yield b.Addressee(report.addressee)
    for line in preamble_of(report).splitlines():
        yield b.Paragraph(line)


def body(report: AnnualReport, book: Book, written: list[Written]) -> Iterator[b.Block]:
    for number, one in numbered(written, book):
        if number:
            yield from chapter_blocks(one, number, book)
    for line in report.closing.splitlines():
        yield b.Paragraph(line)
    yield b.Signature(office_of(report), day_of(report))


def numbered(written: list[Written], book: Book) -> Iterator[tuple[int, Written]]:
    """Every chapter with its number in print; 0 for one that has nothing to say and is left out."""
    number = 0
    for one in written:
        says = any(is_said(line, book) for line in one.text.splitlines())
        number += says
        yield number if says else 0, one


def chapter_blocks(one: Written, number: int, book: Book) -> Iterator[b.Block]:
    """A chapter's heading and paragraphs, charts and tables; a heading over nothing is left out."""
    before = f"{chinese_numeral(number)}、" if number else ""
    yield b.Heading(1, f"{before}{one.chapter.title}", anchor=f"chapter-{one.chapter.order}")
    heading, second = "", 0
    for line in one.text.splitlines():
        if line.startswith(HEADING):
            heading = line.removeprefix(HEADING)
        elif is_said(line, book):
            if heading:
                second += 1
                yield b.Heading(2, f"（{chinese_numeral(second)}）{heading}")
                heading = ""
            token = alone(line)
            parts = [] if token else [inline(part, book) for part in split(line)]
            yield figure_block(token, book) if token else b.Paragraph(parts)


def is_said(line: str, book: Book) -> bool:
    """Whether a line is words, or a chart or table with something in it."""
    token = alone(line)
    if token is None:
        return bool(line.strip()) and not line.startswith(HEADING)
    return any(quote is None or quote.value for quote in map(book.get, token.keys))


def alone(line: str) -> Token | None:
    """The chart or table that a line consists of."""
    parts = list(split(line))
    token = parts[0] if len(parts) == 1 else None
    return token if isinstance(token, Token) and token.mode in STANDS_ALONE else None


def inline(part: str | Token, book: Book) -> b.Inline:
    """Words, or a number that opens its rows."""
    if isinstance(part, str):
        return b.Text(part)
    quote = book.get(part.key)
    if quote is None:
        return b.Fig(part.key, "", missing=True, note="没有这个指标，请删去或另选")
    return opened(quote, book, words(part, quote), key=str(part).strip("⟦⟧"))


def opened(
    quote: Quote, book: Book, text: str, *, key: str = "", month: int | None = None
) -> b.Fig:
    """A number of a figure that opens its rows; ``month`` for a month's."""
    return b.Fig(
        key or quote.key,
        text,
        href=figure_url(quote.key, book, month),
        missing=quote.is_missing,
        note=f"{quote.label}：{quote.definition}",
    )


def earlier(quote: Quote) -> b.Fig:
    """What the figure was a year earlier; opens what was printed of it, or its rows."""
    note = f"{quote.label}：{quote.definition}"
    return b.Fig(quote.key, quote.previous, href=quote.previous_url, note=note)


def words(token: Token, quote: Quote) -> str:
    """A token's number or list, in words."""
    if token.mode not in {"list", "points"}:
        return quote.text
    items = [item.rstrip("。；") for item in quote.items]
    if token.mode == "list":
        return "、".join(items)
    if len(items) == 1:
        return items[0]
    between = "。" if any("；" in item for item in items) else "；"
    return between.join(f"{chinese_numeral(n)}是{item}" for n, item in enumerate(items, 1))


def figure_block(token: Token, book: Book) -> b.Block:
    """A chart or table on a line of its own."""
    quotes = [quote for key in token.keys if (quote := book.get(key))]
    if len(quotes) < len(token.keys):
        return b.Paragraph(["（图表所用的指标已不存在，请删去这一行）"])
    if token.mode == "years":
        book.compare(quotes)
        year = book.period.start.year
        return b.Table(
            ["指标", f"{year}年", f"{year - 1}年"],
            [
                [
                    label_of(q),
                    opened(q, book, q.text),
                    earlier(q),
                ]
                for q in quotes
            ],
            caption=token.argument,
            widths=[5, 2, 2],
            align=["left", "right", "right"],
        )
    quote = quotes[0]
    if token.mode == "bars":
        pairs = [(q.label, q.value or 0) for q in quotes]
        return b.Chart(
            "bars",
            token.argument,
            [n for _, n in pairs],
            [x for x, _ in pairs],
            quote.unit,
            [opened(q, book, q.text) for q in quotes],
        )
    source = opened(quote, book, quote.text)
    if token.mode == "table":
        return rows_table(quote, source, book.period.start.year)
    pairs = quote.series(token)
    kind = "columns" if token.mode == "month" else "bars"
    title = f"每月{quote.label}" if token.mode == "month" else f"{quote.label}分布"
    numbers, labels = [n for _, n in pairs], [x for x, _ in pairs]
    sources = [source]
    if token.mode == "month" and (not book.is_frozen or quote.months):
        sources = [opened(quote, book, str(n), month=m) for m, n in enumerate(numbers, 1)]
    return b.Chart(kind, title, numbers, labels, quote.unit, sources)


DAY = re.compile(r"\d{4}-\d\d-\d\d")
PAGE = 36.8  # characters of a table's type across the page
PADDING = 1.0  # characters: both sides of a cell
WIDEST = 7  # characters: what needs more shares the room that is left


def rows_table(quote: Quote, source: b.Fig, year: int) -> b.Table:
    """The rows of a figure, numbered; short columns get what they need, long ones share the rest.

    Days stand in words, those of the report's own year without it.
    """
    heads, rows = quote.table()
    heads = ["序号", *heads]
    rows = [
        [str(number), *(said(cell, year) for cell in row)] for number, row in enumerate(rows, 1)
    ]
    needs = [
        max(width(heads[place]) / 2, *(width(row[place]) for row in rows))
        for place in range(len(heads))
    ]
    short = sum(need + PADDING for need in needs if need <= WIDEST)
    long = sum(1 for need in needs if need > WIDEST)
    rest = max(PAGE - short, long * WIDEST) / max(long, 1)
    return b.Table(
        heads,
        rows,
        caption=quote.label,
        widths=[need + PADDING if need <= WIDEST else rest for need in needs],
        align=["center" if need <= WIDEST else "left" for need in needs],
        source=source,
    )


def said(cell: str, year: int) -> str:
    """A cell's words; a day as paper writes it: 8月15日, 2024年12月3日."""
    if not DAY.fullmatch(cell):
        return cell
    day = chinese_date(date.fromisoformat(cell))
    return day.removeprefix(f"{year}年")


def width(text: str) -> float:
    """The room a text takes, in Chinese characters; Latin letters and digits take half."""
    return sum(1 if ord(char) > 0x2E80 else 0.55 for char in text)


def label_of(quote: Quote) -> str:
    """A figure's name with its unit."""
    return quote.label if quote.unit == "%" else f"{quote.label}（{quote.unit}）"


def series_needed(written: list[Written]) -> dict[str, list[Token]]:
    """The charts and tables whose series must be frozen, by figure."""
    needed: dict[str, list[Token]] = {}
    for one in written:
        for token in tokens(one.text):
            if token.mode in {"month", "by", "table"}:
                needed.setdefault(token.key, []).append(token)
    return needed
