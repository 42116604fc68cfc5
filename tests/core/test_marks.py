"""Pieces drawn without a template: what they say, and that they escape what they are given."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from django.utils.safestring import mark_safe

from renda.core.columns import Column, as_rows
from renda.core.marks import escaped, icon, menu_link, menu_links, table_rows
from renda.core.menu import Entry

AWKWARD = '"><b>&'


def thing(**fields) -> SimpleNamespace:
    made = {"pk": 7, "title": "修路", "code": "3", "is_key": False, "status_tone": "done"}
    made |= {"get_absolute_url": lambda: "/things/7/?a=1&b=2"} | fields
    return SimpleNamespace(**made)


def drawn(column: Column, with_box: bool = False, **fields) -> str:
    return table_rows(as_rows([column], [thing(**fields)]), with_box)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (AWKWARD, "&quot;&gt;&lt;b&gt;&amp;"),
        (mark_safe("<b>"), "<b>"),
        (1234567, "1234567"),
        (None, "None"),
        ("'", "&#x27;"),
    ],
)
def test_only_what_is_marked_safe_stays_as_it_is(value, text):
    assert escaped(value) == text


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert icon("bell") == '<i class="bi bi-bell" aria-hidden="true"></i>'
    assert icon("bell", AWKWARD) == (
        '<i class="bi bi-bell" role="img" aria-label="&quot;&gt;&lt;b&gt;&amp;"></i>'
    )


@pytest.mark.parametrize(
    ("column", "fields", "cell"),
    [
        (Column("案号", "code"), {}, "<td>3</td>"),
        (Column("案号", "code", css="nowrap"), {"code": ""}, '<td class="nowrap nil">—</td>'),
        (Column("案号", "code"), {"code": AWKWARD}, "<td>&quot;&gt;&lt;b&gt;&amp;</td>"),
        (
            Column("标题", "title", link=True),
            {},
            '<th scope="row" class="title"><a href="/things/7/?a=1&amp;b=2">修路</a></th>',
        ),
        (
            Column("标题", "title", css="nowrap", link=True),
            {"is_key": True, "get_absolute_url": lambda: ""},
            '<th scope="row" class="title nowrap"><i class="bi bi-star-fill star" role="img"'
            ' aria-label="重点"></i> 修路</th>',
        ),
        (
            Column("状态", "title", pill=True),
            {},
            '<td><span class="pill pill-done"><i class="bi bi-check-circle-fill"'
            ' aria-hidden="true"></i>修路</span></td>',
        ),
        (
            Column("状态", "title", pill=True, tone=lambda row: ""),
            {},
            '<td><span class="pill"><i class="bi bi-circle" aria-hidden="true"></i>修路</span></td>',
        ),
        (
            Column("代表", "title", note=lambda row: "等 <3> 人"),
            {},
            '<td>修路<span class="note"> 等 &lt;3&gt; 人</span></td>',
        ),
        (Column("代表", "title", note=lambda row: ""), {}, "<td>修路</td>"),
    ],
)
def test_a_cell_says_its_value(column, fields, cell):
    assert drawn(column, **fields) == f"<tr>{cell}</tr>"


def test_a_clock_shows_the_time_left_and_exports_its_value():
    today = timezone.localdate()
    column = Column("剩余", "title", css="num", until=lambda row: row.due_on)
    late, never = thing(due_on=today - timedelta(days=4)), thing(due_on=None)

    assert table_rows(as_rows([column], [late, never])).split("\n") == [
        '<tr><td class="num"><span class="remain remain-late">逾期 4 天</span></td></tr>',
        '<tr><td class="num nil"><span class="note">—</span></td></tr>',
    ]
    assert column.of(late) == "修路"


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({}, "选中 3"),
        ({"code": ""}, "选中 修路"),
        ({"code": "", "title": ""}, "选中 第 1 行"),
        ({"code": "", "title": "关于" + "修路" * 9}, "选中 关于" + "修路" * 9),
        ({"code": "", "title": "关于<" + "修路" * 9}, "选中 关于&lt;" + "修路" * 8 + "修…"),
    ],
)
def test_a_tick_box_names_its_row(fields, label):
    columns = [Column("案号", "code"), Column("标题", "title")]

    (row,) = table_rows(as_rows(columns, [thing(**fields)]), True).split("\n")

    assert row.startswith(
        '<tr><td><input class="form-check-input" type="checkbox" name="pk" value="7"'
        f' aria-label="{label}"></td><td'
    )


def test_a_date_is_read_as_a_date():
    assert drawn(Column("日期", "code", css="date"), code=date(2026, 1, 5)) == (
        '<tr><td class="date">2026-01-05</td></tr>'
    )


def test_a_link_of_the_menu_says_where_one_is_and_how_much_waits():
    here = Entry("代办 & 催办", "/motions/?tab=mine&x=1", "bell", 3, True)
    other = Entry("单位", "/units/", "building", None, False)

    assert menu_link(here, True) == (
        '<a href="/motions/?tab=mine&amp;x=1" aria-current="page"><i class="bi bi-bell"'
        ' aria-hidden="true"></i>代办 &amp; 催办<span class="side-count">3</span></a>'
    )
    assert menu_links([other]) == '<li><a href="/units/">单位</a></li>'
