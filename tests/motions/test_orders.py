"""督办单: sent, answered, closed, listed and printed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.daily import warn
from motions.models import Assignment, Reminder
from renda.core.calendar import chinese_date, due_by_days, is_workday, load_overrides
from renda.core.models import CalendarDay, Notification
from tests.factories.motions import (
    AssignmentFactory,
    ReminderFactory,
)
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.warnings import DUE, days, order_of

pytestmark = pytest.mark.django_db


def test_an_order_is_numbered_sent_answered_and_closed(in_township, people, case):
    motion = case("assigned", due_on=DUE)
    office, unit = client_of(people.users["clerk"]), client_of(people.users["handler"])
    page = reverse("motions:order_create", args=[motion.pk])
    data = {
        "assignment": motion.row.pk, "leader": "主席沈国良", "text": "请亲自过问。",
        "feedback_due": "2099-01-10",
    }  # fmt: skip

    assert office.post(page, data).status_code == 302
    order = Reminder.objects.get()
    year = order.on.year
    mark = f"{in_township.name[0]}人督〔{year}〕"
    assert (order.kind, order.number, order.state_words) == ("order", f"{mark}1号", "待反馈")
    assert Notification.objects.filter(text__startswith="督办：").count() == 3

    answer = reverse("motions:order_answer", args=[order.pk])
    assert office.get(answer).status_code == 403
    assert client_of(people.users["other_handler"]).get(answer).status_code == 403
    assert unit.post(answer, {"response": ""}).status_code == 200
    assert unit.post(answer, {"response": "已进场，月底完工。"}).status_code == 302
    order.refresh_from_db()
    assert (order.response, order.state_words) == ("已进场，月底完工。", "已反馈")

    close = reverse("motions:order_close", args=[order.pk])
    assert unit.get(close).status_code == 403
    assert office.post(close, {"result": "已答复代表。"}).status_code == 302
    order.refresh_from_db()
    assert (order.result, order.state_words) == ("已答复代表。", "已办结")
    assert unit.get(answer).status_code == 403
    assert office.get(close).status_code == 403

    assert office.post(page, data).status_code == 302
    assert sorted(Reminder.objects.orders().values_list("number", flat=True)) == [
        f"{mark}1号", f"{mark}2号",
    ]  # fmt: skip


def test_the_day_proposed_for_an_answer_is_a_working_day(in_township, people, case):
    motion, today = case("assigned", due_on=DUE), timezone.localdate()
    usual = due_by_days(today, 7).on
    for day in {today + timedelta(days=7), usual}:
        CalendarDay.objects.create(date=day, is_workday=False, note="防汛")

    page = client_of(people.users["clerk"]).get(reverse("motions:order_create", args=[motion.pk]))

    proposed = page.context["form"].initial["feedback_due"]
    assert proposed > usual
    assert is_workday(proposed, load_overrides())


def test_an_orders_day_must_come_and_its_leader_be_named(in_township, people, case):
    motion = case("assigned", due_on=DUE)
    page = reverse("motions:order_create", args=[motion.pk])
    data = {"assignment": motion.row.pk, "text": "请过问。", "feedback_due": "2025-01-01"}

    form = client_of(people.users["clerk"]).post(page, data).context["form"]

    assert set(form.errors) == {"leader", "feedback_due"}
    assert form.errors["feedback_due"] == ["反馈期限不能早于今天"]
    assert not Reminder.objects.exists()


def test_an_order_prints_what_the_paper_form_asks(in_township, people, case):
    motion = case("assigned")
    order = order_of(motion, people)
    services.answer_order(order=order, response="已进场。", on=date(2025, 7, 5))
    url = reverse("core:paper", args=["motions.reminder", order.pk, "order", "html"])

    text = client_of(people.users["handler"]).get(url).content.decode()

    for words in (order.number, "主席沈国良", "请负责人亲自过问。", "已进场。", "5天"):
        assert words in text
    assert client_of(people.users["other_handler"]).get(url).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_for_few_and_many(
    in_township, people, case, django_assert_num_queries, number
):
    for _ in range(number):
        motion = case("assigned")
        order_of(motion, people)
    warn(DUE - days(7))
    client = client_of(people.users["clerk"])
    client.get(reverse("motions:reminder_list"))

    with django_assert_num_queries(7):
        page = client.get(reverse("motions:reminder_list"))

    assert page.context["paginator"].count == number * 2


@pytest.mark.parametrize(
    ("name", "count"),
    [("clerk", 3), ("chair", 3), ("gov_office", 3), ("county", 3), ("handler", 2),
     ("other_handler", 1)],
)  # fmt: skip
def test_a_unit_sees_what_it_was_sent_and_the_office_everything(
    in_township, people, case, name, count
):
    motion = case("assigned")
    order_of(motion, people)
    ReminderFactory(township=in_township, assignment=motion.row)
    other = AssignmentFactory(
        township=in_township, motion=motion, unit=people.other_unit, role="assist"
    )
    ReminderFactory(township=in_township, assignment=other)

    page = client_of(people.users[name]).get(reverse("motions:reminder_list"))

    assert page.context["paginator"].count == count


@pytest.mark.parametrize("name", ["lead", "deputy", "admin"])
def test_others_have_no_list_of_reminders(in_township, people, name):
    page = client_of(people.users[name]).get(reverse("motions:reminder_list"))

    assert page.status_code == 403


def test_a_tab_and_a_word_narrow_the_list_and_its_export(in_township, people, case):
    motion = case("assigned", title="关于修桥的建议")
    order_of(motion, people)
    order_of(case("assigned", title="关于铺路的建议"), people)
    client = client_of(people.users["clerk"])
    url = reverse("motions:reminder_list")

    rows = client.get(url, {"tab": "unanswered", "q": "修桥"}).context["object_list"]
    export = client.get(url, {"tab": "unanswered", "q": "修桥", "export": "xlsx"})

    assert [row.motion_id for row in rows] == [motion.pk]
    assert export.content.startswith(b"PK")


def test_the_words_proposed_fit_the_units_they_may_go_to(in_township, people, case):
    """One unit's own last day and duty; several have none in common."""
    motion, due = case("assigned", due_on=DUE), chinese_date(DUE)
    client = client_of(people.users["clerk"])
    url = reverse("motions:order_create", args=[motion.pk])

    def proposed():
        return client.get(url).context["form"].initial["text"].partition("，在反馈期限")[0]

    assert proposed() == f"办理期限为{due}。请单位负责人亲自过问，抓紧办理并答复代表"
    helping = AssignmentFactory(
        township=in_township, motion=motion, unit=people.other_unit, role="assist", due_on=DUE
    )
    assert proposed() == "已经交办。请单位负责人亲自过问，抓紧办理，在办理期限以前办结"
    Assignment.objects.exclude(pk=helping.pk).update(status="replied")
    assert proposed() == f"会办意见的期限为{due}。请单位负责人亲自过问，抓紧办理并回会办意见"
