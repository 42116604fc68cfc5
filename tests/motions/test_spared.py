"""会办终止: the answer went out without a co-handler's opinion, so nobody waits for it any more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.ledger import ledger_rows, units
from motions.models import Assignment, Motion, Objection, Submittal
from motions.services import send_warnings
from motions.tables import unit_table
from motions.todos import sign, unsigned
from renda.core.models import Notification
from renda.core.workflow import IllegalTransition
from tests.factories.core import UnitFactory
from tests.factories.motions import ContactFactory, ReplyFactory
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import handed, objecting, step, told
from tests.motions.helpers.verdict import rated

pytestmark = pytest.mark.django_db
STATES = ["waiting", "handling", "opinion at head", "objection at head", "objected"]


@pytest.fixture
def parts(in_township, people, case):
    """The part of the unit that leads, its letter written without waiting, and that of the one that helps."""
    lead, helping = handed(case("accepted"), people, people.other_unit)
    lead = step("sign", lead, people.users["handler"], person="何敏")
    ContactFactory(township=in_township, motion=lead.motion, assignment=lead, on=lead.assigned_on)
    ReplyFactory(township=in_township, assignment=lead, waiver="时间紧，先行答复")
    return step("send", lead, people.users["handler"]), helping


def brought(helping, people, state):
    """The co-handler's part, gone on to a state."""
    handler = people.users["other_handler"]
    if state == "handling" or state == "opinion at head":
        helping = step("sign", helping, handler, person="王强")
    if state == "opinion at head":
        helping = step("draft_opinion", helping, handler, text="同意")
    if state == "objection at head":
        helping = step("draft_objection", helping, handler, reason="不属本单位")
    if state == "objected":
        helping = objecting(helping, people)
    return helping


def fresh(part):
    return Assignment.objects.get(pk=part.pk)


@pytest.mark.parametrize("state", STATES)
def test_a_co_handler_whose_opinion_nobody_waits_for_is_through(parts, people, state):
    lead, helping = parts
    helping = brought(helping, people, state)

    step("issue", lead, people.users["head"])

    ended = fresh(helping)
    assert (ended.status, ended.finished_on) == ("ended", timezone.localdate())
    words = f"答复已发出，不用再回会办意见：{helping.motion}"
    assert [told(people.users[f"other_{name}"])[-1] for name in ("handler", "head")] == [words] * 2
    assert not Submittal.objects.pending().exists()
    assert not Objection.objects.pending().exists()
    with pytest.raises(IllegalTransition):
        step("sign", ended, people.users["other_handler"], person="王强")


def test_it_waits_in_no_list_and_the_case_says_why(parts, people):
    lead, helping = parts
    clerk, handler = people.users["clerk"], people.users["other_handler"]
    today = timezone.localdate()
    Assignment.objects.filter(pk=helping.pk).update(sign_due=today - timedelta(days=90))
    assert send_warnings(today) == 1
    step("issue", lead, people.users["head"])
    rated(helping.motion, people.lead, on=today)

    assert Motion.objects.get().status == "closed"
    assert [list(rows(user, today)) for rows, user in ((unsigned, clerk), (sign, handler))] == [
        [], []
    ]  # fmt: skip
    assert send_warnings(today) == 0
    browser = client_of(handler)
    inbox = browser.get(reverse("motions:inbox"))
    assert (list(inbox.context["rows"]), inbox.context["waiting"]) == ([], [])
    (row,) = browser.get(reverse("motions:inbox") + "?tab=all").context["rows"]
    assert (row["words"], row["buttons"]) == ("已终止", [])
    page = client_of(clerk).get(helping.motion.get_absolute_url())
    (event,) = [e for r in page.context["rounds"] for e in r.events if e.title == "会办终止"]
    assert (event.who, event.at) == (str(helping.unit), today)
    assert event.text == "没有等到会办意见，答复已发出，不用再回"


def test_what_was_warned_of_needs_no_reading(parts, people, django_capture_on_commit_callbacks):
    lead, helping = parts
    today = timezone.localdate()
    Assignment.objects.filter(pk=helping.pk).update(sign_due=today - timedelta(days=90))
    send_warnings(today)
    unread = Notification.objects.filter(key__startswith="motions.warning:", read_at=None)
    assert unread.exists()

    with django_capture_on_commit_callbacks(execute=True):
        step("issue", lead, people.users["head"])

    assert not unread.exists()


def test_it_counts_as_a_co_handler_as_before(parts, people):
    lead = parts[0]

    def assisted():
        table = unit_table(Motion.objects.all(), Motion.objects.get().accepted_on.year)
        return [(row.name, [cell.value for cell in row.cells][:3]) for row in table.rows]

    def in_ledger():
        (motion,) = ledger_rows(Motion.objects.all())
        return units(motion, "lead"), units(motion, "assist")

    before = assisted(), in_ledger()
    step("issue", lead, people.users["head"])

    assert before[1] == (str(people.unit), str(people.other_unit))
    assert (assisted(), in_ledger()) == before


def test_the_second_round_asks_it_again(parts, people):
    lead = parts[0]
    step("issue", lead, people.users["head"])

    rated(lead.motion, people.lead, "dissatisfied", on=timezone.localdate())

    rows = Assignment.objects.order_by("round", "pk").values_list("round", "role", "status")
    assert list(rows) == [
        (1, "lead", "replied"), (1, "assist", "ended"), (2, "lead", "waiting"), (2, "assist", "waiting"),
    ]  # fmt: skip


def test_an_answer_costs_the_same_with_one_co_handler_or_four(in_township, people, case):
    costs = []
    for count in (1, 4):
        helpers = [
            people.other_unit,
            *(UnitFactory(township=in_township) for _ in range(count - 1)),
        ]
        lead, *_ = handed(case("accepted"), people, *helpers)
        lead = step("sign", lead, people.users["handler"], person="何敏")
        ContactFactory(
            township=in_township, motion=lead.motion, assignment=lead, on=lead.assigned_on
        )
        ReplyFactory(township=in_township, assignment=lead, waiver="时间紧，先行答复")
        lead = step("send", lead, people.users["handler"])
        browser = client_of(people.users["head"])
        browser.get(reverse("core:account"))
        with CaptureQueriesContext(connection) as asked:
            page = browser.post(reverse("core:step", args=["motions.assignment", lead.pk, "issue"]))
        assert page.status_code == 302
        costs.append(len(asked))

    assert Assignment.objects.filter(status="ended").count() == 5
    assert costs[0] == costs[1] <= 20
