"""The measures and marks of official paper that python-docx has no method for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as WordFile
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from renda.core.paper.blocks import Document
from renda.core.paper.measures import margins_mm, shares
from renda.core.paper.outline import Entry
from renda.core.text import without_control_signs

PITCH_PT = 28.95
GRID_TWIPS = 579
TRACKING_TWENTIETHS = -5
CHARACTER_PT = 15.79
LATIN = "Times New Roman"
HEADINGS = {1: "黑体", 2: "楷体_GB2312", 3: "仿宋_GB2312", 4: "仿宋_GB2312"}
CELL_PT, CELL_PITCH_PT = 12, 18
# the schema's order: what must stand behind the elements that python-docx has no method for
AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")
AFTER_FRAME = ("w:widowControl", "w:numPr", "w:suppressLineNumbers", "w:pBdr", *AFTER_BORDERS)
AFTER_GRID = ("w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")
CELL_ROOM_TWIPS = {"top": 60, "left": 80, "bottom": 60, "right": 80}
SIGNED_PT, SIGNED_TALL_PT = 4, 30
ALIGNED = {"left": ALIGN.LEFT, "right": ALIGN.RIGHT, "justify": ALIGN.JUSTIFY}


@dataclass(frozen=True)
class CellText:
    """What stands in a table's cell; line ends begin paragraphs, a signed cell's last is right."""

    text: str
    font: str = ""
    align: str = "center"
    colspan: int = 1
    rowspan: int = 1
    tall: bool = False
    signed: bool = False


def element(name: str, /, **attributes: object) -> BaseOxmlElement:
    """An element of WordprocessingML."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def set_fonts(properties: BaseOxmlElement, chinese: str, latin: str = LATIN) -> None:
    """Name the fonts of a run or style; Word takes Chinese type from ``eastAsia``."""
    fonts = properties.get_or_add_rFonts()
    for key in [key for key in fonts.attrib if "Theme" in key]:
        del fonts.attrib[key]
    for key, name in (("ascii", latin), ("hAnsi", latin), ("eastAsia", chinese), ("cs", latin)):
        fonts.set(qn(f"w:{key}"), name)
    fonts.set(qn("w:hint"), "eastAsia")


def set_page(file: WordFile, document: Document) -> None:
    """A4 with the document's margins and a grid of 22 lines."""
    section = file.sections[0]
    width, height = (297, 210) if document.landscape else (210, 297)
    top, right, bottom, left = margins_mm(document)
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.footer_distance = Mm(bottom - 9)
    properties = section._sectPr
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    properties.append(element("w:docGrid", type="lines", linePitch=GRID_TWIPS))


def set_styles(file: WordFile) -> None:
    """Body 仿宋 16 pt on exact lines, titles 小标宋 22 pt, headings 黑体, 楷体, 仿宋."""
    normal = file.styles["Normal"]
    normal.font.size = Pt(16)
    properties = normal.element.get_or_add_rPr()
    set_fonts(properties, "仿宋_GB2312")
    properties.insert_element_before(element("w:spacing", val=TRACKING_TWENTIETHS), *AFTER_SPACING)
    body = normal.paragraph_format
    body.alignment = ALIGN.JUSTIFY
    body.space_before = body.space_after = Pt(0)
    body.line_spacing_rule, body.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(PITCH_PT)
    body.widow_control = False
    for name in (
        "w:autoSpaceDE",
        "w:autoSpaceDN",
    ):  # 28 characters a line, digits among them or not
        normal.element.get_or_add_pPr().insert_element_before(element(name, val=0), *AFTER_GRID)
    _restyle(file, "Title", "方正小标宋简体", 22)
    file.styles["Title"].paragraph_format.line_spacing = Pt(38.6)
    for level, font in HEADINGS.items():
        _restyle(file, f"Heading {level}", font, 16)
        _indent(file.styles[f"Heading {level}"].element.get_or_add_pPr())


