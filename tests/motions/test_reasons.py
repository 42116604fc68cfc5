"""Every step that asks for words leaves them where whoever they are meant for reads them."""

from datetime import date, timedelta

import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import (
    Assignment,
    Commitment,
    HandlingReport,
    Motion,
    Publication,
    Reminder,
)
from renda.core.workflow import workflow_of
from tests.factories.motions import (
    AssignmentFactory,
    BillVoteFactory,
    CommitmentChangeFactory,
    ExtensionFactory,
    FeedbackFactory,
    HandlingReportFactory,
    ObjectionFactory,
    PublicationFactory,
    ReminderFactory,
    ReplyFactory,
    SubmittalFactory,
)
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import told

pytestmark = pytest.mark.django_db

WORDS = "须写明的理由甲乙丙"
MODELS = (Motion, Assignment, Commitment, Publication, HandlingReport)
UNIT, OTHER = ("handler", "head"), ("other_handler", "other_head")
AUTHORS = ("lead", "joint")
NO_NOTICE = ()
SUBMITTED, BILL, ON_AGENDA = "submitted", "presidium", "on_agenda"

# (model, step): (the state it starts from, who takes it, who reads the words, who is sent them: never the one who takes it)
STEPS = {
    (Motion, "accept"): (SUBMITTED, "clerk", "lead", NO_NOTICE),
    (Motion, "send_back"): (SUBMITTED, "clerk", "lead", AUTHORS),
    (Motion, "refer"): (SUBMITTED, "clerk", "lead", AUTHORS),
    (Motion, "forward"): (SUBMITTED, "clerk", "lead", AUTHORS),
    (Motion, "merge"): (SUBMITTED, "clerk", "lead", AUTHORS),
    (Motion, "reject"): (SUBMITTED, "clerk", "lead", AUTHORS),
    (Motion, "put_on_agenda"): (BILL, "chair", "lead", NO_NOTICE),
    (Motion, "convert"): (BILL, "chair", "lead", NO_NOTICE),
    (Motion, "leave_off"): (BILL, "chair", "lead", AUTHORS),
    (Motion, "withdraw"): (SUBMITTED, "lead", "clerk", ("clerk", "joint")),
    (Motion, "drop_vote"): ("voted", "chair", "lead", ("clerk", *AUTHORS)),
    (Motion, "withdraw_bill"): (ON_AGENDA, "chair", "clerk", NO_NOTICE),
    (Motion, "close"): ("satisfied", "clerk", "lead", AUTHORS),
    (Motion, "settle"): ("twice", "chair", "lead", NO_NOTICE),
    (Motion, "redo_again"): ("twice", "chair", "handler", NO_NOTICE),
    (Assignment, "give_opinion"): ("assisting", "other_head", "handler", NO_NOTICE),
    (Assignment, "draft_opinion"): ("assisting", "other_handler", "other_head", NO_NOTICE),
    (Assignment, "call_back"): ("signing", "head", "handler", ("handler",)),
    (Assignment, "object"): ("handling", "head", "clerk", NO_NOTICE),
    (Assignment, "draft_objection"): ("handling", "handler", "head", NO_NOTICE),
    (Assignment, "sign_objection"): ("drafted", "head", "clerk", NO_NOTICE),
    (Assignment, "give_back"): ("drafted", "head", "handler", ("handler",)),
    (Assignment, "agree"): ("objected", "clerk", "other_handler", (*UNIT, *OTHER)),
    (Assignment, "deny"): ("objected", "clerk", "handler", UNIT),
    (Assignment, "rule"): ("refused", "chair", "handler", ("gov_office", *UNIT)),
    (Assignment, "relieve"): ("assisting", "clerk", "handler", (*UNIT, *OTHER)),
    (Assignment, "pass_on"): ("waiting", "gov_office", "other_handler", ("clerk", *UNIT, *OTHER)),
    (Assignment, "ask_extension"): ("handling", "head", "clerk", NO_NOTICE),
    (Assignment, "draft_extension"): ("handling", "handler", "head", NO_NOTICE),
    (Assignment, "grant_extension"): ("asking", "clerk", "handler", UNIT),
    (Assignment, "refuse_extension"): ("asking", "clerk", "handler", UNIT),
    (Commitment, "report"): ("open", "handler", "clerk", NO_NOTICE),
    (Commitment, "send_back"): ("reported", "clerk", "handler", UNIT),
    (Commitment, "propose_date"): ("open", "head", "clerk", ("clerk", "chair")),
    (Commitment, "draft_date"): ("open", "handler", "head", NO_NOTICE),
    (Commitment, "give_back_date"): ("sent", "head", "handler", ("handler",)),
    (Commitment, "agree_date"): ("moving", "clerk", "handler", UNIT),
    (Commitment, "refuse_date"): ("moving", "clerk", "handler", UNIT),
    (Commitment, "strike"): ("reported", "clerk", "lead", NO_NOTICE),
    (Publication, "take_down"): ("published", "clerk", "chair", AUTHORS),
    (HandlingReport, "send_back"): ("review", "chair", "clerk", ("clerk",)),
}


