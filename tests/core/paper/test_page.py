"""The page of GB/T 9704-2012, measured in the PDF itself."""

import re
from datetime import date

import pytest

from renda.core.paper import render_pdf
from renda.core.paper.blocks import (
    Cell,
    Contents,
    Document,
    FormTable,
    Heading,
    PageBreak,
    Paragraph,
    Signature,
    Table,
    Title,
)
from tests.core.paper import samples
from tests.core.paper.reading import Page, read_pages

PITCH = 28.95 / 72 * 25.4
pytestmark = pytest.mark.usefixtures("fonts")


def printed(*blocks, **options) -> list[Page]:
    return read_pages(render_pdf(Document("文件", blocks, created=samples.CREATED, **options)))


def off_grid(page: Page, size: float = 16) -> list[str]:
    """Lines of body type that don't stand on one of the page's 22 lines."""
    places = [(line, (line.middle - 37) / PITCH - 0.5) for line in page.lines if line.size == size]
    return [line.text for line, place in places if abs(place - round(place)) > 0.03]


@pytest.fixture(scope="module")
def han_pages() -> list[Page]:
    return read_pages(render_pdf(samples.pure_han(3)))


def test_page_holds_22_lines_of_28_characters(han_pages):
    assert [[len(line.text) for line in page.lines] for page in han_pages] == [[28] * 22] * 3


def test_type_area_keeps_the_margins_of_the_standard(han_pages):
    for page in han_pages:
        top = page.lines[0].middle - PITCH / 2
        bottom = page.lines[-1].middle + PITCH / 2
        assert top == pytest.approx(37, abs=0.2)
        assert bottom == pytest.approx(297 - 35, abs=0.5)
        assert {round(line.left, 1) for line in page.lines} == {28.0}
        assert max(line.right for line in page.lines) == pytest.approx(210 - 26, abs=0.3)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(han_pages):
    feet = [page.foot for page in han_pages]
    assert [[line.text for line in foot] for foot in feet] == [["—1—"], ["—2—"], ["—3—"]]
    one_character = 14 / 72 * 25.4
    for odd in (feet[0][0], feet[2][0]):
        assert odd.right == pytest.approx(184 - one_character, abs=0.3)
    assert feet[1][0].left == pytest.approx(28 + one_character, abs=0.3)
    assert {round(foot[0].size) for foot in feet} == {14}
    assert {round(foot[0].middle - 262) for foot in feet} == {7}


def test_rare_characters_do_not_cost_a_line():
    page = printed(Paragraph((samples.RARE + "镕喆堃祎屾𬭎") * 60, indent=False))[0]
    assert len(page.lines) == 22
    assert off_grid(page) == []
    assert {char for line in page.lines for char in line.text} >= set("镕喆堃祎屾𬭎")


def test_lines_are_filled_to_the_right_edge_but_for_the_last():
    lines = [line for page in printed(Paragraph(samples.MIXED * 8)) for line in page.lines]
    assert {round(line.right) for line in lines[:-1]} == {184}
    assert lines[-1].right < 180


def test_no_line_begins_with_closing_or_ends_with_opening_punctuation():
    text = "“代表（镇级）”，《办法》、（县级）；实到：五十八人。" * 80
    lines = [line.text for page in printed(Paragraph(text)) for line in page.lines]
    assert len(lines) > 60
    assert [line for line in lines if re.match("[，。、；：？！）》”]", line)] == []
    assert [line for line in lines if re.search("[（《“]$", line)] == []


def test_body_returns_to_the_grid_below_titles_and_tables():
    rows = [[n, "关于对集镇五雷街道路硬化及雨污管网改造的建议" * (1 + n % 2)] for n in range(1, 8)]
    pages = printed(
        Title("一行标题"),
        Paragraph(samples.HAN),
        Title(["两行标题之一", "两行标题之二"], note="（会议通过）"),
        Paragraph(samples.HAN),
        Table(["序号", "标题"], rows, widths=[1, 5]),
        Paragraph(samples.HAN * 20),
    )
    assert len(pages) == 3
    assert [off_grid(page) for page in pages] == [[], [], []]
    assert len(pages[1].lines) >= 20


def test_report_stands_on_the_grid_on_every_page():
    pages = read_pages(render_pdf(samples.report()))
    assert [off_grid(page) for page in pages] == [[]] * len(pages)


def test_breaks_that_meet_begin_one_page():
    pages = printed(Contents(), PageBreak(), Heading(1, "一、会议"), Paragraph(samples.HAN))
    assert [page.lines[0].text for page in pages] == ["目录", "一、会议"]


def test_long_latin_words_stay_inside_their_column():
    key = "supervision.findings_closed_on_time_by_unit"
    page = printed(Table(["序号", "指标"], [[key, "甲"], ["1", key * 3]], widths=[1, 3]))[0]
    assert max(line.right for line in page.lines) < 184


def test_headings_keep_the_text_that_follows():
    blocks = []
    for number in range(40):
        blocks += [Heading(1, f"{number}、标题"), Paragraph(samples.HAN[: 20 + number % 7 * 9])]
    pages = printed(*blocks)
    assert len(pages) == 6
    assert sum(line.text.endswith("标题") for page in pages for line in page.lines) == 40
    assert [page.lines[-1].text for page in pages if page.lines[-1].text.endswith("标题")] == []


