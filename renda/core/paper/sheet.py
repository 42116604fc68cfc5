"""A document as the markup that WeasyPrint lays out; figures and links are plain words here."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from renda.core.paper import blocks as b
from renda.core.paper.charts import chart_html
from renda.core.paper.fonts import CHAINS, FontSet
from renda.core.paper.html import MISSING, attachment_lines, broken, code_markup, joined
from renda.core.paper.measures import (
    LETTER_PT,
    RED_HEAD_PT,
    ems,
    fitted,
    fitting,
    form_widths,
    in_lines,
    margins_mm,
    page_mm,
    shares,
)
from renda.core.paper.outline import outline

STYLE = Path(__file__).with_name("gongwen.css")
SIDES = {"left": "l", "center": "", "right": "r"}
NO_FIRST_NUMBER = "@page :first { @bottom-right { content: none } @bottom-left { content: none } }"
FONT_SCHEME = "paper-font"


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")


def sheet_html(document: b.Document, fonts: FontSet, used: frozenset[str]) -> str:
    """The whole page with its styles; ``used`` names the fonts that it needs."""
    sheet = Sheet(document)
    body = joined(sheet.block(place, block) for place, block in enumerate(document.blocks))
    day = iso(document.created)
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{conditional_escape(document.title)}</title>"
        f'<meta name="author" content="{conditional_escape(document.author)}">'
        f'<meta name="dcterms.created" content="{day}">'
        f'<meta name="dcterms.modified" content="{day}">'
        f"<style>{font_css(fonts, used)}{_style()}{_variant(document)}</style>"
        f"</head><body>{body}</body></html>"
    )


def iso(day: date) -> str:
    """The day as the file's own time stamp."""
    return f"{day:%Y-%m-%d}T00:00:00+08:00"


def font_css(fonts: FontSet, used: frozenset[str]) -> str:
    """Font faces of the used fonts and a chain of families for every role."""
    faces = "".join(
        f"@font-face{{font-family:{name};src:url({FONT_SCHEME}:{name})}}"
        for name in fonts.fonts
        if name in used
    )
    chains = ";".join(
        f"--{role}:{','.join(font.name for font in fonts.chain(role) if font.name in used)}"
        for role in CHAINS
    )
    return f"{faces}:root{{{chains}}}"


def _variant(document: b.Document) -> str:
    size = "A4 landscape" if document.landscape else "A4"
    margin = " ".join(f"{side}mm" for side in margins_mm(document))
    page = f"@page {{ size: {size}; margin: {margin} }}"
    return page + (NO_FIRST_NUMBER if document.kind == "letter" else "")


def plain(content: b.Inlines) -> SafeString:
    """The words on paper."""
    return joined(_word(part) for part in content)


def _word(part: b.Inline) -> SafeString:
    words = broken(part.text or (MISSING if isinstance(part, b.Fig) and part.missing else ""))
    strong = isinstance(part, b.Text) and part.strong
    return format_html("<strong>{}</strong>", words) if strong else words


