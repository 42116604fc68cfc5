"""A unit's part step by step: who may take which step of which part in which state, and that nobody else may."""

from datetime import timedelta
from itertools import cycle, product

import pytest
from django.utils import timezone

from motions.models import Assignment, Submittal
from motions.workflow import assignment_workflow
from renda.core.models import Role, Unit
from tests.factories.core import UnitFactory
from tests.factories.motions import (
    AssignmentFactory,
    ContactFactory,
    ExtensionFactory,
    ObjectionFactory,
    ReplyFactory,
)
from tests.motions.helpers.steps import Table, by_hand, by_service, deviations

pytestmark = pytest.mark.django_db

# A state is what the part stands at and, with the head, what waits for the signature.
# step              from the states                              role           round  who may       leads to
TABLE = Table("""
  sign              waiting                                      any            any    handler head  handling
  send              handling                                     lead separate  any    handler head  signing
  call_back         signing:reply                                lead separate  any    head          handling
  unsend            signing:reply                                lead separate  any    handler       handling
  issue             signing:reply                                lead separate  any    head          replied
  draft_opinion     handling                                     assist         any    handler       signing
  sign_opinion      signing:opinion                              assist         any    head          opinion_given
  give_opinion      handling                                     assist         any    head          opinion_given
  draft_objection   waiting handling                             any            any    handler       signing
  sign_objection    signing:objection                            any            any    head          objected
  object            waiting handling                             any            any    head          objected
  draft_extension   handling                                     lead separate  1      handler       signing
  sign_extension    signing:extension                            lead separate  1      head          handling
  ask_extension     handling                                     lead separate  1      head          handling
  give_back         signing:opinion                              assist         any    head          handling
  give_back         signing:objection                            any            any    head          handling
  give_back         signing:extension                            lead separate  any    head          handling
  take_back         signing:opinion                              assist         any    handler       handling
  take_back         signing:objection                            any            any    handler       handling
  take_back         signing:extension                            lead separate  any    handler       handling
  agree             objected                                     any            any    clerk chair   reassigned
  deny              objected                                     any            any    clerk chair   handling
  rule              waiting handling signing:reply               any            any    clerk chair   stays
  rule              signing:opinion signing:objection            any            any    clerk chair   stays
  rule              signing:extension                            any            any    clerk chair   stays
  relieve           waiting handling objected                    assist         any    clerk chair   relieved
  relieve           signing:opinion signing:objection            assist         any    clerk chair   relieved
  grant_extension   handling signing:reply signing:objection     lead separate  1      clerk chair   stays
  refuse_extension  handling signing:reply signing:objection     lead separate  1      clerk chair   stays
  pass_on           waiting handling signing:opinion             any            any    gov_office    reassigned
  pass_on           signing:objection signing:extension          any            any    gov_office    reassigned
  end               waiting handling objected                    any            any    nobody        ended
  end               signing:reply signing:opinion                any            any    nobody        ended
  end               signing:objection signing:extension          any            any    nobody        ended
  spare             waiting handling objected                    any            any    nobody        ended
  spare             signing:reply signing:opinion                any            any    nobody        ended
  spare             signing:objection signing:extension          any            any    nobody        ended
""")  # fmt: skip
ANSWERING, EVERY = ("lead", "separate"), ("lead", "separate", "assist")
STATES = {
    "waiting": EVERY, "handling": EVERY, "signing:reply": ANSWERING, "signing:opinion": ("assist",),
    "signing:objection": EVERY, "signing:extension": ANSWERING, "objected": EVERY,
    "opinion_given": ("assist",), "replied": ANSWERING, "reassigned": EVERY, "relieved": ("assist",),
    "ended": EVERY,
}  # fmt: skip
ENTERED = ("deputy", "office")
ROLES = {
    "clerk": "clerk", "chair": "chair", "lead": "deputy", "joint": "deputy", "deputy": "deputy",
    "handler": "handler", "head": "unit_head",  # of the unit whose part it is
    "other_handler": "handler", "other_head": "unit_head",  # of the unit that handles the case with it
    "idle_handler": "handler", "idle_head": "unit_head",  # of a unit that does not
    "gov_office": "gov_office", "county": "county", "admin": "admin",
}  # fmt: skip
DATA = {
    "note": "说明",
    "reason": "不属本单位职责",
    "person": "何敏",
    "text": "同意",
    "to_months": 6,
    "decision": "uphold",
}


def test_the_table_holds_every_step_state_and_role(crowd):
    assert set(assignment_workflow.transitions) == TABLE.steps
    assert set(Assignment.Status.values) == {state.partition(":")[0] for state in STATES}
    waits = {state.partition(":")[2] for state in STATES} - {""}
    assert set(Assignment.ToSign.values) == waits
    assert set(Assignment.Role.values) == set(EVERY)
    assert set(ROLES.values()) == set(Role.values)
    automatic = {name for name, step in assignment_workflow.transitions.items() if step.automatic}
    assert automatic == TABLE.automatic