@pytest.mark.parametrize("lines", range(15, 22))
def test_a_tables_title_stands_over_its_first_row(lines):
    table = Table(["项目"], [["修路"]], caption="民生实事项目")

    pages = printed(*[Paragraph("一行文字")] * lines, table)

    found = [(number, line.text) for number, page in enumerate(pages) for line in page.lines]
    title, head, row = [(n, t) for n, t in found if t in {"民生实事项目", "项目", "修路"}]
    assert [t for _, t in (title, head, row)] == ["民生实事项目", "项目", "修路"]
    assert title[0] == head[0] == row[0]


def test_landscape_page_turns_the_type_area():
    page = printed(Paragraph(samples.HAN * 30, indent=False), landscape=True)[0]
    first = page.lines[0]
    assert (round(first.left), round(first.middle - PITCH / 2)) == (37, 28)
    assert len(page.lines) == 15


def test_letter_has_no_number_on_its_first_page():
    pages = read_pages(render_pdf(samples.reply()))
    assert [[line.text for line in page.foot] for page in pages] == [[], ["—2—"]]
    head, *_ = [line for line in pages[0].lines if line.text == "练溪镇村镇建设办公室"]
    assert head.middle - head.size * 25.4 / 72 / 2 == pytest.approx(30, abs=1)


def test_signature_stands_as_the_standard_says():
    pages = printed(Paragraph(samples.HAN), samples.Signature("练溪镇人大主席团", samples.CREATED))
    office, day = pages[0].lines[-2:]
    em = 16 / 72 * 25.4
    assert (office.text, day.text) == ("练溪镇人大主席团", "2026年1月5日")
    assert day.left - office.left == pytest.approx(2 * em, abs=1)
    assert 184 - max(office.right, day.right) == pytest.approx(2 * em, abs=1)
    sealed = printed(samples.Signature("练溪镇人大主席团", samples.CREATED, sealed=True))
    office, day = sealed[0].lines
    assert 184 - day.right == pytest.approx(4 * em, abs=1)
    assert (office.left + office.right) / 2 == pytest.approx((day.left + day.right) / 2, abs=1)


@pytest.mark.parametrize("lines", range(15, 21))
def test_the_name_the_day_and_the_contact_stand_with_the_end_of_the_text(lines):
    """However far down the text ends: no page holds one of them alone."""
    signature = Signature("练溪镇水利站", date(2025, 6, 12), sealed=True, contact="联系人：宋晓东")
    text = [Paragraph(f"第{number}行。") for number in range(1, lines + 1)]

    pages = printed(*text, signature)

    last = ["".join(line.text.split()) for line in pages[-1].lines]
    assert last[-4:] == [
        f"第{lines}行。", "练溪镇水利站", "2025年6月12日", "（联系人：宋晓东）",
    ]  # fmt: skip
    assert len(pages) == (1 if lines <= 17 else 2)


@pytest.mark.parametrize("rows", range(20, 28))
@pytest.mark.parametrize(
    ("below", "lines"),
    [
        (Paragraph("注：" + "一二三四五六七八九十" * 6, close=True), 3),
        (Signature("练溪镇水利站", date(2025, 6, 12)), 2),
    ],
)
def test_what_belongs_to_a_table_stands_whole_on_the_page_of_its_last_row(rows, below, lines):
    """However far down the table ends: a note below it, or who signs it, begins no page alone."""
    table = Table(["项目"], [[f"第{number}项"] for number in range(1, rows + 1)])

    pages = printed(table, below)

    assert pages[-1].lines[-lines - 1].text == f"第{rows}项"
    assert len(pages) == (1 if rows <= 21 else 2)


def test_a_long_note_below_a_title_is_broken_where_it_says():
    first, second, *_ = [line for line in printed(Title("决议", note="（一\n二）"))[0].lines][1:]

    assert (first.text, second.text) == ("（一", "二）")


def test_imprint_ends_where_the_type_area_ends():
    last = read_pages(render_pdf(samples.decree()))[-1]
    copies, made = last.lines[-2:]
    assert copies.text == "抄送：县人大常委会。"
    assert made.text == "练溪镇人大主席团办公室2026年1月5日印发"
    assert made.middle == pytest.approx(262 - 24 / 72 * 25.4 / 2, abs=0.5)


def test_a_letters_imprint_is_its_copies_alone():
    last = read_pages(render_pdf(samples.reply()))[-1]
    copies = last.lines[-1]
    assert copies.text == "抄送：镇人大主席团，镇政府办公室。"
    assert copies.middle == pytest.approx(262 - 24 / 72 * 25.4 / 2, abs=0.5)
    assert not any("印发" in line.text for line in last.lines)


def test_labels_and_numbers_of_a_form_stay_on_one_line():
    page = read_pages(render_pdf(samples.form()))[0]
    rows = [line.text for line in page.lines]
    assert rows[:4] == [
        "练溪镇人民代表大会代表建议登记表",
        "第十四届人民代表大会第二次会议编号：第1号类别：建议",
        "标题关于对集镇五雷街道路硬化及雨污管网改造的建议",
        "领衔代表陈根法代表证号14-017代表小组第二小组",
    ]
    assert [row for row in rows if row.startswith("五雷村")] == [
        "五雷村党支部委员联系电话13x-xxxx-5508"
    ]


def test_who_signs_a_tall_cell_of_a_form_stands_at_its_foot():
    said = Cell("我办没有执法权。", tall=True, sign="负责人：蒋文斌　单位（章）")
    page = printed(FormTable([["理由", said], ["审核意见", "同意"]]), kind="form")[0]
    words, foot, after = (
        next(line.middle for line in page.lines if text in line.text)
        for text in ("我办没有", "负责人", "审核意见")
    )
    assert foot - words > 18
    assert after - foot < 11
