"""What is derived of sessions, votes and elections, and what the database refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from renda.core import law
from renda.core.figures import Period, measure
from renda.core.scoping import township_scope
from sessions_app.counting import examine
from sessions_app.models import Candidate, Post, Resolution, Session, Vote
from sessions_app.services import record_vote
from tests.factories.core import TermFactory, TownshipFactory
from tests.factories.sessions import (
    BallotFactory,
    CandidateFactory,
    ElectionFactory,
    PostFactory,
    RemovalFactory,
    ResignationFactory,
    ResolutionFactory,
    SessionFactory,
    SittingFactory,
    VersionFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


def test_session_is_named_by_term_and_number(township):
    term = TermFactory(township=township, number=14)
    session = SessionFactory(
        township=township,
        term=term,
        session_no=2,
        opens_on=date(2025, 1, 21),
        closes_on=date(2025, 1, 22),
    )
    assert str(session) == "第十四届人民代表大会第二次会议"
    assert session.short_name == "十四届二次会议"
    assert session.days == 2


def test_session_number_is_used_once_a_term_unless_voided(in_township):
    first = SessionFactory(township=in_township, session_no=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionFactory(township=in_township, term=first.term, session_no=2)
    Session.objects.filter(pk=first.pk).update(voided_at="2025-01-01T00:00+08:00")
    assert SessionFactory(township=in_township, term=first.term, session_no=2).pk != first.pk


def test_session_cannot_close_before_it_opens(in_township):
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionFactory(
            township=in_township, opens_on=date(2025, 1, 21), closes_on=date(2025, 1, 20)
        )


@pytest.mark.parametrize(
    ("kind", "no", "name"),
    [
        ("preparatory", 1, "预备会议"),
        ("plenary", 2, "第二次全体会议"),
        ("presidium", 1, "主席团第一次会议"),
    ],
)
def test_sitting_names_itself(township, kind, no, name):
    assert str(SittingFactory(township=township, kind=kind, no=no)) == name


@pytest.mark.parametrize(
    ("total", "votes", "passed"),
    [(58, 29, False), (58, 30, True), (57, 28, False), (57, 29, True)],
)
def test_vote_passes_by_majority_of_all_deputies_as_property_and_as_query(
    in_township, total, votes, passed
):
    vote = VoteFactory(
        township=in_township, total=total, present=54, votes_for=votes, votes_abstain=54 - votes
    )
    assert vote.passed is passed
    assert list(Vote.objects.passed()) == ([vote] if passed else [])
    assert list(Vote.objects.failed()) == ([] if passed else [vote])


@pytest.mark.parametrize(
    ("present", "passed", "lacks"),
    [
        (38, False, "38 × 3 = 114 < 58 × 2 = 116"),
        (39, True, None),
        (30, False, "30 × 3 = 90 < 58 × 2 = 116"),
    ],
)
def test_a_vote_without_two_thirds_there_decides_nothing(in_township, present, passed, lacks):
    vote = VoteFactory(township=in_township, present=present, votes_for=present)
    resolution = ResolutionFactory(township=in_township, session=vote.session, vote=vote)
    resignation = ResignationFactory(township=in_township, session=vote.session, vote=vote)
    assert vote.passed is passed
    assert (vote.lacks.computed if vote.lacks else None) == lacks
    assert list(Vote.objects.passed()) == ([vote] if passed else [])
    assert list(Vote.objects.failed()) == ([] if passed else [vote])
    assert list(Resolution.objects.passed()) == ([resolution] if passed else [])
    assert resignation.outcome == ("接受辞职" if passed else "未接受")


def test_vote_without_a_quorum_is_not_saved(in_township):
    vote = VoteFactory.build(
        township=in_township, session=SessionFactory(township=in_township), present=38, votes_for=38
    )
    with pytest.raises(ValidationError) as refused:
        record_vote(vote=vote)
    assert refused.value.message_dict == {
        "present": [
            "38 × 3 = 114 < 58 × 2 = 116。至少 39 名，还差 1 名。"
            "《地方组织法》第十四条：须三分之二以上出席"
        ]
    }
    assert Vote.objects.count() == 0


def test_the_congress_removes_nobody_whom_it_did_not_elect(in_township):
    with pytest.raises(IntegrityError, match="removal_of_elected_post"), transaction.atomic():
        RemovalFactory(township=in_township, post="deputy")
    assert ResignationFactory(township=in_township, post="deputy").get_post_display() == "人大代表"


def test_vote_counts_no_more_than_those_present(in_township):
    with pytest.raises(IntegrityError, match="vote_adds_up"), transaction.atomic():
        VoteFactory(township=in_township, present=54, votes_for=53, votes_against=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        VoteFactory(township=in_township, total=50, present=54, votes_for=54)


def counted(township, seats, *votes, total=58, present=54, status="released", write_in=0):
    """A post with one candidate a number; the rest of each one's votes are against."""
    post = PostFactory(township=township, seats=seats)
    people = [
        CandidateFactory(
            township=township, post=post, order=n, votes_for=v, votes_against=present - v
        )
        for n, v in enumerate(votes, 1)
    ]
    if write_in:
        people.append(
            CandidateFactory(township=township, post=post, is_write_in=True, votes_for=write_in)
        )
    ballot = BallotFactory(
        township=township,
        post=post,
        total=total,
        present=present,
        issued=present,
        returned=present,
        valid=present,
        status=status,
    )
    return post, people, ballot


