"""What may be many is shown a piece at a time, and the way to the rest stands below it."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from renda.core import audit
from renda.core.models import AuditEntry, Unit
from renda.core.more import TABLE, piece, table_piece
from sessions_app.models import SessionDocument
from tests.factories.activities import ActivityFactory, CampaignFactory
from tests.factories.core import UnitFactory
from tests.factories.deputies import DeputyFactory, GroupFactory, HonourFactory
from tests.factories.motions import AssignmentFactory, AssignmentMeetingFactory
from tests.factories.sessions import AgendaItemFactory, BallotFactory, SessionFactory
from tests.factories.supervision import FindingFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "shown", "before", "after"),
    [
        ("/", [0, 1], "", "/?lines=2#lines"),
        ("/?q=a&lines=2", [2, 3], "/?q=a#lines", "/?q=a&lines=3#lines"),
        ("/?lines=3", [4], "/?lines=2#lines", ""),
        ("/?lines=9999", [], "/?lines=9998#lines", ""),
        ("/?lines=0", [0, 1], "", "/?lines=2#lines"),
        ("/?lines=99999999999999999999", [0, 1], "", "/?lines=2#lines"),
        ("/?lines=³", [0, 1], "", "/?lines=2#lines"),
    ],
)
def test_a_run_is_read_a_piece_at_a_time(in_township, asked, shown, before, after):
    units = UnitFactory.create_batch(5, township=in_township)
    path, _, query = asked.partition("?")
    request = RequestFactory().get(path, QUERY_STRING=query)

    with CaptureQueriesContext(connection) as captured:
        found = piece(Unit.objects.order_by("pk"), request, name="lines", size=2)

    assert found.rows == [units[number] for number in shown]
    assert (found.before, found.after) == (before.replace("%C2%B3", "³"), after)
    assert len(captured) == 1


def lines_on(client, url: str) -> tuple[list[int], str, str]:
    """The numbers of the lines of history on a page, and where it leads from there."""
    history = client.get(url).context["history"]
    return [entry.detail["n"] for entry in history.rows], history.before, history.after


@pytest.mark.parametrize("make", [FindingFactory, BallotFactory])
def test_every_line_of_a_records_history_can_be_reached(client, clerk, in_township, make):
    record = make(township=in_township)
    page = getattr(record, "post", record).get_absolute_url()
    with audit.together():
        for n in range(61):
            audit.record(clerk, "修改", record, n=n)
    client.force_login(clerk)

    assert lines_on(client, page) == (list(range(60, 0, -1)), "", f"{page}?history=2#history")
    assert lines_on(client, f"{page}?history=2") == ([0], f"{page}#history", "")
    assert "较新的记录" in client.get(f"{page}?history=2").content.decode()
    assert AuditEntry.objects.filter(object_id=record.pk, verb="修改").count() == 61


@pytest.mark.parametrize(
    ("asked", "shown", "place", "before", "after"),
    [
        ("/", [0, 1], "共 5 条，这里是第 1—2 条", "", "/?t=2#t"),
        ("/?t=2&q=a", [2, 3], "共 5 条，这里是第 3—4 条", "/?q=a#t", "/?q=a&t=3#t"),
        ("/?t=3", [4], "共 5 条，这里是第 5—5 条", "/?t=2#t", ""),
        ("/?t=4", [], "后面没有了", "/?t=3#t", ""),
    ],
)
@pytest.mark.parametrize("is_read", [False, True])
def test_a_table_says_which_of_how_many_rows_it_shows(
    in_township, asked, shown, place, before, after, is_read
):
    units = UnitFactory.create_batch(5, township=in_township)
    path, _, query = asked.partition("?")
    request = RequestFactory().get(path, QUERY_STRING=query)
    rows = Unit.objects.order_by("pk")
    given = list(rows) if is_read else rows

    with CaptureQueriesContext(connection) as captured:
        found = table_piece(given, request, name="t", size=2)

    assert found.rows == [units[number] for number in shown]
    assert (found.place, found.before, found.after) == (place, before, after)
    assert len(captured) == (0 if is_read else 1)


def test_a_table_that_fits_says_nothing_of_pages(in_township):
    UnitFactory.create_batch(2, township=in_township)
    request = RequestFactory().get("/")

    found = table_piece(Unit.objects.order_by("pk"), request, name="t", size=2)

    assert len(found.rows) == 2
    assert (found.place, found.before, found.after) == ("", "", "")


def grown_group(township, number: int) -> tuple[str, list[str]]:
    group = GroupFactory(township=township)
    rows = [DeputyFactory(township=township, group=group, order=n) for n in range(number)]
    return group.get_absolute_url(), [row.name for row in rows]


def grown_meeting(township, number: int) -> tuple[str, list[str]]:
    meeting = AssignmentMeetingFactory(township=township)
    rows = [AssignmentFactory(township=township, meeting=meeting) for _ in range(number)]
    return meeting.get_absolute_url(), [row.motion.code for row in rows]


def grown_campaign(township, number: int) -> tuple[str, list[str]]:
    campaign = CampaignFactory(township=township)
    words = "全镇各行政村、社区、代表联络站联合开展的清洁家园志愿服务行动第{}次活动"
    rows = [
        ActivityFactory(township=township, campaign=campaign, title=words.format(n))
        for n in range(number)
    ]
    return campaign.get_absolute_url(), [row.title for row in rows]


@pytest.mark.parametrize(
    ("grown", "size"), [(grown_group, 25), (grown_meeting, 25), (grown_campaign, 15)]
)
def test_a_page_with_a_hundred_related_rows_stays_small_and_leads_to_all(
    client, clerk, in_township, grown, size
):
    client.force_login(clerk)
    few, _ = grown(in_township, 1)
    url, wanted = grown(in_township, 100)
    client.get(url)
    costs = []
    for page in (few, url, f"{url}?rows0=2"):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(page)
        costs.append(len(captured))
    html = client.get(url).content.decode()
    seen, table = [], tabled(client, url)
    assert f"共 100 条，这里是第 1—{size} 条" in html
    assert len(table["rows"]) == size
    assert len(html.encode()) < 40 * 1024
    while True:
        seen += [cell["value"] for row in table["rows"] for cell in row["cells"]]
        if not table["piece"].after:
            break
        table = tabled(client, table["piece"].after)
    assert [each for each in wanted if each not in seen] == []
    assert answer.status_code == 200
    assert costs[0] == costs[1] == costs[2] <= 12


def tabled(client, url: str) -> dict:
    """The first table of a page."""
    return client.get(url).context["tables"][0]


def test_long_runs_of_a_session_and_of_a_deputys_year_lead_to_their_rest(
    client, clerk, in_township
):
    session = SessionFactory(township=in_township)
    items = AgendaItemFactory.create_batch(TABLE + 2, township=in_township, session=session)
    SessionDocument.objects.bulk_create(
        SessionDocument(township=in_township, session=session, order=n, title=f"第{n}号文件")
        for n in range(1, TABLE + 3)
    )
    deputy = DeputyFactory(township=in_township)
    for n in range(1, TABLE + 3):
        HonourFactory(township=in_township, deputy=deputy, name=f"第{n}项", on=date(2025, 3, n))
    client.force_login(clerk)
    choose = client.session
    choose["year"] = 2025
    choose.save()
    page, record = session.get_absolute_url(), reverse("deputies:record_detail", args=[deputy.pk])

    first, second, whole = (
        client.get(page + query).content.decode() for query in ("", "?documents=2", "?all=1")
    )
    assert (first.count("号文件"), second.count("号文件")) == (TABLE, 2)
    assert f'href="{page}?documents=2#documents"' in first
    assert f"共 {TABLE + 2} 条，这里是第 1—{TABLE} 条" in first
    assert first.count(items[0].title) == TABLE
    assert 'href="?all=1#agenda">其余 2 项' in first
    assert whole.count(items[0].title) == len(items)
    told = [client.get(record + query).content.decode() for query in ("", "?p8=2")]
    assert [len(re.findall(r">第\d+项</(?:th|a)>", html)) for html in told] == [TABLE, 2]
    assert f'href="{record}?p8=2#p8"' in told[0]