def worded(step) -> list[str]:
    """The names of the texts that a step asks for."""
    fields = step.form.base_fields if step.form else {}
    return [n for n, f in fields.items() if isinstance(f.widget, forms.Textarea)]


@pytest.fixture
def start(in_township, township, people, case, replied):
    """``start(model, state)``: a record from which the step can be taken."""

    def of_motion(state):
        if state in {BILL, ON_AGENDA}:
            return case(state, kind="bill")
        if state == "voted":
            return BillVoteFactory(township=township, motion=case(ON_AGENDA, kind="bill")).motion
        if state == SUBMITTED:
            return case(SUBMITTED)
        number = 2 if state == "twice" else 1
        motion = case("replied", assignment="replied", round=number, replied_on=date(2025, 5, 20))
        Assignment.objects.filter(pk=motion.row.pk).update(round=number)
        said = "satisfied" if state == "satisfied" else "dissatisfied"
        Motion.objects.filter(pk=motion.pk).update(verdict=said)
        FeedbackFactory(
            township=township, motion=motion, deputy=people.lead, round=number,
            result_rating=said, words="周末没人清。",
        )  # fmt: skip
        return Motion.objects.get(pk=motion.pk)

    def of_assignment(state):
        known = {
            "asking": "handling",
            "refused": "handling",
            "assisting": "handling",
            "drafted": "signing",
        }
        row = case("assigned", assignment=known.get(state, state)).row
        if state == "drafted":
            Assignment.objects.filter(pk=row.pk).update(to_sign="objection")
            SubmittalFactory(township=township, assignment=row)
            row.refresh_from_db()
        if state == "handling":
            today = timezone.localdate()
            Assignment.objects.filter(pk=row.pk).update(
                assigned_on=today, due_on=today + timedelta(days=90)
            )
        if state == "objected":
            ObjectionFactory(township=township, assignment=row)
        if state == "refused":
            ObjectionFactory.create_batch(
                2, township=township, assignment=row, decision="denied",
                decided_by="周敏", decided_on=date(2025, 4, 1),
            )  # fmt: skip
        if state == "asking":
            ExtensionFactory(township=township, assignment=row)
        if state == "assisting":
            row = AssignmentFactory(
                township=township, motion=row.motion, unit=people.other_unit, role="assist",
                status="handling",
            )  # fmt: skip
        return row

    def of_promise(state):
        promise = replied().promise
        if state == "reported":
            Commitment.objects.filter(pk=promise.pk).update(
                status="reported", reported_on=date(2025, 8, 1), reported_note="已修好"
            )
        if state == "sent":
            SubmittalFactory(
                township=township, assignment=promise.reply.assignment, commitment=promise,
                kind="date", new_due=date(2025, 12, 1),
            )  # fmt: skip
            Commitment.objects.filter(pk=promise.pk).update(is_at_head=True)
        if state == "moving":
            CommitmentChangeFactory(township=township, commitment=promise)
        return Commitment.objects.get(pk=promise.pk)

    def of_publication(state):
        motion = case("closed", assignment="replied", replied_on=date(2025, 5, 20))
        return PublicationFactory(
            township=township, motion=motion, status=state, published_on=date(2025, 6, 1)
        )

    def of_report(state):
        return HandlingReportFactory(township=township, status=state)

    makers = dict(
        zip(MODELS, (of_motion, of_assignment, of_promise, of_publication, of_report), strict=True)
    )
    return lambda model, state: makers[model](state)


