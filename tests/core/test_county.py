"""The county's table: a number opens its rows in the township it belongs to."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from renda.core.comparing import TABS, compare, compared
from renda.core.figures import Period, measure
from renda.core.models import Role
from renda.core.scoping import township_scope
from tests.factories.core import MembershipFactory, TownshipFactory, UnitFactory
from tests.factories.supervision import FindingFactory, HandedFindingFactory

pytestmark = pytest.mark.django_db
FIGURE = "/figures/motions.received/?year=2026"


def test_a_number_opens_in_its_township(client, person, township):
    client.force_login(person(Role.COUNTY))

    page = client.get(reverse("core:county"))
    button = (
        f'<button type="submit" name="there" value="{township.pk}/figures/motions.received/?year='
    )
    answer = client.post(reverse("core:choose_township"), {"there": f"{township.pk}{FIGURE}"})

    assert button in page.content.decode()
    assert [row["township"] for row in page.context["rows"]] == [township.pk]
    assert (answer.url, client.session["township"]) == (FIGURE, township.pk)


def test_choosing_a_township_leads_nowhere_else(client, person, township):
    client.force_login(person(Role.COUNTY))

    for asked in (
        {"township": township.pk, "next": "https://example.com/"},
        {"there": f"{township.pk}//example.com/"},
        {"there": f"{township.pk + 99}{FIGURE}"},
    ):
        answer = client.post(reverse("core:choose_township"), asked)

        assert answer.url == reverse("core:workbench")


def mended(township) -> None:
    """Three findings of 2025: one new, one handed over, one closed."""
    FindingFactory(township=township)
    handed = {"township": township, "unit": UnitFactory(township=township)}
    HandedFindingFactory(**handed)
    done = {"rectified_on": date(2025, 10, 1), "closed_on": date(2025, 10, 5)}
    HandedFindingFactory(status="closed", **handed, **done)


def test_the_rates_are_those_of_the_figures(client, person, township):
    mended(township)
    client.force_login(person(Role.COUNTY))

    page = client.get(reverse("core:county"), {"year": 2025, "tab": "supervision"})
    with township_scope(township.pk):
        figure = measure("supervision.closed_rate", Period.year(2025)).text

    (row,) = page.context["rows"]
    of_township = {cell.head: cell.text for cell in row["cells"]}
    of_county = {cell.head: cell.text for cell in page.context["total"]}
    assert figure == "50%"
    assert of_township == of_county
    assert [of_township[head] for head in ("问题", "已交办", "销号", "销号率 %", "完成率 %")] == [
        "3", "2", "1", "50.0", "—",
    ]  # fmt: skip
    bars = {chart.key: rows for chart, rows in page.context["charts"]}
    assert list(bars) == ["motions.reply_rate", "supervision.closed_rate"]
    assert bars["motions.reply_rate"] == [{"name": township.name, "rate": "—"}]
    assert [bar["parts"] for bar in bars["supervision.closed_rate"]] == [(1, 1)]
    assert [card.head for card, _ in page.context["cards"]] == [
        "代表", "议案建议", "答复率", "按期答复率", "问题销号率", "逾期",
    ]  # fmt: skip
    assert "问题销号率 = 已销号问题 ÷ 已交办问题" in page.content.decode()


HEADS = {
    "": ("综合", "代表 大会 建议 答复率% 按期% 满意% 问题 销号 活动 逾期"),
    "sessions": ("会议", "大会 出席率% 听取报告 决议决定 选举 主席团会议 议题 公告"),
    "motions": (
        "建议办理",
        "建议 议案 已交办 答复率% 按期% 面商率% 解决率% 办成率% 满意% 公开率% 逾期",
    ),
    "supervision": (
        "监督整改",
        "督查视察 意见建议 反馈率% 问题 已交办 销号 销号率% 工作评议 民生实事 完成率% 逾期未整改",
    ),
    "duty": ("代表履职", "代表 妇女 活动 参加人次 参加率% 走访接待 学习培训 述职 有事例"),
}


def test_the_tabs_are_those_that_the_apps_fill():
    assert {place for each in compared for place in each.places} == set(TABS) == set(HEADS)


def test_a_figure_is_compared_once_and_in_a_tab_that_there_is():
    for key, places in (("motions.received", {"motions": 1}), ("x.y", {"weather": 1}), ("x.y", {})):
        with pytest.raises(ValueError, match=key):
            compare(key, "建议", **places)
    assert "x.y" not in compared


@pytest.mark.parametrize("tab", list(HEADS))
def test_every_tab_shows_its_numbers_each_leading_to_its_rows(client, person, township, tab):
    client.force_login(person(Role.COUNTY))
    label, heads = HEADS[tab]
    heads = [head.replace("%", " %") for head in heads.split()]

    page = client.get(reverse("core:county"), {"year": 2025, "tab": tab})

    (row,) = page.context["rows"]
    assert [cell.head for cell in row["cells"]] == heads
    assert all(f"{township.pk}{cell.url}" in page.content.decode() for cell in row["cells"])
    assert [tab["label"] for tab in page.context["tabs"] if tab["current"]] == [label]


def test_a_tab_is_a_workbook_too(client, person, township):
    mended(township)
    client.force_login(person(Role.COUNTY))

    answer = client.get(
        reverse("core:county"), {"year": 2025, "tab": "supervision", "export": "xlsx"}
    )

    sheet = load_workbook(BytesIO(b"".join(answer))).active
    lines = list(sheet.iter_rows(values_only=True))
    assert lines[-3][:3] == ("乡镇", "督查视察", "意见建议")
    assert [(line[0], line[4], line[7]) for line in lines[-2:]] == [
        (township.name, "3", "50.0"),
        ("全县", "3", "50.0"),
    ]


def test_only_the_county_compares(client, person):
    client.force_login(person(Role.CLERK))

    assert client.get(reverse("core:county"), {"tab": "duty", "export": "xlsx"}).status_code == 403


def test_twenty_townships_fit_on_a_page(client, person, township):
    user = person(Role.COUNTY)
    for _ in range(19):
        MembershipFactory(user=user, township=TownshipFactory(county=township.county), role=Role.COUNTY)  # fmt: skip
    client.force_login(user)

    with CaptureQueriesContext(connection) as captured:
        page = client.get(reverse("core:county"))

    assert len(page.context["rows"]) == 20
    assert len(page.content) <= 48 * 1024
    assert len(captured) <= 10
