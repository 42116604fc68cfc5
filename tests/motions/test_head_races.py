"""What waits for a head, and two people at it at once: one wins and the other is told."""

from itertools import repeat

import pytest

from motions.models import Assignment, Objection, Submittal
from motions.workflow import assignment_workflow, motion_workflow
from renda.core.models import AuditEntry, Role
from renda.core.scoping import township_scope
from tests.factories.motions import SubmittalFactory
from tests.motions.helpers.races import ON_POSTGRESQL, fresh, race

pytestmark = ON_POSTGRESQL
EACH = 20


@pytest.fixture
def waiting(township, people, case):
    """Assignments whose 退办申请 waits for the head."""
    with township_scope(township.pk):
        rows = [case("assigned", assignment="signing").row for _ in range(EACH)]
        Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(to_sign="objection")
        for row in rows:
            SubmittalFactory(township=township, assignment=row)
    return rows


def moves(workflow, name, rows, user):
    data = {"note": "说明", "late_reason": "送签时正逢汛期"}
    return [
        lambda row=row: workflow.perform(name, row, by=fresh(user), data=dict(data)) for row in rows
    ]


def one_won(results) -> None:
    for pair in results:
        assert pair.count("won") == 1, pair
        (loser,) = (words for words in pair if words != "won")
        assert "可能已被他人办理" in loser


def test_two_heads_sign_one_objection(township, people, person, waiting):
    with township_scope(township.pk):
        heads = [people.users["head"], person(Role.UNIT_HEAD, people.unit)]

    results = race(
        township.pk,
        *(moves(assignment_workflow, "sign_objection", waiting, head) for head in heads),
    )

    one_won(results)
    with township_scope(township.pk):
        asked = Objection.objects.order_by("assignment")
        names = [heads[pair.index("won")].name for pair in results]
        assert list(asked.values_list("assignment", "signer")) == [
            (row.pk, name) for row, name in zip(waiting, names, strict=True)
        ]
        assert set(Submittal.objects.values_list("outcome", flat=True)) == {"signed"}


def test_one_head_signs_what_another_gives_back(township, people, person, waiting):
    with township_scope(township.pk):
        second = person(Role.UNIT_HEAD, people.unit)

    results = race(
        township.pk,
        moves(assignment_workflow, "sign_objection", waiting, people.users["head"]),
        moves(assignment_workflow, "give_back", waiting, second),
    )

    one_won(results)
    with township_scope(township.pk):
        signed = [pair[0] == "won" for pair in results]
        outcomes = Submittal.objects.order_by("assignment").values_list("outcome", flat=True)
        assert list(outcomes) == ["signed" if each else "returned" for each in signed]
        assert Objection.objects.count() == sum(signed)


def test_a_head_signs_what_the_clerk_takes_back(township, people, waiting):
    results = race(
        township.pk,
        moves(assignment_workflow, "sign_objection", waiting, people.users["head"]),
        moves(assignment_workflow, "take_back", waiting, people.users["handler"]),
    )

    one_won(results)
    with township_scope(township.pk):
        signed = [pair[0] == "won" for pair in results]
        outcomes = Submittal.objects.order_by("assignment").values_list("outcome", flat=True)
        assert list(outcomes) == ["signed" if each else "taken_back" for each in signed]
        assert Objection.objects.count() == sum(signed)


def test_a_head_signs_while_the_deputy_withdraws(township, people, waiting):
    cases = [row.motion for row in waiting]

    results = race(
        township.pk,
        moves(assignment_workflow, "sign_objection", waiting, people.users["head"]),
        moves(motion_workflow, "withdraw", cases, people.users["lead"]),
    )

    with township_scope(township.pk):
        assert [pair[1] for pair in results] == list(repeat("won", EACH))
        for row, (signed, _) in zip(waiting, results, strict=True):
            outcome = Submittal.objects.get(assignment=row).outcome
            assert Assignment.objects.get(pk=row.pk).status == "ended"
            assert outcome == ("signed" if signed == "won" else "lapsed")
            assert Objection.objects.filter(assignment=row).count() == (signed == "won")
            lines = AuditEntry.objects.filter(model="motions.assignment", object_id=row.pk)
            taken = [line.detail.get("step") for line in lines]
            assert taken.count("end") == 1
