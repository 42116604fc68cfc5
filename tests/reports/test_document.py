"""What is printed: headings only over something, chapters only with something to say."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from pdfminer.high_level import extract_text

from deputies.models import DeputyGroup
from renda.core.paper import blocks as b
from renda.core.paper import render_pdf
from renda.core.paper.sheet import Sheet
from reports.models import Chapter
from reports.services import compile_report, confirm_zero
from tests.factories.reports import make_report, read_preview
from tests.factories.supervision import FindingFactory, HandedFindingFactory
from tests.paper import needs_fonts


@pytest.fixture
def report(in_township):
    return make_report(in_township)


def body(report) -> list[b.Block]:
    """From the addressee to the signature."""
    found = compile_report(report).document().blocks
    start = next(n for n, block in enumerate(found) if isinstance(block, b.Addressee))
    return found[start : next(n for n, x in enumerate(found) if isinstance(x, b.Signature))]


def headings(report, level: int = 1) -> list[str]:
    return [x.text for x in body(report) if isinstance(x, b.Heading) and x.level == level]


def write(report, key: str, text: str) -> None:
    report.chapters.filter(key=key).update(text=text, is_edited=True)


def test_a_year_of_nothing_prints_only_what_the_office_wrote(report, clerk):
    for miss in compile_report(report).missing:
        confirm_zero(report=report, key=miss.key or miss.chapter.key, by=clerk)
    write(report, "plans", "开好会议。")

    assert compile_report(report).missing == []
    assert headings(report) == ["一、下一年打算"]
    assert headings(report, 2) == []
    assert not [x for x in body(report) if isinstance(x, b.Chart | b.Table)]


def test_chapters_left_out_leave_no_gap_in_the_numbers(report):
    Chapter.objects.filter(report=report, key__in=["learning", "villages"]).update(
        text="有话。", is_edited=True
    )

    assert headings(report) == ["一、组织代表学习培训", "二、监督村级组织换届"]


def test_a_heading_over_nothing_is_left_out_and_not_counted(report):
    write(
        report,
        "learning",
        "## 空\n## 空图\n⟦activities.held:month⟧\n## 有话\n一句。\n## 末尾",
    )

    assert headings(report, 2) == ["（一）有话"]


def test_the_editor_numbers_chapters_as_they_are_printed(report, client, clerk):
    write(report, "villages", "有话。")
    client.force_login(clerk)

    shown = client.get(report.get_absolute_url()).context["chapters"]

    assert [each["number"] for each in shown if each["number"]] == [1]
    [own] = [each for each in shown if each["number"]]
    assert own["chapter"].key == "villages"


def test_every_number_of_a_table_or_chart_opens_its_rows_on_screen_only(report, client, clerk):
    year, key = report.year, "deputies.groups"
    DeputyGroup.objects.create(name="第一代表小组")
    lines = (f"⟦years:{key} 主要数据⟧", f"⟦bars:{key} 小组⟧", f"⟦{key}:by name⟧", f"⟦{key}:table⟧")
    write(report, "learning", "\n".join(lines))
    client.force_login(clerk)

    html = "".join(read_preview(client, report))

    chips = re.findall(rf'href="([^"]+)"[^>]* data-figure="{key}">([^<]+)</a>', html)
    now, before = (f"{reverse('core:figure', args=[key])}?year={y}" for y in (year, year - 1))
    assert chips == [(now, "1"), (before, "1"), (now, "1"), (now, "1"), (now, "1")]
    assert f'<a href="{now}">{key}</a>' in html  # in the annex
    sheet = Sheet(compile_report(report).document())
    printed = [str(sheet.block(0, block)) for block in body(report)]
    assert "".join(printed).count("第一代表小组") == 2
    assert "<a " not in "".join(printed)


@needs_fonts
def test_days_of_a_printed_table_stand_in_words_with_another_years_year(report, in_township):
    own = FindingFactory(township=in_township, found_on=date(report.year, 8, 5))
    HandedFindingFactory(
        township=in_township, found_on=date(report.year, 9, 1), due_on=date(report.year + 1, 1, 31)
    )
    write(report, "learning", "⟦supervision.findings:table⟧")

    words = extract_text(BytesIO(render_pdf(compile_report(report).document())))

    assert own.title in words.replace("\n", "")
    assert "8月5日" in words
    assert f"{report.year + 1}年1月31日" in words.replace("\n", "")
    assert f"{report.year}-08-05" not in words