def motion_of(record) -> Motion | None:
    if isinstance(record, Motion):
        return record
    if isinstance(record, Assignment):
        return record.motion
    return record.reply.assignment.motion if isinstance(record, Commitment) else None


def page_for(user, record) -> str:
    """The case's page as a person reads it, or the record's own where it has no case's page."""
    shown = motion_of(record) or record
    page = client_of(user).get(shown.get_absolute_url())
    assert page.status_code == 200
    return page.content.decode()


def test_the_table_holds_every_step_that_asks_for_words():
    found = {
        (model, step.name)
        for model in MODELS
        for step in workflow_of(model).transitions.values()
        if worded(step)
    }

    assert found == set(STEPS)


@pytest.mark.parametrize(("model", "name"), STEPS, ids=lambda each: getattr(each, "__name__", each))
def test_the_words_reach_whom_they_are_meant_for(start, people, case, model, name):
    state, taker, reader, sent = STEPS[model, name]
    record = start(model, state)
    workflow = workflow_of(model)
    data = dict.fromkeys(worded(workflow.transitions[name]), WORDS)
    data |= {"signer": "钱小凤", "to_months": 6, "to_due": date(2025, 12, 1)}
    data |= {"reason": "empty"} if name == "reject" else {}
    data |= {"merged_into": case("accepted", number=70)} if name == "merge" else {}
    data |= {"units": [people.unit]} if name == "refer" else {}
    data |= {"decision": "uphold"} if name == "rule" else {}
    data |= {"to_unit": people.other_unit} if name in {"agree", "pass_on"} else {}
    assert WORDS not in page_for(people.users["clerk"], record)

    workflow.perform(name, record, by=people.users[taker], data=data)

    assert WORDS in page_for(people.users[reader], record)
    has_read = {n for n, user in people.users.items() if any(WORDS in t for t in told(user))}
    assert has_read == set(sent)


def test_what_a_head_says_to_its_clerks_is_for_the_unit_alone(start, people):
    row = start(Assignment, "signing")
    reply = ReplyFactory(township=row.township, assignment=row)
    workflow_of(Assignment).perform("call_back", row, by=people.users["head"], data={"note": WORDS})

    for name in ("handler", "head"):
        assert WORDS in page_for(people.users[name], row), name
    for name in (*AUTHORS, "clerk", "chair", "gov_office", "county"):
        assert WORDS not in page_for(people.users[name], row), name
    draft = client_of(people.users["handler"]).get(reverse("motions:reply_update", args=[reply.pk]))
    assert draft.context["called_back"].detail["note"] == WORDS
    assert "负责人退回修改" in draft.content.decode()


def test_a_draft_that_was_not_sent_back_shows_no_reason(start, people):
    row = start(Assignment, "handling")
    reply = ReplyFactory(township=row.township, assignment=row)

    draft = client_of(people.users["handler"]).get(reverse("motions:reply_update", args=[reply.pk]))

    assert draft.context["called_back"] is None
    assert "负责人退回修改" not in draft.content.decode()


def test_what_came_of_an_order_is_read_in_the_case_and_by_the_unit(start, people):
    row = start(Assignment, "handling")
    order = ReminderFactory(
        township=row.township, assignment=row, motion=row.motion, kind="order",
        number="练人督〔2025〕1号", leader="沈国良", feedback_due=date(2025, 7, 3),
    )  # fmt: skip

    services.close_order(order=order, result=WORDS, on=timezone.localdate())

    assert f"办结：{WORDS}" in page_for(people.users["handler"], row)
    assert told(people.users["handler"]) == [
        f"督办已办结：练人督〔2025〕1号，{row.motion}。{WORDS}"
    ]
    assert Reminder.objects.get().result == WORDS
