"""What a unit asked for is settled, by the system, once the case has moved on without an answer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Assignment, Extension, Objection
from motions.workflow import assignment_workflow, motion_workflow
from renda.core.models import AuditEntry
from tests.factories.motions import ContactFactory, ReplyFactory
from tests.motions.helpers.handling import asking, handed, objecting, step, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(in_township, people, case):
    """A part that its unit has signed for."""
    return step("sign", handed(case("accepted", number=7), people)[0], people.users["handler"])


def fresh(row):
    return Assignment.objects.get(pk=row.pk)


def settled(asked):
    asked.refresh_from_db()
    return asked.decision, asked.note, asked.decided_by, asked.decided_on


def test_more_time_is_not_needed_once_another_unit_has_it(row, people, client):
    asking(row, people)
    objecting(fresh(row), people)

    step("agree", fresh(row), people.users["clerk"], to_unit=people.other_unit, note="同意")

    why, today = f"已改由{people.other_unit}承办", timezone.localdate()
    assert settled(Extension.objects.get()) == ("moot", why, "系统", today)
    assert Objection.objects.get().decision == "granted"
    line = AuditEntry.objects.get(verb="延期申请：不再需要")
    assert (line.actor_name, line.note) == ("系统", why)
    client.force_login(people.users["clerk"])
    rounds = client.get(row.motion.get_absolute_url()).context["rounds"]
    events = {e.title: (e.who, e.text) for r in rounds for e in r.events}
    assert events["申请延期不再需要"] == ("系统", f"{people.unit}：{why}")


def test_more_time_is_not_needed_once_the_letter_is_out(
    row, in_township, people, client, django_assert_max_num_queries
):
    asking(row, people)
    ContactFactory(township=in_township, motion=row.motion, assignment=row, on=row.assigned_on)
    ReplyFactory(township=in_township, assignment=row, result_class="A", done_items="做了")
    sent = step("send", fresh(row), people.users["handler"])
    client.force_login(people.users["head"])
    client.get(reverse("core:account"))

    with django_assert_max_num_queries(20):
        client.post(reverse("core:step", args=["motions.assignment", sent.pk, "issue"]))

    number = sent.replies.get().number
    assert settled(Extension.objects.get())[:3] == ("moot", f"已签发答复（{number}）", "系统")
    steps = assignment_workflow.available(fresh(row), people.users["clerk"])
    assert [s.name for s in steps] == []


def test_nothing_is_asked_of_the_office_after_a_withdrawal(row, people):
    asking(row, people)
    objecting(fresh(row), people)
    motion_workflow.perform("withdraw", row.motion, by=people.users["lead"], data={"note": "撤"})

    assert [settled(kind.objects.get())[:3] for kind in (Objection, Extension)] == [
        ("moot", "代表已撤回", "系统")
    ] * 2
    known = len(told(people.users["clerk"]))
    services.send_warnings(timezone.localdate() + timedelta(days=30))
    assert told(people.users["clerk"])[known:] == []
