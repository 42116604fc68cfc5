"""The demo year carries every fact of the summary that activities account for."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction

from activities import demo as activities_demo
from activities.models import (
    Activity,
    Consultation,
    HeadCount,
    Opinion,
    PublicMessage,
    Stop,
    VoterContact,
)
from activities.todos import overdue, to_pass, waiting
from deputies import demo as deputies_demo
from renda.core import audit
from renda.core.demo import Demo
from renda.core.demo_accounts import ACCOUNTS, SMALL_ACCOUNTS
from renda.core.figures import Period, measure
from renda.core.management.commands.load_demo import account, load_units
from renda.core.scoping import township_scope
from tests.factories.core import TownshipFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
Y2025 = Period.year(2025)


@contextmanager
def loaded(*, full=True, today=TODAY):
    """A township with the deputies' and the activities' parts of the demo, and its scope."""
    township = TownshipFactory()
    with township_scope(township.pk):
        demo = Demo(township=township, full=full, today=today)
        demo.shared["units"] = units = load_units(demo)
        for username, name, role, unit in ACCOUNTS if full else SMALL_ACCOUNTS:
            user = account(township, username, name, role, units.get(unit), password="!")
            demo.users[username if full else username.removeprefix("y")] = user
        deputies_demo.load(demo)
        activities_demo.load(demo)
        yield demo


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """练溪镇 on 23 November 2026, loaded once: its tests read it, and those that load come first."""
    with django_db_blocker.unblock(), transaction.atomic(), loaded() as demo:
        yield demo
        transaction.set_rollback(True)


def value(key):
    return measure(f"activities.{key}", Y2025).value


def items(key):
    return measure(f"activities.{key}", Y2025).items


@pytest.mark.parametrize("today", [date(2026, 1, 16), date(2027, 7, 1)])
def test_the_demo_loads_on_any_day_and_2025_stays_the_same(today):
    with loaded(today=today):
        assert [value(k) for k in ("held", "opinions", "articles")] == [33, 22, 26]
        assert Activity.objects.registered().filter(held_on__gt=today).count() == 0


def test_the_smaller_township_has_a_few():
    with loaded(full=False) as demo:
        assert [value(k) for k in ("held", "campaigns", "articles")] == [10, 1, 5]
        assert Stop.objects.count() == 2
        assert sorted(demo.shared["campaigns"]) == ["river"]


def test_2025_carries_the_facts_of_the_summary(demo):
    # F10
    assert items("pre_session_list") == ["走访选民", "会前视察", "征求意见", "审议修改报告"]
    before = Activity.objects.filter(is_pre_session=True, held_on__year=2025)
    assert {a.held_on.month for a in before} == {1}
    assert sorted(set(before.values_list("group__name", flat=True))) == sorted(
        group.name for group in demo.shared["groups"]
    )
    # F11
    reservoir = demo.shared["activities"]["reservoir"]
    assert reservoir.held_on == date(2025, 4, 11)
    assert [str(stop) for stop in reservoir.stops.all()] == ["石坑坪水库（省重点工程）"]
    assert "负责人" in reservoir.heard_whom
    assert reservoir.opinions.count() == 4
    assert value("provincial_projects") == 1
    # F12
    meeting = Consultation.objects.get(held_on__year=2025)
    assert (meeting.held_on, meeting.matter) == (date(2025, 3, 18), "镇区控制性详细规划编制")
    assert meeting.presented_by == "镇长 陆海峰"
    assert meeting.opinions.exclude(deputy=None).count() == 5


def test_2025_carries_both_campaigns(demo):
    demolition, river = (demo.shared["campaigns"][key] for key in ("demolition", "river"))

    def of(campaign, key):
        return measure(f"activities.campaign_{key}@{campaign.pk}", Y2025)

    # F23, F24, F25
    assert (demolition.starts_on.month, demolition.is_task_done) == (4, True)
    keys = ("deed_deputies", "deed_county", "deed_township")
    assert [of(demolition, key).value for key in keys] == [12, 3, 9]
    assert items("tasks_done_list") == ["县政府下达的“三改一拆”三年任务"]
    # F26, F27
    assert (river.name, river.starts_on.month) == ("关心母亲河溪，查找水污染源，恪尽代表职责", 7)
    visit = demo.shared["activities"]["river_visit"]
    assert visit.held_on == date(2025, 8, 15)
    assert [stop.name for stop in visit.stops.all()] == [
        "大茂坑村（水源头）",
        "石坑坪水库建设工地",
        "路堰自然村养殖场",
        "姚埠工业园区",
    ]
    assert of(river, "places").value == 4
    # F28
    week = demo.shared["activities"]["river_week"]
    assert (week.held_on, week.until_on) == (date(2025, 9, 2), date(2025, 9, 8))
    heads = HeadCount.objects.filter(activity=week, role__in=["cadre", "village_cadre"])
    came = week.roll.entries.filter(state="present").count()
    assert sum(row.number for row in heads) == 142
    assert of(river, "series_list").items == [
        f"9月2日至8日开展“关心母亲河溪”千人系列活动周，代表{came}人次、干部142人次参加，"
        "发放公开信等宣传资料5200份，清理垃圾4450公斤"
    ]
    # F30
    assert (of(river, "forums").value, of(river, "opinions").value) == (1, 5)


def test_2025_carries_the_publicity(demo):
    # F36, F37
    keys = ("articles", "articles_county", "articles_city", "duty_cases")
    assert [value(key) for key in keys] == [26, 14, 5, 4]
    assert ["https://" in item for item in items("articles_city_list")] == [True] * 5


def test_this_year_has_work_done_open_and_overdue(demo):
    clerk = demo.users["clerk"]

    assert waiting(clerk, TODAY).count() == 2
    assert to_pass(clerk, TODAY).count() == 3
    assert overdue(clerk, TODAY).count() == 1
    assert Activity.objects.planned(TODAY).count() == 3
    assert VoterContact.objects.filter(met_on__gt=TODAY).count() == 0
    assert VoterContact.objects.waiting().exists()
    assert PublicMessage.objects.waiting().count() == 2
    assert Opinion.objects.filter(passed_on__gt=TODAY).count() == 0
    assert Opinion.objects.filter(answered_on__gt=TODAY).count() == 0
    assert audit.verify() is None


def test_every_event_of_the_demo_has_its_history_and_its_roll(demo):
    for model in (Activity, Consultation):
        for event in model.objects.select_related("roll"):
            assert event.roll.url == event.get_absolute_url()
            assert event.roll.entries.count() > 0
            assert [e.verb for e in audit.history(event)] == ["登记"]
    for opinion in Opinion.objects.exclude(deputy=None):
        entry = opinion.source.roll.entries.get(deputy=opinion.deputy_id)
        assert entry.state == "present", (str(opinion), entry)
    states = set(Opinion.objects.values_list("status", flat=True))
    assert states == set(Opinion.Status)
    for opinion in Opinion.objects.exclude(status="recorded")[:5]:
        assert [e.verb for e in audit.history(opinion)][-2:] == ["转交", "登记"]
