"""The morning's warnings: who hears what on which day, and when a warning is settled."""

from datetime import date

import pytest

from motions import services
from motions.daily import lapse, warn
from motions.models import Assignment, Commitment, Motion, Reminder
from motions.workflow import assignment_workflow
from renda.core.models import CalendarDay, LocalRule, Notification, Role
from tests.factories.core import UnitFactory
from tests.factories.motions import (
    AssignmentFactory,
    CommitmentFactory,
    ExtensionFactory,
    ObjectionFactory,
    ReplyFactory,
)
from tests.motions.helpers.warnings import DUE, days, order_of

pytestmark = pytest.mark.django_db
UNIT = ["handler", "head"]


def told(people, **which):
    """The names in the fixture of everybody told, in alphabetical order."""
    names = {user.pk: name for name, user in people.users.items()}
    rows = Notification.objects.filter(key__startswith="motions.warning:", **which)
    return sorted(names.get(pk, "leader") for pk in rows.values_list("to_id", flat=True))


def unread(people):
    return told(people, read_at=None)


def warned():
    return list(
        Reminder.objects.warnings().order_by("pk").values_list("on", "text", "told").distinct()
    )


@pytest.fixture
def leader(person):
    """责任领导 of the factory's assignments, who has an account at 镇政府办."""
    return person(Role.GOV_OFFICE, name="陆海峰")


# --- the ladder of a reply -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("left", "who"),
    [
        (16, []),
        (15, ["handler"]),
        (8, ["handler"]),
        (7, ["handler"]),
        (4, ["handler"]),
        (3, UNIT),
        (1, UNIT),
        (0, UNIT),
        (-1, ["chair", "clerk", "gov_office", "handler", "head", "leader"]),
        (-40, ["chair", "clerk", "gov_office", "handler", "head", "leader"]),
    ],
)
def test_a_reply_climbs_from_the_clerk_to_the_leader(in_township, people, case, leader, left, who):
    case("assigned")

    warn(DUE - days(left))

    assert told(people) == sorted(who)


def test_each_rung_is_sent_once_however_often_the_morning_comes(in_township, people, case, leader):
    case("assigned")

    for left in range(20, -20, -1):
        warn(DUE - days(left))
        warn(DUE - days(left))

    assert [(str(on), names) for on, _, names in warned()] == [
        ("2025-06-10", people.users["handler"].name),
        ("2025-06-18", people.users["handler"].name),
        ("2025-06-22", f"{people.users['handler'].name}、{people.users['head'].name}"),
        ("2025-06-24", f"{people.users['handler'].name}、{people.users['head'].name}"),
        ("2025-06-26", warned()[-1][2]),
    ]
    assert Notification.objects.count() == 1 + 1 + 2 + 2 + 6


def test_missed_mornings_are_made_up_for_by_the_latest_rung_only(in_township, people, case):
    motion = case("assigned")

    warn(DUE - days(2))

    row = Reminder.objects.get(motion=motion)
    assert row.step == f"reply:{motion.row.pk}:20250625:3"
    assert row.text.startswith("答复还剩 2 天：")
    assert (row.kind, row.by, row.assignment_id) == ("warning", "系统", motion.row.pk)


def test_a_co_handlers_opinion_is_warned_of_by_its_own_day(in_township, people, case):
    motion = case("assigned")
    AssignmentFactory(
        township=in_township, motion=motion, unit=people.other_unit, role="assist",
        status="handling", due_on=date(2025, 5, 26),
    )  # fmt: skip

    warn(date(2025, 5, 25))

    assert told(people) == ["other_handler", "other_head"]
    assert warned()[0][1].startswith("会办意见还剩 1 天：")


def test_the_towns_own_days_are_kept(in_township, people, case):
    LocalRule.objects.create(key="suggestion.remind_days", value=20)
    case("assigned")

    warn(DUE - days(20))

    assert told(people) == ["handler"]


def test_an_extended_day_begins_its_own_ladder(in_township, people, case):
    motion = case("assigned")
    warn(DUE - days(7))
    Assignment.objects.filter(pk=motion.row.pk).update(due_on=date(2025, 9, 25), months=6)

    warn(DUE + days(1))
    assert unread(people) == []
    warn(date(2025, 9, 18))

    assert Reminder.objects.count() == 2
    assert told(people) == ["handler", "handler"]


