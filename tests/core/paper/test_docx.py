"""The Word file: its words, the grid and fonts of the standard, and that it repeats."""

import io

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from renda.core.paper import render_docx
from renda.core.paper.blocks import (
    Contents,
    Document,
    Fig,
    Link,
    PageBreak,
    Paragraph,
    Signature,
    Table,
    Title,
)
from tests.core.paper import samples


def opened(document: Document):
    return docx.Document(io.BytesIO(render_docx(document)))


def test_the_end_of_a_letter_stays_with_its_text_as_in_print():
    """``break-before: avoid`` of the PDF: the last line of the text, the name, the day, the contact."""
    lines = opened(samples.reply()).paragraphs
    kept = [bool(line.paragraph_format.keep_with_next) for line in lines]
    texts = [line.text for line in lines]
    contact = texts.index("（联系人：何敏，0570-0000127）")

    assert texts[contact - 2 : contact] == ["练溪镇村镇建设办公室", "2025年5月20日"]
    attached = texts.index("感谢您对集镇建设的关心。") + 2
    assert texts[attached].startswith("附件")
    assert kept[attached : contact + 1] == [True] * (contact - attached) + [False]
    assert not any(kept[: attached - 1])
    assert not any(kept[contact + 1 :])


def test_a_note_and_who_signs_stay_with_the_last_row_of_the_table_above_as_in_print():
    table = Table(["项目", "件"], [["修路", "1"], ["修桥", "2"]])
    for below in (Paragraph("注：全部", close=True), Signature("主席团", samples.CREATED)):
        file = opened(Document("表", [table, below], created=samples.CREATED))
        rows = [
            [p.paragraph_format.keep_with_next for cell in row.cells for p in cell.paragraphs]
            for row in file.tables[0].rows
        ]
        assert rows == [[None, None], [None, None], [True, True]]

    note = opened(Document("表", [Paragraph("注", close=True)], created=samples.CREATED)).paragraphs
    assert [line.paragraph_format.keep_together for line in note] == [True]


@pytest.fixture(scope="module")
def report():
    return opened(samples.report(chapters=2, rows=3))


def test_a_titles_note_is_broken_where_it_says():
    file = opened(Document("决议", [Title("决议", note="（一\n二）")], created=samples.CREATED))

    assert [line.text for line in file.paragraphs] == ["决议", "（一", "二）", ""]


def test_page_has_the_grid_of_22_lines(report):
    section = report.sections[0]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(margin.mm) for margin in margins] == [37, 26, 35, 28]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    body = report.styles["Normal"]
    assert body.paragraph_format.line_spacing == Pt(28.95)
    assert body.font.size == Pt(16)
    assert 22 * 28.95 <= (297 - 37 - 35) / 25.4 * 72


def test_styles_name_the_fonts_that_offices_own(report):
    fonts = {
        name: report.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3")
    }
    assert fonts == {
        "Normal": "仿宋_GB2312",
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
        "Heading 3": "仿宋_GB2312",
    }


def test_page_numbers_differ_on_odd_and_even_pages(report):
    section = report.sections[0]
    assert report.settings.odd_and_even_pages_header_footer is True
    for footer, align in ((section.footer, 2), (section.even_page_footer, 0)):
        paragraph = footer.paragraphs[0]
        assert paragraph.alignment == align
        assert [e.text for e in paragraph._p.iter(qn("w:instrText"))] == ["PAGE"]
        assert paragraph.text == "—  —"


def test_words_are_those_of_the_document(report):
    texts = [paragraph.text for paragraph in report.paragraphs]
    assert texts[:3] == [
        "练溪镇第十四届人民代表大会主席团",
        "2025年工作报告",
        "（2026年1月5日镇人大主席团会议通过）",
    ]
    assert [p.text for p in report.paragraphs if p.style.name == "Heading 1"] == [
        "1、推动代表建议落地见效",
        "2、推动代表建议落地见效",
    ]
    assert "附件：1. 2025年度指标一览表" in texts
    assert texts[-1] == "　练溪镇人大主席团办公室\t2026年1月5日印发　"


def test_a_letters_imprint_is_its_copies_without_lines():
    last = opened(samples.reply()).paragraphs[-1]
    assert last.text == "　抄送：镇人大主席团，镇政府办公室。"
    assert last._p.pPr.find(qn("w:pBdr")) is None
    decree = opened(samples.decree()).paragraphs[-1]
    assert decree._p.pPr.find(qn("w:pBdr")) is not None


