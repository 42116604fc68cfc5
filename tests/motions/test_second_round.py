"""重办: which units get the case again, by which day, and what each owes anew."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Assignment, Motion
from motions.timeline import fetch
from motions.views.deadlines import explained
from motions.workflow.day import in_words
from renda.core import audit
from renda.core.calendar import due_by_days, due_by_months
from renda.core.workflow import IllegalTransition
from tests.factories.core import UnitFactory
from tests.factories.motions import AssignmentFactory, ContactFactory, ReplyFactory
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import signed, step, told
from tests.motions.helpers.verdict import ANSWERED, BAD, again, rated

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined(answered, in_township, people):
    """An answered case with a co-handler, and one that went to another unit before."""
    part = {"township": in_township, "motion": answered}
    AssignmentFactory(
        **part, unit=people.other_unit, role="assist", status="opinion_given",
        finished_on=ANSWERED - timedelta(days=5), due_on=ANSWERED,
    )  # fmt: skip
    AssignmentFactory(**part, unit=UnitFactory(township=in_township), status="reassigned")
    return answered


def round_two(motion):
    return list(Assignment.objects.filter(motion=motion, round=2).order_by("pk"))


def test_the_co_handler_owes_its_opinion_again(joined, people):
    rated(joined, people.lead, "dissatisfied")

    today = timezone.localdate()
    due = due_by_months(today, 1).on
    lead, assist = round_two(joined)
    sooner = due_by_days(today, 15).on
    assert [(a.assigned_on, a.due_on, a.months, a.days, a.status) for a in (lead, assist)] == [
        (today, due, 1, None, "waiting"), (today, sooner, 0, 15, "waiting"),
    ]  # fmt: skip
    assert sooner < due
    assert [(row.unit, row.role) for row in (lead, assist)] == [
        (people.unit, "lead"), (people.other_unit, "assist"),
    ]  # fmt: skip
    motion = again(joined)
    assert (motion.due_on, motion.main_unit) == (due, people.unit)
    assert told(people.users["handler"]) == [
        f"代表不满意，交回重办：{motion}，{in_words(due)}前再次答复，请签收"
    ]
    assert told(people.users["other_handler"]) == [
        f"代表不满意，交回重办：{motion}，{in_words(sooner)}前再回会办意见，请签收"
    ]
    (card,) = explained([assist], Assignment.objects.filter(motion=motion), fetch(motion))
    assert (card["what"], card["due"].rule) == ("会办意见期限", "十五日")
    assert "重" in card["law"]
    assert "回会办意见" in dict(card["details"])["首轮"]


def test_the_second_letter_waits_for_the_second_opinion(joined, in_township, people):
    rated(joined, people.lead, "dissatisfied")
    lead, assist = round_two(joined)
    handler, other = people.users["handler"], people.users["other_handler"]
    lead = step("sign", lead, handler, person="何敏")
    ContactFactory(township=in_township, motion=joined, assignment=lead, on=lead.assigned_on)
    ReplyFactory(township=in_township, assignment=lead)

    with pytest.raises(IllegalTransition, match="缺 1 份会办意见"):
        step("send", lead, handler)
    assist = step("sign", assist, other, person="钱小凤")
    signed("opinion", assist, people, text="同意再办")

    assert step("send", lead, handler).status == "signing"
    assert Motion.objects.get(pk=joined.pk).status == "assigned"


def test_three_more_units_ask_nothing_more(joined, in_township, people):
    for role in ("assist", "assist", "assist"):
        AssignmentFactory(
            township=in_township, motion=joined, unit=UnitFactory(township=in_township), role=role,
            status="opinion_given",
        )  # fmt: skip
    audit.record(people.users["clerk"], "登记", joined)  # the township's history has begun
    client, url = client_of(people.lead.user), reverse("motions:rate", args=[joined.pk])
    client.get(url)

    with CaptureQueriesContext(connection) as captured:
        client.post(url, BAD | {"once": uuid.uuid4()})

    assert len(round_two(joined)) == 5
    assert len(captured) <= 20, [q["sql"][:110] for q in captured]
    assert services.missing_opinions(round_two(joined)[0]).count() == 4


def test_the_second_answer_waits_for_its_own_verdict(answered, in_township, people, enter):
    """What was said of the first one stays in the history, and in the figures until then."""
    rated(answered, people.lead, "dissatisfied")
    today = timezone.localdate()
    assert (again(answered).verdict, again(answered).status_words(today)) == (
        "dissatisfied", "重办中",
    )  # fmt: skip
    (row,) = round_two(answered)
    row = step("sign", row, people.users["handler"])
    ContactFactory(township=in_township, motion=answered, assignment=row, on=today)
    ReplyFactory(township=in_township, assignment=row, result_class="A", done_items="已设箱")
    row = step("send", row, people.users["handler"])

    step("issue", row, people.users["head"])

    motion = again(answered)
    assert (motion.verdict, motion.status_words(today), motion.tone(today)) == (
        "", "待评价", "done",
    )  # fmt: skip
    page = enter("lead").get(motion.get_absolute_url())
    assert [(s["label"], s["state"]) for s in page.context["steps"]][4:] == [
        ("代表评价", "done"), ("重办", "done"), ("再次答复", "done"), ("再次评价", "now"), ("办结", ""),
    ]  # fmt: skip
    events = [e.title for r in page.context["rounds"] for e in r.events]
    assert "评价：不满意" in events

    rated(motion, people.lead, "dissatisfied", on=today)

    motion = again(answered)
    assert (motion.verdict, motion.status_words(today), motion.tone(today)) == (
        "dissatisfied", "待主席团处理", "late",
    )  # fmt: skip
    page = enter("lead").get(motion.get_absolute_url())
    assert [(s["label"], s["state"]) for s in page.context["steps"]][7:] == [
        ("再次评价", "done"), ("主席团处理", "now"), ("办结", ""),
    ]  # fmt: skip
