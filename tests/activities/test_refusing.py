"""What forms refuse beside the field: who was no deputy on the day, and answers without a day."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import PublicMessage
from renda.core.scoping import township_scope
from tests.factories.activities import PublicMessageFactory
from tests.factories.deputies import MandateFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("page", "day"), [("deed", "on"), ("votercontact", "met_on")])
def test_only_a_deputy_on_the_day_did_something_as_one(client, clerk, township, page, day):
    deputy = MandateFactory(
        township=township, until_on=date(2025, 6, 30), end_reason="moved"
    ).deputy
    client.force_login(clerk)
    url = reverse(f"activities:{page}_create")

    forms = [
        client.post(url, {"deputy": deputy.pk, day: on}).context["form"]
        for on in ("2025-06-30", "2025-07-01")
    ]

    words = f"{deputy}当天（2025-07-01）不是代表，请改选或者核对日期"
    assert [form.errors.get("deputy") for form in forms] == [None, [words]]


@pytest.mark.parametrize(
    ("answer", "day", "errors"),
    [
        ("已转告", "", ["写了回复的，请填回复日期"]),
        ("已转告", "2025-05-31", ["应在留言日期 2025-06-01 和今天之间"]),
        ("已转告", "2199-01-01", ["应在留言日期 2025-06-01 和今天之间"]),
        ("已转告", "2025-06-01", None),
    ],
)
def test_an_answer_to_a_message_has_its_day(client, clerk, township, answer, day, errors):
    sent_at = timezone.make_aware(datetime(2025, 6, 1, 9))
    message = PublicMessageFactory(township=township, sent_at=sent_at)
    client.force_login(clerk)
    url = reverse("activities:publicmessage_update", args=[message.pk])

    page = client.post(url, {"answer": answer, "answered_on": day})

    said = page.context["form"].errors.get("answered_on") if page.context else None
    with township_scope(township.pk):
        is_answered = PublicMessage.objects.filter(answered_on__isnull=False).exists()
    assert (said, is_answered) == (errors, errors is None)