def test_a_letter_has_its_office_and_red_lines_where_the_standard_puts_them():
    """GB/T 9704-2012, 10.1: the office 30 mm from the top, two red lines of 170 mm, one 20 mm from the foot."""
    lines = opened(samples.reply()).paragraphs
    placed = {
        line.text: (frame, line._p.pPr.find(f"{qn('w:pBdr')}/{qn('w:bottom')}"))
        for line in lines
        if (frame := line._p.pPr.find(qn("w:framePr"))) is not None
    }
    assert list(placed) == [
        "B 类",
        "练溪镇村镇建设办公室",
        "",
        "　抄送：镇人大主席团，镇政府办公室。",
    ]
    office, below = placed["练溪镇村镇建设办公室"]
    foot, last = placed[""]
    assert [_mm(office, side) for side in "xyw"] == [20, 30, 170]
    assert [_mm(foot, side) for side in "xyw"] == [20, 275, 170]
    assert [
        (line.get(qn("w:val")), line.get(qn("w:color")), line.get(qn("w:sz")))
        for line in (below, last)
    ] == [("thickThinSmallGap", "D7000F", "24"), ("thinThickSmallGap", "D7000F", "24")]
    assert placed["　抄送：镇人大主席团，镇政府办公室。"][0].get(qn("w:yAlign")) == "bottom"
    assert next(line.text for line in lines if line._p.pPr.find(qn("w:framePr")) is None) == (
        "练村建函〔2025〕3号　签发人：蒋文斌"
    )


def _mm(frame, side) -> int:
    return round(int(frame.get(qn(f"w:{side}"))) / 1440 * 25.4)


def test_figures_and_links_are_plain_words():
    content = [
        "共",
        Fig("a.b", "6", "/f/"),
        "件，",
        Fig("a.c", "", "/m/", missing=True),
        Link("册", "/l/"),
    ]
    file = opened(Document("文件", [Paragraph(content)], created=samples.CREATED))
    paragraph = file.paragraphs[0]
    assert paragraph.text == "共6件，缺数册"
    assert paragraph.hyperlinks == []
    assert paragraph._p.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_tables_have_real_widths_and_repeat_their_head():
    rows = [[1, "关于道路硬化的建议"], [2, "关于管网改造的建议"]]
    table = opened(
        Document("文件", [Table(["序号", "标题"], rows, widths=[1, 3])], created=samples.CREATED)
    ).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "标题"],
        ["1", "关于道路硬化的建议"],
        ["2", "关于管网改造的建议"],
    ]
    assert [round(cell.width.mm) for cell in table.rows[1].cells] == [39, 117]
    grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
    assert sum(grid) == pytest.approx(Mm(156).twips, abs=2)
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, False, False]


def test_contents_refer_to_the_bookmarks_of_the_headings(report):
    marks = [mark.get(qn("w:name")) for mark in report.element.iter(qn("w:bookmarkStart"))]
    fields = [field.get(qn("w:instr")) for field in report.element.iter(qn("w:fldSimple"))]
    assert len(fields) == 5
    assert [field.split()[1] in marks for field in fields] == [True] * 5


def test_breaks_that_meet_begin_one_page():
    table = Table(["序号"], [[1]])
    blocks = [Contents(), PageBreak(), Paragraph("正文"), PageBreak(), table, Paragraph("尾")]
    file = opened(Document("文件", blocks, created=samples.CREATED))
    breaks = [p.text for p in file.paragraphs if p.paragraph_format.page_break_before]
    assert breaks == ["正文", ""]


def test_form_cells_are_merged():
    table = opened(samples.form()).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == [
        "标题",
        *["关于对集镇五雷街道路硬化及雨污管网改造的建议"] * 5,
    ]
    assert len(table.rows[0]._tr.tc_lst) == 2
    assert table.rows[-1].cells[1].text == "一事一件，予以受理。\n周玉兰　2025年1月21日"


def test_a_form_is_as_close_as_in_print_and_its_labels_stand_on_one_line():
    """Four characters of a narrow label column, off the grid of 22 lines; the table as wide as the text."""
    file = opened(samples.form())
    section, table = file.sections[0], file.tables[0]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(margin.mm) for margin in margins] == [22, 26, 22, 28]
    for cell in table.rows[1].cells:
        (paragraph,) = cell.paragraphs
        assert paragraph._p.pPr.find(qn("w:snapToGrid")).get(qn("w:val")) == "0"
        assert paragraph.paragraph_format.line_spacing == Pt(18)
    sides = table._tbl.tblPr.find(qn("w:tblCellMar"))
    room = sum(int(sides.find(qn(f"w:{side}")).get(qn("w:w"))) for side in ("left", "right"))
    assert Mm(156 * 0.13).twips - room >= 4 * 12 * 20
    spaces = file.styles["Normal"].element.pPr
    assert [spaces.find(qn(f"w:autoSpace{kind}")).get(qn("w:val")) for kind in ("DE", "DN")] == [
        "0", "0",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["report", "reply", "decree", "form"])
def test_same_document_gives_the_same_bytes(name):
    document = getattr(samples, name)()
    assert render_docx(document) == render_docx(document)


def test_file_says_what_it_is(report):
    properties = report.core_properties
    assert properties.title == "练溪镇人大主席团2025年工作报告"
    assert properties.author == "练溪镇人大主席团"
    assert properties.created.isoformat() == "2026-01-05T00:00:00+00:00"


def test_words_pasted_with_control_signs_print_without_them():
    file = opened(Document("说明", [Paragraph("第一行\x0b第二行\x00完")], created=samples.CREATED))

    assert [p.text for p in file.paragraphs if p.text] == ["第一行\n第二行完"]