@pytest.fixture
def idle(township, people, person):
    """A unit that has nothing to do with the case."""
    unit = UnitFactory(township=township)
    people.users["idle_handler"] = person(Role.HANDLER, unit)
    people.users["idle_head"] = person(Role.UNIT_HEAD, unit)
    return unit


@pytest.fixture
def ripe(in_township, people, case, idle):
    """``ripe(state, "lead", "deputy")``: a part whose steps nothing hinders but the state and the person."""
    today = timezone.localdate()

    def make(state, role, entered, round=1):
        status, _, waits = state.partition(":")
        motion = case("assigned", assignment=status, by_office=entered == "office", round=round)
        Assignment.objects.filter(pk=motion.row.pk).update(
            role=role, round=round, assigned_on=today, sign_due=today, objection_due=today,
            due_on=today + timedelta(days=60), to_sign=waits,
            signed_on=None if status == "waiting" else today,
        )  # fmt: skip
        with_it = "lead" if role == "assist" else "separate"
        AssignmentFactory(
            township=in_township, motion=motion, unit=people.other_unit, role=with_it, round=round,
            assigned_on=today, due_on=today + timedelta(days=60),
        )  # fmt: skip
        row = Assignment.objects.get(pk=motion.row.pk)
        ContactFactory(township=in_township, motion=motion, assignment=row, on=today)
        if role != "assist":
            ReplyFactory(township=in_township, assignment=row)
        if waits in {"opinion", "objection", "extension"}:
            Submittal.objects.create(
                assignment=row, kind=waits, text="说明", drafted_by="何敏", on=today,
                months=6 if waits == "extension" else None,
            )  # fmt: skip
        return row

    return make


def asked(row, step):
    """What the office decides about has been asked for."""
    if step in {"agree", "deny"} or (step == "relieve" and row.status == "objected"):
        ObjectionFactory(township=row.township, assignment=row)
    if step == "rule":
        refused = {"decision": "denied", "decided_by": "周玉兰", "decided_on": row.assigned_on}
        ObjectionFactory.create_batch(2, township=row.township, assignment=row, **refused)
    may_be_asked = row.answers and row.round == 1 and row.to_sign != "extension"
    if step in {"grant_extension", "refuse_extension"} and may_be_asked:
        new = row.due_on + timedelta(days=90)
        ExtensionFactory(township=row.township, assignment=row, old_due=row.due_on, new_due=new)


@pytest.mark.parametrize("state", STATES)
def test_a_step_is_taken_exactly_where_the_table_says(ripe, idle, crowd, state):
    """Of a case that a deputy or the office entered, in the first round and, for the one, in the second."""
    kinds = [(role, entered, 1) for role, entered in product(STATES[state], ENTERED)]
    kinds += [(role, "deputy", 2) for role in STATES[state]]

    def attempt(step, row, who):
        return by_service(assignment_workflow, step, row, crowd[who], DATA | {"to_unit": idle})

    def wanted(step, who, role, round):
        return TABLE.by_service(step, state, who, role, round)

    rows = (((kind[0], str(kind[2])), ripe(state, *kind)) for kind in kinds)
    assert deviations(rows, TABLE, crowd, attempt, wanted, asked) == {}


@pytest.mark.parametrize("state", STATES)
def test_a_person_takes_a_step_exactly_where_the_table_says(ripe, idle, browsers, state):
    """Parts of each role, of cases entered by either; the service was asked of both for each."""
    kinds = list(zip(STATES[state], cycle(ENTERED), strict=False))

    def attempt(step, row, who):
        return by_hand(
            step, row, browsers[who], DATA | {"to_unit": idle.pk, "on": timezone.localdate()}
        )

    def wanted(step, who, role, round):
        return TABLE.by_hand(step, state, who, role, round)

    rows = (((kind[0], "1"), ripe(state, *kind)) for kind in kinds)
    assert deviations(rows, TABLE, browsers, attempt, wanted, asked) == {}


@pytest.mark.parametrize("kind", Unit.Kind.values)
def test_the_government_office_passes_on_only_what_is_inside_the_government(
    ripe, idle, crowd, kind
):
    row = ripe("handling", "lead", "deputy")
    Unit.objects.filter(pk=row.unit_id).update(kind=kind)

    after = by_service(
        assignment_workflow, "pass_on", row, crowd["gov_office"], DATA | {"to_unit": idle}
    )

    assert after == ("reassigned" if kind in {"government", "office"} else "refused")


def test_what_was_asked_before_the_case_was_signed_for_comes_back_to_be_signed_for(ripe, crowd):
    objected = ripe("objected", "lead", "deputy")
    at_head = ripe("signing:objection", "lead", "deputy")
    Assignment.objects.update(signed_on=None)
    ObjectionFactory(township=objected.township, assignment=objected)

    after = [
        by_service(assignment_workflow, "deny", objected, crowd["clerk"], DATA),
        by_service(assignment_workflow, "give_back", at_head, crowd["head"], DATA),
        by_service(assignment_workflow, "take_back", at_head, crowd["handler"], DATA),
    ]

    assert after == ["waiting"] * 3
