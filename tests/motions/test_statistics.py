"""办理统计: numbers against rows made by hand, and every number against the rows it opens."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from motions.models import Assignment, Motion
from motions.numbers import CASE_NUMBERS, UNIT_NUMBERS
from motions.tables import TABLES, year_table
from renda.core.figures import figures
from renda.core.models import LocalRule, Role
from renda.core.scoping import township_scope
from reports.models import AnnualReport, FrozenFigure
from tests.factories.core import UnitFactory
from tests.factories.motions import AssignmentFactory, ReplyFactory
from tests.motions.helpers.tables import numbers

pytestmark = pytest.mark.django_db
URL = reverse("motions:statistics")
IN_TIME, TOO_LATE = date(2025, 6, 20), date(2025, 7, 1)


def table(client, **query):
    return client.get(URL, {"year": 2025} | query).context["table"]


def test_the_units_numbers_are_those_of_the_rows(client, clerk, people, year):
    client.force_login(clerk)

    found = table(client)

    rows = {row.name: numbers(row, found.heads) for row in found.rows}
    assert rows[str(people.unit)] == {
        "主办": 5, "协办": 0, "总数": 5, "已办复": 4, "办复率": "80.0%", "按期": 3, "按期率": "75.0%",
        "满意": 1, "基本满意": 1, "不满意": 1, "未表态": 1, "未反馈": 1, "满意率": "33.3%",
        "退办": 1, "延期": 1, "重办": 1, "作出承诺": 2, "转A": 1, "转A率": "50.0%",
    }  # fmt: skip
    assert rows[str(people.other_unit)] == {
        "主办": 2, "协办": 1, "总数": 3, "已办复": 1, "办复率": "50.0%", "按期": 1, "按期率": "100.0%",
        "满意": 0, "基本满意": 0, "不满意": 0, "未表态": 1, "未反馈": 1, "满意率": "—",
        "退办": 0, "延期": 0, "重办": 0, "作出承诺": 0, "转A": 0, "转A率": "—",
    }  # fmt: skip
    # one case was answered by both: it counts once in the sum
    assert numbers(found.total, found.heads) == {
        "主办": 6, "协办": 1, "总数": 6, "已办复": 4, "办复率": "66.7%", "按期": 3, "按期率": "75.0%",
        "满意": 1, "基本满意": 1, "不满意": 1, "未表态": 1, "未反馈": 1, "满意率": "33.3%",
        "退办": 1, "延期": 1, "重办": 1, "作出承诺": 2, "转A": 1, "转A率": "50.0%",
    }  # fmt: skip
    formulas = [cell.formula for cell in found.rows[0].cells if cell.formula]
    assert formulas == ["4/5", "3/4", "1/3", "1/2"]


def test_what_only_one_of_two_units_answered_is_answered_by_that_one_not_by_all(
    client, clerk, in_township, people, case
):
    motion = case("assigned", due_on=IN_TIME)
    Assignment.objects.filter(pk=motion.row.pk).update(
        role="separate", status="replied", finished_on=IN_TIME
    )
    AssignmentFactory(
        township=in_township, motion=motion, unit=people.other_unit, role="separate",
        status="handling",
    )  # fmt: skip
    client.force_login(clerk)

    found = table(client)

    said = [[row.cells[n].value for n in (0, 3, 4, 5)] for row in (*found.rows, found.total)]
    assert sorted(said[:2]) == [[1, 0, "0.0%", 0], [1, 1, "100.0%", 1]]
    assert said[2] == [1, 0, "0.0%", 0]
    assert [found.total.cells[n].url for n in (3, 5)] == ["", ""]
    of_unit = dict(accepted=2025, counted="done", unit=people.unit.pk)
    listed = client.get(reverse("motions:motion_list"), of_unit).context["object_list"]
    assert list(listed) == [motion]
    of_all = client.get(reverse("motions:motion_list"), of_unit | {"unit": ""})
    assert list(of_all.context["object_list"]) == []


def test_the_fields_the_deputies_and_the_years(client, clerk, people, year):
    client.force_login(clerk)

    fields, deputies, years = (table(client, by=by) for by in ("field", "deputy", "years"))

    by_field = {row.name: numbers(row, fields.heads) for row in fields.rows}
    assert list(by_field) == ["交通建设", "城建环保", "民政社保", "其他"]
    assert by_field["交通建设"] == {
        "收到": 2, "已交办": 2, "已答复": 2, "答复率": "100.0%", "按期": 1, "满意": 1, "基本满意": 1,
        "不满意": 0, "未表态": 0, "未反馈": 0, "满意率": "50.0%", "办成": 2, "办成率": "100.0%", "重办": 0, "已办结": 0,
    }  # fmt: skip
    assert numbers(fields.total, fields.heads) == {
        "收到": 7, "已交办": 6, "已答复": 4, "答复率": "66.7%", "按期": 3, "满意": 1, "基本满意": 1,
        "不满意": 1, "未表态": 1, "未反馈": 1, "满意率": "33.3%", "办成": 2, "办成率": "33.3%",
        "重办": 1, "已办结": 1,
    }  # fmt: skip
    by_deputy = {row.name: numbers(row, deputies.heads) for row in deputies.rows}
    assert (by_deputy[people.lead.name]["领衔"], by_deputy[people.lead.name]["联名"]) == (7, 0)
    assert (by_deputy[people.joint.name]["领衔"], by_deputy[people.joint.name]["联名"]) == (0, 7)
    assert {row.name: numbers(row, years.heads)["收到"] for row in years.rows} == {
        "2024": 1,
        "2025": 7,
    }
    assert [len(row.cells) for row in (years.total, deputies.total)] == [15, 16]


@pytest.mark.parametrize("by", TABLES)
@pytest.mark.parametrize("name", ["clerk", "gov_office", "county"])
def test_every_number_opens_as_many_cases_as_it_says(client, people, year, by, name):
    client.force_login(people.users[name])
    found = table(client, by=by)
    opened = 0

    for row in (*found.rows, found.total):
        for (label, _), cell in zip(found.heads, row.cells, strict=True):
            if cell.url:
                opened += 1
                count = client.get(cell.url).context["paginator"].count
                assert (row.name, label, count) == (row.name, label, cell.value)
            elif by != "years" and label != "联名":
                assert cell.formula or cell.value in (0, "—"), (row.name, label)

    assert opened > 15


def test_a_units_name_opens_its_cases(client, clerk, people, year):
    client.force_login(clerk)
    row = next(r for r in table(client).rows if r.name == str(people.unit))

    assert client.get(row.url).context["paginator"].count == 5


def test_a_condition_that_a_number_brought_is_shown_and_kept(client, clerk, people, year):
    client.force_login(clerk)

    plain = client.get(reverse("motions:motion_list"))
    led = client.get(
        reverse("motions:motion_list"),
        {"lead": people.lead.pk, "tally": "received", "accepted": 2025},
    )

    assert not {"counted", "tally", "lane", "lead"} & set(plain.context["filter"].form.fields)
    assert set(led.context["filter"].form.fields) >= {"tally", "lead"}
    with township_scope(people.lead.township_id):
        offered = str(led.context["filter"].form["lead"])
    assert people.lead.name in offered
    assert people.joint.name not in offered


def test_another_townships_numbers_stay_there(client, outsider, people, year):
    client.force_login(outsider)

    assert [len(table(client, by=by).rows) for by in TABLES] == [0, 0, 0, 0]
    page = client.get(
        reverse("motions:motion_list"),
        {"unit": people.unit.pk, "counted": "led", "accepted": 2025, "lead": people.lead.pk},
    )
    assert page.context["paginator"].count == 0
    assert people.lead.name not in page.content.decode()


@pytest.mark.parametrize("by", TABLES)
def test_statistics_cost_the_same_for_few_and_many_units(client, clerk, township, case, by):
    counts = []
    client.force_login(clerk)
    client.get(reverse("core:account"))
    for rows in (1, 6):
        for _ in range(rows):
            motion = case("assigned")
            AssignmentFactory(
                township=township, motion=motion, unit=UnitFactory(township=township), role="assist"
            )
        with CaptureQueriesContext(connection) as asked:
            page = client.get(URL, {"year": 2025, "by": by})
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[1] <= 10
    assert len(page.content) < 40 * 1024


@pytest.mark.parametrize("by", TABLES)
def test_each_table_goes_to_excel(client, clerk, year, by):
    client.force_login(clerk)
    found = table(client, by=by)

    sheet = client.get(URL, {"year": 2025, "by": by, "export": "xlsx"})

    lines = list(load_workbook(BytesIO(sheet.content)).active.values)
    assert lines[0] == (found.first, *(label for label, _ in found.heads))
    assert [line[0] for line in lines[1:]] == [row.name for row in found.rows] + ["合计"]
    assert list(lines[-1][1:]) == [cell.exported for cell in found.total.cells]


@pytest.mark.parametrize("by", ["field", "deputy", "years"])
def test_the_card_and_the_tables_count_what_is_done_alike(client, clerk, year, by):
    client.force_login(clerk)
    page = client.get(URL, {"year": 2025, "by": by})
    (card,) = [card for card in page.context["cards"] if card["label"] == "办成率"]
    found = page.context["table"]
    line = next((row for row in found.rows if row.name == "2025"), found.total)

    assert numbers(line, found.heads)["办成率"] == f"{card['value']}%" == "33.3%"
    assert card["note"] == "办成 2 件，A 类 1 件"


def test_the_page_says_how_it_counts_and_offers_years(client, clerk, year):
    client.force_login(clerk)

    page = client.get(URL, {"year": 2025}).content.decode()

    assert "已办复÷主办×100%" in page
    assert "满意÷（满意＋基本满意＋不满意）×100%；未表态的（含未反馈）不计入" in page
    assert "转A÷作出承诺×100%" in page
    assert all(number.definition in page for number in UNIT_NUMBERS.values())
    assert '<option value="2025" selected>' in page
    other = client.get(URL, {"year": 2025, "by": "field"}).content.decode()
    assert all(number.definition in other for number in CASE_NUMBERS.values())


def test_a_year_without_cases_says_so(client, clerk):
    client.force_login(clerk)

    page = client.get(URL, {"year": 2019})

    assert "没有可统计的件" in page.content.decode()
    assert page.context["charts"] == []


def test_the_years_are_charted_with_their_numbers(client, clerk, year):
    client.force_login(clerk)

    page = client.get(URL, {"year": 2025, "by": "years"})

    counts, rates = page.context["charts"]
    assert [(one.name, one.values) for one in counts.series] == [
        ("收到", (1, 7)),
        ("已答复", (1, 4)),
    ]
    assert [(one.name, one.values) for one in rates.series] == [
        ("答复率", (100.0, 66.7)),
        ("满意率", (100.0, 33.3)),
        ("办成率", (100.0, 33.3)),
    ]
    assert "66.7" in page.content.decode()


def test_a_year_that_was_reported_stands_as_its_report_printed_it(
    client, clerk, person, in_township, year
):
    report = AnnualReport.objects.create(year=2025, status="issued", issued_on=TOO_LATE)
    said = {"received": "7", "satisfied": "1", "dissatisfied": "0", "basically_satisfied": "1",
            "satisfaction_rate": "50%"}  # fmt: skip
    for key, text in said.items():
        FrozenFigure.objects.create(report=report, key=f"motions.{key}", text=text)
    client.force_login(clerk)

    page = client.get(URL, {"year": 2025, "by": "years"})

    found = page.context["table"]
    before, row = found.rows
    cells = dict(zip([label for label, _ in found.heads], row.cells, strict=True))
    assert (before.is_printed, row.is_printed) == (False, True)
    assert {label: (c.text, c.formula, c.now) for label, c in cells.items() if c.now} == {
        "不满意": ("0", "", "1"),
        "满意率": ("50%", "1/2", "33.3%"),
    }
    opened = f"/reports/{report.pk}/figures/motions.dissatisfied/"
    assert (cells["不满意"].url, cells["收到"].text) == (opened, "7")
    assert page.content.decode().count('d-block">现为') == 2
    assert page.context["charts"][1].series[1].values == (100.0, 50.0)
    client.force_login(person(Role.GOV_OFFICE))
    assert opened not in client.get(URL, {"year": 2025, "by": "years"}).content.decode()


def test_the_cards_of_a_reported_year_say_what_was_printed_and_what_became_of_it(
    client, clerk, person, in_township, year
):
    report = AnnualReport.objects.create(year=2025, status="issued", issued_on=TOO_LATE)
    said = {"received": "9", "bills": "1", "satisfaction_rate": "50%"}
    for key, text in said.items():
        FrozenFigure.objects.create(report=report, key=f"motions.{key}", text=text)
    client.force_login(clerk)

    page = client.get(URL, {"year": 2025})

    cards = {card["label"]: card for card in page.context["cards"]}
    received, rate, overdue = (
        cards[figures[f"motions.{key}"].label]
        for key in ("received", "satisfaction_rate", "overdue")
    )
    assert (received["value"], rate["value"]) == ("9", "50")
    assert received["note"].startswith("印发时 9，现为 7，会议期间提出 ")
    assert "议案 1 件（现为 0）" in received["note"]
    assert rate["note"].startswith("印发时 50%，现为 33.3%，")
    assert received["url"] == f"/reports/{report.pk}/figures/motions.received/"
    assert overdue["url"] == "/figures/motions.overdue/?year=2025"
    assert "印发时的数" in page.context["lead"]
    before = client.get(URL, {"year": 2024})
    assert "现为" not in before.content.decode()
    assert "印发时的数" not in before.context["lead"]
    client.force_login(person(Role.GOV_OFFICE))
    assert "/reports/" not in "".join(
        c["url"] for c in client.get(URL, {"year": 2025}).context["cards"]
    )


def test_years_without_a_base_have_no_rate_in_the_chart(in_township, case):
    case("accepted")

    found = year_table(Motion.objects.all(), 2025)

    assert [cell.text for cell in found.rows[0].cells if cell.text == "—"] == ["—"] * 3


def test_what_the_classes_mean_stands_with_the_definitions(client, clerk, year, township):
    with township_scope(township.pk):
        LocalRule.objects.create(key="suggestion.result_scheme", value=4, reason="本县办法")
    client.force_login(clerk)

    page = client.get(URL, {"year": 2025}).content.decode()

    assert "<dt>结果类别</dt><dd><div>A 类：已解决或者采纳</div>" in page


@pytest.mark.parametrize("number", [1, 3])
def test_a_figures_letters_show_their_class_in_words(client, clerk, township, number):
    with township_scope(township.pk):
        LocalRule.objects.create(key="suggestion.result_scheme", value=4, reason="本县办法")
        for n in range(number):
            row = AssignmentFactory(township=township, status="replied")
            ReplyFactory(
                township=township, assignment=row, result_class="C", number=f"练村函〔2025〕{n}号",
                issued_by="蒋文斌", issued_on=date(2025, 6, 1),
            )  # fmt: skip
    client.force_login(clerk)
    url = reverse("core:figure", args=["motions.replies"])
    client.get(url, {"year": 2025})

    with CaptureQueriesContext(connection) as captured:
        page = client.get(url, {"year": 2025})

    assert page.content.decode().count("C 类（留作参考）") == number
    assert len(captured) == 10  # what the year before was printed with is one
