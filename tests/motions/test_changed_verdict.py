"""The lead deputy changes a rating that closed the case, within the days for rating and no longer."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Assignment, Feedback, Motion
from renda.core.calendar import chinese_date
from renda.core.figures import measure
from renda.core.models import AuditEntry, Notification
from renda.core.workflow import IllegalTransition
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import told
from tests.motions.helpers.verdict import BAD, GOOD, YEAR, again, answer_again, rated, signed

pytestmark = pytest.mark.django_db
SO_SO = {"work_rating": "satisfied", "result_rating": "basically", "words": "还差一段路灯。"}


def rate_url(motion):
    return reverse("motions:rate", args=[motion.pk])


@pytest.fixture
def closed(answered, people):
    """``closed(days)``: the lead deputy was content today; the days for rating end so many days from now."""

    def make(days=0):
        today = timezone.localdate()
        Motion.objects.filter(pk=answered.pk).update(feedback_due=today + timedelta(days=days))
        rated(answered, people.lead, "satisfied", on=today)
        Notification.objects.all().delete()
        return again(answered)

    return make


def steps_of(motion) -> list[str]:
    lines = AuditEntry.objects.filter(object_id=motion.pk, model="motions.motion").order_by("seq")
    return list(lines.values_list("verb", flat=True))


def test_a_better_second_thought_closes_the_case_again(closed, people):
    motion, today = closed(), timezone.localdate()
    client = client_of(people.lead.user)
    detail = client.get(motion.get_absolute_url()).content.decode()
    shown = client.get(rate_url(motion)).content.decode()

    with CaptureQueriesContext(connection) as captured:
        page = client.post(rate_url(motion), SO_SO | {"once": uuid.uuid4()})

    assert "修改评价" in detail
    assert (
        f"满意、基本满意的即办结，{chinese_date(motion.feedback_due)}以前（含当日）可以修改"
        in shown
    )
    assert "原来的仍留在办理经过里" in shown
    assert page.status_code == 302
    assert len(captured) <= 20
    after = again(motion)
    assert (after.status, after.verdict, after.closed_on, after.round) == (
        "closed", "basically", today, 1,
    )  # fmt: skip
    said = Feedback.objects.order_by("pk").values_list("result_rating", "is_current")
    assert list(said) == [("satisfied", False), ("basically", True)]
    assert steps_of(motion) == ["评价", "办结", "评价", "修改评价", "办结"]
    last = AuditEntry.objects.filter(object_id=motion.pk, verb="评价").order_by("seq").last()
    assert last.detail["changes"]["办理结果"] == ["满意", "基本满意"]
    for name in ("clerk", "joint"):
        assert told(people.users[name]) == [f"办结：{after}"]
    for name in ("lead", "handler"):
        assert told(people.users[name]) == []
    assert measure("motions.satisfied", YEAR).value == 0
    assert measure("motions.basically_satisfied", YEAR).value == 1


def test_a_worse_second_thought_hands_the_case_back(closed, people):
    motion, today = closed(days=5), timezone.localdate()
    client = client_of(people.lead.user)
    client.get(rate_url(motion))

    with CaptureQueriesContext(connection) as captured:
        client.post(rate_url(motion), BAD | {"once": uuid.uuid4()})

    assert len(captured) <= 20
    after = again(motion)
    assert (after.status, after.verdict, after.closed_on, after.round) == (
        "assigned", "dissatisfied", None, 2,
    )  # fmt: skip
    row = Assignment.objects.get(motion=motion, round=2)
    assert (row.assigned_on, row.status) == (today, "waiting")
    assert steps_of(motion)[-3:] == ["评价", "修改评价", "交回重办"]
    assert any("交回重办" in words for words in told(people.users["handler"]))
    assert client.get(rate_url(motion)).status_code == 403


def test_after_the_days_the_rating_stands(closed, people):
    motion = closed(days=-1)
    client = client_of(people.lead.user)

    page = client.post(rate_url(motion), BAD)

    assert page.status_code == 403
    assert "修改评价" not in client.get(motion.get_absolute_url()).content.decode()
    with pytest.raises(IllegalTransition, match="不能评价"):
        rated(motion, people.lead, "dissatisfied", on=timezone.localdate())
    assert (again(motion).status, again(motion).verdict) == ("closed", "satisfied")
    assert Feedback.objects.count() == 1


def test_the_office_enters_the_leads_second_signed_form(closed, people):
    motion = closed()
    clerk = client_of(people.users["clerk"])
    form = clerk.get(rate_url(motion)).context["form"]
    assert set(form.fields["deputy"].queryset) == {people.lead, people.joint}

    clerk.post(rate_url(motion), signed(people.lead, **SO_SO, on=str(timezone.localdate())))

    said = Feedback.objects.get(is_current=True)
    assert (said.is_by_office, said.result_rating) == (True, "basically")
    assert again(motion).verdict == "basically"


@pytest.mark.parametrize("name", ["chair", "deputy", "handler", "head", "gov_office", "county"])
def test_nobody_else_changes_it(closed, people, name):
    motion = closed()

    assert client_of(people.users[name]).post(rate_url(motion), BAD).status_code == 403
    assert again(motion).revision == motion.revision


def test_a_joint_deputys_change_reopens_nothing(closed, people):
    motion = closed()

    client_of(people.joint.user).post(rate_url(motion), BAD)

    assert (again(motion).status, again(motion).verdict) == ("closed", "satisfied")
    assert "修改评价" not in steps_of(motion)


def test_what_the_presidium_settled_is_not_rated_again(answered, in_township, people):
    rated(answered, people.lead, "dissatisfied")
    answer_again(answered, in_township, on=timezone.localdate())
    rated(again(answered), people.lead, "dissatisfied")
    Motion.objects.filter(pk=answered.pk).update(status="closed", closed_on=timezone.localdate())
    motion = again(answered)
    assert (motion.verdict, motion.is_verdict_open(timezone.localdate())) == (
        "dissatisfied", False,
    )  # fmt: skip

    assert client_of(people.lead.user).get(rate_url(motion)).status_code == 403


def test_the_page_says_what_is_final(answered, people):
    late = client_of(people.lead.user).get(rate_url(answered)).content.decode()

    assert "满意、基本满意的即办结，不能再改；不满意的随即交回重办，不能再改。" in late
    client_of(people.lead.user).post(rate_url(answered), GOOD)
    assert not again(answered).is_verdict_open(timezone.localdate())
    assert services.last_day_to_rate(answered) < timezone.localdate()
