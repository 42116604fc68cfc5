"""Every step × state × role: allowed exactly where it is listed, and nothing changes elsewhere."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from deputies.models import Deputy
from renda.core.despite import ReasonMissing
from renda.core.models import AuditEntry, Notification, Role, Term
from renda.core.workflow import IllegalTransition, workflow_of
from sessions_app.counting import examine
from sessions_app.models import BallotCount, Notice, Session
from sessions_app.workflow import ballot_workflow, notice_workflow, session_workflow
from tests.factories.core import TermFactory
from tests.factories.deputies import MandateFactory, RollEntryFactory
from tests.factories.sessions import (
    BallotFactory,
    CandidateFactory,
    ElectionFactory,
    NoticeFactory,
    PostFactory,
    SessionFactory,
    SittingFactory,
)

pytestmark = pytest.mark.django_db
OFFICE = {Role.CLERK, Role.CHAIR}


def three_deputies(township):
    """The same congress of three, however many sessions a test makes."""
    people = list(Deputy.objects.in_office(date(2025, 1, 21)))
    term = Term.objects.first() or TermFactory(township=township, number=14)
    return term, people or [MandateFactory(township=township, term=term).deputy for _ in range(3)]


def ready_session(township, status):
    """A session whose three deputies all signed in, with its roll closed."""
    term, people = three_deputies(township)
    session = SessionFactory(
        township=township,
        term=term,
        status=status,
        total_deputies=3,
        notice_on=date(2025, 1, 14),
        papers_on=date(2025, 1, 20),
    )
    sitting = SittingFactory(township=township, session=session, roll__is_closed=True)
    for deputy in people:
        RollEntryFactory(township=township, roll=sitting.roll, deputy=deputy, state="present")
    return session


def ready_ballot(township, status):
    post = PostFactory(township=township, seats=1)
    CandidateFactory(township=township, post=post, votes_for=54)
    return BallotFactory(township=township, post=post, status=status)


def ready_notice(township, status):
    issued = (
        {"year": 2025, "number": 9, "issued_on": date(2025, 1, 2)} if status == "issued" else {}
    )
    return NoticeFactory(township=township, status=status, **issued)


CASES = [
    # workflow, maker, step, data, the only source, target, roles that may
    (session_workflow, ready_session, "convene", {}, "preparing", "convened", OFFICE),
    (session_workflow, ready_session, "close", {}, "convened", "closed", OFFICE),
    (session_workflow, ready_session, "archive", {}, "closed", "archived", {Role.CLERK}),
    (ballot_workflow, ready_ballot, "check", {}, "entering", "checked", OFFICE),
    (ballot_workflow, ready_ballot, "send_back", {"note": "数错"}, "checked", "entering", OFFICE),
    (ballot_workflow, ready_ballot, "release", {}, "checked", "released", OFFICE),
    (ballot_workflow, ready_ballot, "correct", {"note": "票数错"}, "released", "entering", OFFICE),
    (
        notice_workflow,
        ready_notice,
        "issue",
        {"issued_on": date(2025, 1, 22)},
        "draft",
        "issued",
        OFFICE,
    ),
]


@pytest.mark.parametrize(
    ("workflow", "make", "step", "data", "source", "target", "roles"),
    CASES,
    ids=[f"{c[0].model.__name__}-{c[2]}" for c in CASES],
)
def test_steps_are_taken_exactly_where_listed(
    in_township, person, unit, workflow, make, step, data, source, target, roles
):
    states = [value for value, _ in workflow.model._meta.get_field("status").choices]
    users = {
        role: person(role, unit if role in {Role.HANDLER, Role.UNIT_HEAD} else None)
        for role in Role
    }
    records = {state: make(in_township, state) for state in states}
    for state, record in records.items():
        for role, user in users.items():
            may = state == source and role in roles
            names = [t.name for t in workflow.available(record, user)]
            assert (step in names) is may, (state, role)
            if may:
                continue
            with pytest.raises((IllegalTransition, PermissionDenied)):
                workflow.perform(step, record, by=user, data=data)
            fresh = workflow.model.objects.get(pk=record.pk)
            assert (fresh.status, fresh.revision) == (state, record.revision)
    after = workflow.perform(step, records[source], by=users[Role.CLERK], data=data)
    assert workflow.model.objects.get(pk=after.pk).status == target


def test_every_step_of_this_app_is_tested():
    tested = {(case[0].model, case[2]) for case in CASES}
    declared = {
        (model, name)
        for model in (Session, BallotCount, Notice)
        for name in workflow_of(model).transitions
    }
    assert tested == declared


def test_session_opens_only_with_two_thirds_of_all_deputies(in_township, clerk):
    session = ready_session(in_township, "preparing")
    entries = session.sittings.get().roll.entries
    entries.filter(pk__in=list(entries.values_list("pk", flat=True)[:2])).update(state="absent")
    with pytest.raises(IllegalTransition, match="1 × 3 = 3 < 3 × 2 = 6"):
        session_workflow.perform("convene", session, by=clerk)
    assert Session.objects.get().status == "preparing"
    entries.all().update(state="present")
    session_workflow.perform("convene", session, by=clerk)
    assert (Session.objects.get().status, Session.objects.get().total_deputies) == ("convened", 3)


LATE = (
    "会议通知 2025-01-15 通知，2025-01-21 开会，提前 6 天 < 7 天；会议材料 没有登记送达材料的日期"
)


def test_session_told_too_late_opens_only_with_a_reason(in_township, clerk):
    session = ready_session(in_township, "preparing")
    Session.objects.update(notice_on=date(2025, 1, 15), papers_on=None)
    with pytest.raises(ReasonMissing, match="写明仍然继续的理由"):
        session_workflow.perform("convene", session, by=clerk, data={"despite": " "})
    assert (Session.objects.get().status, AuditEntry.objects.count()) == ("preparing", 0)
    session_workflow.perform("convene", session, by=clerk, data={"despite": "防汛推迟"})
    assert Session.objects.get().status == "convened"
    line = AuditEntry.objects.get()
    assert (line.verb, line.actor) == ("宣布开会", clerk)
    assert line.detail["note"] == f"{LATE}。仍然继续，理由：防汛推迟"
    assert line.detail["warned"] == ["session.notice", "session.papers"]


def test_session_told_too_late_is_asked_for_the_reason_on_the_page(client, in_township, clerk):
    session = ready_session(in_township, "preparing")
    Session.objects.update(notice_on=date(2025, 1, 15), papers_on=None)
    client.force_login(clerk)
    url = session_workflow.url(session, session_workflow.transitions["convene"])
    page = client.get(url)
    assert [(c.title, c.warns) for c in page.context["checks"]] == [
        ("会议通知", True),
        ("会议材料", True),
    ]
    assert 'name="despite"' in page.content.decode()
    refused = client.post(url)
    assert refused.context["form"].errors == {
        "despite": ["核对没有全部通过：请先改正；本地办法另有规定的，写明仍然继续的理由。"]
    }
    assert Session.objects.get().status == "preparing"
    assert client.post(url, {"despite": "防汛推迟"})["Location"] == session.get_absolute_url()
    assert Session.objects.get().status == "convened"
    shown = client.get(session.get_absolute_url()).content.decode()
    assert "仍然继续，理由：防汛推迟" in shown


def test_step_that_nothing_warns_of_asks_no_reason(client, in_township, clerk):
    session = ready_session(in_township, "preparing")
    client.force_login(clerk)
    url = session_workflow.url(session, session_workflow.transitions["convene"])
    assert 'name="despite"' not in client.get(url).content.decode()
    client.post(url, {"despite": "没有必要"})
    line = AuditEntry.objects.get()
    assert (Session.objects.get().status, line.detail["note"]) == ("convened", "")
    assert "warned" not in line.detail


def test_session_without_a_plenary_sitting_cannot_open(in_township, clerk):
    session = SessionFactory(township=in_township, status="preparing")
    with pytest.raises(IllegalTransition, match="还没有安排全体会议"):
        session_workflow.perform("convene", session, by=clerk)


def test_session_stays_open_while_a_count_or_a_roll_is(in_township, clerk):
    session = ready_session(in_township, "convened")
    roll = session.sittings.get().roll
    roll.is_closed = False
    roll.save()
    with pytest.raises(IllegalTransition, match="签到册没有截止"):
        session_workflow.perform("close", session, by=clerk)
    roll.is_closed = True
    roll.save()
    ballot = ready_ballot(in_township, "checked")
    ballot.post.election.session = session
    ballot.post.election.save()
    with pytest.raises(IllegalTransition, match="计票没有公布"):
        session_workflow.perform("close", session, by=clerk)
    ballot_workflow.perform("release", ballot, by=clerk)
    assert session_workflow.perform("close", session, by=clerk).status == "closed"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"valid": 53}, "有效票与无效票"),
        ({"issued": 53}, "选举有效"),
        ({"present": 30, "issued": 30, "returned": 30, "valid": 30}, "到会人数"),
        ({"tellers": ""}, "请填总监票人"),
        ({"chief_scrutineer": "王小明"}, "不能担任监票人"),
        ({"scrutineers": "罗玉珍,王小明"}, "不能担任监票人"),
    ],
)
def test_count_that_is_off_cannot_be_checked(in_township, clerk, changes, words):
    post = PostFactory(township=in_township, seats=1)
    CandidateFactory(township=in_township, post=post, name="王小明", votes_for=54)
    ballot = BallotFactory(township=in_township, post=post, **changes)
    with pytest.raises(IllegalTransition, match=words):
        ballot_workflow.perform("check", ballot, by=clerk)
    assert BallotCount.objects.get().status == "entering"


def test_count_with_votes_missing_is_checked_only_with_a_reason(in_township, clerk):
    post = PostFactory(township=in_township, seats=1)
    CandidateFactory(township=in_township, post=post, name="王小明", votes_for=53)
    ballot = BallotFactory(township=in_township, post=post)
    with pytest.raises(ReasonMissing):
        ballot_workflow.perform("check", ballot, by=clerk)
    assert (BallotCount.objects.get().status, AuditEntry.objects.count()) == ("entering", 0)
    after = ballot_workflow.perform(
        "check", ballot, by=clerk, data={"despite": "一张票未填，按选举办法第九条另计"}
    )
    note = "各候选人合计 王小明 53 ≠ 有效票 54。仍然继续，理由：一张票未填，按选举办法第九条另计"
    assert AuditEntry.objects.get().detail["note"] == note
    count = examine(after.post, after, after.post.standing)
    assert [line.label for line in count.lines] == ["当选"]
    ballot_workflow.perform("send_back", after, by=clerk, data={"note": "再数一遍"})
    draft = BallotCount.objects.get()
    assert [line.label for line in examine(post, draft, draft.post.standing).lines] == ["待核对"]


def test_votes_that_cannot_be_are_no_matter_of_a_reason(in_township, clerk):
    post = PostFactory(township=in_township, seats=1)
    CandidateFactory(township=in_township, post=post, votes_for=54, votes_against=1)
    ballot = BallotFactory(township=in_township, post=post)
    with pytest.raises(IllegalTransition, match="55 ≠ 有效票 54"):
        ballot_workflow.perform("check", ballot, by=clerk, data={"despite": "没有办法"})
    assert BallotCount.objects.get().status == "entering"


@pytest.mark.parametrize("kind", ["chair", "vice_chair"])
def test_chairs_are_counted_only_if_they_are_deputies_that_day(in_township, clerk, kind):
    session = SessionFactory(township=in_township)
    election = ElectionFactory(township=in_township, session=session)
    post = PostFactory(township=in_township, election=election, kind=kind, seats=1)
    left = MandateFactory(
        township=in_township,
        term=session.term,
        until_on=date(2025, 1, 20),
        end_reason="resigned",
    ).deputy
    candidate = CandidateFactory(
        township=in_township, post=post, name="王小明", deputy=left, votes_for=54
    )
    ballot = BallotFactory(township=in_township, post=post)
    with pytest.raises(IllegalTransition, match="候选人资格 王小明不是本级在任代表"):
        ballot_workflow.perform("check", ballot, by=clerk)
    assert BallotCount.objects.get().status == "entering"
    candidate.deputy = MandateFactory(township=in_township, term=session.term).deputy
    candidate.save()
    assert ballot_workflow.perform("check", ballot, by=clerk).status == "checked"


def test_a_principal_post_is_not_equal_once_a_second_nominee_was_dropped(in_township, clerk):
    election = ElectionFactory(township=in_township, kind="regular")
    post = PostFactory(township=in_township, election=election, kind="mayor", seats=1)
    CandidateFactory(township=in_township, post=post, votes_for=54)
    dropped = CandidateFactory(township=in_township, post=post, name="李四", is_dropped=True)
    ballot = BallotFactory(township=in_township, post=post)
    assert (ballot.post.nominated, [c.name for c in ballot.post.listed].count("李四")) == (2, 0)
    with pytest.raises(IllegalTransition, match="提名 2 名，候选人 1 名 = 应选 1 名"):
        ballot_workflow.perform("check", ballot, by=clerk)
    dropped.voided_at = timezone.now()
    dropped.save()
    assert ballot_workflow.perform("check", ballot, by=clerk).status == "checked"


def test_release_notes_the_moment_and_elects(in_township, clerk):
    ballot = ready_ballot(in_township, "checked")
    after = ballot_workflow.perform("release", ballot, by=clerk)
    assert after.released_at is not None


def test_notices_are_numbered_without_gaps_and_tell_the_deputies(in_township, clerk, person):
    deputy = person(Role.DEPUTY)
    numbers = []
    for on in (date(2025, 1, 8), date(2025, 1, 21), date(2026, 1, 5)):
        notice = NoticeFactory(township=in_township)
        after = notice_workflow.perform("issue", notice, by=clerk, data={"issued_on": on})
        numbers.append(after.number_text)
    assert numbers == ["〔2025〕第1号", "〔2025〕第2号", "〔2026〕第1号"]
    assert Notification.objects.filter(to=deputy).count() == 3