def _restyle(file: WordFile, name: str, font: str, size: float) -> None:
    style = file.styles[name]
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    properties = style.element.get_or_add_rPr()
    for tag in ("w:color", "w:spacing", "w:kern"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    set_fonts(properties, font)
    for border in list(style.element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.keep_with_next = True


def set_footers(file: WordFile, *, numbered_first: bool) -> None:
    """Page numbers — 1 — in 宋体 14 pt: right on odd pages, left on even ones."""
    section = file.sections[0]
    file.settings.odd_and_even_pages_header_footer = True
    section.different_first_page_header_footer = not numbered_first
    for footer, align, side in (
        (section.footer, ALIGN.RIGHT, "right"),
        (section.even_page_footer, ALIGN.LEFT, "left"),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
        # LibreOffice knows only the second
        indent.set(qn(f"w:{side}Chars"), "100")
        indent.set(qn(f"w:{side}"), "280")
        add_run(paragraph, "— ", font="宋体", latin="宋体", size=14)
        for part in ("begin", "PAGE", "end"):
            run = add_run(paragraph, "", font="宋体", latin="宋体", size=14)
            if part == "PAGE":
                instruction = element("w:instrText")
                instruction.set(qn("xml:space"), "preserve")
                instruction.text = part
                run._r.append(instruction)
            else:
                run._r.append(element("w:fldChar", fldCharType=part))
        add_run(paragraph, " —", font="宋体", latin="宋体", size=14)


def add_run(
    paragraph: Paragraph, text: str, *, font: str = "", latin: str = LATIN, size: float = 0
) -> Run:
    """Text in a paragraph; line ends become line breaks, tabs stay tabs."""
    run = paragraph.add_run(without_control_signs(text))
    if font:
        set_fonts(run._r.get_or_add_rPr(), font, latin)
    if size:
        run.font.size = Pt(size)
    return run


def _indent(properties: BaseOxmlElement) -> None:
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), "632")


def indent_first(paragraph: Paragraph) -> None:
    """Indent the first line by two characters."""
    _indent(paragraph._p.get_or_add_pPr())


def indent_right(paragraph: Paragraph, characters: float) -> None:
    """Keep a number of characters free at the right."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:rightChars"), str(round(characters * 100)))
    indent.set(qn("w:right"), str(round(characters * CHARACTER_PT * 20)))


def right_tab(paragraph: Paragraph, width_mm: float, *, leader: bool = False) -> None:
    """A tab stop at the right edge, with dots for a table of contents."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(
        Mm(width_mm),
        WD_TAB_ALIGNMENT.RIGHT,
        WD_TAB_LEADER.MIDDLE_DOT if leader else WD_TAB_LEADER.SPACES,
    )


def bookmark(paragraph: Paragraph, number: int, anchor: str) -> None:
    """Name a paragraph so that the table of contents can refer to it."""
    start = element("w:bookmarkStart", id=number, name=_bookmark_name(anchor))
    paragraph._p.append(start)
    paragraph._p.append(element("w:bookmarkEnd", id=number))


def _bookmark_name(anchor: str) -> str:
    """Word allows letters, digits and underscores, forty at most."""
    return re.sub(r"\W", "_", f"_{anchor}")[:40]


def outline_level(paragraph: Paragraph, level: int) -> None:
    """Show a paragraph in Word's navigation pane."""
    paragraph._p.get_or_add_pPr().append(element("w:outlineLvl", val=level))


def contents_line(paragraph: Paragraph, entry: Entry, width_mm: float) -> None:
    """An entry of the table of contents; Word fills in the page number when it updates fields."""
    right_tab(paragraph, width_mm, leader=True)
    add_run(paragraph, "　" * 2 * (entry.level - 1) + entry.text + "\t")
    field = element("w:fldSimple", instr=f" PAGEREF {_bookmark_name(entry.anchor)} ", dirty="true")
    run = element("w:r")
    text = element("w:t")
    text.text = " "
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def stand_at(paragraph: Paragraph, left_mm: float, top_mm: float, width_mm: float) -> None:
    """Take a paragraph out of the text: it stands at a place of its page, and the text goes around."""
    _frame(paragraph, width_mm, hAnchor="page", vAnchor="page", x=_twips(left_mm), y=_twips(top_mm))


