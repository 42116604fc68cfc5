"""Writes: rolls that follow the roster, counts, votes, versions, reading."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from deputies.models import RollEntry
from renda.core.models import AuditEntry
from sessions_app import services
from sessions_app.models import (
    BallotCount,
    Candidate,
    DocumentReceipt,
    RuleVersion,
    Session,
    Sitting,
)
from tests.factories.core import TermFactory
from tests.factories.deputies import MandateFactory
from tests.factories.sessions import (
    CandidateFactory,
    DocumentFactory,
    MemberFactory,
    PostFactory,
    RuleFactory,
    SessionFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def term(in_township):
    return TermFactory(township=in_township, number=14)


def seats(township, term, n, **fields):
    return [MandateFactory(township=township, term=term, **fields).deputy for _ in range(n)]


def test_all_deputies_leaves_out_the_suspended_and_those_who_left(in_township, term):
    seats(in_township, term, 3)
    seats(in_township, term, 1, until_on=date(2025, 1, 20), end_reason="resigned")
    seats(in_township, term, 1, suspended_from=date(2025, 1, 1))
    assert services.all_deputies(date(2025, 1, 21)) == 3


def test_planning_counts_all_deputies_and_an_open_session_keeps_its_number(in_township, term):
    seats(in_township, term, 3)
    session = SessionFactory.build(
        township=in_township, term=term, status=Session.Status.PREPARING, total_deputies=0
    )
    services.plan_session(session=session)
    assert Session.objects.get().total_deputies == 3
    session.status = Session.Status.CONVENED
    seats(in_township, term, 1)
    services.plan_session(session=session)
    assert Session.objects.get().total_deputies == 3


@pytest.mark.parametrize(("kind", "expected"), [("plenary", 4), ("presidium", 1)])
def test_sitting_expects_every_deputy_and_the_presidium_its_members(
    in_township, term, kind, expected
):
    people = seats(in_township, term, 4)
    MemberFactory(township=in_township, term=term, deputy=people[0], role="chair")
    session = SessionFactory(township=in_township, term=term, session_no=2)
    sitting = services.hold_sitting(
        sitting=Sitting(
            session=session,
            kind=kind,
            no=1,
            starts_at=timezone.make_aware(datetime(2025, 1, 21, 9)),
        )
    )
    assert sitting.roll.entries.count() == expected
    sitting.roll.refresh_from_db()
    assert sitting.roll.url == f"/sessions/sittings/{sitting.pk}/"
    assert sitting.roll.on == date(2025, 1, 21)


def test_signing_marks_present_or_on_leave_and_counts(in_township, term, clerk):
    people = seats(in_township, term, 3)
    session = SessionFactory(township=in_township, term=term)
    sitting = services.hold_sitting(
        sitting=Sitting(session=session, starts_at=timezone.make_aware(datetime(2025, 1, 21, 9)))
    )
    now = timezone.now()
    roll = sitting.roll
    services.sign(roll=roll, deputies=people[:2], leave_reason="", by=clerk, at=now)
    services.sign(roll=roll, deputies=people[2:], leave_reason="病假", by=clerk, at=now)
    signed = RollEntry.objects.get(deputy=people[0])
    assert (signed.way, signed.at) == ("paper", None)
    assert services.present_at(sitting) == 2
    leave = RollEntry.objects.get(deputy=people[2])
    assert (leave.state, leave.reason, leave.approved_by) == ("on_leave", "病假", clerk.name)
    assert services.present_at(None) == 0


def test_vote_takes_all_deputies_from_its_session(in_township):
    session = SessionFactory(township=in_township, total_deputies=60)
    vote = VoteFactory.build(township=in_township, session=session, total=None)
    services.record_vote(vote=vote)
    assert vote.total == 60


def test_vote_before_the_session_opens_is_refused(in_township):
    session = SessionFactory(township=in_township, status="preparing")
    with pytest.raises(ValidationError, match="会议还没有召开"):
        services.record_vote(vote=VoteFactory.build(township=in_township, session=session))


NUMBERS = {"present": 54, "issued": 54, "returned": 54, "valid": 53, "void": 0}


def count(post, people, by, write_ins=(), **numbers):
    return services.count_ballots(
        post=post,
        numbers=NUMBERS | numbers,
        counted=[services.Counted(c.pk, 50, 3, 1) for c in people],
        write_ins=write_ins,
        by=by,
    )


def test_count_is_kept_as_a_draft_even_when_it_is_off(in_township, clerk):
    post = PostFactory(township=in_township)
    people = [CandidateFactory(township=in_township, post=post) for _ in range(2)]
    ballot = count(post, people, clerk, [("傅阿兰", 2)])
    kept = BallotCount.objects.get()
    assert (kept.pk, kept.status, kept.total, kept.valid) == (ballot.pk, "entering", 58, 53)
    assert list(Candidate.objects.order_by("pk").values_list("votes_for", "is_write_in")) == [
        (50, False),
        (50, False),
        (2, True),
    ]
    count(post, people, clerk, [("何彩萍", 1)], valid=54)
    assert list(Candidate.objects.filter(is_write_in=True).values_list("name", "votes_for")) == [
        ("何彩萍", 1)
    ]
    assert BallotCount.objects.get().valid == 54
    entry = AuditEntry.objects.filter(model="sessions_app.ballotcount").first()
    assert entry.detail["changes"]["有效票"] == ["53", "54"]
    assert entry.detail["changes"]["另选他人 傅阿兰"] == ["2 票", ""]


@pytest.mark.parametrize("status", ["checked", "released"])
def test_checked_count_is_not_overwritten(in_township, clerk, status):
    post = PostFactory(township=in_township)
    people = [CandidateFactory(township=in_township, post=post)]
    count(post, people, clerk, valid=54)
    BallotCount.objects.update(status=status)
    with pytest.raises(ValidationError, match="不能再改"):
        count(post, people, clerk, valid=50)
    assert BallotCount.objects.get().valid == 54


def version(rule, kind, adopted_on, in_force_from):
    return services.adopt_version(
        version=RuleVersion(
            document=rule, kind=kind, adopted_on=adopted_on, in_force_from=in_force_from, text="一"
        )
    )


def test_new_version_replaces_and_ends_the_one_before(in_township):
    rule = RuleFactory(township=in_township)
    first = version(rule, "new", date(2024, 3, 14), date(2024, 3, 14))
    second = version(rule, "revised", date(2025, 3, 18), date(2025, 4, 1))
    first.refresh_from_db()
    assert (first.number, first.in_force_until) == (1, date(2025, 3, 31))
    assert (second.number, second.replaces) == (2, first)
    assert list(RuleVersion.objects.in_force(date(2025, 4, 1))) == [second]
    assert rule.latest == second


def test_version_cannot_come_into_force_before_the_one_it_replaces(in_township):
    rule = RuleFactory(township=in_township)
    version(rule, "new", date(2025, 3, 18), date(2025, 4, 1))
    with pytest.raises(ValidationError, match="应晚于上一版本"):
        version(rule, "revised", date(2025, 3, 20), date(2025, 4, 1))
    with pytest.raises(ValidationError, match="已经制定过"):
        version(rule, "new", date(2025, 5, 1), date(2025, 5, 1))
    assert RuleVersion.objects.count() == 1


def test_reading_counts_once(in_township, term):
    (deputy,) = seats(in_township, term, 1)
    document = DocumentFactory(township=in_township)
    now = timezone.now()
    assert services.read_document(document=document, deputy=deputy, at=now) is True
    assert services.read_document(document=document, deputy=deputy, at=timezone.now()) is False
    assert DocumentReceipt.objects.get().read_at == now
