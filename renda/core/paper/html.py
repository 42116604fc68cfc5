"""A document on screen, in the classes of the theme; figures are chips that open their rows."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import segno
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from renda.core.paper import blocks as b
from renda.core.paper.charts import chart_html
from renda.core.paper.outline import outline

MISSING = "缺数"
ROWS_AT_MOST = 25
"""So many rows of a figure's table stand on a live screen."""
WORDS_AT_MOST = 1200
"""So many signs of a figure's listing stand on a live screen."""
SHADES = {"left": "text-start", "center": "text-center", "right": "text-end", "justify": ""}


def render_html(document: b.Document, *, live: bool = False) -> SafeString:
    """The document as a piece of a page; every word of it is escaped."""
    screen = Screen(document, live)
    return wrapped(
        document, (screen.block(place, block) for place, block in enumerate(document.blocks))
    )


def wrapped(document: b.Document, markup: Iterable[SafeString]) -> SafeString:
    """Blocks' markup in the class of the document's kind."""
    css = "sheet" if document.kind == "form" else "manuscript"
    return format_html('<div class="{}">{}</div>', css, joined(markup))


def joined(parts: Iterable[SafeString]) -> SafeString:
    """Pieces of markup one after the other."""
    return format_html_join("", "{}", ((part,) for part in parts))


def broken(text: str) -> SafeString:
    """Escaped text whose line ends are kept."""
    return mark_safe("<br>".join(conditional_escape(line) for line in text.split("\n")))


