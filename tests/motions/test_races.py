"""Two people at one case, twenty drawing numbers: on PostgreSQL, with threads.

SQLite lets one writer in at a time, so there it would prove nothing.
"""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import repeat

import pytest
from django.db import transaction
from django.utils import timezone

from motions import services
from motions.models import Assignment, Extension, Feedback, Motion, Objection, Reply
from motions.workflow import assignment_workflow, motion_workflow
from renda.core.models import AuditEntry, Role, Unit, User
from renda.core.scoping import township_scope
from tests.factories.motions import (
    ContactFactory,
    ExtensionFactory,
    MotionFactory,
    ObjectionFactory,
    ReplyFactory,
)
from tests.factories.sessions import SessionFactory
from tests.motions.helpers.races import ON_POSTGRESQL, fresh, race, together

pytestmark = ON_POSTGRESQL
EACH = 40
NUMBERS, THREADS = 1_000, 20


def one_won(results: list[tuple[str, str]], told: str) -> None:
    for pair in results:
        assert sorted(pair, key=lambda words: words != "won")[0] == "won", pair
        loser = [words for words in pair if words != "won"]
        assert len(loser) == 1, pair
        assert told in loser[0]


def lines(model: str, pks: list[int], *steps: str) -> list[int]:
    """How many lines of history each row has about the steps."""
    rows = AuditEntry.objects.filter(model=model, object_id__in=pks)
    found = [e.object_id for e in rows if e.detail.get("step") in steps]
    return [found.count(pk) for pk in pks]


@pytest.fixture
def clerks(township, people, person) -> tuple[User, User]:
    with township_scope(township.pk):
        return people.users["clerk"], person(Role.CLERK)


def step(workflow, name: str, row, user: User, **data):
    data = {"note": "说明", "reason": "empty", **data}
    return lambda: workflow.perform(name, row, by=fresh(user), data=data)


def test_two_clerks_review_one_case(township, people, case, clerks):
    with township_scope(township.pk):
        cases = [case("submitted") for _ in range(EACH)]

    results = race(
        township.pk,
        [step(motion_workflow, "accept", m, clerks[0]) for m in cases],
        [step(motion_workflow, "reject", m, clerks[1]) for m in cases],
    )

    one_won(results, "可能已被他人办理")
    with township_scope(township.pk):
        pks = [m.pk for m in cases]
        assert lines("motions.motion", pks, "accept", "reject") == list(repeat(1, EACH))
        numbers = Motion.objects.filter(pk__in=pks, number__isnull=False)
        accepted = sorted(numbers.values_list("number", flat=True))
        assert accepted == list(range(1, 1 + sum(pair[0] == "won" for pair in results)))
        reviews = Motion.objects.filter(pk__in=pks, reviews__isnull=False)
        assert reviews.count() == EACH


def test_two_clerks_hand_one_case_on(township, people, case, clerks):
    with township_scope(township.pk):
        cases = [case("accepted") for _ in range(EACH)]

    def moves(user: User, unit: Unit) -> list:
        return [
            lambda motion=motion: services.assign(
                motion=motion, units=[(unit, "lead")], on=timezone.localdate(), by=fresh(user)
            )
            for motion in cases
        ]

    results = race(township.pk, moves(clerks[0], people.unit), moves(clerks[1], people.other_unit))

    one_won(results, "已被他人交办")
    with township_scope(township.pk):
        pks = [m.pk for m in cases]
        assert lines("motions.motion", pks, "assign") == list(repeat(1, EACH))
        assert Assignment.objects.filter(motion__in=pks).count() == EACH


