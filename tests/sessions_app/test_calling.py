"""When a session is called: in time after the election, and by whom an extraordinary one."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from renda.core.agenda import open_deadlines
from renda.core.models import AuditEntry
from sessions_app.models import Session
from tests.factories.core import TermFactory
from tests.factories.deputies import MandateFactory
from tests.factories.sessions import SessionFactory
from tests.sessions_app.helpers import rows_of

pytestmark = pytest.mark.django_db
ELECTED_ON = date(2024, 1, 9)


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def term(in_township):
    """A term of eleven deputies, elected on 9 January 2024."""
    term = TermFactory(township=in_township, number=14, elected_on=ELECTED_ON)
    for _ in range(11):
        MandateFactory(township=in_township, term=term)
    return term


def plan(desk, term, **said):
    data = {"term": term.pk, "session_no": 1, "kind": "regular", "place": "镇文化礼堂"}
    data |= {"opens_on": "2024-03-08", "closes_on": "2024-03-08"} | rows_of("rows0")
    return desk.post(reverse("sessions_app:session_create"), data | said)


def errors(page):
    return page.context["form"].errors


def test_a_first_session_within_two_months_is_planned_without_a_word(desk, term):
    assert plan(desk, term).status_code == 302

    session = Session.objects.get()
    assert (session.called_by, session.proposers, session.total_deputies) == ("", None, 11)
    page = desk.get(session.get_absolute_url())
    assert [check.key for check in page.context["checks"]] == ["session.first"]
    assert "开会 2024-03-08 ≤ 2024-03-11" in page.content.decode()


def test_a_late_first_session_asks_for_the_reason_and_keeps_it(desk, term):
    late = {"opens_on": "2024-03-12", "closes_on": "2024-03-12"}
    said = errors(plan(desk, term, **late))["despite"][0]
    assert "开会 2024-03-12 > 2024-03-11" in said
    assert not Session.objects.exists()

    assert plan(desk, term, **late, despite="特大暴雨，主席团决定推迟").status_code == 302
    entry = AuditEntry.objects.get(verb="登记")
    assert entry.detail["warned"] == ["session.first"]
    assert entry.note.endswith("理由：特大暴雨，主席团决定推迟")


def test_the_first_session_is_not_planned_before_the_election(desk, term):
    early = plan(desk, term, opens_on="2024-01-08", closes_on="2024-01-08")
    assert errors(early) == {"opens_on": [f"第一次会议不能早于代表选举完成日期 {ELECTED_ON}"]}


def test_later_sessions_have_nothing_to_do_with_the_election(desk, term):
    day = {"session_no": 2, "opens_on": "2025-01-21", "closes_on": "2025-01-21"}
    assert plan(desk, term, **day).status_code == 302


def test_an_extraordinary_session_says_who_called_it(desk, term):
    asked = {"kind": "extraordinary", "session_no": 3}
    assert errors(plan(desk, term, **asked)) == {"called_by": ["临时会议请选召集的依据。"]}
    deputies = asked | {"called_by": "deputies"}
    assert errors(plan(desk, term, **deputies)) == {"proposers": ["请填提议召开会议的代表人数。"]}
    assert errors(plan(desk, term, **deputies, proposers=2)) == {
        "proposers": [
            "2 × 5 = 10 < 11。至少 3 名，还差 1 名。《地方组织法》第十四条：五分之一以上代表提议"
        ]
    }
    assert plan(desk, term, **deputies, proposers=3).status_code == 302
    session = Session.objects.get()
    assert (session.called_by, session.proposers) == ("deputies", 3)
    checks = desk.get(session.get_absolute_url()).context["checks"]
    assert [(check.key, check.passed) for check in checks] == [("session.extraordinary", True)]

    url = reverse("sessions_app:session_update", args=[session.pk])
    data = {"term": term.pk, "session_no": 3, "kind": "regular", "place": "镇文化礼堂"}
    data |= {"opens_on": "2024-03-08", "closes_on": "2024-03-08", "seen_revision": session.revision}
    data |= {"called_by": "deputies", "proposers": 3} | rows_of("rows0")
    assert desk.post(url, data).status_code == 302
    session.refresh_from_db()
    assert (session.kind, session.called_by, session.proposers) == ("regular", "", None)


def test_the_database_keeps_a_session_that_says_who_called_it(in_township):
    for said in (
        {"kind": "extraordinary"},
        {"called_by": "presidium"},
        {"proposers": 9},
    ):
        with (
            pytest.raises(IntegrityError, match="extraordinary_session_says_who_called_it"),
            transaction.atomic(),
        ):
            SessionFactory(township=in_township, **said)


def test_the_first_session_is_due_until_it_is_written_down(in_township, term):
    def due():
        return [d for d in open_deadlines(date(2024, 2, 1)) if d.title == "召开第十四届第一次会议"]

    assert [(d.on, d.note) for d in due()] == [(date(2024, 3, 11), "代表选举 2024-01-09 完成")]
    SessionFactory(township=in_township, term=term, session_no=1)
    assert due() == []
