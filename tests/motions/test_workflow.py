"""What steps of both workflows leave behind, and under which verdict, round and role they may be taken."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from motions.models import Assignment, Motion
from motions.workflow import assignment_workflow, motion_workflow
from renda.core.workflow import IllegalTransition
from tests.factories.motions import (
    ContactFactory,
    FeedbackFactory,
    ReplyFactory,
)

pytestmark = pytest.mark.django_db

OFFICE = frozenset({"clerk", "chair"})
LEAD_OR_OFFICE = frozenset({"clerk", "lead"})
DATA = {"note": "说明", "reason": "empty", "person": "何敏", "text": "同意", "signer": "钱小凤"}
WRITES = ("INSERT", "UPDATE", "DELETE")
PEOPLE = (
    "clerk", "chair", "lead", "joint", "deputy", "handler", "head", "other_handler", "other_head",
    "gov_office", "county", "admin",
)  # fmt: skip


def attempt(workflow, step, record, user, **more):
    """The state afterwards, or None if the step was refused, which then has written nothing at all."""
    with CaptureQueriesContext(connection) as asked:
        try:
            return workflow.perform(step, record, by=user, data=DATA | more).status
        except (PermissionDenied, IllegalTransition):
            pass
    assert [q["sql"] for q in asked if q["sql"].startswith(WRITES)] == []
    return None


def unchanged(before, model):
    after = model.objects.get(pk=before.pk)
    fields = [f.attname for f in model._meta.concrete_fields]
    return [getattr(after, f) for f in fields] == [getattr(before, f) for f in fields]


@pytest.mark.parametrize("name", PEOPLE)
def test_only_the_lead_and_the_office_make_a_suggestion_of_a_bill(in_township, people, case, name):
    motion = case("submitted", kind="bill", analysis="水质不达标。")

    result = attempt(motion_workflow, "as_suggestion", motion, people.users[name])

    may = name in LEAD_OR_OFFICE
    assert result == ("submitted" if may else None)
    after = Motion.objects.get(pk=motion.pk)
    assert (after.kind, after.source) == (
        ("suggestion", "bill") if may else ("bill", motion.source)
    )


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize(
    ("round", "verdict"), [(1, "dissatisfied"), (2, "satisfied"), (2, "dissatisfied")]
)
@pytest.mark.parametrize(
    ("step", "target", "decision"),
    [("settle", "closed", "settled"), ("redo_again", "assigned", "redo")],
)
def test_only_the_office_acts_for_the_presidium_and_only_after_a_second_dissatisfied_verdict(
    in_township, people, case, step, target, decision, round, verdict, name
):
    motion = case("replied", assignment="replied", round=round)
    Assignment.objects.filter(pk=motion.row.pk).update(round=round)
    FeedbackFactory(
        township=in_township, motion=motion, round=round, result_rating=verdict, words="说明"
    )

    result = attempt(motion_workflow, step, motion, people.users[name])

    may = name in OFFICE and (round, verdict) == (2, "dissatisfied")
    after = Motion.objects.get(pk=motion.pk)
    assert result == (target if may else None)
    assert (after.status, after.round) == (
        (target, round + (step == "redo_again")) if may else ("replied", round)
    )
    assert list(motion.reviews.values_list("decision", flat=True)) == ([decision] if may else [])


@pytest.mark.parametrize("round", [1, 2])
@pytest.mark.parametrize("role", ["lead", "separate", "assist"])
@pytest.mark.parametrize(
    ("step", "target"),
    [("send", "signing"), ("give_opinion", "opinion_given"), ("ask_extension", "handling")],
)
def test_who_answers_replies_and_who_helps_gives_an_opinion(
    in_township, people, case, step, target, role, round
):
    """主办, 分办 and 协办 in both rounds; a re-handling is not extended."""
    motion = case("assigned", round=round)
    today = timezone.localdate()
    ContactFactory(township=in_township, motion=motion, assignment=motion.row, on=today)
    ReplyFactory(township=in_township, assignment=motion.row)
    Assignment.objects.filter(pk=motion.row.pk).update(
        assigned_on=today, due_on=today + timedelta(days=60), role=role, round=round
    )
    row = Assignment.objects.get(pk=motion.row.pk)

    result = attempt(assignment_workflow, step, row, people.users["head"], to_months=6)

    may = (step == "give_opinion") == (role == "assist")
    if step == "ask_extension" and round == 2:
        may = False
    assert result == (target if may else None)
    assert may or unchanged(row, Assignment)
    assert row.opinions.count() == (result == "opinion_given")
    assert row.extensions.count() == (may and step == "ask_extension")


@pytest.mark.parametrize("name", PEOPLE)
def test_only_a_co_handling_unit_gives_an_opinion(in_township, people, case, name):
    motion = case("assigned", assignment="handling")
    row = motion.row
    row.role = "assist"
    row.save()

    result = attempt(assignment_workflow, "give_opinion", row, people.users[name])

    assert result == ("opinion_given" if name == "head" else None)
    assert list(row.opinions.values_list("text", "signer")) == (
        [("同意", people.users["head"].name)] if name == "head" else []
    )


def test_acceptance_numbers_without_gaps_between_sessions(in_township, people, case):
    motions = [case("submitted") for _ in range(3)]
    clerk = people.users["clerk"]

    accepted = [
        motion_workflow.perform(
            "accept", m, by=clerk, data={"note": "予以受理", "on": date(2025, 3, 4)}
        )
        for m in motions
    ]

    assert [(m.number, m.code, m.accepted_on) for m in accepted] == [
        (1, "闭-01", date(2025, 3, 4)),
        (2, "闭-02", date(2025, 3, 4)),
        (3, "闭-03", date(2025, 3, 4)),
    ]
    assert list(motions[0].reviews.values_list("decision", "note", "by")) == [
        ("accept", "予以受理", clerk.name)
    ]


def test_a_bill_needs_five_deputies(in_township, people, case):
    motion = case("draft", kind="bill", analysis="水质不达标。")

    with pytest.raises(IllegalTransition, match="还差 3"):
        motion_workflow.perform("submit", motion, by=people.users["lead"])

    assert Motion.objects.get(pk=motion.pk).status == "draft"


def test_withdrawing_stops_the_units(in_township, people, case):
    motion = case("assigned", due_on=date(2025, 6, 25))

    after = motion_workflow.perform(
        "withdraw", motion, by=people.users["lead"], data={"note": "已经解决"}
    )

    assert (after.status, after.due_on) == ("withdrawn", None)
    assert Assignment.objects.get(pk=motion.row.pk).status == "ended"


def test_rejecting_keeps_the_coded_reason(in_township, people, case):
    motion = case("submitted")

    motion_workflow.perform(
        "reject", motion, by=people.users["clerk"], data={"reason": "private", "note": "私事"}
    )

    assert list(motion.reviews.values_list("decision", "reason", "note")) == [
        ("reject", "private", "私事")
    ]
