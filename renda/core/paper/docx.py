"""A document as a Word file in the layout of GB/T 9704-2012, set in the office's own fonts.

Word has no way to be told "28 characters": the page gets a grid of 22 lines, type of 16 pt drawn
together by 0.25 pt, and exact line heights.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import docx
import segno
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from renda.core.paper import blocks as b
from renda.core.paper import word
from renda.core.paper.charts import number
from renda.core.paper.html import MISSING, attachment_lines
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
)
from renda.core.paper.outline import outline

ALIGNED = {
    "justify": ALIGN.JUSTIFY,
    "left": ALIGN.LEFT,
    "center": ALIGN.CENTER,
    "right": ALIGN.RIGHT,
}
RED_SIGNS = "D7000F"
RED = RGBColor.from_string(RED_SIGNS)
# GB/T 9704—2012, 信函格式: (from the left, the top, width) in millimetres; points below
LETTER_OFFICE, LETTER_FOOT = (20, 30, 170), (20, 275, 170)
LETTER_MARK_TOP, LETTER_RULE_BELOW = 17, 2
BAR = 24  # the longest bar of a chart in block characters


def render_docx(document: b.Document) -> bytes:
    """The document as a Word file, byte for byte the same for the same document."""
    writer = Writer(document)
    for place, block in enumerate(document.blocks):
        writer.block(place, block)
    buffer = io.BytesIO()
    writer.file.save(buffer)
    return _without_clock(buffer.getvalue(), document)


def _without_clock(content: bytes, document: b.Document) -> bytes:
    """The same package with the document's own date on every part."""
    target = io.BytesIO()
    day = document.created
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(target, "w") as kept:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            kept.writestr(entry, given.read(name))
    return target.getvalue()


