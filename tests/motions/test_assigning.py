"""交办: what the page for one case or a batch leaves behind."""

from datetime import date

import pytest
from django.urls import reverse

from motions.models import Assignment, Motion
from renda.core.scoping import township_scope
from tests.factories.core import UnitFactory
from tests.factories.motions import AssignmentMeetingFactory

pytestmark = pytest.mark.django_db


def test_a_batch_is_handed_over_on_one_page(enter, people, township, case):
    first, second = case("accepted"), case("accepted")
    third = case("accepted")
    meeting = AssignmentMeetingFactory(township=township)

    response = enter("clerk").post(
        reverse("motions:meeting_assign", args=[meeting.pk]),
        {
            "assigned_on": "2025-03-25",
            "pk": [first.pk, second.pk],
            f"unit-{first.pk}": people.unit.pk,
            f"assist-{first.pk}": [people.other_unit.pk, people.unit.pk],
            f"leader-{first.pk}": "陆海峰",
            f"unit-{second.pk}": people.other_unit.pk,
            f"unit-{third.pk}": people.unit.pk,
        },
    )

    assert response.url == meeting.get_absolute_url()
    with township_scope(township.pk):
        rows = Assignment.objects.order_by("motion", "pk")
        assert list(rows.values_list("motion", "unit", "role", "leader", "due_on", "meeting")) == [
            (first.pk, people.unit.pk, "lead", "陆海峰", date(2025, 6, 25), meeting.pk),
            (first.pk, people.other_unit.pk, "assist", "陆海峰", date(2025, 5, 26), meeting.pk),
            (second.pk, people.other_unit.pk, "lead", "", date(2025, 6, 25), meeting.pk),
        ]
        assert Motion.objects.get(pk=third.pk).status == "accepted"


def test_a_batch_with_a_gap_hands_over_nothing(enter, people, township, case):
    first, second = case("accepted"), case("accepted")

    page = enter("clerk").post(
        reverse("motions:assign"),
        {
            "assigned_on": "2025-03-25",
            "pk": [first.pk, second.pk],
            f"unit-{first.pk}": people.unit.pk,
        },
    )

    assert {r.motion.pk: r.problem for r in page.context["rows"]} == {
        first.pk: "",
        second.pk: "请选主办单位",
    }
    with township_scope(township.pk):
        assert not Assignment.objects.exists()


def test_a_batch_is_not_dated_before_acceptance(enter, people, township, case):
    motion = case("accepted")

    page = enter("clerk").post(
        reverse("motions:assign"),
        {"assigned_on": "2025-03-01", "pk": [motion.pk], f"unit-{motion.pk}": people.unit.pk},
    )

    assert page.context["rows"][0].problem == "交办日期不能早于受理日期 2025-03-04"


def test_the_last_days_follow_the_typed_day(enter, people):
    page = enter("clerk").get(reverse("motions:last_days"), {"assigned_on": "2025-03-25"})

    assert [(label, str(due.on)) for label, due, _ in page.context["clocks"]] == [
        ("签收", "2025-03-27"),
        ("申请退办（签收后自签收之日起算）", "2025-04-07"),
        ("协办意见", "2025-05-26"),
        ("主办答复", "2025-06-25"),
    ]


def test_a_further_unit_joins_a_case(enter, people, township, case):
    motion = case("assigned")
    third = UnitFactory(township=township)

    enter("clerk").post(
        reverse("motions:assign_one", args=[motion.pk]),
        {"unit": third.pk, "role": "assist", "assigned_on": "2025-04-01"},
    )

    with township_scope(township.pk):
        row = Assignment.objects.get(unit=third)
    assert (row.role, row.status, row.due_on) == ("assist", "waiting", date(2025, 6, 3))