def stand_at_bottom(paragraph: Paragraph, width_mm: float) -> None:
    """Take a paragraph out of the text: it stands on the last line of its page."""
    _frame(paragraph, width_mm, hAnchor="margin", vAnchor="margin", xAlign="left", yAlign="bottom")


def _frame(paragraph: Paragraph, width_mm: float, **place: object) -> None:
    frame = element("w:framePr", w=_twips(width_mm), wrap="notBeside", **place)
    paragraph._p.get_or_add_pPr().insert_element_before(frame, *AFTER_FRAME)


def _twips(mm: float) -> int:
    return round(mm / 25.4 * 1440)


def line_below(
    paragraph: Paragraph, colour: str, eighths: int, kind: str = "single", *, space: int = 1
) -> None:
    """A line under a paragraph, its weight in eighths of a point, ``space`` points below the text."""
    _border(paragraph, "bottom", colour, eighths, kind, space)


def line_above(paragraph: Paragraph, colour: str, eighths: int) -> None:
    """A line over a paragraph."""
    _border(paragraph, "top", colour, eighths, "single", 1)


def _border(
    paragraph: Paragraph, side: str, colour: str, eighths: int, kind: str, space: int
) -> None:
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = element("w:pBdr")
        properties.insert_element_before(borders, *AFTER_BORDERS)
    borders.append(element(f"w:{side}", val=kind, sz=eighths, space=space, color=colour))


def add_table(
    file: WordFile,
    rows: Sequence[Sequence[CellText]],
    widths: Sequence[float],
    width_mm: float,
    *,
    heads: int = 0,
) -> None:
    """A bordered table with real column widths; the first ``heads`` rows repeat on every page."""
    columns_mm = [width_mm * share for share in shares(widths)]
    table = file.add_table(rows=len(rows), cols=len(widths))
    table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
    sides = element("w:tblCellMar")
    for side, room in CELL_ROOM_TWIPS.items():
        sides.append(element(f"w:{side}", w=room, type="dxa"))
    table._tbl.tblPr.insert_element_before(sides, "w:tblLook")
    for column, share in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), columns_mm, strict=True):
        column.set(qn("w:w"), str(_twips(share)))
    # asking python-docx for a cell goes through the whole table each time
    grid, columns = table._cells, len(widths)
    taken: set[tuple[int, int]] = set()
    for down, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(element("w:cantSplit"))
        if any(cell.tall for cell in cells):
            properties.append(element("w:trHeight", val=1680, hRule="atLeast"))
        if down < heads:
            properties.append(element("w:tblHeader"))
        across = 0
        for cell in cells:
            while (down, across) in taken:
                across += 1
            right, below = across + cell.colspan - 1, down + cell.rowspan - 1
            taken |= {(y, x) for y in range(down, below + 1) for x in range(across, right + 1)}
            place = grid[down * columns + across]
            if (right, below) != (across, down):
                place = place.merge(grid[below * columns + right])
            place.width = Mm(sum(columns_mm[across : right + 1]))
            place.vertical_alignment = VERTICAL.TOP if cell.tall else VERTICAL.CENTER
            _fill(place, cell)
            across = right + 1


def _fill(place: _Cell, cell: CellText) -> None:
    """Every line in a paragraph of its own, off the grid of the page's text."""
    lines = cell.text.split("\n")
    for number, text in enumerate(lines):
        paragraph = place.add_paragraph() if number else place.paragraphs[0]
        layout = paragraph.paragraph_format
        layout.line_spacing, align = Pt(CELL_PITCH_PT), cell.align
        if cell.signed and number == len(lines) - 1:
            layout.space_before, align = Pt(SIGNED_TALL_PT if cell.tall else SIGNED_PT), "right"
        paragraph.alignment = ALIGNED.get(align, ALIGN.CENTER)
        paragraph._p.get_or_add_pPr().insert_element_before(
            element("w:snapToGrid", val=0), *AFTER_GRID
        )
        add_run(paragraph, text, font=cell.font, size=CELL_PT)