def test_two_of_the_office_decide_one_objection(township, people, case, clerks):
    with township_scope(township.pk):
        rows = [case("assigned", assignment="objected").row for _ in range(EACH)]
        for row in rows:
            ObjectionFactory(township=township, assignment=row)

    results = race(
        township.pk,
        [step(assignment_workflow, "agree", a, clerks[0], to_unit=people.other_unit) for a in rows],
        [step(assignment_workflow, "deny", a, clerks[1]) for a in rows],
    )

    one_won(results, "可能已被他人办理")
    with township_scope(township.pk):
        pks = [a.pk for a in rows]
        assert lines("motions.assignment", pks, "agree", "deny") == list(repeat(1, EACH))
        assert not Objection.objects.pending().exists()
        agreed = sum(pair[0] == "won" for pair in results)
        assert Assignment.objects.filter(passed_from__in=pks).count() == agreed


@pytest.fixture
def signing(township, people, case):
    """``signing()``: cases whose letters wait for the head."""

    def make() -> list[Motion]:
        with township_scope(township.pk):
            cases = [case("assigned", assignment="signing") for _ in range(EACH)]
            for motion in cases:
                ContactFactory(township=township, motion=motion, assignment=motion.row)
                ReplyFactory(township=township, assignment=motion.row)
        return cases

    return make


def test_two_heads_issue_one_letter(township, people, person, signing):
    cases = signing()
    with township_scope(township.pk):
        heads = [people.users["head"], person(Role.UNIT_HEAD, people.unit)]

    results = race(
        township.pk,
        *([step(assignment_workflow, "issue", m.row, head) for m in cases] for head in heads),
    )

    one_won(results, "可能已被他人办理")
    with township_scope(township.pk):
        pks = [m.pk for m in cases]
        rows = [m.row.pk for m in cases]
        assert lines("motions.assignment", rows, "issue") == list(repeat(1, EACH))
        assert lines("motions.motion", pks, "answer") == list(repeat(1, EACH))
        numbers = Reply.objects.filter(assignment__in=rows).values_list("number", flat=True)
        drawn = sorted(int(number.partition("〕")[2].rstrip("号")) for number in numbers)
        assert drawn == list(range(1, EACH + 1))


def test_a_head_issues_while_the_deputy_withdraws(township, people, signing):
    cases = signing()

    results = race(
        township.pk,
        [step(assignment_workflow, "issue", m.row, people.users["head"]) for m in cases],
        [step(motion_workflow, "withdraw", m, people.users["lead"]) for m in cases],
    )

    one_won(results, "可能已被他人办理")
    with township_scope(township.pk):
        for motion, (issued, _) in zip(cases, results, strict=True):
            now = Motion.objects.get(pk=motion.pk).status
            row = Assignment.objects.get(pk=motion.row.pk).status
            letters = Reply.objects.filter(assignment=motion.row, issued_on__isnull=False)
            after = ("replied", "replied", 1) if issued == "won" else ("withdrawn", "ended", 0)
            assert (now, row, letters.count()) == after
        taken = zip(
            lines("motions.assignment", [m.row.pk for m in cases], "issue"),
            lines("motions.motion", [m.pk for m in cases], "withdraw"),
            strict=True,
        )
        assert [sum(pair) for pair in taken] == list(repeat(1, EACH))


@pytest.fixture
def rating_twice(township, people, case, clerks):
    """``rating_twice(due)``: cases that the lead deputy rates while the office enters the signed form."""
    today = timezone.localdate()

    def moves(cases: list[Motion], user: User, work: str, *, by_office: bool) -> list:
        def rate(motion: Motion) -> None:
            with transaction.atomic():
                services.rate(
                    motion=motion, deputy=people.lead, work=work, result="satisfied", words="",
                    on=today, by=fresh(user), by_office=by_office,
                )  # fmt: skip

        return [lambda motion=motion: rate(motion) for motion in cases]

    def run(due: date) -> tuple[list[int], list[tuple[str, str]]]:
        with township_scope(township.pk):
            cases = [
                case("replied", assignment="replied", replied_on=today, feedback_due=due)
                for _ in range(EACH)
            ]
        own = moves(cases, people.users["lead"], "satisfied", by_office=False)
        entered = moves(cases, clerks[0], "basically", by_office=True)
        return [m.pk for m in cases], race(township.pk, own, entered)

    return run


