"""Figures are the rows they count; the demo year holds F01 to F05 and F35."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from renda.core.agenda import events_between, open_deadlines
from renda.core.demo import Demo
from renda.core.duty import duty_record
from renda.core.figures import Period, measure
from renda.core.health import examine
from renda.core.models import Role
from renda.core.scoping import township_scope
from sessions_app.models import Session
from tests.factories.core import MembershipFactory, TownshipFactory, UnitFactory
from tests.factories.deputies import DeputyFactory, RollEntryFactory
from tests.factories.sessions import (
    AgendaItemFactory,
    BallotFactory,
    CandidateFactory,
    CredentialFactory,
    InterpellationFactory,
    MeetingFactory,
    PostFactory,
    ResolutionFactory,
    SessionFactory,
    SittingFactory,
    VersionFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)


def value(key):
    return measure(f"sessions.{key}", YEAR).value


def rows(key):
    return list(measure(f"sessions.{key}", YEAR).queryset)


def test_held_counts_sessions_that_opened_in_the_year(in_township):
    held = SessionFactory(township=in_township, closes_on=date(2025, 1, 22))
    SessionFactory(township=in_township, status="preparing", opens_on=date(2025, 12, 30))
    SessionFactory(township=in_township, opens_on=date(2024, 12, 31), closes_on=date(2025, 1, 1))
    assert rows("held") == [held]
    assert (value("held"), value("days")) == (1, 2)


def test_reports_are_agenda_items_of_that_kind(in_township):
    session = SessionFactory(township=in_township)
    report = AgendaItemFactory(township=in_township, session=session)
    AgendaItemFactory(township=in_township, session=session, kind="vote", title="决定")
    other = SessionFactory(township=in_township, status="preparing")
    AgendaItemFactory(township=in_township, session=other)
    assert rows("reports_heard") == rows("reports_list") == [report]
    assert measure("sessions.reports_list", YEAR).items == ["镇人民政府工作报告"]
    assert rows(f"session_reports@{session.pk}") == [report]


def test_resolutions_leave_out_what_did_not_pass_or_was_never_voted_on(in_township):
    session = SessionFactory(township=in_township)
    own = {"township": in_township, "session": session}
    bare = ResolutionFactory(**own)
    good = ResolutionFactory(**own, vote=VoteFactory(**own))
    ResolutionFactory(**own, vote=VoteFactory(**own, votes_for=29, votes_against=25))
    assert rows("resolutions") == rows(f"session_resolutions@{session.pk}") == [good]
    assert measure("sessions.resolutions_list", YEAR).items == [
        "《关于镇人民政府工作报告的决议》（赞成54票）",
    ]
    assert rows("resolutions_unvoted") == [bare]


def test_attendance_counts_deputies_at_plenary_sittings_only(in_township):
    session = SessionFactory(township=in_township)
    plenary = SittingFactory(township=in_township, session=session)
    group = SittingFactory(township=in_township, session=session, kind="group")
    for state in ("present", "present", "on_leave"):
        RollEntryFactory(
            township=in_township, roll=plenary.roll, state=state, reason="病假" * (state[0] == "o")
        )
    RollEntryFactory(township=in_township, roll=plenary.roll, deputy=None, guest="列席")
    RollEntryFactory(township=in_township, roll=group.roll, state="present")
    assert (value("plenary_expected"), value("plenary_present")) == (3, 2)
    assert measure("sessions.attendance_rate", YEAR).text == "66.7%"
    assert value(f"session_expected@{session.pk}") == 3
    assert value(f"session_present@{session.pk}") == 2


def test_interpellations_are_counted_unless_they_were_withdrawn(in_township):
    session = SessionFactory(township=in_township)
    own = {"township": in_township, "session": session}
    answered = {"way": "oral", "decided_on": date(2025, 1, 21), "answered_by": "甲", "answer": "乙"}
    open_one = InterpellationFactory(**own)
    done = InterpellationFactory(**own, **answered, answered_on=date(2025, 1, 21))
    InterpellationFactory(**own, outcome="withdrawn")
    InterpellationFactory(
        township=in_township, session=SessionFactory(township=in_township, status="preparing")
    )
    assert rows("interpellations") == [open_one, done]
    assert rows("interpellations_answered") == [done]


def test_credentials_are_summed_by_the_day_of_the_report(in_township):
    own = {"township": in_township}
    CredentialFactory(**own, confirmed=3)
    CredentialFactory(**own, confirmed=2, invalid=1)
    CredentialFactory(**own, confirmed=64, reported_on=date(2024, 1, 9))
    assert value("credentials_confirmed") == 5


def test_elected_are_counted_by_post_and_unanimity(in_township):
    post = PostFactory(township=in_township, kind="mayor", seats=1)
    winner = CandidateFactory(township=in_township, post=post, name="陆海峰", votes_for=54)
    BallotFactory(township=in_township, post=post, status="released")
    BallotFactory(township=in_township, post=post, status="released", voided_at=timezone.now())
    vice = PostFactory(township=in_township, election=post.election, seats=1)
    second = CandidateFactory(
        township=in_township, post=vice, name="汤晓琴", votes_for=40, votes_against=14
    )
    CandidateFactory(township=in_township, post=vice, votes_for=29, votes_against=25)
    BallotFactory(township=in_township, post=vice, status="released")
    assert rows("elected") == [winner, second]
    assert rows("elected_mayors") == [winner]
    assert rows("elected_deputy_mayors") == [second]
    assert rows("elected_unanimous") == [winner]
    assert rows("elected_chairs") == []
    assert measure("sessions.elected_list", YEAR).items == [
        "补选陆海峰为镇长（满票，实到代表全部赞成）",
        "补选汤晓琴为副镇长（赞成40票）",
    ]


def test_presidium_and_rules(in_township):
    own = {"township": in_township, "roll__is_closed": True}
    meeting = MeetingFactory(**own, no=6)
    MeetingFactory(**own, held_on=date(2024, 12, 12))
    MeetingFactory(township=in_township, held_on=date(2025, 12, 20))  # still to come
    made = VersionFactory(township=in_township)
    revised = VersionFactory(
        township=in_township, kind="revised", document__name="议事规则", number=2
    )
    VersionFactory(township=in_township, kind="repealed", number=3)
    assert rows("presidium_meetings") == [meeting]
    assert measure("sessions.presidium_list", YEAR).items == ["3月18日召开主席团第六次会议"]
    assert rows("rules_made") == [made, revised]
    assert (rows("rules_new"), rows("rules_revised")) == ([made], [revised])
    assert measure("sessions.rules_list", YEAR).items[1] == "修订《议事规则》"


def test_duty_record_tells_what_a_deputy_attended(in_township):
    deputy = DeputyFactory(township=in_township)
    sitting = SittingFactory(township=in_township)
    RollEntryFactory(
        township=in_township, roll=sitting.roll, deputy=deputy, state="on_leave", reason="病假"
    )
    lines = duty_record(deputy, YEAR)[2]
    assert [(line.on, line.result) for line in lines] == [(date(2025, 1, 21), "请假（病假）")]


def test_preparation_is_due_before_the_session(in_township):
    session = SessionFactory(
        township=in_township, status="preparing", opens_on=date(2026, 1, 20), notice_on=None
    )
    due = {d.title: (d.on, d.law) for d in open_deadlines(date(2026, 1, 10))}
    notice = due[f"{session.short_name}：通知代表"]
    assert notice == (date(2026, 1, 13), "《浙江省乡镇人民代表大会工作条例》第二十条")
    assert due[f"{session.short_name}：材料送达代表"][0] == date(2026, 1, 19)
    events = events_between(date(2026, 1, 1), date(2026, 1, 31))
    assert [e.title for e in events if e.url.startswith("/sessions/")] == [session.short_name]


def test_next_presidium_meeting_is_due_three_months_after_the_last(in_township):
    MeetingFactory(township=in_township, held_on=date(2025, 3, 18))
    SessionFactory(township=in_township)
    due = [d for d in open_deadlines(date(2025, 5, 1)) if d.title == "召开主席团会议"]
    assert [d.on for d in due] == [date(2025, 6, 18)]


def test_health_finds_votes_without_quorum_and_gaps(in_township):
    vote = VoteFactory(township=in_township, present=38, votes_for=38)
    MeetingFactory(township=in_township, held_on=date(2025, 1, 8))
    late = MeetingFactory(township=in_township, held_on=date(2025, 4, 9))
    found = {check.key: [p.url for p in problems] for check, problems in examine(YEAR)}
    assert found["sessions.without_quorum"] == [vote.get_absolute_url()]
    none_since = reverse("sessions_app:presidiummeeting_list")
    assert found["sessions.presidium_gap"] == [late.get_absolute_url(), none_since]
    MeetingFactory(township=in_township, held_on=date(2025, 7, 9))
    MeetingFactory(township=in_township, held_on=date(2025, 10, 9))
    found = {check.key: [p.url for p in problems] for check, problems in examine(YEAR)}
    assert found["sessions.presidium_gap"] == [late.get_absolute_url()]


def test_health_finds_presidium_meetings_without_a_quorum(in_township):
    def meeting(present, *, is_closed):
        held = MeetingFactory(township=in_township, roll__is_closed=is_closed)
        for n in range(10):
            state = "present" if n < present else "absent"
            RollEntryFactory(township=in_township, roll=held.roll, state=state)
        return held

    half = meeting(5, is_closed=True)
    meeting(6, is_closed=True)
    meeting(0, is_closed=False)
    found = {check.key: problems for check, problems in examine(YEAR)}
    assert [(p.title, p.url, p.advice) for p in found["sessions.presidium_without_quorum"]] == [
        (
            f"{half}：5 × 2 = 10 ≤ 10",
            half.get_absolute_url(),
            "《浙江省乡镇人民代表大会工作条例》第二十四条：须全体成员过半数出席",
        )
    ]


@pytest.fixture
def demo():
    """The parts of the demo up to this app, in 练溪镇."""
    from deputies.demo import load as load_deputies
    from sessions_app.demo import load as load_sessions

    township = TownshipFactory(name="练溪镇", slug="lianxi")
    loaded = Demo(township=township, full=True, today=date(2026, 11, 23))
    people = {
        "clerk": Role.CLERK,
        "chair": Role.CHAIR,
        "deputy": Role.DEPUTY,
        "deputy2": Role.DEPUTY,
    }
    for name, role in people.items():
        loaded.users[name] = MembershipFactory(township=township, role=role).user
    with township_scope(township.pk):
        loaded.shared["units"] = {"build": UnitFactory(township=township)}
        load_deputies(loaded)
        load_sessions(loaded)
        yield loaded


def test_demo_year_holds_the_facts(demo):
    second = demo.shared["sessions"]["14-2"]
    # F01
    assert (second.opens_on, second.place) == (date(2025, 1, 21), "镇文化礼堂")
    assert str(second) == "第十四届人民代表大会第二次会议"
    assert second in rows("held")
    # F02, F03
    assert measure(f"sessions.session_reports_list@{second.pk}", YEAR).items == [
        "镇人民政府工作报告",
        "镇人大主席团工作报告",
        "镇财政收支状况报告",
    ]
    passed = rows(f"session_resolutions@{second.pk}")
    assert [r.title for r in passed] == [
        f"关于{title}的决议"
        for title in ("镇人民政府工作报告", "镇人大主席团工作报告", "镇财政收支状况报告")
    ]
    assert all(r.vote.passed for r in passed)
    # F04, F05
    assert value(f"session_elected_mayors@{second.pk}") == 1
    assert value(f"session_elected_deputy_mayors@{second.pk}") == 2
    elected = rows(f"session_elected@{second.pk}")
    assert [c.name for c in elected] == ["陆海峰", "汤晓琴", "蒋文斌"]
    assert rows(f"session_elected_unanimous@{second.pk}") == elected
    # F35
    assert measure("sessions.rules_list", YEAR).items == [
        "修订《主席团议事规则》",
        "修订《主席团工作职责》",
        "制定《主席团成员联系代表制度》",
        "制定《代表联系选民制度》",
        "修订《议案建议办理办法》",
    ]
    quarters = {(m.held_on.month - 1) // 3 for m in rows("presidium_meetings")}
    assert quarters == {0, 1, 2, 3}
    assert [c.key for c, _ in examine(YEAR) if c.key.startswith("sessions.")] == []


def test_demo_year_in_progress_has_work_that_is_due(demo):
    preparing = Session.objects.get(status="preparing")
    assert demo.shared["sessions"]["14-6"] == preparing
    due = [d for d in open_deadlines(demo.today) if preparing.short_name in d.title]
    assert [(d.on - demo.today).days for d in due] == [3, 9]
