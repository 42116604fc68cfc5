"""Where the report's numbers come from: the annex on paper, and ``figures.json`` for machines."""

import json
from collections.abc import Iterator

from django.apps import apps

from renda.core.paper import blocks as b
from reports.book import Book, Quote, figure_url
from reports.chapters import Written

RANGES_AT_MOST = 40  # characters


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
    entries = together(quoted(book, written))
    yield b.Table(
        ["序号", "指标、统计口径与依据"],
        [[str(number), entry(book, *each)] for number, each in enumerate(entries, 1)],
        widths=[2.4, 34.4],
        align=["center", "left"],
    )


def together(quotes: list[Quote]) -> list[list[Quote]]:
    """Each number with the listings of the very rows that it counts."""
    entries = {quote.key: [quote] for quote in quotes}
    numbers = {}
    for quote in quotes:
        if quote.kind in {"count", "people"}:
            numbers.setdefault(_rows(quote), quote.key)
    for quote in quotes:
        if quote.kind == "listing" and _rows(quote) in numbers:
            entries[numbers[_rows(quote)]] += entries.pop(quote.key)
    return list(entries.values())


def _rows(quote: Quote) -> tuple:
    return quote.source, *(pk for pk, _ in quote.amounts)


def entry(book: Book, quote: Quote, *listings: Quote) -> list[b.Inline]:
    """One figure of the annex: name and value, key, definition, rows; its listings by their keys."""
    value = f"{quote.text}{'' if quote.unit == '%' else quote.unit}"
    named = "".join(f"，列举：{listing.key}" for listing in listings)
    return [
        b.Text(f"{quote.label}：{value}", strong=True),
        b.Text("（"),
        b.Link(quote.key, figure_url(quote.key, book)),
        b.Text(f"{named}）\n{definition(quote)}{evidence(quote)}"),
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
    """Every figure of the year: ``{key, label, value, unit, definition, rows, …}``, sorted by key, a line each.

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
    lines = (json.dumps(entry, ensure_ascii=False) for entry in found)
    return "[\n{}\n]\n".format(",\n".join(lines)).encode()
