"""The office urges in the instant in which the deputy withdraws: nobody waits for the other for ever,
and no unit is left with a 督办单 that it need not answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from motions import services
from motions.models import Motion, Reminder
from motions.workflow import motion_workflow
from renda.core.scoping import township_scope
from tests.motions.helpers.races import ON_POSTGRESQL, fresh, race

pytestmark = ON_POSTGRESQL
EACH = 20


@pytest.fixture
def handled(township, people, case):
    """Cases in a unit's hands."""
    with township_scope(township.pk):
        return [case("assigned", assignment="handling").row for _ in range(EACH)]


def withdraw(row, people):
    motion = Motion.objects.get(pk=row.motion_id)
    lead = fresh(people.users["lead"])
    motion_workflow.perform("withdraw", motion, by=lead, data={"note": "已解决"})


def test_an_order_is_refused_or_closed_when_its_case_is_withdrawn(township, people, handled):
    today = timezone.localdate()

    def order(row):
        sheet = Reminder(
            motion=Motion.objects.get(pk=row.motion_id), assignment=row, text="请过问。",
            leader="主席沈国良", on=today, feedback_due=today + timedelta(days=3),
        )  # fmt: skip
        services.order(order=sheet, by=fresh(people.users["clerk"]))

    results = race(
        township.pk,
        [lambda row=row: order(row) for row in handled],
        [lambda row=row: withdraw(row, people) for row in handled],
    )

    assert all(withdrawn == "won" for _, withdrawn in results)
    assert all(words == "won" or "不用再催" in words for words, _ in results)
    with township_scope(township.pk):
        sent = Reminder.objects.orders()
        assert sent.count() == sum(words == "won" for words, _ in results)
        assert not sent.unanswered().exists()
        numbers = [row.number for row in sent.order_by("pk")]
        assert len(set(numbers)) == len(numbers)


def test_many_are_urged_while_their_cases_are_withdrawn(township, people, handled):
    def urge(row):
        services.remind_many(
            motions=list(Motion.objects.filter(pk__in=[each.pk for each in cases])),
            by=fresh(people.users["clerk"]),
            on=timezone.localdate(),
        )

    with township_scope(township.pk):
        cases = list(Motion.objects.filter(pk__in=[row.motion_id for row in handled]))

    results = race(
        township.pk,
        [lambda row=row: urge(row) for row in handled],
        [lambda row=row: withdraw(row, people) for row in handled],
    )

    assert set(results) == {("won", "won")}
    with township_scope(township.pk):
        urged = list(Reminder.objects.urges().values_list("assignment_id", flat=True))
        assert len(urged) == len(set(urged))
        assert set(urged) <= {row.pk for row in handled}
        assert len(urged) >= EACH - 1
