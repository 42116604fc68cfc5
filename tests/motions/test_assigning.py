"""交办: what the page for one case or a batch leaves behind."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Assignment, AssignmentMeeting, Motion
from renda.core.calendar import chinese_date
from renda.core.models import Notification
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


def test_a_case_without_a_leader_gets_the_one_in_charge_of_its_unit(enter, people, township, case):
    motion = case("accepted")
    with township_scope(township.pk):
        type(people.unit).objects.filter(pk=people.unit.pk).update(leader="汤晓琴")

    enter("clerk").post(
        reverse("motions:assign"),
        {
            "assigned_on": "2025-03-25",
            "pk": [motion.pk],
            f"unit-{motion.pk}": people.unit.pk,
            f"leader-{motion.pk}": "",
        },
    )

    with township_scope(township.pk):
        assert Assignment.objects.get().leader == "汤晓琴"


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

    assert page.context["rows"][0].problem == "交办日期不能早于受理日期2025年3月4日"


def test_the_last_days_follow_the_typed_day(enter, people):
    page = enter("clerk").get(reverse("motions:last_days"), {"assigned_on": "2025-03-25"})

    assert [(label, str(due.on)) for label, due, _ in page.context["clocks"]] == [
        ("签收", "2025-03-27"),
        ("申请退办（签收后自签收之日起算）", "2025-04-07"),
        ("会办意见", "2025-05-26"),
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


def test_the_page_of_one_case_shows_the_last_days_and_suggests_the_unit(
    enter, people, township, case
):
    with township_scope(township.pk):
        people.unit.leader = "蒋文斌"
        people.unit.save()
    motion = case("accepted", suggested_unit=people.unit)
    url = reverse("motions:assign_one", args=[motion.pk])
    clerk = enter("clerk")

    page = clerk.get(url)
    form = page.context["form"]
    assert (form["unit"].initial, form["role"].initial) == (people.unit.pk, None)
    assert [label for label, *_ in page.context["clocks"]][-1] == "主办答复"
    assert f'hx-get="{reverse("motions:last_days")}"' in page.content.decode()
    wrong = {"unit": people.unit.pk, "role": "assist", "assigned_on": "2025-03-25"}
    due = {label: str(due.on) for label, due, _ in clerk.post(url, wrong).context["clocks"]}
    assert due["主办答复"] == "2025-06-25"
    clerk.post(url, wrong | {"role": "lead"})

    with township_scope(township.pk):
        row = Assignment.objects.get()
    assert (row.leader, row.due_on) == ("蒋文斌", date(2025, 6, 25))
    assert clerk.get(url).context["form"]["role"].initial == "assist"


def one(motion, unit, role, on="2025-04-01") -> tuple[str, dict]:
    """The page for one case, and what is typed there."""
    url = reverse("motions:assign_one", args=[motion.pk])
    return url, {"unit": unit.pk, "role": role, "assigned_on": on}


def test_the_first_unit_is_one_that_answers(enter, people, township, case):
    motion = case("accepted")
    clerk = enter("clerk")

    page = clerk.post(*one(motion, people.unit, "assist"))

    assert page.context["form"].errors == {
        "role": ["还没有答复代表的单位，请先交主办或者分办单位，再加协办"]
    }
    with township_scope(township.pk):
        assert Motion.objects.get(pk=motion.pk).status == "accepted"
        assert not Assignment.objects.exists()
        assert not Notification.objects.exists()


@pytest.mark.parametrize("role", ["lead", "separate"])
def test_a_co_handler_follows_an_answering_unit(enter, people, township, case, role):
    motion = case("accepted")
    clerk = enter("clerk")

    clerk.post(*one(motion, people.unit, role))
    clerk.post(*one(motion, people.other_unit, "assist"))

    with township_scope(township.pk):
        motion = Motion.objects.get(pk=motion.pk)
        assert (motion.status, motion.due_on) == ("assigned", date(2025, 7, 1))
        rows = Assignment.objects.order_by("pk").values_list("unit", "role", "status")
        assert list(rows) == [
            (people.unit.pk, role, "waiting"), (people.other_unit.pk, "assist", "waiting"),
        ]  # fmt: skip


def test_a_unit_that_gave_the_case_away_does_not_answer(enter, people, township, case):
    motion = case("assigned", assignment="reassigned")

    page = enter("clerk").post(*one(motion, people.other_unit, "assist"))

    assert list(page.context["form"].errors) == ["role"]


def test_a_case_is_not_handed_on_tomorrow(enter, people, township, case):
    motion, today = case("accepted"), timezone.localdate()
    tomorrow = today + timedelta(days=1)
    clerk = enter("clerk")
    batch = {"pk": [motion.pk], f"unit-{motion.pk}": people.unit.pk}

    alone = clerk.post(*one(motion, people.unit, "lead", on=tomorrow))
    together = clerk.post(reverse("motions:assign"), batch | {"assigned_on": tomorrow})

    assert alone.context["form"].errors == {"assigned_on": ["日期还没有到，请填今天或者以前的日期"]}
    assert [str(message) for message in together.context["messages"]] == [
        f"交办日期{chinese_date(tomorrow)}还没有到，请填今天或者以前的日期"
    ]
    with township_scope(township.pk):
        assert not Assignment.objects.exists()
        assert Motion.objects.get(pk=motion.pk).status == "accepted"
    clerk.post(reverse("motions:assign"), batch | {"assigned_on": today})
    with township_scope(township.pk):
        assert Assignment.objects.get().assigned_on == today


def test_a_unit_may_get_back_what_it_gave_away(enter, people, township, case):
    motion = case("assigned", assignment="reassigned")

    enter("clerk").post(*one(motion, people.unit, "lead"))

    with township_scope(township.pk):
        rows = Assignment.objects.order_by("pk").values_list("unit", "status")
        assert list(rows) == [(people.unit.pk, "reassigned"), (people.unit.pk, "waiting")]


def test_a_unit_added_to_a_divided_case_answers_for_itself_too(enter, people, township, case):
    motion, clerk = case("accepted"), enter("clerk")
    clerk.post(*one(motion, people.unit, "separate"))
    url, data = one(motion, people.other_unit, "lead")
    assert clerk.get(url).context["form"]["role"].initial == "separate"

    page = clerk.post(url, data)

    assert page.context["form"].errors == {"role": ["本件由各单位分别答复，请选分办"]}
    clerk.post(url, data | {"role": "separate"})
    with township_scope(township.pk):
        assert [row.role for row in Assignment.objects.order_by("pk")] == ["separate", "separate"]


def test_a_meeting_has_one_roll_whoever_opens_it_first(in_township):
    meeting = AssignmentMeetingFactory(township=in_township)
    elsewhere = AssignmentMeeting.objects.get(pk=meeting.pk)

    assert services.roll_of(meeting) == services.roll_of(elsewhere)
