"""公开 and 办理情况报告 step by step: who may take which step in which state, and that nobody else may."""

from datetime import date

import pytest

from motions.models import HandlingReport, Publication
from motions.workflow import handling_report_workflow, publication_workflow
from tests.factories.motions import HandlingReportFactory, PublicationFactory, ReplyFactory
from tests.motions.helpers.steps import Table, by_hand, by_service, deviations

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 1)

# step         from the states      who may        leads to
PUBLIC = Table("""
  publish      draft taken_down     clerk chair    published
  take_down    published            clerk chair    taken_down
""")
REPORT = Table("""
  submit       draft                clerk          review
  send_back    review               chair          draft
  issue        review               chair          issued
""")
KINDS = {
    Publication: (publication_workflow, PUBLIC),
    HandlingReport: (handling_report_workflow, REPORT),
}


def typed(step):
    return {"note": "说明"} | ({"issued_on": date(2026, 1, 8)} if step == "issue" else {})


@pytest.fixture(params=KINDS, ids=lambda model: model.__name__)
def table(request):
    return request.param, *KINDS[request.param]


@pytest.fixture
def records(in_township, table, case):
    """One record in each state, whose steps nothing hinders but the state and the person."""
    model, _, _ = table

    def publication(state):
        motion = case("closed", assignment="replied", replied_on=DAY, verdict="satisfied")
        ReplyFactory(
            township=in_township, assignment=motion.row, number=f"练函〔2025〕{motion.pk}号",
            issued_on=DAY, issued_by="蒋文斌",
        )  # fmt: skip
        return PublicationFactory(
            township=in_township, motion=motion, status=state,
            published_on=None if state == "draft" else DAY,
        )  # fmt: skip

    def report(state):
        issued = {"issued_on": DAY, "issued_by": "沈国良", "frozen": {}}
        year = 2020 + HandlingReport.Status.values.index(state)
        return HandlingReportFactory(
            township=in_township, year=year, status=state, **(issued if state == "issued" else {})
        )

    make = publication if model is Publication else report
    return [((state,), make(state)) for state in model.Status.values]


def test_the_table_holds_every_step(table):
    model, workflow, listed = table

    assert set(workflow.transitions) == listed.steps
    assert not any(step.automatic for step in workflow.transitions.values())
    assert {s for line in listed.lines for s in line.states} <= set(model.Status.values)


def test_a_step_is_taken_exactly_where_the_table_says(table, records, crowd):
    _, workflow, listed = table

    def attempt(step, record, who):
        return by_service(workflow, step, record, crowd[who], typed(step))

    def wanted(step, who, state):
        return listed.by_service(step, state, who)

    assert deviations(records, listed, crowd, attempt, wanted) == {}


def test_a_person_takes_a_step_exactly_where_the_table_says(table, records, browsers):
    _, _, listed = table

    def attempt(step, record, who):
        return by_hand(step, record, browsers[who], typed(step))

    def wanted(step, who, state):
        return listed.by_hand(step, state, who)

    assert deviations(records, listed, browsers, attempt, wanted) == {}