class Screen:
    """Writes each kind of block for a page of the application.

    ``elsewhere`` names the page of a heading that stands on another one, by its anchor.
    """

    def __init__(self, document: b.Document, live: bool) -> None:
        self.entries = outline(document)
        self.live = live
        self.elsewhere: dict[str, str] = {}
        self.writers: dict[type, Callable[..., SafeString]] = {
            b.Title: self.title, b.Paragraph: self.paragraph, b.ListBlock: self.enumeration,
            b.Table: self.table, b.Chart: self.chart, b.Signature: self.signature,
            b.PageBreak: self.page_break, b.Contents: self.contents, b.FormTable: self.form,
            b.RedHead: self.head, b.Letter: self.head, b.Addressee: self.addressee,
            b.Attachments: self.attachments, b.Imprint: self.imprint, b.Code: code_markup,
        }  # fmt: skip

    def block(self, place: int, block: b.Block) -> SafeString:
        """One block's markup."""
        if entry := self.entries.get(place):
            tag = f"h{entry.level + 1}"
            return format_html('<{} id="{}">{}</{}>', tag, entry.anchor, entry.text, tag)
        return self.writers[type(block)](block)

    def inlines(self, content: b.Inlines) -> SafeString:
        """Words, chips and links."""
        return joined(self.inline(part) for part in content)

    def inline(self, part: b.Inline) -> SafeString:
        """One inline; without ``live`` figures and links are plain words."""
        words = broken(part.text)
        if isinstance(part, b.Fig):
            return self.figure(part)
        if isinstance(part, b.Link) and self.live:
            return format_html('<a href="{}">{}</a>', part.href, words)
        if isinstance(part, b.Text) and part.strong:
            return format_html("<strong>{}</strong>", words)
        return words

    def figure(self, fig: b.Fig) -> SafeString:
        """A live number with its key and definition, or the mark of a missing one."""
        words = fig.text or (MISSING if fig.missing else "")
        if not self.live:
            return conditional_escape(words)
        if len(words) > WORDS_AT_MOST:
            words = f"{words[:WORDS_AT_MOST]}……（没有列完，点开看全部）"
        css, icon = "fig", mark_safe("")
        if fig.missing:
            css = "fig fig-missing"
            icon = mark_safe('<i class="bi bi-exclamation-triangle-fill" aria-hidden="true"></i> ')
        hint = "：".join(part for part in (fig.key, fig.note) if part)
        if fig.href:
            return format_html(
                '<a class="{}" href="{}" title="{}" data-figure="{}">{}{}</a>',
                css, fig.href, hint, fig.key, icon, words,
            )  # fmt: skip
        return format_html(
            '<span class="{}" title="{}" data-figure="{}">{}{}</span>',
            css, hint, fig.key, icon, words,
        )  # fmt: skip

    def title(self, block: b.Title) -> SafeString:
        lines = broken("\n".join(block.lines))
        note = (
            format_html('<div class="text-center">{}</div>', broken(block.note))
            if block.note
            else ""
        )
        return format_html('<h2 class="sheet-title">{}</h2>{}', lines, note)

    def paragraph(self, block: b.Paragraph) -> SafeString:
        words = self.inlines(block.content)
        if block.indent and block.align == "justify":
            return format_html("<p>{}</p>", words)
        return format_html('<div class="{}">{}</div>', SHADES[block.align], words)

    def enumeration(self, block: b.ListBlock) -> SafeString:
        items = (
            format_html("<p>{}{}</p>", f"{n}. " if block.ordered else "", self.inlines(item))
            for n, item in enumerate(block.items, 1)
        )
        return joined(items)

    def table(self, block: b.Table) -> SafeString:
        css = ["num" if align == "right" else SHADES[align] for align in block.align]
        head = format_html_join(
            "",
            '<th scope="col" class="{}">{}</th>',
            ((shade, self.inlines(cell)) for shade, cell in zip(css, block.head, strict=True)),
        )
        source = self.figure(block.source) if block.source and self.live else ""
        shown = block.rows[:ROWS_AT_MOST] if source else block.rows
        rows = joined(
            format_html(
                "<tr>{}</tr>",
                format_html_join(
                    "",
                    '<td class="{}">{}</td>',
                    ((shade, self.inlines(cell)) for shade, cell in zip(css, row, strict=True)),
                ),
            )
            for row in shown
        )
        caption = (
            format_html('<caption class="caption-top">{}{}</caption>', block.caption, source)
            if block.caption
            else ""
        )
        return format_html(
            '<div class="table-scroll" tabindex="0" role="group" aria-label="{}">'
            '<table class="table">{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>{}',
            block.caption or "表",
            caption,
            head,
            rows,
            self.rest(block) if len(shown) < len(block.rows) else "",
        )

    def rest(self, block: b.Table) -> SafeString:
        """Where the rows are that a live screen leaves out of a figure's table."""
        return format_html(
            '<div class="note">以上是前 {} 行，<a href="{}">看全部 {} 行</a></div>',
            ROWS_AT_MOST,
            block.source.href,
            len(block.rows),
        )

    def chart(self, block: b.Chart) -> SafeString:
        def said(place: int, words: str) -> str:
            """A value, which on a live screen opens its rows; one figure's many values define it once."""
            source = block.source(place)
            if source and place and len(block.sources) == 1:
                source = replace(source, note="")
            return self.figure(replace(source, text=words)) if source else words

        return chart_html(block, caption="caption-top", said=said)

    def signature(self, block: b.Signature) -> SafeString:
        contact = format_html("<div>（{}）</div>", block.contact) if block.contact else ""
        return format_html(
            '<div class="sign">{}<br>{}</div>{}', block.office, b.cn_date(block.date), contact
        )

    def page_break(self, block: b.PageBreak) -> SafeString:
        return mark_safe("<hr>")

    def contents(self, block: b.Contents) -> SafeString:
        items = (
            (
                "" if entry.level == 1 else "ps-4",
                self.elsewhere.get(entry.anchor, ""),
                entry.anchor,
                entry.text,
            )
            for entry in self.entries.values()
            if entry.level <= block.depth
        )
        return format_html(
            '<nav aria-label="{}"><ul class="list-unstyled">{}</ul></nav>',
            block.title,
            format_html_join("", '<li class="{}"><a href="{}#{}">{}</a></li>', items),
        )

    def form(self, block: b.FormTable) -> SafeString:
        title = (
            format_html('<h2 class="sheet-title">{}</h2>', broken(block.title))
            if block.title
            else ""
        )
        sub = (
            format_html(
                '<div class="sheet-sub"><span>{}</span><span>{}</span></div>',
                block.left,
                block.right,
            )
            if block.left or block.right
            else ""
        )
        rows = joined(
            format_html("<tr>{}</tr>", joined(self.form_cell(cell) for cell in row))
            for row in block.rows
        )
        return format_html(
            '{}{}<table class="paper-form"><tbody>{}</tbody></table>', title, sub, rows
        )

    def form_cell(self, cell: b.Cell) -> SafeString:
        """A cell of a form with what reaches over several columns or rows."""
        spans = format_html_join(
            "",
            ' {}="{}"',
            ((n, v) for n, v in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if v > 1),
        )
        words = self.inlines(cell.content)
        if cell.label:
            return format_html('<th scope="row"{}>{}</th>', spans, words)
        css = " ".join(
            part for part in ("tall" if cell.tall else "", SHADES.get(cell.align, "")) if part
        )
        sign = format_html('<span class="sign">{}</span>', cell.sign) if cell.sign else ""
        return format_html('<td{} class="{}">{}{}</td>', spans, css, words, sign)

    def head(self, block: b.RedHead | b.Letter) -> SafeString:
        marks = []
        if isinstance(block, b.Letter) and block.class_mark:
            marks.append(f"{block.class_mark} 类")
        if block.issuer:
            marks.append(f"签发人：{block.issuer}")
        return format_html(
            '<div class="sheet-title">{}</div>'
            '<div class="sheet-sub"><span>{}</span><span>{}</span></div>',
            block.office,
            block.number,
            "　".join(marks),
        )

    def addressee(self, block: b.Addressee) -> SafeString:
        return format_html("<div>{}</div>", block.text)

    def attachments(self, block: b.Attachments) -> SafeString:
        return joined(format_html("<p>{}</p>", line) for line in attachment_lines(block))

    def imprint(self, block: b.Imprint) -> SafeString:
        copies = format_html("<div>抄送：{}。</div>", block.copies_to) if block.copies_to else ""
        if block.made is None:
            return copies
        made = format_html(
            '<div class="sheet-sub"><span>{}</span><span>{}</span></div>', *block.made
        )
        return format_html("<hr>{}{}", copies, made)


def code_markup(block: b.Code) -> SafeString:
    """The square code as a drawing with its caption, the same on screen and on paper."""
    drawing = segno.make(block.url, error="m").svg_inline(
        scale=3, border=0, svgclass=None, lineclass=None, omitsize=True, title=block.caption
    )
    return format_html(
        '<div class="paper-code">{}<div>{}</div></div>', mark_safe(drawing), block.caption
    )


def attachment_lines(block: b.Attachments) -> list[str]:
    """附件说明 line by line: numbered when there are several."""
    if len(block.items) == 1:
        return [f"附件：{block.items[0]}"]
    return [
        f"{'附件：' if n == 1 else '　　　'}{n}. {item}" for n, item in enumerate(block.items, 1)
    ]
