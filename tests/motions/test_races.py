"""Two people at one case, one person pressing twice, twenty drawing numbers: on PostgreSQL, with threads.

SQLite lets one writer in at a time, so there it would prove nothing.
"""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Assignment, ContactLog, Extension, Motion, Objection
from motions.workflow import assignment_workflow, motion_workflow
from renda.core.models import AuditEntry, Role, Unit, User
from renda.core.numbers import next_number
from renda.core.scoping import township_scope
from renda.core.workflow import IllegalTransition
from tests.factories.motions import ExtensionFactory, ObjectionFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"
    ),
]
EACH = 50
DOUBLE = 100
NUMBERS, THREADS = 1_000, 20


def together(township_id: int, *workers: Callable[[], list]) -> list[list]:
    """Run the workers at once, each in its own thread and connection; what each returned."""

    def run(worker: Callable[[], list]) -> list:
        try:
            with township_scope(township_id):
                return worker()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(workers)) as pool:
        return list(pool.map(run, workers))


def racing(gate: threading.Barrier, moves: list[Callable[[], object]]) -> Callable[[], list]:
    """A worker that makes each move at the same moment as the other worker makes its own."""

    def work() -> list:
        results = []
        for move in moves:
            gate.wait(60)
            try:
                move()
                results.append("won")
            except IllegalTransition as error:
                results.append(str(error))
        return results

    return work


def race(township_id: int, first: list, second: list) -> list[tuple[str, str]]:
    gate = threading.Barrier(2)
    return list(zip(*together(township_id, racing(gate, first), racing(gate, second)), strict=True))


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


def fresh(user: User) -> User:
    """The account without anything another thread has cached on it."""
    return User.objects.get(pk=user.pk)


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


def test_pressing_twice_writes_one_row(township, people, case):
    with township_scope(township.pk):
        motion = case("assigned")
    url = reverse("motions:contact_create", args=[motion.pk])
    forms = [
        {
            "stage": "during", "way": "phone", "on": "2025-04-10", "people": "何敏",
            "deputy": people.lead.pk, "words": f"第 {n} 次", "once": str(uuid.uuid4()),
        }
        for n in range(DOUBLE)
    ]  # fmt: skip
    gate = threading.Barrier(2)

    def press() -> list[int]:
        browser = Client()
        browser.force_login(fresh(people.users["handler"]))
        answers = []
        for form in forms:
            gate.wait(60)
            answers.append(browser.post(url, form).status_code)
        return answers

    first, second = together(township.pk, press, press)

    assert set(first) == set(second) == {302}
    with township_scope(township.pk):
        words = list(ContactLog.objects.order_by("pk").values_list("words", flat=True))
    assert sorted(words) == sorted(form["words"] for form in forms)


def test_a_thousand_numbers_from_twenty_threads_have_no_gap(township):
    share = NUMBERS // THREADS

    def take_back() -> None:
        """A step that fails gives its number back."""
        with transaction.atomic():
            next_number("race")
            transaction.set_rollback(True)

    def draw() -> list[int]:
        drawn = []
        for n in range(share):
            if n % 10 == 0:
                take_back()
            with transaction.atomic():
                drawn.append(next_number("race"))
        return drawn

    drawn = together(township.pk, *repeat(draw, THREADS))

    assert sorted(number for each in drawn for number in each) == list(range(1, NUMBERS + 1))