class Writer:
    """Adds each kind of block to a Word file."""

    def __init__(self, document: b.Document) -> None:
        self.document = document
        self.entries = outline(document)
        self.breaking = False
        self.file: WordFile = docx.Document()
        self.width, self.left = page_mm(document), margins_mm(document)[3]
        word.set_page(self.file, document)
        word.set_styles(self.file)
        word.set_footers(self.file, numbered_first=document.kind != "letter")
        if document.landscape:
            self.file.sections[0].orientation = WD_ORIENT.LANDSCAPE
        self._describe()
        self.writers: dict[type, Callable[..., None]] = {
            b.Title: self.title, b.Heading: self.heading, b.Paragraph: self.paragraph,
            b.ListBlock: self.enumeration, b.Table: self.table, b.Chart: self.chart,
            b.Signature: self.signature, b.PageBreak: self.page_break,
            b.Contents: self.contents, b.FormTable: self.form, b.RedHead: self.red_head,
            b.Letter: self.letter, b.Addressee: self.addressee,
            b.Attachments: self.attachments, b.Annex: self.annex, b.Imprint: self.imprint,
            b.Code: self.code,
        }  # fmt: skip

    def block(self, place: int, block: b.Block) -> None:
        """Add one block."""
        self.place = place
        self.writers[type(block)](block)

    def _describe(self) -> None:
        day = self.document.created
        properties = self.file.core_properties
        properties.title, properties.author = self.document.title, self.document.author
        properties.last_modified_by = self.document.author
        properties.identifier = self.document.identifier
        properties.comments, properties.language, properties.revision = "", "zh-CN", 1
        properties.created = properties.modified = datetime(day.year, day.month, day.day)

    def line(
        self,
        text: str = "",
        *,
        align: str = "justify",
        font: str = "",
        size: float = 0,
        style: str | None = None,
    ) -> WordParagraph:
        """A paragraph without indent."""
        paragraph = self.file.add_paragraph(style=style)
        paragraph.alignment = ALIGNED[align]
        if self.breaking:
            paragraph.paragraph_format.page_break_before = True
            self.breaking = False
        if text:
            word.add_run(paragraph, text, font=font, size=size)
        return paragraph

    def words(self, paragraph: WordParagraph, content: b.Inlines) -> None:
        """Inlines as runs: figures and links are plain words."""
        for part in content:
            missing = isinstance(part, b.Fig) and part.missing
            strong = isinstance(part, b.Text) and part.strong
            word.add_run(
                paragraph, part.text or (MISSING if missing else ""), font="黑体" if strong else ""
            )

    def title(self, block: b.Title) -> None:
        for line in in_lines("\n".join(block.lines)).split("\n"):
            self.line(line, align="center", style="Title")
        if block.note:
            for line in block.note.split("\n"):
                self.line(line, align="center", font="楷体_GB2312")
        self.line()

    def heading(self, block: b.Heading) -> None:
        paragraph = self.line(block.text, style=f"Heading {block.level}")
        word.bookmark(paragraph, self.place, self.entries[self.place].anchor)

    def paragraph(self, block: b.Paragraph) -> None:
        ending = self.ending()
        paragraph = self.line(align=block.align)
        if block.indent and block.align == "justify":
            word.indent_first(paragraph)
        if block.close:
            paragraph.paragraph_format.keep_together = True
            for above in ending:
                above.paragraph_format.keep_with_next = True
        self.words(paragraph, block.content)

    def enumeration(self, block: b.ListBlock) -> None:
        for place, item in enumerate(block.items, 1):
            paragraph = self.line()
            word.indent_first(paragraph)
            if block.ordered:
                word.add_run(paragraph, f"{place}. ")
            self.words(paragraph, item)

    def table(self, block: b.Table) -> None:
        if block.caption:
            caption = self.line(block.caption, align="center", font="黑体", size=14)
            caption.paragraph_format.keep_with_next = True
        rows = [
            [word.CellText(b.plain(cell), "黑体", "center") for cell in block.head],
            *(
                [
                    word.CellText(_words(cell), "", align)
                    for cell, align in zip(row, block.align, strict=True)
                ]
                for row in block.rows
            ),
        ]
        self.grid(rows, fitted(block, self.width), heads=1)

    def grid(
        self, rows: list[list[word.CellText]], widths: Sequence[float], heads: int = 0
    ) -> None:
        """A bordered table; one that begins a page needs a paragraph to say so."""
        if self.breaking:
            self.line()
        word.add_table(self.file, rows, widths, self.width, heads=heads)

    def chart(self, block: b.Chart) -> None:
        """The chart's numbers as a table, one series also as a bar of block characters."""
        single = len(block.series) == 1
        top = max((value for one in block.series for value in one.values), default=0) or 1
        caption = f"{block.title}（单位：{block.unit}）" if block.unit else block.title
        head = ["", *((one.name or "数量") for one in block.series)]
        rows: list[list[b.Content]] = []
        for place, label in enumerate(block.labels):
            values = [one.values[place] for one in block.series]
            row: list[b.Content] = [label, *(number(value) for value in values)]
            if single:
                row.append("█" * max(round(values[0] / top * BAR), 1 if values[0] else 0))
            rows.append(row)
        if single:
            head.append("")
        self.table(
            b.Table(
                head,
                rows,
                caption=caption,
                widths=[2, *(1 for _ in block.series), *([5] if single else [])],
                align=["center"] * (len(block.series) + 1) + (["left"] if single else []),
            )
        )

    def signature(self, block: b.Signature) -> None:
        day = b.cn_date(block.date)
        office, date = ems(block.office), ems(day)
        kept = self.ending()
        kept += [self.line() for _ in range(2 if block.sealed else 1)]
        if block.sealed:
            rights = 4 - (office - date) / 2, 4.0
        elif office >= date + 2:
            rights = 2.0, 2 + office - date - 2
        else:
            rights = 2 + date + 2 - office, 2.0
        for text, right in zip((block.office, day), rights, strict=True):
            kept.append(self.line(text, align="right"))
            word.indent_right(kept[-1], max(right, 0))
        if block.contact:
            kept.append(self.line(f"（{block.contact}）"))
            word.indent_first(kept[-1])
        for paragraph in kept[
            :-1
        ]:  # as in print: no page holds the name, the day or the contact alone
            paragraph.paragraph_format.keep_with_next = True

    def ending(self) -> list[WordParagraph]:
        """The paragraph that was added last, or those of a table's last row; none where a page begins."""
        added = [] if self.breaking else list(self.file.iter_inner_content())
        if not added:
            return []
        last = added[-1]
        if isinstance(last, WordParagraph):
            return [last]
        return [paragraph for cell in last.rows[-1].cells for paragraph in cell.paragraphs]

    def page_break(self, block: b.PageBreak) -> None:
        self.breaking = True

    def contents(self, block: b.Contents) -> None:
        self.line(block.title, align="center", style="Title").style = "Title"
        self.line()
        for entry in self.entries.values():
            if entry.level <= block.depth:
                word.contents_line(self.line(align="left"), entry, self.width)
        self.page_break(b.PageBreak())

    def form(self, block: b.FormTable) -> None:
        if block.title:
            self.line(in_lines(block.title), align="center", style="Title")
        if block.left or block.right:
            paragraph = self.line(align="left")
            word.right_tab(paragraph, self.width)
            word.add_run(paragraph, f"{block.left}\t{block.right}", size=12)
        rows = [
            [
                word.CellText(
                    _words(cell.content) + (f"\n{cell.sign}" if cell.sign else ""),
                    "",
                    "center" if cell.label else cell.align or "left",
                    colspan=cell.colspan,
                    rowspan=cell.rowspan,
                    tall=cell.tall,
                    signed=bool(cell.sign),
                )
                for cell in row
            ]
            for row in block.rows
        ]
        self.grid(rows, block.widths or form_widths(block))

    def _red(self, text: str, room: tuple[float, float]) -> WordParagraph:
        paragraph = self.line(align="center")
        size = fitting(text, *room)
        word.add_run(paragraph, text, font="方正小标宋简体", size=size).font.color.rgb = RED
        paragraph.paragraph_format.line_spacing = Pt(max(size * 1.3, 28.95))
        return paragraph

    def red_head(self, block: b.RedHead) -> None:
        for _ in range(3):
            self.line()
        self._red(block.office, RED_HEAD_PT)
        self.line()
        self.line()
        number = self.line(align="left" if block.issuer else "center")
        if block.issuer:
            word.right_tab(number, self.width)
            word.add_run(number, f"　{block.number}\t签发人：")
            word.add_run(number, f"{block.issuer}　", font="楷体_GB2312")
        else:
            word.add_run(number, block.number)
        word.line_below(number, RED_SIGNS, 12)
        self.line()
        self.line()

    def letter(self, block: b.Letter) -> None:
        """The number begins the text; mark, office and red lines stand where the standard puts them."""
        number = self.line(block.number, align="right")
        if block.issuer:
            word.add_run(number, f"　签发人：{block.issuer}")
        if block.class_mark:
            mark = self.line(f"{block.class_mark} 类", align="right", font="黑体")
            word.stand_at(mark, self.left, LETTER_MARK_TOP, self.width)
        office = self._red(block.office, LETTER_PT)
        word.line_below(office, RED_SIGNS, 24, "thickThinSmallGap", space=LETTER_RULE_BELOW)
        word.stand_at(office, *LETTER_OFFICE)
        foot = self.line(size=1)
        foot.paragraph_format.line_spacing = Pt(1)
        word.line_below(foot, RED_SIGNS, 24, "thinThickSmallGap")
        word.stand_at(foot, *LETTER_FOOT)
        self.line()
        self.line()

    def addressee(self, block: b.Addressee) -> None:
        self.line(block.text)

    def attachments(self, block: b.Attachments) -> None:
        self.line()
        for text in attachment_lines(block):
            word.indent_first(self.line(text))

    def annex(self, block: b.Annex) -> None:
        self.breaking = True
        self.line(block.label, font="黑体")
        self.line()
        title = self.line(in_lines(block.title), align="center", style="Title")
        word.outline_level(title, 0)
        word.bookmark(title, self.place, self.entries[self.place].anchor)
        self.line()

    def imprint(self, block: b.Imprint) -> None:
        self.line()
        texts = [f"　抄送：{block.copies_to.rstrip('。')}。"] if block.copies_to else []
        if block.made:
            texts.append(f"　{block.made[0]}\t{block.made[1]}　")
        for place, text in enumerate(texts):
            paragraph = self.line(align="left")
            word.right_tab(paragraph, self.width)
            word.add_run(paragraph, text, size=14)
            if block.made is None:
                word.stand_at_bottom(paragraph, self.width)
                continue
            if place == 0:
                word.line_above(paragraph, "000000", 8)
            word.line_below(paragraph, "000000", 8 if place == len(texts) - 1 else 6)

    def code(self, block: b.Code) -> None:
        drawing = io.BytesIO()
        segno.make(block.url, error="m").save(drawing, kind="png", scale=4, border=0)
        drawing.seek(0)
        paragraph = self.line(align="right")
        paragraph.paragraph_format.line_spacing = 1.0
        paragraph.add_run().add_picture(drawing, width=Mm(26))
        self.line(block.caption, align="right", size=12)


def _words(content: Iterable[b.Inline]) -> str:
    return "".join(
        part.text or (MISSING if isinstance(part, b.Fig) and part.missing else "")
        for part in content
    )