class Sheet:
    """Writes each kind of block for paper."""

    def __init__(self, document: b.Document) -> None:
        self.entries = outline(document)
        self.kind = document.kind
        self.across = page_mm(document)
        self.snap = format_html('<div class="snap" data-top="{}"></div>', margins_mm(document)[0])
        self.writers: dict[type, Callable[..., SafeString]] = {
            b.Title: self.title, b.Heading: self.heading, b.Paragraph: self.paragraph,
            b.ListBlock: self.enumeration, b.Table: self.table, b.Chart: self.chart,
            b.Signature: self.signature, b.PageBreak: self.page_break,
            b.Contents: self.contents, b.FormTable: self.form, b.RedHead: self.red_head,
            b.Letter: self.letter, b.Addressee: self.addressee,
            b.Attachments: self.attachments, b.Annex: self.annex, b.Imprint: self.imprint,
            b.Code: code_markup,
        }  # fmt: skip

    def block(self, place: int, block: b.Block) -> SafeString:
        """One block's markup."""
        self.anchor = self.entries[place].anchor if place in self.entries else ""
        return self.writers[type(block)](block)

    def title(self, block: b.Title) -> SafeString:
        note = (
            format_html('<div class="title-note">{}</div>', broken(block.note))
            if block.note
            else ""
        )
        lines = broken(in_lines("\n".join(block.lines)))
        return format_html(
            '<h1 class="title">{}</h1>{}<div class="blank"></div>{}', lines, note, self.snap
        )

    def heading(self, block: b.Heading) -> SafeString:
        tag = f"h{block.level + 1}"
        return format_html(
            '<{} class="h h{}" id="{}">{}</{}>', tag, block.level, self.anchor, block.text, tag
        )

    def paragraph(self, block: b.Paragraph) -> SafeString:
        css = block.align if block.align != "justify" else "" if block.indent else "flat"
        css += " close" if block.close else ""
        return format_html('<p class="{}">{}</p>', css, plain(block.content))

    def enumeration(self, block: b.ListBlock) -> SafeString:
        return joined(
            format_html("<p>{}{}</p>", f"{n}. " if block.ordered else "", plain(item))
            for n, item in enumerate(block.items, 1)
        )

    def table(self, block: b.Table) -> SafeString:
        sides = [SIDES[align] for align in block.align]
        head = format_html_join("", "<th>{}</th>", ((plain(cell),) for cell in block.head))
        rows = joined(
            format_html(
                "<tr>{}</tr>",
                format_html_join(
                    "",
                    '<td class="{}">{}</td>',
                    ((side, plain(cell)) for side, cell in zip(sides, row, strict=True)),
                ),
            )
            for row in block.rows
        )
        caption = format_html("<caption>{}</caption>", block.caption) if block.caption else ""
        return format_html(
            "<table>{}{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}",
            caption,
            columns(fitted(block, self.across)),
            head,
            rows,
            self.snap,
        )

    def chart(self, block: b.Chart) -> SafeString:
        return format_html('<div class="chart">{}</div>{}', chart_html(block), self.snap)

    def signature(self, block: b.Signature) -> SafeString:
        day = b.cn_date(block.date)
        css, margin = "signature", 2.0
        if block.sealed:
            # 7.3.5.1: the date ends four characters in, the office is centred above it
            css, margin = "signature sealed", 4 - max(ems(block.office) - ems(day), 0) / 2
        contact = (
            format_html('<p class="contact">（{}）</p>', block.contact) if block.contact else ""
        )
        return format_html(
            '<div class="{}"><div style="margin-right:{}em"><div>{}</div>'
            '<div class="day">{}</div></div></div>{}',
            css,
            max(margin, 0),
            block.office,
            day,
            contact,
        )

    def page_break(self, block: b.PageBreak) -> SafeString:
        return mark_safe('<div class="break"></div>')

    def contents(self, block: b.Contents) -> SafeString:
        lines = format_html_join(
            "",
            '<a class="l{}" href="#{}">{}</a>',
            (
                (entry.level, entry.anchor, entry.text)
                for entry in self.entries.values()
                if entry.level <= block.depth
            ),
        )
        return format_html(
            '<div class="toc"><div class="title">{}</div><div class="blank"></div>{}{}</div>',
            block.title,
            self.snap,
            lines,
        )

    def form(self, block: b.FormTable) -> SafeString:
        lines = broken(in_lines(block.title))
        title = format_html('<h1 class="title">{}</h1>', lines) if lines else ""
        sub = (
            format_html(
                '<div class="sub"><span>{}</span><span>{}</span></div>', block.left, block.right
            )
            if block.left or block.right
            else ""
        )
        rows = joined(
            format_html("<tr>{}</tr>", joined(form_cell(cell) for cell in row))
            for row in block.rows
        )
        return format_html(
            '{}{}<table class="form">{}<tbody>{}</tbody></table>{}',
            title,
            sub,
            columns(shares(block.widths or form_widths(block))),
            rows,
            "" if self.kind == "form" else self.snap,
        )

    def red_head(self, block: b.RedHead) -> SafeString:
        number = format_html('<div class="number">{}</div>', block.number)
        if block.issuer:
            number = format_html(
                '<div class="number"><div class="issued"><span>{}</span>'
                "<span>签发人：<b>{}</b></span></div></div>",
                block.number,
                block.issuer,
            )
        return format_html(
            '<div class="redhead"><div class="office red" style="font-size:{}pt">{}</div>{}'
            '<div class="redline"></div></div><div class="blank"></div>'
            '<div class="blank"></div>{}',
            fitting(block.office, *RED_HEAD_PT),
            block.office,
            number,
            self.snap,
        )

    def letter(self, block: b.Letter) -> SafeString:
        mark = (
            format_html('<div class="mark">{} 类</div>', block.class_mark)
            if block.class_mark
            else ""
        )
        issuer = format_html("　签发人：<b>{}</b>", block.issuer) if block.issuer else mark_safe("")
        return format_html(
            '<div class="letter">{}<div class="office red" style="font-size:{}pt">{}<div></div>'
            '</div><div class="foot"></div><div class="number issued">{}{}</div></div>'
            '<div class="blank"></div><div class="blank"></div>{}',
            mark,
            fitting(block.office, *LETTER_PT),
            block.office,
            block.number,
            issuer,
            self.snap,
        )

    def addressee(self, block: b.Addressee) -> SafeString:
        return format_html('<p class="flat">{}</p>', block.text)

    def attachments(self, block: b.Attachments) -> SafeString:
        several = len(block.items) > 1
        lines = attachment_lines(block)
        return format_html(
            '<div class="files">{}</div>',
            format_html_join(
                "",
                '<p class="{}">{}</p>',
                (
                    (("several first" if n == 0 else "several") if several else "", line.lstrip())
                    for n, line in enumerate(lines)
                ),
            ),
        )

    def annex(self, block: b.Annex) -> SafeString:
        return format_html(
            '<div class="annex">{}</div><div class="blank"></div>'
            '<h1 class="title annex-title" id="{}">{}</h1><div class="blank"></div>{}',
            block.label,
            self.anchor,
            broken(in_lines(block.title)),
            self.snap,
        )

    def imprint(self, block: b.Imprint) -> SafeString:
        copies = (
            format_html('<span class="copies">抄送：{}。</span>', block.copies_to.rstrip("。"))
            if block.copies_to
            else ""
        )
        if block.made is None:
            return format_html('<div class="imprint imprint-letter">{}</div>', copies)
        made = format_html('<span class="made"><span>{}</span><span>{}</span></span>', *block.made)
        return format_html('<div class="imprint">{}{}</div>', copies, made)


def columns(parts: Sequence[float]) -> SafeString:
    """Column widths, given as parts of one, in percent."""
    return format_html_join(
        "", '<col style="width:{}%">', ((round(part * 100, 2),) for part in parts)
    )


def form_cell(cell: b.Cell) -> SafeString:
    """A cell of an official form."""
    spans = format_html_join(
        "",
        ' {}="{}"',
        ((n, v) for n, v in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if v > 1),
    )
    words = plain(cell.content)
    if cell.label:
        return format_html("<th{}>{}</th>", spans, words)
    side = {"left": "l", "center": "c", "right": "r"}.get(cell.align, "")
    sign = format_html('<span class="seal">{}</span>', cell.sign) if cell.sign else ""
    if cell.tall and cell.sign:
        words = format_html('<div class="said">{}</div>', words)
    return format_html(
        '<td{} class="{}">{}{}</td>', spans, f"{side} tall".strip() if cell.tall else side,
        words, sign,
    )  # fmt: skip
