"""To-dos, the duty record, the calendar, deadlines, checks of the data and the search box."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from activities import agenda, duty, health, searching, todos
from renda.core.agenda import answered
from renda.core.figures import Period
from renda.core.workbench import cards_for
from tests.factories.activities import (
    ActivityFactory,
    AdoptionFactory,
    CampaignFactory,
    ConsultationFactory,
    DeedFactory,
    DutyCaseFactory,
    OpinionFactory,
    PassedOpinionFactory,
    PublicMessageFactory,
    StopFactory,
    VoterContactFactory,
)
from tests.factories.deputies import GroupFactory, MandateFactory, RollEntryFactory

pytestmark = pytest.mark.django_db

Y2025 = Period.year(2025)
TODAY = date(2025, 6, 2)


def test_what_waits_for_the_office(in_township, clerk):
    waiting = ActivityFactory(township=in_township, roll__is_closed=False)
    ActivityFactory(township=in_township)
    ActivityFactory(township=in_township, roll__is_closed=False, held_on=date(2025, 6, 3))
    meeting = ConsultationFactory(township=in_township, roll__is_closed=False)
    recorded = OpinionFactory(township=in_township)
    passed = PassedOpinionFactory(township=in_township)
    contact = VoterContactFactory(
        township=in_township, outcome="passed", unit=passed.unit, passed_on="2025-04-14"
    )
    VoterContactFactory(township=in_township)
    message = PublicMessageFactory(township=in_township)
    PublicMessageFactory(township=in_township, answer="已处理", answered_on="2025-04-12")

    found = {
        rows.__name__: list(rows(clerk, TODAY))
        for rows in (
            todos.waiting,
            todos.meetings,
            todos.to_pass,
            todos.overdue,
            todos.contacts,
            todos.messages,
        )
    }

    assert found == {
        "waiting": [waiting],
        "meetings": [meeting],
        "to_pass": [recorded],
        "overdue": [],
        "contacts": [contact],
        "messages": [message],
    }
    assert list(todos.overdue(clerk, date(2025, 7, 15))) == [passed]


def test_the_card_counts_activities_and_deputies(in_township, clerk):
    activity = ActivityFactory(township=in_township)
    RollEntryFactory(township=in_township, roll=activity.roll, state="present")

    card = next(c for c in cards_for(clerk, Y2025, date(2025, 12, 31)) if c.label == "代表活动")

    assert (card.value, card.unit, card.note) == ("1", "次", "代表 1 人次")


def test_the_duty_record_says_what_a_deputy_did(in_township):
    deputy = MandateFactory(township=in_township).deputy
    visit = ActivityFactory(township=in_township, title="视察水库")
    RollEntryFactory(township=in_township, roll=visit.roll, deputy=deputy, state="present")
    RollEntryFactory(township=in_township, roll=visit.roll, state="absent")
    talk = ActivityFactory(township=in_township, title="小组活动", kind="group")
    RollEntryFactory(
        township=in_township, roll=talk.roll, deputy=deputy, state="on_leave", reason="病假"
    )
    running = ActivityFactory(township=in_township, roll__is_closed=False)
    RollEntryFactory(township=in_township, roll=running.roll, deputy=deputy, state="expected")
    meeting = ConsultationFactory(township=in_township, matter="规划")
    RollEntryFactory(township=in_township, roll=meeting.roll, deputy=deputy, state="absent")
    VoterContactFactory(township=in_township, deputy=deputy, voters=3, station__name="五雷联络站")
    OpinionFactory(township=in_township, activity=visit, deputy=deputy, text="加固大坝")
    DeedFactory(township=in_township, deputy=deputy)
    DutyCaseFactory(township=in_township, deputy=deputy, title="守护源头")

    def lines(source):
        return [(line.title, line.result) for line in source(deputy, Y2025)]

    assert lines(duty.visits) == [("视察水库", "参加")]
    assert lines(duty.group_activities) == [("小组活动", "请假")]
    assert lines(duty.consultations) == [("征求意见会：规划", "缺席")]
    assert lines(duty.voters) == [("接待选民 3 人（五雷联络站）", "当场解决")]
    assert lines(duty.opinions) == [("加固大坝", "已记录")]
    assert lines(duty.deeds) == [
        ("带头拆除自家雨棚", "带头拆违"),
        ("守护源头", "上报"),
    ]
    assert [list(source(deputy, Period.year(2024))) for source in (duty.visits, duty.voters)] == [
        [],
        [],
    ]


def test_the_calendar_shows_activities_and_consultations(in_township):
    activity = ActivityFactory(township=in_township, held_on=date(2025, 6, 5))
    meeting = ConsultationFactory(township=in_township, held_on=date(2025, 6, 6))
    ActivityFactory(township=in_township, held_on=date(2025, 7, 1))
    month = date(2025, 6, 1), date(2025, 6, 30)

    shown = [(e.on, e.url) for e in answered(agenda.events(*month))]

    assert shown == [
        (date(2025, 6, 5), activity.get_absolute_url()),
        (date(2025, 6, 6), meeting.get_absolute_url()),
    ]


def test_an_answer_is_due_three_months_after_passing_on(in_township):
    opinion = PassedOpinionFactory(township=in_township, text="加固大坝")
    OpinionFactory(township=in_township)

    (deadline,) = answered(agenda.feedback(TODAY))

    assert (deadline.on, deadline.title, deadline.url) == (
        date(2025, 7, 14),
        "反馈代表意见：加固大坝",
        opinion.get_absolute_url(),
    )
    assert "第二十四条" in deadline.law


def test_the_checks_name_the_rows_that_look_wrong(in_township):
    campaign = CampaignFactory(township=in_township, starts_on=date(2025, 4, 20))
    bare = ActivityFactory(township=in_township, content="", campaign=campaign)
    complete = ActivityFactory(township=in_township)
    StopFactory(township=in_township, activity=complete)
    RollEntryFactory(township=in_township, roll=complete.roll, state="present")
    old = ActivityFactory(township=in_township, roll__is_closed=False)
    early = AdoptionFactory(township=in_township, on=date(2025, 4, 1), url="")
    idle = GroupFactory(township=in_township)
    ahead = DeedFactory(township=in_township, on=timezone.localdate() + timedelta(days=2))

    def found(check, period=Y2025):
        return [problem.url for problem in check(period)]

    assert found(health.nobody) == [bare.get_absolute_url()]
    assert found(health.no_content) == [bare.get_absolute_url()]
    assert found(health.no_stops) == [bare.get_absolute_url()]
    assert found(health.outside_campaign) == [bare.get_absolute_url()]
    assert found(health.unregistered) == [old.get_absolute_url()]
    assert found(health.early_adoption) == [early.get_absolute_url()]
    assert found(health.adoption_without_link) == [early.get_absolute_url()]
    assert found(health.idle_groups) == [idle.get_absolute_url()]
    assert found(health.future_rows, Period.year(ahead.on.year)) == [ahead.get_absolute_url()]


def test_the_search_box_finds_by_word(in_township, clerk):
    activity = ActivityFactory(township=in_township, title="视察石坑坪水库")
    StopFactory(township=in_township, activity=activity, name="石坑坪大坝")
    ActivityFactory(township=in_township, title="其他活动")
    opinion = OpinionFactory(township=in_township, activity=activity, text="石坑坪便道洒水")
    contact = VoterContactFactory(township=in_township, issue="石坑坪路灯不亮")

    assert list(searching.activities("石坑坪", clerk)) == [activity]
    assert list(searching.opinions("石坑坪", clerk)) == [opinion]
    assert list(searching.contacts("石坑坪", clerk)) == [contact]
    assert list(searching.campaigns("石坑坪", clerk)) == []
