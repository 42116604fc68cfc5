"""Not returned in time: left out of the rate, and taken when it comes late."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motions import services
from motions.models import Motion
from renda.core.figures import figures, measure
from renda.core.models import AuditEntry, Notification
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.verdict import (
    ANSWERED,
    BAD,
    GOOD,
    YEAR,
    again,
    answer_again,
    rated,
    signed,
)

pytestmark = pytest.mark.django_db


def test_what_lapsed_is_left_out_of_the_rate_and_the_definition_says_so(answered, people, case):
    other = case(
        "replied", assignment="replied", assigned_on=date(2025, 3, 25), replied_on=ANSWERED
    )
    rated(other, people.lead)

    services.lapse_unrated(date(2025, 7, 1))

    assert measure("motions.unreturned", YEAR).evidence == [answered.pk]
    assert measure("motions.rated", YEAR).evidence == [other.pk]
    assert str(measure("motions.satisfaction_rate", YEAR).value) == "100.0"
    for key in ("rated", "satisfaction_rate", "content_rate"):
        assert "未反馈" in figures[f"motions.{key}"].definition
    found = client_of(people.users["clerk"]).get(
        reverse("motions:motion_list"), {"verdict": "unreturned"}
    )
    assert list(found.context["object_list"]) == [answered]


@pytest.mark.parametrize(
    ("result", "status", "round"), [("satisfied", "closed", 1), ("dissatisfied", "assigned", 2)]
)
def test_a_late_rating_is_taken_and_undoes_the_lapse(answered, people, result, status, round):
    services.lapse_unrated(date(2025, 7, 1))
    client = client_of(people.lead.user)
    client.get(reverse("motions:rate", args=[answered.pk]))
    data = (GOOD if result == "satisfied" else BAD) | {"once": uuid.uuid4()}

    with CaptureQueriesContext(connection) as captured:
        page = client.post(reverse("motions:rate", args=[answered.pk]), data)

    assert page.status_code == 302
    assert len(captured) <= 20
    motion = again(answered)
    assert (motion.status, motion.round, motion.verdict, motion.lapsed_on) == (
        status, round, result, None,
    )  # fmt: skip
    assert measure("motions.unreturned", YEAR).value == 0
    assert measure("motions.rated", YEAR).value == 1
    verbs = list(
        AuditEntry.objects.filter(object_id=answered.pk, model="motions.motion")
        .order_by("seq")
        .values_list("verb", flat=True)
    )
    assert verbs[:4] == ["未反馈办结", "评价", "补评价", "办结" if round == 1 else "交回重办"]


def test_the_office_enters_a_form_that_came_late(answered, people):
    services.lapse_unrated(date(2025, 7, 1))

    page = client_of(people.users["clerk"]).post(
        reverse("motions:rate", args=[answered.pk]), signed(people.lead)
    )

    assert page.status_code == 302
    assert again(answered).verdict == "satisfied"
    assert not Motion.objects.unreturned()


def test_a_second_answer_nobody_rates_is_unreturned_and_the_first_verdict_in_the_history(
    answered, in_township, people
):
    rated(answered, people.lead, "dissatisfied")
    answer_again(answered, in_township)

    services.lapse_unrated(date(2025, 8, 1))

    motion = again(answered)
    assert (motion.status, motion.verdict) == ("closed", "")
    assert Motion.objects.unreturned().get() == motion
    assert Notification.objects.filter(
        text__contains="没有收到对再次答复的评价，记为未反馈"
    ).exists()
    assert [(f.round, f.result_rating) for f in motion.feedbacks.all()] == [(1, "dissatisfied")]
    rated(motion, people.lead, "satisfied", on=date(2025, 8, 5))
    assert (again(answered).verdict, again(answered).lapsed_on) == ("satisfied", None)
