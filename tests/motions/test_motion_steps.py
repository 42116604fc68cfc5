"""议案、建议 step by step: who may take which step of which case in which state, and that nobody else may."""

from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from motions.models import Motion
from motions.workflow import motion_workflow
from renda.core.models import Role
from tests.factories.motions import BillVoteFactory, CoSignerFactory, FeedbackFactory
from tests.factories.sessions import VoteFactory
from tests.files import PNG
from tests.motions.helpers.steps import Table, by_hand, by_service, deviations

pytestmark = pytest.mark.django_db

# step           from the states                                      kind        entered by  who may          leads to
TABLE = Table("""
  submit         draft returned                                       any         deputy      lead             submitted
  submit         draft returned                                       any         office      lead clerk       submitted
  accept         submitted                                            suggestion  any         clerk            accepted
  accept         submitted                                            bill        any         clerk            presidium
  as_suggestion  submitted                                            bill        any         lead             submitted
  send_back      submitted                                            any         any         clerk            returned
  refer          submitted                                            suggestion  any         clerk            reference
  forward        submitted                                            suggestion  any         clerk            forwarded
  reject         submitted                                            suggestion  any         clerk            rejected
  merge          submitted accepted                                   suggestion  any         clerk            merged
  put_on_agenda  presidium                                            any         any         clerk chair      on_agenda
  convert        presidium                                            any         any         clerk chair      accepted
  leave_off      presidium                                            any         any         clerk chair      not_listed
  close          replied                                              any         any         clerk            closed
  settle         replied                                              any         any         clerk chair      closed
  redo_again     replied                                              any         any         clerk chair      assigned
  withdraw       submitted returned presidium accepted assigned       any         any         clerk lead       withdrawn
  withdraw       merged                                               any         any         clerk lead       withdrawn
  carry_on       merged                                               any         any         nobody           accepted
  record_vote    on_agenda                                            any         any         clerk chair      on_agenda
  drop_vote      on_agenda                                            any         any         clerk chair      on_agenda
  withdraw_bill  on_agenda                                            any         any         clerk chair      withdrawn
  assign         accepted                                             any         any         nobody           assigned
  answer         assigned                                             any         any         nobody           replied
  lapse          replied                                              any         any         nobody           closed
  redo           replied                                              any         any         nobody           assigned
  reopen         closed                                               any         any         nobody           replied
  revise         closed                                               any         any         nobody           replied
""")  # fmt: skip
STATES = (
    "draft", "submitted", "returned", "rejected", "merged", "reference", "forwarded", "presidium",
    "on_agenda", "not_listed", "accepted", "assigned", "replied", "closed", "withdrawn",
)  # fmt: skip
KINDS, ENTERED = ("bill", "suggestion"), ("deputy", "office")
ROLES = {
    "clerk": "clerk", "chair": "chair", "lead": "deputy", "joint": "deputy", "deputy": "deputy",
    "handler": "handler", "head": "unit_head", "other_handler": "handler", "other_head": "unit_head",
    "gov_office": "gov_office", "county": "county", "admin": "admin",
}  # fmt: skip
DATA = {"note": "说明", "reason": "empty"}
FORM = DATA | {"why": "内容已列入全镇计划"}


def test_the_table_holds_every_step_state_and_role(crowd):
    assert set(motion_workflow.transitions) == TABLE.steps
    assert set(Motion.Status.values) == set(STATES)
    own = {name: user.memberships.get().role for name, user in crowd.items()}
    assert own == ROLES | {f"far {role}": role for role in Role.values}
    assert set(ROLES.values()) == set(Role.values)
    automatic = {name for name, step in motion_workflow.transitions.items() if step.automatic}
    assert automatic == TABLE.automatic


@pytest.fixture
def ripe(in_township, case, seated):
    """``ripe("draft", "bill", "office")``: a case whose steps nothing hinders but the state and the person."""
    further = [seated(with_account=False) for _ in range(3)]

    def make(state, kind, entered):
        motion = case(state, kind=kind, analysis="案据", by_office=entered == "office")
        for deputy in further:
            CoSignerFactory(township=in_township, motion=motion, deputy=deputy)
        return Motion.objects.get(pk=motion.pk)

    return make


def said(motion, step):
    """The verdict after which the step may be taken: good for ``close``, bad for the second time.

    The record of the congress's vote, for the step that takes it back.
    """
    if step == "drop_vote":
        BillVoteFactory(township=motion.township, motion=motion)
    if step not in {"close", "settle", "redo_again"}:
        return
    round, rating = (1, "satisfied") if step == "close" else (2, "dissatisfied")
    Motion.objects.filter(pk=motion.pk).update(round=round)
    motion.assignments.update(round=round)
    FeedbackFactory(
        township=motion.township, motion=motion, round=round, result_rating=rating, words="说明"
    )


def vote_after(motion):
    """A vote of the case's term, later than anything that was accepted."""
    return VoteFactory(
        township=motion.township, session__term=motion.term, held_on=timezone.localdate()
    )


@pytest.fixture
def cases(ripe):
    """``cases(state)``: such a case of each kind, by whoever entered it; or of those given."""

    def make(state, kinds=None):
        return ((axes, ripe(state, *axes)) for axes in kinds or product(KINDS, ENTERED))

    return make


@pytest.mark.parametrize("state", STATES)
def test_a_step_is_taken_exactly_where_the_table_says(cases, case, people, crowd, state):
    main = case("accepted", number=900, code="闭-900")
    vote = vote_after(main)

    def attempt(step, motion, who):
        data = DATA | {"units": [people.unit], "vote": vote}
        data |= {"merged_into": main} if step == "merge" else {}
        return by_service(motion_workflow, step, motion, crowd[who], data)

    def wanted(step, *axes):
        return TABLE.by_service(step, state, *axes)

    assert deviations(cases(state), TABLE, crowd, attempt, wanted, said) == {}


@pytest.mark.parametrize("state", STATES)
def test_a_person_takes_a_step_exactly_where_the_table_says(cases, case, people, browsers, state):
    """Two cases hold both kinds and both who may have entered it; the service was asked of all four."""
    main = case("accepted", number=900, code="闭-900")
    vote = vote_after(main)

    def attempt(step, motion, who):
        scan = SimpleUploadedFile("撤回申请.png", PNG, content_type="image/png")
        form = FORM | {"merged_into": main.pk, "units": people.unit.pk, "files": scan}
        form["on"] = str(timezone.localdate())
        form |= {"vote": vote.pk}
        return by_hand(step, motion, browsers[who], form)

    def wanted(step, *axes):
        return TABLE.by_hand(step, state, *axes)

    both = cases(state, zip(KINDS, ENTERED, strict=True))
    assert deviations(both, TABLE, browsers, attempt, wanted, said) == {}
