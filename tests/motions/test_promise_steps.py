"""承诺事项 and 补充答复 step by step: who may take which step in which state, and that nobody else may."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from motions.models import Commitment, Supplement
from motions.workflow import commitment_workflow, supplement_workflow
from tests.factories.motions import (
    CommitmentChangeFactory,
    SubmittalFactory,
    SupplementFactory,
)
from tests.files import PNG
from tests.motions.helpers.promises import DATA, NEXT_YEAR
from tests.motions.helpers.steps import Table, by_hand, by_service, deviations

pytestmark = pytest.mark.django_db

# A state is what the promise stands at and who has to say whether its day is moved.
# step              from the states                      who may            leads to
PROMISE = Table("""
  report            open open:head open:office           handler head clerk  reported
  report_by_letter  open open:head open:office           nobody              reported
  send_back         reported                             clerk chair         open
  propose_date      open                                 head clerk          open
  propose_date      open:head                            clerk               open
  draft_date        open                                 handler             open
  sign_date         open:head                            head                open
  give_back_date    open:head                            head                open
  take_back_date    open:head                            handler             open
  agree_date        open:office                          clerk chair         open
  refuse_date       open:office                          clerk chair         open
  strike            reported                             clerk chair         struck
""")
LETTER = Table("""
  send              draft                                handler head        signing
  issue             signing                              head                issued
  call_back         signing                              head                draft
  unsend            signing                              handler             draft
""")
STATES = ("open", "open:head", "open:office", "reported", "struck")


def test_the_tables_hold_every_step_and_state():
    assert set(commitment_workflow.transitions) == PROMISE.steps
    assert set(supplement_workflow.transitions) == LETTER.steps
    assert set(Commitment.Status.values) == {state.partition(":")[0] for state in STATES}
    for workflow, table in ((commitment_workflow, PROMISE), (supplement_workflow, LETTER)):
        automatic = {name for name, step in workflow.transitions.items() if step.automatic}
        assert automatic == table.automatic


@pytest.fixture
def promised(in_township, promise):
    """``promised("open:head")``: a promise whose steps nothing hinders but the state and the person."""

    def make(state):
        status, _, waits = state.partition(":")
        row = promise(status, is_at_head=waits == "head")
        if waits == "head":
            SubmittalFactory(
                township=in_township, assignment=row.motion.row, commitment=row, kind="date",
                new_due=NEXT_YEAR,
            )  # fmt: skip
        if waits == "office":
            CommitmentChangeFactory(township=in_township, commitment=row)
        return Commitment.objects.get(pk=row.pk)

    return make


@pytest.fixture
def letter(in_township, promise):
    """``letter("draft")``: a 补充答复."""

    def make(status):
        signed = {
            "number": "练函〔2025〕9号",
            "issued_by": "蒋文斌",
            "issued_on": date(2025, 8, 28),
        }
        return SupplementFactory(
            township=in_township, assignment=promise().motion.row, status=status,
            **(signed if status == "issued" else {}),
        )  # fmt: skip

    return make


def every(make, states):
    """A record in each of the states, one after another."""
    return (((state,), make(state)) for state in states)


def test_a_promises_step_is_taken_exactly_where_the_table_says(promised, crowd):
    def attempt(step, row, who):
        return by_service(commitment_workflow, step, row, crowd[who], DATA)

    def wanted(step, who, state):
        return PROMISE.by_service(step, state, who)

    assert deviations(every(promised, STATES), PROMISE, crowd, attempt, wanted) == {}


def test_a_person_takes_a_promises_step_exactly_where_the_table_says(promised, browsers):
    def attempt(step, row, who):
        files = {
            name: SimpleUploadedFile("照片.png", PNG, content_type="image/png")
            for name in ("files", "photos")
        }
        return by_hand(step, row, browsers[who], DATA | files)

    def wanted(step, who, state):
        return PROMISE.by_hand(step, state, who)

    assert deviations(every(promised, STATES), PROMISE, browsers, attempt, wanted) == {}


def test_a_letters_step_is_taken_exactly_where_the_table_says(letter, crowd):
    def attempt(step, row, who):
        return by_service(supplement_workflow, step, row, crowd[who], {"note": "说明"})

    def wanted(step, who, state):
        return LETTER.by_service(step, state, who)

    states = Supplement.Status.values
    assert deviations(every(letter, states), LETTER, crowd, attempt, wanted) == {}


def test_a_person_takes_a_letters_step_exactly_where_the_table_says(letter, browsers):
    def attempt(step, row, who):
        return by_hand(step, row, browsers[who], {"note": "说明"})

    def wanted(step, who, state):
        return LETTER.by_hand(step, state, who)

    states = Supplement.Status.values
    assert deviations(every(letter, states), LETTER, browsers, attempt, wanted) == {}


@pytest.mark.parametrize("name", ["handler", "clerk", "lead", "other_head", "county", "admin"])
def test_only_the_units_head_issues_a_supplement(in_township, people, promise, name):
    row = promise()
    letter = SupplementFactory(township=in_township, assignment=row.motion.row)

    with pytest.raises(PermissionDenied):
        supplement_workflow.perform("issue", letter, by=people.users[name])

    assert Supplement.objects.get().number == ""
