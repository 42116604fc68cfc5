"""Charts: shapes in proportion, numbers as text, the same by block and by template tag."""

import re
from decimal import Decimal

import pytest
from django.template import Context, Engine

from renda.core.paper.blocks import Chart, Series
from renda.core.paper.charts import chart_html

UNITS = ["村镇建设办", "水利站"]


def words(html: str) -> list[str]:
    return [word for word in re.split(r"<[^>]*>", html) if word.strip()]


def test_bars_are_as_long_as_their_values():
    html = chart_html(Chart("bars", "承办件数", [4, 1], UNITS, "件"))
    assert re.findall(r'class="c1"[^>]* width="([\d.]+)%"', html) == ["100", "25"]
    assert words(html) == ["承办件数", "村镇建设办", "4 件", "水利站", "1 件"]


def test_stacked_bars_add_up():
    html = chart_html(
        Chart("stacked", "进度", [("已答复", [1, 2]), Series("办理中", [3, 0])], UNITS, "件")
    )
    assert re.findall(r'class="c(\d)"[^>]* x="([\d.]+)%" width="([\d.]+)%"', html)[:4] == [
        ("1", "0", "25"), ("2", "25", "75"), ("1", "0", "50"), ("2", "50", "0"),
    ]  # fmt: skip
    assert words(html) == [
        "进度", "村镇建设办", "1＋3＝4 件", "水利站", "2＋0＝2 件", "已答复", "办理中",
    ]  # fmt: skip


def test_columns_are_as_tall_as_their_values():
    html = chart_html(Chart("columns", "活动", [4, 2, 0], ["1月", "2月", "3月"], "次"))
    assert re.findall(r'<svg width="1.75rem" height="([\d.]+)rem"', html) == ["6.5", "3.25", "0.05"]
    assert words(html) == ["活动（单位：次）", "4", "1月", "2", "2月", "0", "3月"]


def test_line_meets_between_its_points():
    html = chart_html(Chart("line", "近两年", [2, 4], ["2024", "2025"]))
    ends = re.findall(r'<line x1="([\d.]+)%" y1="([\d.]+)%" x2="50%" y2="([\d.]+)%"', html)
    assert ends == [("100", "28.50", "51.00"), ("0", "28.50", "6.00")]
    assert words(html) == ["近两年", "2", "2024", "4", "2025"]


def test_fractions_print_without_trailing_zeros():
    html = chart_html(Chart("bars", "满意率", [98.5, 100.0], UNITS, "%"))
    assert words(html)[2::2] == ["98.5 %", "100 %"]


def test_decimals_are_drawn_as_numbers():
    html = chart_html(Chart("columns", "满意率", [Decimal("98.50"), 50], UNITS, "%"))
    assert words(html)[1::2] == ["98.5", "50"]


def test_empty_chart_says_so():
    assert chart_html(Chart("bars", "承办件数", [], [], "件")) == (
        '<p class="note">承办件数：无数据</p>'
    )


def test_all_zero_values_draw_no_shape_of_any_length():
    html = chart_html(Chart("bars", "承办件数", [0, 0], UNITS, "件"))
    assert re.findall(r'class="c1"[^>]* width="([\d.]+)%"', html) == ["0", "0"]


@pytest.mark.parametrize("kind", ["bars", "columns", "line", "stacked"])
def test_tags_draw_the_same_as_the_block(kind):
    engine = Engine(libraries={"charts": "renda.core.templatetags.charts"})
    source = f'{{% load charts %}}{{% {kind} "件数" labels values "件" %}}|{{% chart block %}}'
    block = Chart(kind, "件数", [1, 2], UNITS, "件")
    html = engine.from_string(source).render(
        Context({"labels": UNITS, "values": [1, 2], "block": block})
    )
    assert html == f"{chart_html(block)}|{chart_html(block)}"


@pytest.mark.parametrize(
    ("kind", "series", "message"),
    [
        ("pie", [1, 2], "Unknown kind"),
        ("bars", [1, 2, 3], "needs 2 values"),
        ("bars", [1, -2], "negative"),
    ],
)
def test_impossible_charts_are_refused(kind, series, message):
    with pytest.raises(ValueError, match=message):
        Chart(kind, "件数", series, UNITS)


def test_names_are_escaped():
    html = chart_html(Chart("bars", "<b>", [("<i>", [1])], ["<u>"], "<s>"))
    assert re.findall("<[bius]>", html) == []
