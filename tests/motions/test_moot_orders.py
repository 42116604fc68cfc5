"""督办单 to a unit whose part has ended or gone to another unit: nobody has to answer it any more."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Assignment, Reminder
from motions.services import send_warnings
from motions.workflow import motion_workflow
from renda.core.models import AuditEntry
from renda.core.numbers import next_number
from renda.core.workflow import IllegalTransition
from tests.factories.core import UnitFactory
from tests.factories.motions import ContactFactory, ReplyFactory
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import handed, objecting, step, told

pytestmark = pytest.mark.django_db


def spared(lead, helping, people, other):
    ContactFactory(
        township=lead.motion.township, motion=lead.motion, assignment=lead, on=lead.assigned_on
    )
    ReplyFactory(township=lead.motion.township, assignment=lead, waiver="时间紧，先行答复")
    lead = step("send", lead, people.users["handler"])
    step("issue", lead, people.users["head"])


def withdrawn(lead, helping, people, other):
    motion_workflow.perform(
        "withdraw", lead.motion, by=people.users["lead"], data={"note": "已解决"}
    )


def relieved(lead, helping, people, other):
    step("relieve", helping, people.users["clerk"], note="不涉及贵单位")


def reassigned(lead, helping, people, other):
    helping = objecting(helping, people)
    step("agree", helping, people.users["clerk"], to_unit=other, note="属其职责")


def passed_on(lead, helping, people, other):
    step("pass_on", helping, people.users["gov_office"], to_unit=other, note="归口办理")


WAYS = {
    spared: "答复已发出",
    withdrawn: "代表已撤回",
    relieved: "不再会办",
    reassigned: "已改由农业农村办承办",
    passed_on: "已改由农业农村办承办",
}


@pytest.fixture
def parts(in_township, people, case):
    """The part of the unit that leads, signed for, and that of the one that helps."""
    lead, helping = handed(case("accepted"), people, people.other_unit)
    return step("sign", lead, people.users["handler"], person="何敏"), helping


def ordered(part, people):
    today = timezone.localdate()
    order = Reminder(
        motion=part.motion, assignment=part, text="请过问。", leader="主席沈国良", on=today,
        feedback_due=today + timedelta(days=3),
    )  # fmt: skip
    return services.order(order=order, by=people.users["clerk"])


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_an_order_that_nobody_has_to_answer_is_closed_and_the_office_told(
    in_township, people, parts, way
):
    lead, helping = parts
    other = UnitFactory(township=in_township, name="农业农村办", short_name="")
    order, today = ordered(helping, people), timezone.localdate()

    way(lead, helping, people, other)

    order.refresh_from_db()
    assert (order.result, order.closed_on) == (f"{WAYS[way]}，不用再反馈。", today)
    words = (
        f"督办单不用再反馈，已办结：{order.number}，{helping.motion}（{helping.unit}）。{WAYS[way]}"
    )
    assert told(people.users["chair"]).count(words) == 1
    assert AuditEntry.objects.filter(verb="督办办结", object_id=order.pk).count() == 1
    assert not Reminder.objects.unanswered().exists()
    send_warnings(today + timedelta(days=4))
    assert not Reminder.objects.warnings().filter(step__startswith="order:").exists()
    answer = reverse("motions:order_answer", args=[order.pk])
    assert client_of(people.users["other_handler"]).get(answer).status_code == 403
    page = client_of(people.users["clerk"]).get(reverse("motions:order_detail", args=[order.pk]))
    assert (page.status_code, page.context["page_actions"][0]["label"]) == (200, "看建议")


def test_what_the_unit_has_answered_waits_for_the_offices_word(people, parts):
    lead, helping = parts
    order, today = ordered(helping, people), timezone.localdate()
    services.answer_order(order=order, response="已办", on=today)

    relieved(lead, helping, people, None)

    order.refresh_from_db()
    assert (order.state_words, order.closed_on) == ("已反馈", None)


def test_an_order_to_the_unit_that_goes_on_stays_open(people, parts):
    lead, helping = parts
    order = ordered(lead, people)

    relieved(lead, helping, people, None)

    order.refresh_from_db()
    assert (order.closed_on, Assignment.objects.get(pk=lead.pk).status) == (None, "handling")


@pytest.mark.parametrize(("send", "name"), [("order", "order"), ("remind", "reminder")])
def test_nothing_goes_out_about_a_part_that_ended_in_the_meantime(people, parts, send, name):
    lead, helping = parts
    withdrawn(lead, helping, people, None)
    today = timezone.localdate()
    row = Reminder(
        motion=lead.motion, assignment=lead, text="请过问。", leader="主席沈国良", on=today,
        feedback_due=today,
    )  # fmt: skip

    with pytest.raises(IllegalTransition, match="不用再催"), transaction.atomic():
        getattr(services, send)(**{name: row}, by=people.users["clerk"])

    assert not Reminder.objects.exists()
    assert next_number(f"order:{today.year}") == 1
