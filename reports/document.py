"""A report as one tree of blocks: preview, PDF and Word are three renderings of it."""

import json
from collections.abc import Iterator
from datetime import date

from django.apps import apps
from django.urls import reverse

from renda.core.models import Township
from renda.core.paper import blocks as b
from renda.core.text import chinese_numeral
from reports.book import Book, Quote
from reports.chapters import Written
from reports.models import AnnualReport
from reports.tokens import STANDS_ALONE, Token, split, tokens


def document_of(
    report: AnnualReport, township: Township, book: Book, written: list[Written]
) -> b.Document:
    """The whole report: title, contents, chapters, signature, and the annex of its figures."""
    office = f"{township.name}人大主席团"
    return b.Document(
        title=title_of(report, township),
        blocks=[
            *front(report, township),
            *body(report, office, book, written),
            *annex(book, written),
        ],
        author=office,
        created=day_of(report),
        identifier=f"renda-{township.slug}-{report.year}-{report.status}",
    )


def title_of(report: AnnualReport, township: Township) -> str:
    """The official title."""
    return f"{township.name}人大主席团{report.year}年度工作总结"


def day_of(report: AnnualReport) -> date:
    """The report's own date: its issue, or the last day it speaks of."""
    return report.issued_on or date(report.year, 12, 31)


def front(report: AnnualReport, township: Township) -> Iterator[b.Block]:
    yield b.Title([f"{township.name}人大主席团", f"{report.year}年度工作总结"])
    yield b.Contents()
    yield b.PageBreak()
    yield b.Addressee(report.addressee)
    preamble = report.preamble or (
        f"{report.year}年，{township.name}人大主席团在{report.addressee}的指导和镇党委的领导下，"
        "依照宪法和法律规定，围绕全镇中心工作，组织代表依法履职，认真开展各项工作。"
        "现将全年工作情况报告如下。"
    )
    for line in preamble.splitlines():
        yield b.Paragraph(line)


def body(
    report: AnnualReport, office: str, book: Book, written: list[Written]
) -> Iterator[b.Block]:
    for number, one in enumerate(written, 1):
        yield from chapter_blocks(one, number, book)
    for line in report.closing.splitlines():
        yield b.Paragraph(line)
    yield b.Signature(office, day_of(report))


def chapter_blocks(one: Written, number: int, book: Book) -> Iterator[b.Block]:
    """A chapter's heading and paragraphs, charts and tables."""
    yield b.Heading(
        1, f"{chinese_numeral(number)}、{one.chapter.title}", anchor=f"chapter-{one.chapter.pk}"
    )
    second = 0
    for line in one.text.splitlines():
        if line.startswith("## "):
            second += 1
            yield b.Heading(2, f"（{chinese_numeral(second)}）{line.removeprefix('## ')}")
            continue
        parts = list(split(line))
        alone = parts[0] if len(parts) == 1 and isinstance(parts[0], Token) else None
        if alone and alone.mode in STANDS_ALONE:
            yield figure_block(alone, book)
        elif line.strip():
            yield b.Paragraph([inline(part, book) for part in parts])


def inline(part: str | Token, book: Book) -> b.Inline:
    """Words, or a number that opens its rows."""
    if isinstance(part, str):
        return b.Text(part)
    quote = book.get(part.key)
    if quote is None:
        return b.Fig(part.key, "", missing=True, note="没有这个指标，请删去或另选")
    return b.Fig(
        str(part).strip("⟦⟧"),
        words(part, quote),
        href=figure_url(quote.key, book),
        missing=quote.is_missing,
        note=f"{quote.label}：{quote.definition}",
    )


def figure_url(key: str, book: Book) -> str:
    """The page with the figure's rows and definition."""
    return f"{reverse('core:figure', args=[key])}?year={book.period.start.year}"


def words(token: Token, quote: Quote) -> str:
    """A token's number or list, in words."""
    if token.mode not in {"list", "points"}:
        return quote.text
    items = [item.rstrip("。；") for item in quote.items]
    if token.mode == "list":
        return "、".join(items)
    if len(items) == 1:
        return items[0]
    return "；".join(f"{chinese_numeral(n)}是{item}" for n, item in enumerate(items, 1))


def figure_block(token: Token, book: Book) -> b.Block:
    """A chart or table on a line of its own."""
    quotes = [quote for key in token.keys if (quote := book.get(key))]
    if len(quotes) < len(token.keys):
        return b.Paragraph(["（图表所用的指标已不存在，请删去这一行）"])
    if token.mode == "years":
        book.compare(quotes)
        return b.Table(
            ["指标", f"{book.period.start.year}年", f"{book.period.start.year - 1}年"],
            [[label_of(q), q.text, q.previous] for q in quotes],
            caption=token.argument,
            widths=[5, 2, 2],
            align=["left", "right", "right"],
        )
    quote = quotes[0]
    if token.mode == "bars":
        pairs = [(q.label, q.value or 0) for q in quotes]
        return b.Chart(
            "bars", token.argument, [n for _, n in pairs], [x for x, _ in pairs], quote.unit
        )
    if token.mode == "table":
        return rows_table(quote)
    pairs = quote.series(token)
    kind = "columns" if token.mode == "month" else "bars"
    title = f"每月{quote.label}" if token.mode == "month" else f"{quote.label}分布"
    return b.Chart(kind, title, [n for _, n in pairs], [x for x, _ in pairs], quote.unit)


