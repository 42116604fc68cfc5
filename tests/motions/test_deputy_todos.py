"""待办 of a deputy: answers to rate, for those who joined too, and talks to confirm."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from motions.models import ContactLog, Motion
from motions.todos import contact, rate
from motions.views.deputy import my_todos
from tests.factories.motions import ContactFactory
from tests.motions.helpers.intake import TODAY
from tests.motions.helpers.verdict import again, rated

pytestmark = pytest.mark.django_db


def to_rate(deputy):
    """Which answers wait for the deputy's rating, and as whose; the day apart."""
    lines = [line for line in my_todos(deputy, TODAY()) if line["label"].endswith("评价")]
    assert len(lines) == rate(deputy.user, TODAY()).count()
    return [(line["url"], line["note"].partition("，")[0]) for line in lines]


def test_every_author_rates_and_is_reminded_of_it(answered, people):
    url = reverse("motions:rate", args=[answered.pk])
    note = f"{answered.short_title}　{people.unit}"
    assert to_rate(people.lead) == [(url, note)]
    assert to_rate(people.joint) == [(url, f"{note}　联名")]
    assert to_rate(people.stranger) == []

    rated(answered, people.joint)

    assert to_rate(people.joint) == []
    assert to_rate(people.lead) == [(url, note)]

    rated(answered, people.lead)

    assert (to_rate(people.lead), again(answered).status) == ([], "closed")


@pytest.mark.parametrize(
    ("days", "tone", "label"), [(0, "due", "待评价"), (-1, "late", "逾期未评价")]
)
def test_a_rating_that_waits_names_its_last_day_and_is_late_after_it(
    answered, people, days, tone, label
):
    last = TODAY() + timedelta(days=days)
    Motion.objects.filter(pk=answered.pk).update(feedback_due=last)

    (line,) = my_todos(people.lead, TODAY())

    assert (line["tone"], line["label"]) == (tone, label)
    assert line["note"].endswith(f"{people.unit}，{last.month}月{last.day}日前评价")


def test_a_last_day_of_next_year_is_said_with_its_year(answered, people):
    Motion.objects.filter(pk=answered.pk).update(feedback_due=date(2026, 1, 5))

    (line,) = my_todos(people.lead, date(2025, 12, 20))

    assert line["note"].endswith("，2026年1月5日前评价")


def test_the_author_of_a_merged_case_rates_the_one_it_went_into(answered, people, case):
    merged = case("merged", merged_into=answered, number=8, code="闭-08")
    Motion.objects.filter(pk=merged.pk).update(lead=people.stranger)

    assert [url for url, _ in to_rate(people.stranger)] == [
        reverse("motions:rate", args=[answered.pk])
    ]


def test_a_talk_waits_for_its_deputy_to_confirm_it(in_township, people, case):
    motion = case("assigned")
    talk = ContactFactory(
        township=in_township, motion=motion, assignment=motion.row, deputy=people.joint,
        on=motion.row.assigned_on,
    )  # fmt: skip

    (line,) = my_todos(people.joint, TODAY())
    assert (line["title"], line["url"]) == (
        f"确认面商记录：{motion.short_title}",
        reverse("motions:confirm_contact", args=[talk.pk]),
    )
    assert contact(people.users["joint"], TODAY()).get() == talk
    assert my_todos(people.lead, TODAY()) == []

    ContactLog.objects.update(confirmation="true", confirmed_on=TODAY())

    assert my_todos(people.joint, TODAY()) == []
