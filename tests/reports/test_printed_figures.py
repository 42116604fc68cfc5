"""An issued report's numbers open the definition and the rows that they were printed with."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from deputies.models import DeputyGroup, Roll, Training
from renda.core.figures import figures
from reports.book import LiveBook
from reports.models import AnnualReport, FrozenFigure
from reports.services import edition_of, rewrite
from reports.views.printed import PAGE
from reports.workflow import report_workflow
from tests.factories.deputies import TrainingFactory
from tests.factories.reports import make_report, press_issue, read_preview

KEY = "deputies.groups"


@pytest.fixture
def groups(in_township):
    return [DeputyGroup.objects.create(name=f"第{n}代表小组") for n in "一二三"]


@pytest.fixture
def issued(groups, in_township, clerk, chair):
    report = make_report(in_township)
    chapter = report.chapters.get(key="plans")
    rewrite(chapter=chapter, title="打算", text="小组⟦deputies.groups⟧个。", by=clerk)
    report_workflow.perform("submit", report, by=clerk)
    press_issue(report, chair)
    edition = edition_of(AnnualReport.objects.get(pk=report.pk))
    return report_workflow.follow("finish", report, by=chair, data={"edition": edition})


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


def page_of(issued, key: str = KEY) -> str:
    return reverse("reports:report_figure", args=[issued.pk, key])


def table(html: str) -> list[list[str]]:
    """The cells' words of the page's table."""
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.S)]
        for row in body.split("<tr>")[1:]
    ]  # fmt: skip


def name_in(row: list[str]) -> str:
    """The cell that says which row it is."""
    return next(cell for cell in row if "小组" in cell or "号记录" in cell)


def void(row) -> None:
    type(row).objects.filter(pk=row.pk).update(voided_at=timezone.now())


def test_every_number_of_an_issued_report_opens_what_it_printed(desk, issued):
    html = "".join(read_preview(desk, issued))

    links = set(re.findall(r'class="fig[^"]*" href="([^"]+)"', html))
    assert page_of(issued) in links
    assert {desk.get(link).status_code for link in links} == {200}
    assert all(link.startswith(f"{issued.get_absolute_url()}figures/") for link in links)


def test_the_page_shows_the_printed_definition_beside_todays(desk, issued):
    FrozenFigure.objects.filter(key=KEY).update(definition="当年的口径。")

    html = desk.get(page_of(issued)).content.decode()

    assert "当年的口径。" in html
    assert "现行口径" in html
    assert "现有的代表小组，不分年度。" in html


def test_printed_rows_are_named_with_what_became_of_them(desk, issued, groups):
    void(groups[0])
    FrozenFigure.objects.filter(key=KEY).update(
        amounts=[[each.pk, 1] for each in groups] + [[999_999, 1]]
    )
    DeputyGroup.objects.create(name="第四代表小组")

    html = desk.get(page_of(issued)).content.decode()

    rows = table(html)
    assert [(name_in(row), row[-1]) for row in rows] == [
        ("第一代表小组", "已作废"),
        ("第二代表小组", "仍计入"),
        ("第三代表小组", "仍计入"),
        ("999999 号记录", "已不存在"),
    ]
    assert groups[1].get_absolute_url() in html
    assert groups[0].get_absolute_url() not in html
    assert "增加 1 条、减少 2 条" in html
    added = desk.get(f"{page_of(issued)}?set=added0").content.decode()
    gone = desk.get(f"{page_of(issued)}?set=gone0").content.decode()
    assert [(name_in(row), row[-1]) for row in table(added)] == [("第四代表小组", "仍计入")]
    assert [name_in(row) for row in table(gone)] == ["第一代表小组", "999999 号记录"]


def test_the_same_value_over_other_rows_is_not_the_same(desk, issued, groups):
    live = f"{reverse('core:figure', args=[KEY])}?year=2025"
    assert "与已印发的" in desk.get(live).content.decode()
    void(groups[2])
    DeputyGroup.objects.create(name="第四代表小组")

    html = desk.get(live).content.decode()
    changes = desk.get(reverse("reports:report_changes", args=[issued.pk])).content.decode()

    assert "印发后计入的记录增加 1 条、减少 1 条" in html
    assert f'href="{page_of(issued)}"' in html
    assert f'href="{page_of(issued)}"' in changes


def test_an_unchanged_number_says_so(desk, issued):
    html = desk.get(page_of(issued)).content.decode()

    assert "数值和计入的记录都没有变" in html
    assert desk.get(reverse("reports:report_changes", args=[issued.pk])).context["page_obj"].paginator.count == 0  # fmt: skip


def test_a_number_that_is_counted_no_more_opens_what_was_printed(desk, issued, groups):
    gone = "activities.campaign_places@77"
    FrozenFigure.objects.filter(key=KEY).update(key=gone)

    answer = desk.get(f"{reverse('core:figure', args=[gone])}?year=2025")
    html = desk.get(answer["Location"]).content.decode()

    assert answer["Location"] == page_of(issued, gone)
    assert "现在没有这个指标" in html
    assert [row[-1] for row in table(html)] == ["记录仍在"] * 3
    assert desk.get(f"{reverse('core:figure', args=[gone])}?year=2024").status_code == 404


def test_a_rate_opens_the_rows_of_both_its_parts(desk, issued):
    html = desk.get(page_of(issued, "motions.reply_rate")).content.decode()

    tabs = re.findall(r'href="\?set=(\w+)"', html)
    assert tabs == ["was0", "was1"]
    assert "分子：" in html
    assert "分母：" in html


def test_the_list_of_changes_has_them_all(desk, issued):
    FrozenFigure.objects.exclude(kind="rate").update(text="77")
    every = FrozenFigure.objects.exclude(kind="rate").count()
    url = reverse("reports:report_changes", args=[issued.pk])

    seen = []
    for page in range(1, -(-every // PAGE) + 1):
        seen += re.findall(r'<th scope="row"><a href="([^"]+)"', desk.get(url, {"page": page}).content.decode())  # fmt: skip
    editor = desk.get(issued.get_absolute_url()).content.decode()

    assert len(seen) == len(set(seen)) == every
    assert f'<a href="{url}">查看全部 {every} 个</a>' in editor


def test_the_rows_can_be_exported(desk, issued):
    answer = desk.get(f"{page_of(issued)}?export=xlsx")

    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


def test_only_an_issued_report_of_ones_own_township_has_such_pages(client, desk, issued, outsider):
    assert desk.get(page_of(issued, "no.figure")).status_code == 404
    type(issued).objects.filter(pk=issued.pk).update(status="draft")
    assert desk.get(page_of(issued)).status_code == 404
    type(issued).objects.filter(pk=issued.pk).update(status="issued")
    client.force_login(outsider)
    assert client.get(page_of(issued)).status_code == 404
    client.logout()
    assert client.get(page_of(issued)).status_code == 302


def test_the_pages_keep_their_limits(desk, issued, django_assert_max_num_queries):
    for url in (page_of(issued), page_of(issued, "motions.reply_rate"), reverse("reports:report_changes", args=[issued.pk])):  # fmt: skip
        desk.get(url)
        with django_assert_max_num_queries(12):
            assert len(desk.get(url).content) <= 40_000


def test_a_month_of_a_chart_opens_the_rows_of_that_month(desk, in_township, clerk, chair):
    for month, number in ((3, 2), (7, 1)):
        rows = TrainingFactory.create_batch(
            number, township=in_township, held_on=date(2025, month, 9)
        )
        Roll.objects.filter(trainings__in=rows).update(is_closed=True)
    report = make_report(in_township)
    chapter = report.chapters.get(key="plans")
    rewrite(chapter=chapter, title="打算", text="⟦deputies.trainings:month⟧", by=clerk)

    def bars() -> list[tuple[str, str]]:
        html = "".join(read_preview(desk, report))
        found = re.findall(r'href="([^"]+month=\d+)"[^>]*>(\d+)<', html)
        return [(href.replace("&amp;", "&"), n) for href, n in found]

    live = bars()
    assert [number for _, number in live] == ["0", "0", "2", "0", "0", "0", "1", *"00000"]
    for href, number in live:
        page = desk.get(href)
        assert page.context["number"].text == number
        assert page.context["page_obj"].paginator.count == int(number)
    assert live[2][0] == "/figures/deputies.trainings/?year=2025&month=3"

    report_workflow.perform("submit", report, by=clerk)
    press_issue(report, chair)
    edition = edition_of(AnnualReport.objects.get(pk=report.pk))
    report_workflow.follow("finish", report, by=chair, data={"edition": edition})
    Training.objects.filter(held_on__month=3).update(held_on=date(2025, 5, 1))

    printed = bars()
    assert [number for _, number in printed] == [number for _, number in live]
    for href, number in printed:
        page = desk.get(href)
        assert page.context["in_month"] == page.context["page_obj"].paginator.count == int(number)
    assert printed[2][0] == page_of(report, "deputies.trainings") + "?month=3"
    assert desk.get("/figures/deputies.trainings/?year=2025&month=3").context["number"].value == 0


def test_a_month_is_not_asked_of_a_number_without_days(desk, issued):
    whole = desk.get("/figures/deputies.groups/?year=2025&month=3")
    assert (whole.context["month"], whole.context["number"].text) == (0, "3")
    assert desk.get(f"{page_of(issued)}?month=3").context["month"] == 0
    assert desk.get("/figures/deputies.trainings/?year=2025&month=13").context["month"] == 0


def test_a_year_that_was_reported_is_compared_as_printed(desk, issued, in_township, groups, clerk):
    """2025 was issued with three groups; one was voided since, and 2026 is being drafted."""
    void(groups[0])
    draft = make_report(in_township, year=2026)
    session = desk.session
    session["year"] = 2026
    session.save()

    page = desk.get(reverse("reports:years"), {"group": figures[KEY].group})
    [row] = [row for row in page.context["rows"] if row.figure.key == KEY]
    assert page.context["years"] == [(2026, False), (2025, True), (2024, False)]
    assert [(each.text, each.now) for each in row.values] == [("2", ""), ("3", "2"), ("2", "")]
    assert [each.url for each in row.values] == [
        "/figures/deputies.groups/?year=2026",
        page_of(issued),
        "/figures/deputies.groups/?year=2024",
    ]
    assert page.content.decode().count("现为 2") == 1
    file = desk.get(reverse("reports:years"), {"export": "xlsx"})
    heads, *lines = load_workbook(BytesIO(file.content)).active.values
    assert heads == ("分类", "指标", "2026年", "2025年", "2024年", "单位")
    assert len(lines) == sum(figure.per is None for figure in figures)
    [line] = [line for line in lines if line[1] == figures[KEY].label]
    assert line[2:5] == ("2", "3（现为 2）", "2")

    quote = LiveBook(2026).get(KEY)
    assert (quote.text, quote.previous, quote.previous_now) == ("2", "3", "2")
    chapter = draft.chapters.get(key="plans")
    rewrite(chapter=chapter, title="打算", text=f"⟦years:{KEY} 主要数据⟧", by=clerk)
    html = "".join(read_preview(desk, draft))
    assert f'href="{page_of(issued)}"' in html
    [kept] = [f for f in edition_of(draft).figures if f.key == KEY]
    assert (kept.text, kept.previous) == ("2", "3")


def test_a_report_that_was_never_issued_is_compared_with_the_records(desk, groups, in_township):
    make_report(in_township)

    quote = LiveBook(2026).get(KEY)

    assert (quote.previous, quote.previous_now) == ("3", "")
    assert quote.previous_url == "/figures/deputies.groups/?year=2025"