PAGE = 36.8  # characters of a table's type across the page
PADDING = 1.0  # characters: both sides of a cell
WIDEST = 7  # characters: what needs more shares the room that is left


def rows_table(quote: Quote) -> b.Table:
    """The rows of a figure, numbered; short columns get what they need, long ones share the rest."""
    heads, rows = quote.table()
    heads = ["序号", *heads]
    rows = [[str(number), *row] for number, row in enumerate(rows, 1)]
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
    )


def width(text: str) -> float:
    """The room a text takes, in Chinese characters; Latin letters and digits take half."""
    return sum(1 if ord(char) > 0x2E80 else 0.55 for char in text)


def label_of(quote: Quote) -> str:
    """A figure's name with its unit."""
    return quote.label if quote.unit == "%" else f"{quote.label}（{quote.unit}）"


def quoted(book: Book, written: list[Written]) -> list[Quote]:
    """Every figure the report quotes, rates with their two parts, each once, in order."""
    names: dict[str, Quote] = {}
    for one in written:
        for key in one.keys:
            quote = book.get(key)
            for name in (key, quote.numerator, quote.denominator) if quote else ():
                if name and (found := book.get(name)):
                    names.setdefault(name, found)
    return list(names.values())


def annex(book: Book, written: list[Written]) -> Iterator[b.Block]:
    """附件: each quoted figure with value, definition and the rows it counts."""
    yield b.Annex("附件", "本报告数字的统计口径与依据")
    yield b.Table(
        ["序号", "指标、统计口径与依据"],
        [[str(number), entry(quote)] for number, quote in enumerate(quoted(book, written), 1)],
        widths=[2.4, 34.4],
        align=["center", "left"],
    )


def entry(quote: Quote) -> list[b.Inline]:
    """One figure of the annex: name and value, key, definition, rows."""
    value = f"{quote.text}{'' if quote.unit == '%' else quote.unit}"
    return [
        b.Text(f"{quote.label}：{value}", strong=True),
        b.Text(f"（{quote.key}）\n{definition(quote)}{evidence(quote)}"),
    ]


def definition(quote: Quote) -> str:
    """The definition with its article."""
    return f"{quote.definition}依照{quote.law}。" if quote.law else quote.definition


def evidence(quote: Quote) -> str:
    """Which rows, as short ranges of record numbers, or the two parts of a rate."""
    if quote.kind == "rate":
        return f"算式：{quote.formula}。"
    if not quote.amounts:
        return "依据：无记录。"
    numbers = [pk for pk, _ in quote.amounts]
    named = ranges(numbers)
    told = (
        named
        if len(named) <= RANGES_AT_MOST
        else f"{numbers[0]}至{numbers[-1]}号之内，逐条见所附 figures.json"
    )
    return f"依据：{source_name(quote)}{len(numbers)}条（{told}）。"


RANGES_AT_MOST = 40


def source_name(quote: Quote) -> str:
    """What the rows are, in words: 代表, 签到, 议案建议."""
    return str(apps.get_model(quote.source)._meta.verbose_name)


def ranges(numbers: list[int]) -> str:
    """3, 4, 5, 9 as 3–5、9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(f"{a}" if a == z else f"{a}–{z}" for a, z in runs)


def figures_json(book: Book) -> bytes:
    """Every figure of the year: ``{key, label, value, unit, definition, rows, …}``, sorted by key.

    ``rows`` lists ``{id, amount}`` of ``model``; the value is their sum. A rate has no rows of its own:
    ``numerator`` and ``denominator`` name the two figures it is made of.
    """
    found = [
        {
            "key": q.key,
            "label": q.label,
            "value": float(q.value) if q.kind == "rate" and q.value is not None else q.value,
            "text": q.text,
            "unit": q.unit,
            "kind": q.kind,
            "definition": definition(q),
            "model": "" if q.kind == "rate" else q.source,
            "rows": [{"id": pk, "amount": amount} for pk, amount in q.amounts],
            "numerator": q.numerator,
            "denominator": q.denominator,
        }
        for q in book.all()
    ]
    found.sort(key=lambda entry: entry["key"])
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def series_needed(written: list[Written]) -> dict[str, list[Token]]:
    """The charts and tables whose series must be frozen, by figure."""
    needed: dict[str, list[Token]] = {}
    for one in written:
        for token in tokens(one.text):
            if token.mode in {"month", "by", "table"}:
                needed.setdefault(token.key, []).append(token)
    return needed
