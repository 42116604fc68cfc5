"""Each step of the four workflows, by state and role."""

import pytest
from django.core.exceptions import PermissionDenied

from renda.core.models import AuditEntry, Role
from renda.core.workflow import IllegalTransition
from supervision.workflow import (
    finding_workflow,
    inspection_workflow,
    opinion_workflow,
    project_workflow,
)
from tests.factories.supervision import OpinionFactory
from tests.supervision.stages import (
    OFFICE,
    UNIT,
    F,
    N,
    O,
    P,
    data_for,
    finding_in,
    inspection_in,
    opinion_in,
    project_in,
)

pytestmark = pytest.mark.django_db

# step: (states, roles, target)
FINDING = {
    "hand_over": ({F.FOUND}, OFFICE, F.HANDED),
    "plan": ({F.HANDED, F.WORKING}, OFFICE | UNIT, F.WORKING),
    "report": ({F.HANDED, F.WORKING}, OFFICE | UNIT, F.REPORTED),
    "close": ({F.REPORTED}, OFFICE, F.CLOSED),
    "send_back": ({F.REPORTED}, OFFICE, F.WORKING),
    "take_back": ({F.HANDED, F.WORKING}, OFFICE, F.FOUND),
    "remind": ({F.HANDED, F.WORKING}, OFFICE, None),
}
PROJECT = {
    "shortlist": ({P.COLLECTED}, OFFICE, P.SHORTLISTED),
    "choose": ({P.SHORTLISTED}, OFFICE, P.CHOSEN),
    "drop": ({P.COLLECTED, P.SHORTLISTED}, OFFICE, P.DROPPED),
    "start": ({P.CHOSEN}, OFFICE, P.UNDERWAY),
    "finish": ({P.UNDERWAY}, OFFICE, P.DONE),
    "rate": ({P.DONE}, OFFICE, P.RATED),
    "step_back": (set(P) - {P.COLLECTED}, OFFICE, None),
}
BEFORE = {
    P.SHORTLISTED: P.COLLECTED,
    P.DROPPED: P.COLLECTED,
    P.CHOSEN: P.SHORTLISTED,
    P.UNDERWAY: P.CHOSEN,
    P.DONE: P.UNDERWAY,
    P.RATED: P.DONE,
}
OPINION = {
    "answer": ({O.HANDED}, OFFICE | UNIT, O.ANSWERED),
    "send_back": ({O.ANSWERED}, OFFICE, O.HANDED),
    "take_back": ({O.HANDED}, OFFICE, O.WAITING),
}
INSPECTION = {
    "hold": ({N.PLANNED}, OFFICE, N.HELD),
    "report": ({N.HELD}, OFFICE, N.REPORTED),
    "hand_over": ({N.REPORTED}, OFFICE, N.HANDED),
    "hand_more": ({N.HANDED}, OFFICE, N.HANDED),
    "close": ({N.REPORTED, N.HANDED}, OFFICE, N.CLOSED),
    "reopen": ({N.CLOSED}, OFFICE, N.REPORTED),
}


def inspection_with_a_new_opinion(township, unit, status):
    inspection = inspection_in(township, unit, status)
    OpinionFactory(township=township, inspection=inspection, unit=unit)
    return inspection


def by_state(table, states):
    return [(step, state) for step in table for state in states]


def assert_open_exactly_where_listed(workflow, table, make, township, unit, person, step, status):
    """Take the step as every role: it goes through where it is listed, and changes nothing elsewhere."""
    sources, roles, target = table[step]
    for role in Role:
        record = make(township, unit, status)
        user = person(role, unit=unit if role in UNIT else None)
        if status in sources and role in roles:
            after = workflow.perform(step, record, by=user, data=data_for(step, unit))
            assert after.status == (target or BEFORE.get(status, status)), role
            after.refresh_from_db()
            assert after.status == (target or BEFORE.get(status, status)), role
            entry = AuditEntry.objects.first()
            assert (entry.actor, entry.detail["step"]) == (user, step)
        else:
            refused = PermissionDenied if status in sources else IllegalTransition
            with pytest.raises(refused):
                workflow.perform(step, record, by=user, data=data_for(step, unit))
            record.refresh_from_db()
            assert (record.status, record.revision) == (status, 1), role


@pytest.mark.parametrize(("step", "status"), by_state(FINDING, F))
def test_finding_step_is_open_exactly_where_it_is_listed(in_township, unit, person, step, status):
    assert_open_exactly_where_listed(
        finding_workflow, FINDING, finding_in, in_township, unit, person, step, status
    )


@pytest.mark.parametrize(("step", "status"), by_state(PROJECT, P))
def test_project_step_is_open_exactly_where_it_is_listed(in_township, unit, person, step, status):
    assert_open_exactly_where_listed(
        project_workflow, PROJECT, project_in, in_township, unit, person, step, status
    )


@pytest.mark.parametrize(("step", "status"), by_state(INSPECTION, N))
def test_inspection_step_is_open_exactly_where_it_is_listed(
    in_township, unit, person, step, status
):
    make = inspection_with_a_new_opinion if step == "hand_more" else inspection_in
    assert_open_exactly_where_listed(
        inspection_workflow, INSPECTION, make, in_township, unit, person, step, status
    )


@pytest.mark.parametrize(("step", "status"), by_state(OPINION, O))
def test_opinion_step_is_open_exactly_where_it_is_listed(in_township, unit, person, step, status):
    assert_open_exactly_where_listed(
        opinion_workflow, OPINION, opinion_in, in_township, unit, person, step, status
    )