def test_after_the_days_for_rating_the_first_of_two_stands(township, rating_twice):
    pks, results = rating_twice(timezone.localdate() - timedelta(days=1))

    one_won(results, "不能评价")
    with township_scope(township.pk):
        assert lines("motions.motion", pks, "close") == list(repeat(1, EACH))
        kept = Feedback.objects.order_by("motion")
        assert list(kept.values_list("motion", "work_rating", "is_current")) == [
            (pk, "satisfied" if own == "won" else "basically", True)
            for pk, (own, _) in zip(pks, results, strict=True)
        ]


def test_within_the_days_for_rating_the_second_of_two_changes_the_first(township, rating_twice):
    """Neither is lost, and the one that was written last is the one that counts."""
    pks, results = rating_twice(timezone.localdate() + timedelta(days=15))

    assert set(results) == {("won", "won")}
    with township_scope(township.pk):
        assert lines("motions.motion", pks, "close") == list(repeat(2, EACH))
        assert lines("motions.motion", pks, "revise") == list(repeat(1, EACH))
        kept = Feedback.objects.order_by("motion", "pk").values_list("motion", "is_current")
        assert list(kept) == [(pk, is_last) for pk in pks for is_last in (False, True)]
        assert set(Motion.objects.values_list("status", flat=True)) == {"closed"}


def test_an_extension_is_granted_while_the_deputy_withdraws(township, people, case, clerks):
    """Two kinds of step that touch each other's rows: neither waits for the other for ever."""
    with township_scope(township.pk):
        cases = [case("assigned") for _ in range(EACH)]
        for motion in cases:
            ExtensionFactory(township=township, assignment=motion.row)

    results = race(
        township.pk,
        [step(assignment_workflow, "grant_extension", m.row, clerks[0]) for m in cases],
        [step(motion_workflow, "withdraw", m, clerks[1]) for m in cases],
    )

    assert {second for _, second in results} == {"won"}
    with township_scope(township.pk):
        pks = [m.pk for m in cases]
        assert lines("motions.motion", pks, "withdraw") == list(repeat(1, EACH))
        assert set(Assignment.objects.values_list("status", flat=True)) == {"ended"}
        granted = Extension.objects.granted().count()
        assert granted == sum(first == "won" for first, _ in results)


def test_a_thousand_cases_accepted_by_twenty_clerks_have_no_gap(township, term, people):
    """In each of two sessions and between them, however the clerks' cases are mixed."""
    with township_scope(township.pk):
        places = [None, *(SessionFactory(township=township, term=term) for _ in range(2))]
        blank = MotionFactory.build(
            township=township, term=term, lead=people.lead, status="submitted"
        )
        texts = {"title": blank.title, "situation": "机耕路被水冲毁。", "proposal": "秋收前抢修。"}
        cases = Motion.objects.bulk_create(
            Motion(
                township=township, term=term, lead=people.lead, session=places[n % 3],
                status="submitted", submitted_on=blank.submitted_on, **texts,
            )
            for n in range(NUMBERS)
        )  # fmt: skip
    clerk = people.users["clerk"]

    def accepting(mine: list[Motion]) -> Callable[[], list]:
        def work() -> list:
            by = fresh(clerk)
            for n, motion in enumerate(mine):
                if n % 10 == 0:  # a step that fails gives its number back
                    with transaction.atomic():
                        motion_workflow.perform("accept", motion, by=by, data={"note": "受理"})
                        transaction.set_rollback(True)
                motion_workflow.perform("accept", motion, by=by, data={"note": "受理"})
            return mine

        return work

    done = together(township.pk, *(accepting(cases[n::THREADS]) for n in range(THREADS)))

    assert sum(map(len, done)) == NUMBERS
    with township_scope(township.pk):
        for number, place in enumerate(places):
            drawn = Motion.objects.filter(session=place).values_list("number", "code")
            count = len(cases[number::3])
            assert sorted(n for n, _ in drawn) == list(range(1, count + 1))
            assert len({code for _, code in drawn}) == count
        assert sum(lines("motions.motion", [m.pk for m in cases], "accept")) == NUMBERS
