"""A long document on screen: cut into portions, none of them too large, none of its words lost."""

import re

import pytest
from django.test import RequestFactory

from renda.core.paper import portion, render_html
from renda.core.paper.blocks import (
    Cell,
    Contents,
    Document,
    Fig,
    FormTable,
    Heading,
    Paragraph,
    Table,
)
from renda.core.paper.html import ROWS_AT_MOST, WORDS_AT_MOST
from tests.core.paper import samples

PAGE = 40 * 1024 - 14 * 1024  # what the frame of a page leaves
LONG = "全镇范围内各行政村、社区、代表联络站联合开展，并向全体代表和选区选民通报办理情况和结果。"


def portions(*blocks, query: str = "", **options) -> list:
    """Every portion, read on from the first."""
    document = Document("文件", blocks, created=samples.CREATED)
    found = [portion(document, RequestFactory().get(f"/{query}"), **options)]
    while found[-1].after:
        found.append(portion(document, RequestFactory().get(f"/{found[-1].after}"), **options))
    return found


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_a_short_document_is_one_portion_and_reads_as_before():
    [only] = portions(Heading(1, "一、概况"), Paragraph("有话。"))

    document = Document(
        "文件", [Heading(1, "一、概况"), Paragraph("有话。")], created=samples.CREATED
    )
    assert (only.sheet, only.before, only.after) == (render_html(document), "", "")


@pytest.mark.parametrize(
    "block",
    [
        Table(["序号", "问题"], [[f"{n}号", LONG] for n in range(1, 400)]),
        FormTable([["问题", f"{n}号：{LONG}"] for n in range(1, 400)], title="清单"),
    ],
)
def test_a_long_table_goes_over_portions_and_loses_no_row(block):
    found = portions(block)

    assert len(found) > 2
    assert all(len(each.sheet.encode()) < PAGE for each in found)
    told = [int(n) for each in found for n in re.findall(r"(\d+)号", each.sheet)]
    assert told == list(range(1, 400))
    assert words(found[0].sheet).count("清单") == (1 if isinstance(block, FormTable) else 0)
    assert "清单" not in "".join(words(each.sheet) for each in found[1:])


def test_rows_that_share_a_cell_stay_together():
    rows = []
    for n in range(1, 90):
        rows.append([Cell(f"{n}村", label=True, rowspan=3), Cell(f"{n}甲：{LONG}")])
        rows += [[Cell(f"{n}乙：{LONG}")], [Cell(f"{n}丙：{LONG}")]]

    for each in portions(FormTable(rows)):
        first, last = re.findall(r"(\d+)村", each.sheet)[0], re.findall(r"(\d+)丙", each.sheet)[-1]
        assert f"{first}甲" in each.sheet
        assert f"{last}村" in each.sheet


def test_a_heading_stays_with_what_it_stands_over_and_the_contents_lead_to_it():
    text = Paragraph(LONG * 40)  # about 5 KB
    chapters = [block for n in range(1, 13) for block in (Heading(1, f"第{n}章"), text)]

    found = portions(Contents(), *chapters, query="?year=2025")

    assert len(found) > 2
    for each in found:
        assert not each.sheet.removesuffix("</div>").endswith("</h2>")
    links = re.findall(r'<a href="([^"]*)">第(\d+)章', found[0].sheet)
    assert len(links) == 12
    for href, n in links:
        address, _, anchor = href.replace("&amp;", "&").partition("#")
        request = RequestFactory().get(f"/{address}")
        assert request.GET.get("year", "2025") == "2025"
        document = Document("文件", [Contents(), *chapters], created=samples.CREATED)
        assert f'id="{anchor}">第{n}章' in portion(document, request).sheet


@pytest.mark.parametrize("asked", ["0", "-1", "x", "²", "99999", "7"])
def test_an_address_that_names_no_portion_opens_one_that_is_there(asked):
    document = Document("文件", [Paragraph(LONG * 100) for _ in range(4)], created=samples.CREATED)

    found = portion(document, RequestFactory().get(f"/?portion={asked}"))

    assert found.number == (found.total if asked == "7" else 1)


def test_a_figure_with_many_rows_shows_the_first_and_leads_to_all():
    source = Fig("motions.received", "300", "/figures/motions.received/?year=2025")
    rows = [[f"{n}号", LONG] for n in range(1, 301)]
    table = Table(["序号", "案由"], rows, caption="受理", source=source)

    live = portions(table, live=True)
    printed = portions(table)

    [only] = live
    assert only.sheet.count("<tr>") == ROWS_AT_MOST + 1
    assert 'href="/figures/motions.received/?year=2025">看全部 300 行</a>' in only.sheet
    assert sum(each.sheet.count("号</td>") for each in printed) == 300


def test_a_long_listing_is_cut_on_a_live_screen_only():
    said = "、".join(f"{n}号建议" for n in range(1, 1000))
    line = Paragraph([Fig("motions.titles", said, "/figures/motions.titles/")])
    document = Document("文件", [line], created=samples.CREATED)

    live = render_html(document, live=True)

    assert said[:WORDS_AT_MOST] + "……（没有列完，点开看全部）</a>" in live
    assert said in render_html(document)
