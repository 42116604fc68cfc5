"""Both workflows as tables: each step in each state by each person, and what a refused one leaves."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from motions.models import Assignment, Motion
from motions.workflow import assignment_workflow, motion_workflow
from renda.core.models import AuditEntry
from renda.core.workflow import IllegalTransition
from tests.factories.motions import (
    ContactFactory,
    ExtensionFactory,
    FeedbackFactory,
    ObjectionFactory,
    ReplyFactory,
)

pytestmark = pytest.mark.django_db

NOBODY = frozenset()
OFFICE = frozenset({"clerk"})
CHAIR_TOO = frozenset({"clerk", "chair"})
LEAD_OR_OFFICE = frozenset({"clerk", "lead"})
UNIT = frozenset({"handler", "head"})
HEAD = frozenset({"head"})

# step: (states it starts from, where it leads, who may)
MOTION_STEPS = {
    "submit": ({"draft", "returned"}, "submitted", frozenset({"lead"})),
    "accept": ({"submitted"}, "accepted", OFFICE),
    "as_suggestion": ({"submitted"}, "submitted", NOBODY),
    "send_back": ({"submitted"}, "returned", OFFICE),
    "refer": ({"submitted"}, "reference", OFFICE),
    "forward": ({"submitted"}, "forwarded", OFFICE),
    "merge": ({"submitted", "accepted"}, "merged", OFFICE),
    "reject": ({"submitted"}, "rejected", OFFICE),
    "put_on_agenda": ({"presidium"}, "on_agenda", CHAIR_TOO),
    "convert": ({"presidium"}, "accepted", CHAIR_TOO),
    "leave_off": ({"presidium"}, "not_listed", CHAIR_TOO),
    "assign": ({"accepted"}, "assigned", NOBODY),
    "answer": ({"assigned"}, "replied", NOBODY),
    "close": ({"replied"}, "closed", OFFICE),
    "lapse": ({"replied"}, "closed", NOBODY),
    "reopen": ({"closed"}, "replied", NOBODY),
    "revise": ({"closed"}, "replied", NOBODY),
    "settle": ({"replied"}, "closed", NOBODY),
    "redo": ({"replied"}, "assigned", NOBODY),
    "redo_again": ({"replied"}, "assigned", NOBODY),
    "withdraw": (
        {"submitted", "returned", "presidium", "accepted", "assigned"}, "withdrawn", LEAD_OR_OFFICE,
    ),
    "withdraw_bill": ({"on_agenda"}, "withdrawn", CHAIR_TOO),
}  # fmt: skip
ASSIGNMENT_STEPS = {
    "sign": ({"waiting"}, "handling", UNIT),
    "give_opinion": ({"handling"}, "opinion_given", NOBODY),
    "send": ({"handling"}, "signing", UNIT),
    "call_back": ({"signing"}, "handling", HEAD),
    "issue": ({"signing"}, "replied", HEAD),
    "object": ({"waiting", "handling"}, "objected", UNIT),
    "agree": ({"objected"}, "reassigned", CHAIR_TOO),
    "deny": ({"objected"}, "waiting", CHAIR_TOO),
    "pass_on": ({"waiting", "handling"}, "reassigned", frozenset({"gov_office"})),
    "ask_extension": ({"handling"}, "handling", UNIT),
    "grant_extension": ({"handling", "signing"}, None, CHAIR_TOO),
    "refuse_extension": ({"handling", "signing"}, None, CHAIR_TOO),
    "end": ({"waiting", "handling", "signing", "objected"}, "ended", NOBODY),
}
RATED = {"close": "satisfied", "redo": "dissatisfied"}  # what the lead deputy must have said before
DATA = {"note": "说明", "reason": "empty", "person": "何敏", "text": "同意", "signer": "钱小凤"}
WRITES = ("INSERT", "UPDATE", "DELETE")
PEOPLE = (
    "clerk", "chair", "lead", "joint", "deputy", "handler", "head", "other_handler", "other_head",
    "gov_office", "county", "admin",
)  # fmt: skip


def test_the_tables_hold_every_step():
    assert set(motion_workflow.transitions) == set(MOTION_STEPS)
    assert set(assignment_workflow.transitions) == set(ASSIGNMENT_STEPS)


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


@pytest.mark.parametrize("status", Motion.Status.values)
@pytest.mark.parametrize("step", MOTION_STEPS)
def test_a_motions_step_is_taken_exactly_where_the_table_says(
    in_township, people, case, step, status
):
    sources, target, allowed = MOTION_STEPS[step]
    motion, more = None, {}
    for name in PEOPLE:
        if motion is None:
            motion = Motion.objects.get(pk=case(status).pk)
            if step == "merge":
                main = case("accepted")
                more = {"merged_into": main}
            if step in RATED:
                FeedbackFactory(
                    township=in_township, motion=motion, result_rating=RATED[step], words="说明"
                )
        lines = AuditEntry.objects.count()

        result = attempt(motion_workflow, step, motion, people.users[name], **more)

        may = status in sources and name in allowed
        assert result == (target if may else None), name
        if may:
            motion = None
        else:
            assert unchanged(motion, Motion), name
            assert AuditEntry.objects.count() == lines, name


@pytest.mark.parametrize("status", Assignment.Status.values)
@pytest.mark.parametrize("step", ASSIGNMENT_STEPS)
def test_an_assignments_step_is_taken_exactly_where_the_table_says(
    in_township, people, case, step, status
):
    sources, target, allowed = ASSIGNMENT_STEPS[step]
    row = None
    more = {"to_unit": people.other_unit, "to_months": 6}
    for name in PEOPLE:
        if row is None:
            motion = case("assigned", assignment=status)
            today = timezone.localdate()
            ContactFactory(township=in_township, motion=motion, assignment=motion.row, on=today)
            ReplyFactory(township=in_township, assignment=motion.row)
            Assignment.objects.filter(pk=motion.row.pk).update(
                assigned_on=today, objection_due=today, due_on=today + timedelta(days=60)
            )
            if step in {"agree", "deny"}:
                ObjectionFactory(township=in_township, assignment=motion.row)
            if step in {"grant_extension", "refuse_extension"}:
                ExtensionFactory(
                    township=in_township,
                    assignment=motion.row,
                    old_due=today + timedelta(days=60),
                    new_due=today + timedelta(days=150),
                )
            row = Assignment.objects.get(pk=motion.row.pk)
        lines = AuditEntry.objects.count()

        result = attempt(assignment_workflow, step, row, people.users[name], **more)

        may = status in sources and name in allowed
        assert result == ((target or status) if may else None), name
        if may:
            row = None
        else:
            assert unchanged(row, Assignment), name
            assert AuditEntry.objects.count() == lines, name


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

    may = name in CHAIR_TOO and (round, verdict) == (2, "dissatisfied")
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

    result = attempt(assignment_workflow, step, row, people.users["handler"], to_months=6)

    may = (step == "give_opinion") == (role == "assist")
    if step == "ask_extension" and round == 2:
        may = False
    assert result == (target if may else None)
    assert may or unchanged(row, Assignment)
    assert row.opinions.count() == (result == "opinion_given")
    assert row.extensions.count() == (may and step == "ask_extension")


@pytest.mark.parametrize("step", MOTION_STEPS)
def test_another_townships_clerk_takes_no_step_of_a_motion(in_township, case, outsider, step):
    sources, _, _ = MOTION_STEPS[step]
    for status in sorted(sources):
        motion = Motion.objects.get(pk=case(status, kind="bill", analysis="案据").pk)

        assert attempt(motion_workflow, step, motion, outsider) is None
        assert unchanged(motion, Motion)


@pytest.mark.parametrize("step", ASSIGNMENT_STEPS)
@pytest.mark.parametrize("role", ["lead", "assist", "separate"])
def test_another_townships_clerk_takes_no_step_of_an_assignment(
    in_township, case, people, outsider, step, role
):
    sources, _, _ = ASSIGNMENT_STEPS[step]
    more = {"to_unit": people.other_unit, "to_months": 6}
    for status in sorted(sources):
        row = case("assigned", assignment=status).row
        Assignment.objects.filter(pk=row.pk).update(role=role)
        row = Assignment.objects.get(pk=row.pk)

        assert attempt(assignment_workflow, step, row, outsider, **more) is None
        assert unchanged(row, Assignment)


@pytest.mark.parametrize("name", PEOPLE)
def test_only_a_co_handling_unit_gives_an_opinion(in_township, people, case, name):
    motion = case("assigned", assignment="handling")
    row = motion.row
    row.role = "assist"
    row.save()

    result = attempt(assignment_workflow, "give_opinion", row, people.users[name])

    assert result == ("opinion_given" if name in UNIT else None)
    assert list(row.opinions.values_list("text", "signer")) == (
        [("同意", "钱小凤")] if name in UNIT else []
    )


@pytest.mark.parametrize("name", PEOPLE)
def test_only_the_office_hands_in_what_it_entered_besides_the_deputy(
    in_township, people, case, name
):
    motion = case("draft", by_office=True)

    result = attempt(motion_workflow, "submit", motion, people.users[name])

    assert result == ("submitted" if name in {"clerk", "lead"} else None)


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