def test_the_head_hears_it_where_a_unit_has_no_clerk_and_the_office_where_it_has_nobody(
    in_township, people, case, person
):
    headed, empty = UnitFactory(township=in_township), UnitFactory(township=in_township)
    head = person(Role.UNIT_HEAD, headed)
    for unit in (headed, empty):
        AssignmentFactory(township=in_township, unit=unit, status="handling", leader="")

    warn(DUE - days(7))

    assert set(Notification.objects.values_list("to_id", flat=True)) == {
        head.pk,
        people.users["clerk"].pk,
    }


def test_a_leader_of_the_same_name_who_may_not_see_the_case_is_not_told(
    in_township, people, case, person
):
    stranger = person(Role.HANDLER, people.other_unit, name="陆海峰")
    case("assigned")

    warn(DUE + days(1))

    assert not Notification.objects.filter(to=stranger).exists()


# --- the other matters ---------------------------------------------------------------------------
def test_nobody_signed_in_time_and_again_three_days_later(in_township, people, case, leader):
    case("assigned", assignment="waiting")  # to be signed for until 27 March

    warn(date(2025, 3, 27))
    assert told(people) == []
    warn(date(2025, 3, 28))
    assert told(people) == ["clerk", "handler"]
    warn(date(2025, 3, 29))
    assert Reminder.objects.count() == 1
    warn(date(2025, 3, 30))

    assert [text.partition("：")[0] for _, text, _ in warned()] == [
        "签收已逾期 1 天",
        "签收已逾期 3 天",
    ]
    again = told(people)
    assert again.count("handler") == 2
    assert {"head", "leader", "gov_office", "chair"} < set(again)


@pytest.mark.parametrize(
    ("factory", "status", "what"),
    [
        (ObjectionFactory, "objected", "退办申请审核"),
        (ExtensionFactory, "handling", "延期申请审核"),
    ],
)
def test_what_a_unit_asked_is_not_left_lying(in_township, people, case, factory, status, what):
    motion = case("assigned", assignment=status)
    asked = factory(township=in_township, assignment=motion.row, on=date(2025, 4, 1))

    warn(date(2025, 4, 5))
    assert told(people) == []
    warn(date(2025, 4, 6))  # the fifth day is 清明: the day after the holiday counts
    assert told(people) == ["clerk"]
    assert "期限4月7日" in warned()[-1][1]
    warn(date(2025, 4, 8))
    assert told(people) == ["chair", "clerk", "clerk"]
    assert warned()[-1][1].startswith(f"{what}已逾期 1 天：")

    type(asked).objects.filter(pk=asked.pk).update(
        decision="denied", decided_on=date(2025, 4, 9), decided_by="周玉兰"
    )
    warn(date(2025, 4, 10))

    assert Reminder.objects.count() == 2
    assert unread(people) == []


def test_what_a_unit_asked_waits_for_the_offices_own_working_day(in_township, people, case):
    CalendarDay.objects.create(date=date(2025, 4, 7), is_workday=False, note="防汛")
    asked = ObjectionFactory(
        township=in_township, assignment=case("assigned", assignment="objected").row,
        on=date(2025, 4, 1),
    )  # fmt: skip

    warn(date(2025, 4, 7))

    assert Reminder.objects.get().step == f"objection:{asked.pk}:20250408:1"


def test_a_case_sent_back_and_completed_waits_from_the_day_it_came_again(in_township, people, case):
    case("submitted", submitted_on=date(2025, 3, 3), resubmitted_on=date(2025, 3, 17))

    warn(date(2025, 3, 22))
    assert told(people) == []
    warn(date(2025, 3, 23))

    assert told(people) == ["clerk"]
    assert "期限3月24日" in warned()[0][1]


def test_a_suggestion_that_waits_too_long_to_be_taken_up(in_township, people, case):
    case("submitted", submitted_on=date(2025, 3, 3))

    warn(date(2025, 3, 9))
    assert told(people) == ["clerk"]
    warn(date(2025, 3, 11))

    assert told(people) == ["chair", "clerk", "clerk"]
    assert warned()[-1][1].startswith("受理已逾期 1 天：")


def test_a_promise_is_warned_of_until_it_is_reported_as_done(in_township, people, case):
    motion = case("replied", assignment="replied")
    reply = ReplyFactory(
        township=in_township, assignment=motion.row, number="练村函〔2025〕1号", issued_by="何敏",
        issued_on=date(2025, 5, 20),
    )  # fmt: skip
    promise = CommitmentFactory(township=in_township, reply=reply)

    warn(date(2025, 8, 24))
    assert told(people) == ["handler"]
    warn(date(2025, 9, 1))
    assert set(told(people)) == {"handler", "head", "gov_office", "clerk", "chair"}
    Commitment.objects.filter(pk=promise.pk).update(status="reported", reported_on=date(2025, 9, 2))
    warn(date(2025, 9, 3))

    assert unread(people) == []
    assert Reminder.objects.count() == 2