@pytest.mark.parametrize(
    ("seats", "votes", "elected"),
    [
        (1, [54], [0]),
        (1, [29], []),
        (1, [30], [0]),
        (2, [54, 54], [0, 1]),
        (2, [40, 35, 33], [0, 1]),
        (2, [40, 35, 35], [0]),
        (2, [35, 35, 35], []),
        (2, [40, 29, 28], [0]),
        (3, [31, 52, 20, 45], [0, 1, 3]),
    ],
)
def test_elected_query_agrees_with_the_law(in_township, seats, votes, elected):
    _, people, ballot = counted(in_township, seats, *votes)
    outcome = law.elected(votes, seats, ballot.total)
    assert [n for n, r in enumerate(outcome.candidates) if r.is_elected] == elected
    assert list(Candidate.objects.elected().order_by("pk")) == [people[n] for n in elected]
    assert Post.objects.get().outcome.elected == len(elected)


@pytest.mark.parametrize("status", ["entering", "checked"])
def test_nobody_is_elected_before_the_result_is_announced(in_township, status):
    counted(in_township, 1, 54, status=status)
    assert list(Candidate.objects.elected()) == []


def test_a_write_in_may_be_elected(in_township):
    _, people, _ = counted(in_township, 1, 20, write_in=31)
    assert list(Candidate.objects.elected()) == [people[1]]


def test_unanimous_says_whose_every_vote_it_is(in_township):
    _, (present, other), _ = counted(in_township, 2, 54, 53)
    assert (present.unanimous, other.unanimous) == ("实到", None)
    _, (everybody,), _ = counted(in_township, 1, 58, present=58)
    assert everybody.unanimous == "全体"
    assert list(Candidate.objects.elected().unanimous().order_by("pk")) == [present, everybody]


def test_checked_ballots_must_add_up_in_the_database_while_drafts_may_be_off(in_township):
    post = PostFactory(township=in_township)
    draft = BallotFactory(township=in_township, post=post, valid=50, void=1)
    assert draft.status == "entering"
    draft.status = "checked"
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save()


def test_count_with_a_sum_off_calls_nobody_elected_of_it(in_township):
    _, people, _ = counted(in_township, 2, 54, 52, status="entering")
    people[1].votes_against = 1
    people[1].save()
    post = Post.objects.get()
    count = examine(post, post.ballot, post.standing)
    assert [(line.candidate.name, line.label) for line in count.lines] == [
        (people[0].name, "当选"),
        (people[1].name, "待核对"),
    ]
    assert (count.elected, count.passed, count.failed, count.is_right) == (1, 6, 1, True)
    off = next(c for c in count.checks if not c.passed)
    assert off.computed == f"{people[1].name} 53 ≠ 有效票 54"
    assert off.article == "本次选举办法第九条"


