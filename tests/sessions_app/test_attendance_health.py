"""What the rolls say about a seat: sessions missed without leave, too short sessions, too few days."""

from datetime import date

import pytest
from django.urls import reverse

from deputies.health import few_days
from deputies.models import RollEntry
from renda.core.figures import Period
from renda.core.models import LocalRule, Role
from renda.core.todos import tiles_for
from sessions_app.health import absent_deputies, too_short
from sessions_app.models import Session
from tests.factories.core import TermFactory
from tests.factories.deputies import DeputyFactory, MandateFactory, RollEntryFactory, RollFactory
from tests.factories.sessions import SessionFactory, SittingFactory

State = RollEntry.State
YEAR = Period.year(2025)


@pytest.fixture
def term(in_township):
    return TermFactory(township=in_township)


@pytest.fixture
def deputy(in_township, term):
    deputy = DeputyFactory(township=in_township)
    MandateFactory(township=in_township, deputy=deputy, term=term, from_on=date(2022, 1, 1))
    return deputy


@pytest.fixture
def attends(in_township, term, deputy):
    """``attends(number, month, *states)``: a session with one closed roll for each state."""

    def make(number: int, month: int, *states: str) -> Session:
        day = date(2025, month, 5)
        session = SessionFactory(
            township=in_township, term=term, session_no=number, opens_on=day, closes_on=day
        )
        for no, state in enumerate(states, start=1):
            roll = RollFactory(township=in_township, on=day, kind="sitting", is_closed=True)
            SittingFactory(township=in_township, session=session, no=no, roll=roll)
            reason = "住院" if state == State.ON_LEAVE else ""
            RollEntryFactory(
                township=in_township, roll=roll, deputy=deputy, state=state, reason=reason
            )
        return session

    return make


def test_two_sessions_missed_without_leave_put_the_seat_in_question(attends, deputy):
    first = attends(1, 1, State.ABSENT, State.ABSENT)
    assert list(absent_deputies(YEAR)) == []
    second = attends(2, 7, State.ABSENT, State.ON_LEAVE)

    [problem] = absent_deputies(YEAR)

    assert problem.title == f"{deputy}未经批准不出席 2 次会议：{first.name}、{second.name}"
    assert problem.url == deputy.get_absolute_url()
    assert "《代表法》第六十二条" in problem.advice
    assert list(absent_deputies(Period.year(2024))) == []


def test_a_seat_in_question_waits_for_the_office_on_the_page_that_says_why(
    attends, deputy, clerk, person, client
):
    def tiles(user, today=date(2025, 12, 31)) -> list[tuple[int, str]]:
        found = tiles_for(user, today)
        return [(each.count, each.url) for each in found if each.label == "代表资格待核实"]

    attends(1, 1, State.ABSENT)
    assert tiles(clerk) == []
    attends(2, 7, State.ABSENT)

    assert tiles(clerk) == [(1, reverse("core:health"))]
    assert tiles(clerk, date(2025, 6, 30)) == []
    assert tiles(person(Role.DEPUTY)) == []
    client.force_login(clerk)
    session = client.session
    session["year"] = 2025
    session.save()
    words = client.get(reverse("core:health")).content.decode()
    assert f"{deputy}未经批准不出席 2 次会议" in words


@pytest.mark.parametrize(
    "states",
    [(State.ON_LEAVE, State.ON_LEAVE), (State.ABSENT, State.PRESENT), (State.EXPECTED,)],
)
def test_leave_a_part_of_a_session_or_an_open_question_is_no_absence(attends, states):
    attends(1, 1, State.ABSENT)
    attends(2, 7, *states)
    assert list(absent_deputies(YEAR)) == []


def test_who_has_left_is_not_named(attends, deputy):
    attends(1, 1, State.ABSENT)
    attends(2, 7, State.ABSENT)
    deputy.mandates.update(until_on=date(2025, 8, 1), end_reason="moved")
    assert list(absent_deputies(YEAR)) == []


def test_a_session_shorter_than_the_local_rule_is_a_finding(in_township, attends):
    session = attends(1, 1, State.PRESENT)
    Session.objects.filter(pk=session.pk).update(status=Session.Status.CLOSED)
    assert list(too_short(YEAR)) == []
    LocalRule.objects.create(key="session.length", value=2)
    [problem] = too_short(YEAR)
    assert problem.title == f"{session}会期 1 天，应不少于 2 天"
    assert problem.url == session.get_absolute_url()
    Session.objects.filter(pk=session.pk).update(
        kind=Session.Kind.EXTRAORDINARY, called_by="presidium"
    )
    assert list(too_short(YEAR)) == []


def test_days_on_duty_are_counted_once_a_day_and_without_sessions(in_township, attends, deputy):
    attends(1, 1, State.PRESENT)
    for month, kind in [(n, "activity") for n in range(2, 8)] + [(2, "training")]:
        roll = RollFactory(township=in_township, on=date(2025, month, 9), kind=kind)
        RollEntryFactory(township=in_township, roll=roll, deputy=deputy, state=State.PRESENT)
    [problem] = few_days(YEAR)
    assert problem.title == f"{deputy}签到册上闭会期间履职 6 天，应不少于 7 天"
    assert "第三十五条" in problem.advice

    roll = RollFactory(township=in_township, on=date(2025, 11, 9), kind="inspection")
    RollEntryFactory(township=in_township, roll=roll, deputy=deputy, state=State.PRESENT)
    assert list(few_days(YEAR)) == []


def test_days_on_duty_are_asked_of_a_year_that_is_over(deputy):
    assert list(few_days(Period(date(2025, 1, 1), date(2999, 12, 31)))) == []


def test_many_with_few_days_are_one_line_that_leads_to_their_list(
    client, clerk, in_township, term, deputy
):
    sat = {"township": in_township, "term": term}
    idle = [deputy, *(row.deputy for row in MandateFactory.create_batch(4, **sat))]
    busy = MandateFactory(**sat).deputy
    for month in range(1, 8):
        roll = RollFactory(township=in_township, on=date(2025, month, 9), kind="activity")
        RollEntryFactory(township=in_township, roll=roll, deputy=busy, state=State.PRESENT)
    MandateFactory(**sat, from_on=date(2025, 3, 1))

    [problem] = few_days(YEAR)

    assert (problem.title, problem.records) == ("5 名代表签到册上闭会期间履职不足 7 天", 5)
    client.force_login(clerk)
    session = client.session
    session["year"] = 2025
    session.save()
    listed = client.get(problem.url).context["object_list"]
    assert [row.pk for row in listed] == [person.pk for person in idle]
    assert client.get(reverse("core:health")).content.decode().count(problem.title) == 1