def test_an_unissued_drafts_promise_is_nobodys_business(in_township, people, case):
    CommitmentFactory(township=in_township, reply__assignment=case("assigned").row)

    warn(date(2025, 9, 1))

    assert [row.step.split(":")[0] for row in Reminder.objects.all()] == ["reply"]


def test_an_order_is_warned_of_until_it_is_answered(
    in_township, people, case, django_capture_on_commit_callbacks
):
    motion = case("assigned", due_on=DUE)
    Assignment.objects.filter(pk=motion.row.pk).update(due_on=date(2025, 12, 1))
    order = order_of(motion, people)

    warn(date(2025, 7, 4))
    assert told(people) == UNIT
    with django_capture_on_commit_callbacks(execute=True):
        services.answer_order(order=order, response="已进场。", on=date(2025, 7, 5))
    assert unread(people) == []
    warn(date(2025, 7, 8))

    assert Reminder.objects.warnings().count() == 1


# --- the verdict ---------------------------------------------------------------------------------
def test_the_deputy_is_reminded_then_the_office_then_it_lapses(in_township, people, case):
    motion = case("replied", assignment="replied", feedback_due=date(2025, 6, 5))

    for day in range(1, 13):
        lapse(date(2025, 6, day))
        warn(date(2025, 6, day))
    motion.refresh_from_db()
    assert motion.status == "replied"
    assert told(people) == ["clerk", "lead", "lead"]
    assert unread(people) == ["clerk", "lead", "lead"]

    for morning in (13, 14):
        lapse(date(2025, 6, morning))
        warn(date(2025, 6, morning))

    motion.refresh_from_db()
    assert (motion.status, motion.lapsed_on, motion.closed_on) == (
        "closed",
        date(2025, 6, 13),
        date(2025, 6, 13),
    )
    assert Motion.objects.unreturned().get() == motion
    words = f"评价期限已过，记为未反馈，不计入满意率；补评价的仍计入：{motion}"
    rows = Notification.objects.filter(text=words)
    names = {user.pk: name for name, user in people.users.items()}
    assert sorted(names[pk] for pk in rows.values_list("to_id", flat=True)) == [
        "clerk", "joint", "lead",
    ]  # fmt: skip
    assert unread(people) == []


def test_a_deputy_without_an_account_is_left_to_the_office(in_township, people, case, seated):
    silent = seated(with_account=False)
    case("replied", assignment="replied", feedback_due=date(2025, 6, 5))
    Motion.objects.update(lead=silent)

    warn(date(2025, 6, 6))

    assert told(people) == ["clerk"]


# --- once the step was taken ---------------------------------------------------------------------
def test_signing_marks_its_warning_read_at_once(
    in_township, people, case, django_capture_on_commit_callbacks
):
    motion = case("assigned", assignment="waiting")
    warn(date(2025, 3, 28))
    assert unread(people) == ["clerk", "handler"]

    with django_capture_on_commit_callbacks(execute=True):
        assignment_workflow.perform(
            "sign", motion.row, by=people.users["handler"], data={"person": "何敏"}
        )

    assert unread(people) == []


def test_a_warning_about_another_case_stays_unread(
    in_township, people, case, django_capture_on_commit_callbacks
):
    first, second = case("assigned"), case("assigned")
    warn(DUE - days(7))

    with django_capture_on_commit_callbacks(execute=True):
        services.settle_warnings(first.row.pk, "reply")

    rows = Notification.objects.filter(read_at=None)
    assert [row.key.split(":")[2] for row in rows] == [str(second.row.pk)]


@pytest.mark.parametrize("status", sorted(set(Motion.Status.values) - {"submitted", "assigned"}))
def test_a_case_that_nobody_owes_anything_is_left_alone(in_township, people, case, status):
    case(status, assignment="replied")

    for day in (date(2025, 3, 28), DUE - days(7), DUE + days(1), date(2025, 12, 1)):
        lapse(day)
        warn(day)

    assert not Reminder.objects.exists()


def test_a_withdrawn_case_warns_no_unit(in_township, people, case):
    motion = case("withdrawn")
    AssignmentFactory(township=in_township, motion=motion, unit=people.unit, status="ended")

    warn(DUE + days(1))

    assert not Notification.objects.exists()