def test_more_ballots_returned_than_issued_elects_nobody(in_township):
    post, _, ballot = counted(in_township, 1, 54, status="entering")
    ballot.issued = 53
    count = examine(post, ballot, post.standing)
    assert [line.label for line in count.lines] == ["待核对"]
    assert count.is_right is False


def test_posts_of_a_xiang_are_named_after_it():
    xiang = TownshipFactory(name="姚埠乡")
    assert PostFactory(township=xiang, kind="mayor").title == "乡长"
    assert PostFactory(township=xiang, kind="deputy_mayor").title == "副乡长"
    town = TownshipFactory(name="练溪镇")
    with township_scope(town.pk):
        post = PostFactory(
            township=town, kind="mayor", election=ElectionFactory(township=town, kind="regular")
        )
        assert str(post) == "选举镇长"


def test_who_leaves_a_post_leaves_one_of_this_township():
    xiang = TownshipFactory(name="姚埠乡")
    left = ResignationFactory(township=xiang, name="裘建民", post="deputy_mayor")
    removed = RemovalFactory(township=xiang, name="凌海燕", post="mayor")

    assert [str(left), str(removed)] == ["裘建民辞去副乡长职务", "罢免凌海燕乡长职务案"]


def test_resignation_follows_from_the_vote(in_township):
    waiting = ResignationFactory(township=in_township)
    assert waiting.outcome == "待大会决定"
    passed = VoteFactory(township=in_township)
    accepted = ResignationFactory(township=in_township, session=passed.session, vote=passed)
    assert accepted.outcome == "接受辞职"
    failed = VoteFactory(township=in_township, votes_for=29, votes_against=25)
    refused = ResignationFactory(township=in_township, session=failed.session, vote=failed)
    assert refused.outcome == "未接受"


def test_a_vote_that_decided_about_a_person_is_not_voided(client, clerk, in_township):
    """One that was voided all the same decides nothing, and no figure counts it."""
    vote = VoteFactory(township=in_township)
    decided = {"township": in_township, "session": vote.session, "vote": vote}
    resignation, _ = ResignationFactory(**decided), RemovalFactory(**decided)
    client.force_login(clerk)
    url = reverse("core:void", args=["sessions_app.vote", vote.pk])

    page = client.post(url, {"note": "登记错了"}).content.decode()

    assert "1 条辞职" in page
    assert "1 条罢免案" in page
    figures = [f"sessions.{key}" for key in ("resignations", "removals")]
    assert [measure(key, Period.year(2025)).value for key in figures] == [1, 1]
    Vote.objects.update(voided_at=timezone.now())
    resignation.refresh_from_db()
    assert (resignation.outcome, resignation.outcome_tone) == ("待大会决定", "due")
    assert [measure(key, Period.year(2025)).value for key in figures] == [0, 0]


def test_rule_version_says_whether_it_is_in_force(township):
    version = VersionFactory(township=township)
    assert version.status_on(date(2025, 3, 31)) == "尚未施行"
    assert version.status_on(date(2025, 4, 1)) == "现行有效"
    version.in_force_until = date(2025, 6, 30)
    assert version.status_on(date(2025, 6, 30)) == "现行有效"
    assert version.status_on(date(2025, 7, 1)) == "已失效"


def test_a_repeal_to_come_repeals_nothing_yet(in_township):
    repeal = VersionFactory(
        township=in_township, kind="repealed", in_force_from=date(2025, 7, 1), number=2
    )
    assert repeal.status_on(date(2025, 6, 30)) == "尚未施行"
    assert repeal.status_on(date(2025, 7, 1)) == "已废止"
