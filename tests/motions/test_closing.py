"""办结: the office does not close a case over the head of the deputy who has still to rate it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Feedback, Motion
from motions.workflow import motion_workflow
from renda.core.calendar import chinese_date
from renda.core.figures import Period, measure
from renda.core.models import Notification
from renda.core.workflow import IllegalTransition
from tests.factories.motions import FeedbackFactory
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import told
from tests.motions.helpers.verdict import BAD, GOOD, YEAR, again, answer_again, rated

pytestmark = pytest.mark.django_db
NOTE = {"note": "已满评价期限"}


def close_url(motion):
    return reverse("core:step", args=["motions.motion", motion.pk, "close"])


def wait_for_rating(motion, days):
    """The days for rating end so many days from now."""
    due = timezone.localdate() + timedelta(days=days)
    Motion.objects.filter(pk=motion.pk).update(feedback_due=due)
    return due


def test_the_days_of_grace_follow_the_days_for_rating(answered):
    assert services.last_day_to_rate(answered) == date(2025, 6, 11)


def test_the_clerk_does_not_close_before_the_lead_has_rated(answered, people):
    due = wait_for_rating(answered, 0)
    clerk = client_of(people.users["clerk"])

    shown = clerk.get(close_url(answered)).content.decode()
    page = clerk.post(close_url(answered), NOTE, follow=True)

    assert f"领衔代表还没有评价，评价期限{chinese_date(due)}，提醒后宽限至" in shown
    assert "领衔代表还没有评价" in page.content.decode()
    motion = again(answered)
    assert (motion.status, motion.closed_on, motion.lapsed_on, motion.revision) == (
        "replied", None, None, answered.revision,
    )  # fmt: skip
    assert not Notification.objects.exists()
    lead = client_of(people.lead.user)
    assert lead.get(reverse("motions:rate", args=[answered.pk])).status_code == 200
    lead.post(reverse("motions:rate", args=[answered.pk]), GOOD)
    assert (again(answered).status, again(answered).verdict) == ("closed", "satisfied")


def test_a_joint_deputys_rating_is_not_the_leads(answered, people):
    wait_for_rating(answered, 0)
    rated(answered, people.joint)

    with pytest.raises(IllegalTransition, match="领衔代表还没有评价"):
        motion_workflow.perform("close", answered, by=people.users["clerk"], data=NOTE)

    assert again(answered).status == "replied"


def test_after_the_days_closing_is_the_lapse_and_the_lead_still_rates(answered, people):
    wait_for_rating(answered, -60)
    clerk, today = client_of(people.users["clerk"]), timezone.localdate()
    clerk.get(reverse("core:account"))

    with CaptureQueriesContext(connection) as captured:
        page = clerk.post(close_url(answered), NOTE)

    assert page.status_code == 302
    assert len(captured) <= 20
    motion = again(answered)
    assert (motion.status, motion.closed_on, motion.lapsed_on, motion.verdict) == (
        "closed", today, today, "",
    )  # fmt: skip
    assert measure("motions.unreturned", YEAR).evidence == [answered.pk]
    words = f"评价期限已过，记为未反馈，不计入满意率；补评价的仍计入：{motion}。{NOTE['note']}"
    for name in ("lead", "joint"):
        assert words in told(people.users[name])
    for name in ("clerk", "handler"):
        assert told(people.users[name]) == []

    lead = client_of(people.lead.user)
    lead.post(reverse("motions:rate", args=[answered.pk]), GOOD)

    motion = again(answered)
    assert (motion.status, motion.verdict, motion.lapsed_on) == ("closed", "satisfied", None)
    assert measure("motions.unreturned", YEAR).value == 0


@pytest.mark.parametrize(("data", "status", "round"), [(GOOD, "closed", 1), (BAD, "assigned", 2)])
def test_the_lead_rates_any_case_closed_without_a_verdict(answered, people, data, status, round):
    Motion.objects.filter(pk=answered.pk).update(status="closed", closed_on=date(2025, 6, 2))
    lead, joint = client_of(people.lead.user), client_of(people.joint.user)
    url = reverse("motions:rate", args=[answered.pk])
    assert "评价答复" in lead.get(answered.get_absolute_url()).content.decode()

    page = lead.post(url, data)

    assert page.status_code == 302
    motion = again(answered)
    assert (motion.status, motion.round, motion.verdict) == (
        status, round, data["result_rating"],
    )  # fmt: skip
    assert joint.get(url).status_code == (200 if status == "closed" else 403)


def test_a_second_round_waits_for_its_own_rating(answered, in_township, people):
    rated(answered, people.lead, "dissatisfied")
    answer_again(answered, in_township, on=timezone.localdate())

    with pytest.raises(IllegalTransition, match="领衔代表还没有评价"):
        motion_workflow.perform("close", answered, by=people.users["clerk"], data=NOTE)

    motion = again(answered)
    assert (motion.status, motion.round, motion.closed_on) == ("replied", 2, None)


def test_a_dissatisfied_verdict_is_not_closed_by_a_note(answered, in_township, people):
    FeedbackFactory(
        township=in_township, motion=answered, result_rating="dissatisfied", words="没办"
    )
    for round, words in ((1, "应当交回重办"), (2, "须经主席团会议处理")):
        Feedback.objects.update(round=round)
        Motion.objects.filter(pk=answered.pk).update(round=round)
        with pytest.raises(IllegalTransition, match=words):
            motion_workflow.perform("close", answered, by=people.users["clerk"], data=NOTE)
        assert again(answered).status == "replied"
    assert measure("motions.closed", Period.year(2025)).value == 0
