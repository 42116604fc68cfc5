"""Columns of a table on paper: none narrower than its head or a short cell."""

import pytest

from renda.core.paper.blocks import Document, Table
from renda.core.paper.measures import PADDING, TYPE_MM, fitted, in_lines, page_mm
from tests.core.paper import samples


def characters(table: Table, **options) -> list[float]:
    """What each column holds, in characters of the table's type."""
    across = page_mm(Document("表", [table], created=samples.CREATED, **options))
    parts = fitted(table, across)
    assert sum(parts) == pytest.approx(1)
    return [round(part * across / TYPE_MM - PADDING, 3) for part in parts]


def test_heads_and_short_cells_stay_in_one_line():
    long = "关于修建村道的建议" * 10
    table = Table(
        ["序号", "领衔代表", "案由", "完成日期", "所属代表小组和选区"],
        [["1", "欧阳建国", long, "11月28日", "第三"], ["2", "王屾", long, "1月3日", long]],
        widths=[1, 2, 40, 2, 2],
    )

    number, lead, matter, day, group = characters(table)

    assert number >= 2
    assert min(lead, day) >= 4
    assert group >= 5  # nine signs, over two lines
    assert matter > 15


def test_a_cell_of_several_lines_needs_no_more_than_its_longest():
    table = Table(["内容", "复查人"], [["修建村道" * 20, "卢银花、\n盛建中"]], widths=[40, 1])

    assert characters(table)[1] == pytest.approx(4)


def test_a_table_that_fits_keeps_its_widths():
    table = Table(["序号", "名称"], [["1", "小组"]], widths=[1, 3])

    assert fitted(table, 156) == pytest.approx([0.25, 0.75])


def test_where_the_page_is_too_narrow_the_heads_go_first_and_nothing_overflows():
    heads = ["单位", *["件数"] * 9, "办复率"]
    crowded = Table(heads, [["镇农业办", *["二十一件"] * 9, "一百分"]], widths=[1] * 11)
    many = Table(["满意率"] * 30, [["1"] * 30])

    room = characters(crowded)

    assert all(each >= 2 for each in room[:-1])
    assert room[-1] >= 3
    assert fitted(many, 156) == pytest.approx([1 / 30] * 30)


def test_a_day_of_another_year_stays_in_one_line_where_names_give_way():
    heads = ["序号", "问题", "发现日期", "责任单位", "整改期限", "状态", "销号日期"]
    rows = [
        ["1", "第1002处排口无标识", "8月5日", "—", "—", "已发现", "—"],
        ["2", "第1003处排口无标识", "9月1日", "第1002办公室", "2026年12月31日", "已交办", "—"],
    ]

    room = characters(Table(heads, rows, widths=[3, 7, 5, 7, 7, 4, 5]))

    assert room[4] >= 7
    assert min(room[2], room[6]) >= 4
    assert room[5] >= 3


def test_a_landscape_page_has_more_room():
    table = Table(["序号"] * 9, [["1"] * 9])

    assert sum(characters(table, landscape=True)) > sum(characters(table)) + 10


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于石坑坪饮用水源保护范围的决定", ["关于石坑坪饮用水源保护范围的决定"]),
        (
            "第十四届人民代表大会主席团第十二次会议纪要",
            ["第十四届人民代表大会", "主席团第十二次会议纪要"],
        ),
        (
            "关于“三改一拆”突出问题专题调研的调研报告",
            ["关于“三改一拆”", "突出问题专题调研的调研报告"],
        ),
        (
            "关于批准练溪镇2025年国民经济和社会发展计划执行情况与2026年计划的决议",
            ["关于批准练溪镇2025年国民经济和", "社会发展计划执行情况与2026年计划的决议"],
        ),
        ("镇" * 18 + "2026年", ["镇" * 10, "镇" * 8 + "2026年"]),
        ("镇" * 21, ["镇" * 10, "镇" * 11]),
        ("镇" * 45, ["镇" * 15] * 3),
        ("某镇\n" + "会" * 5, ["某镇", "会" * 5]),
        ("", [""]),
        ("x" * 50, ["x" * 50]),
    ],
)
def test_a_title_breaks_where_people_break_it_and_into_like_lines(title, lines):
    assert in_lines(title).split("\n") == lines
