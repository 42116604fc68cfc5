"""The case's history reads in the order the work takes, whatever the database returns first."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from motions import services
from motions.models import Assignment, Motion
from motions.timeline import fetch, rounds_of
from motions.timeline.clicks import Clicks
from motions.timeline.rows import RATED, Row
from motions.workflow import assignment_workflow, motion_workflow
from renda.core.models import AuditEntry
from tests.factories.motions import ContactFactory, NoteFactory, ReplyFactory
from tests.motions.helpers import handling
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import asking, objecting
from tests.motions.helpers.verdict import rated
from tests.motions.test_services import handed

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 25)


def test_a_case_settled_in_one_day_is_told_backwards_step_by_step(in_township, people, case):
    motion = case("submitted")
    Motion.objects.filter(pk=motion.pk).update(submitted_on=DAY)
    motion = motion_workflow.perform(
        "accept", motion, by=people.users["clerk"], data={"on": DAY, "note": "予以受理。"}
    )
    (row,) = handed(motion, people)
    row = assignment_workflow.perform(
        "sign", row, by=people.users["handler"], data={"person": "何敏", "on": DAY}
    )
    NoteFactory(township=in_township, motion=motion, on=DAY)
    ContactFactory(township=in_township, motion=motion, assignment=row, on=DAY)
    ReplyFactory(
        township=in_township, assignment=row, result_class="A",
        no_contact_reason="代表出差", waiver="财政所意见另送",
    )  # fmt: skip
    row = assignment_workflow.perform("send", row, by=people.users["handler"])
    assignment_workflow.perform("issue", row, by=people.users["head"], data={"on": DAY})
    motion = Motion.objects.get(pk=motion.pk)

    (only,) = rounds_of(
        motion, fetch(motion), Assignment.objects.filter(motion=motion), sees_notes=True, files={}
    )

    assert [event.at for event in only.events] == [DAY] * 7
    assert [event.kind for event in only.events] == [
        "note",
        "reply",
        "contact",
        "sign",
        "hand",
        "review",
        "submit",
    ]
    assert only.events[1].text.splitlines()[1:3] == [
        "未面商的原因：代表出差",
        "不等会办意见的原因：财政所意见另送",
    ]


def test_a_bill_that_became_a_suggestion_did_so_before_it_was_accepted(in_township, people, case):
    clerk, today = people.users["clerk"], timezone.localdate()
    motion = case("submitted", kind="bill", analysis="依据", submitted_on=today)
    motion = motion_workflow.perform("as_suggestion", motion, by=clerk)
    motion = motion_workflow.perform("accept", motion, by=clerk, data={"note": "予以受理。"})
    services.assign(motion=motion, units=[(people.unit, "lead")], on=today, by=clerk)

    rows = Assignment.objects.filter(motion=motion)
    (only,) = rounds_of(motion, fetch(motion), rows, sees_notes=True, files={})

    told = [event.title for event in only.events]
    assert told == ["交办", f"受理，编为{motion.number_text}", "改作建议", "提交"]


def test_what_came_back_completed_on_the_same_day_stands_between_return_and_acceptance(
    in_township, people, case
):
    motion = case("submitted", proposal="增设减速带。")
    clerk, note = people.users["clerk"], {"note": "请写明路段。"}
    motion = motion_workflow.perform("send_back", motion, by=clerk, data=note)
    motion = motion_workflow.perform("submit", motion, by=motion.lead.user or clerk)
    motion = motion_workflow.perform("accept", motion, by=clerk, data={"note": "予以受理。"})

    (only,) = rounds_of(motion, fetch(motion), [], sees_notes=True, files={})

    assert [event.kind for event in only.events][:3] == ["review", "resubmit", "return"]


def test_what_a_unit_did_before_it_lost_the_case_stands_below_how_it_went_on(
    in_township, people, case
):
    users, gone = people.users, {"to_unit": people.other_unit, "note": "不属该单位"}
    motion, today = case("accepted"), timezone.localdate()
    (row,) = services.assign(
        motion=motion, units=[(people.unit, "lead")], on=today, by=users["clerk"]
    )
    row = assignment_workflow.perform("sign", row, by=users["handler"], data={"person": "何敏"})
    row = objecting(row, people, reason="不归我们管", suggested_unit=people.other_unit)
    assignment_workflow.perform("agree", row, by=users["clerk"], data=gone)
    Assignment.objects.filter(passed_from=row).update(signed_on=today, signed_by="王")
    motion = Motion.objects.get(pk=motion.pk)
    parts = list(Assignment.objects.filter(motion=motion).select_related("unit"))

    (only,) = rounds_of(motion, fetch(motion), parts, sees_notes=True, files={})

    assert [event.title for event in only.events][:6] == [
        "签收", "改交", "同意退办", "申请退办", "签收", "交办",
    ]  # fmt: skip


def test_the_line_of_the_handover_keeps_the_day_given_then(in_township, people, case):
    motion = case("accepted", number=7)
    today = timezone.localdate()
    (row,) = services.assign(
        motion=motion, units=[(people.unit, "lead")], on=today, by=people.users["clerk"]
    )
    first, dues = row.due_on, []
    users = people.users
    row = assignment_workflow.perform("sign", row, by=users["handler"], data={"person": "何敏"})
    for months in (4, 6):
        row = asking(row, people, months)
        row = assignment_workflow.perform(
            "grant_extension", row, by=users["clerk"], data={"note": "同意"}
        )
        dues.append(row.due_on)
    row = objecting(row, people, reason="不归我们管", suggested_unit=people.other_unit)
    given = {"to_unit": people.other_unit, "note": "同意"}
    assignment_workflow.perform("agree", row, by=users["clerk"], data=given)
    motion = Motion.objects.get(pk=motion.pk)
    parts = list(Assignment.objects.filter(motion=motion).select_related("unit"))

    (only,) = rounds_of(motion, fetch(motion), parts, sees_notes=True, files={})

    lines = {event.title: event.text for event in only.events}
    assert first < dues[0] < dues[1]
    assert lines["交办"] == f"{people.unit}主办，期限 {first}"
    assert lines["改交"] == f"{people.unit} → {people.other_unit}主办，期限 {dues[1]}，期限不变"
    assert [t for t in lines if t.startswith("同意延期")] == [
        f"同意延期至 {due}" for due in reversed(dues)
    ]


def test_what_was_clicked_has_its_hour_and_a_day_that_was_typed_in_has_none(
    in_township, people, case
):
    today, yesterday = timezone.localdate(), timezone.localdate() - timedelta(days=1)
    motion = case("submitted", submitted_on=yesterday)
    motion = motion_workflow.perform("accept", motion, by=people.users["clerk"], data={})
    (row,) = handling.handed(motion, people)
    row = assignment_workflow.perform(
        "sign", row, by=people.users["handler"], data={"person": "何敏"}
    )
    ContactFactory(township=in_township, motion=motion, assignment=row, on=today)
    ReplyFactory(township=in_township, assignment=row)
    row = assignment_workflow.perform("send", row, by=people.users["handler"])
    assignment_workflow.perform("issue", row, by=people.users["head"])
    rated(motion, people.joint, on=today)
    rated(motion, people.lead, on=today, by=people.users["clerk"], by_office=True)
    times = {
        entry.detail.get("step", entry.verb): timezone.localtime(entry.at).strftime("%H:%M")
        for entry in AuditEntry.objects.order_by("seq")
    }

    motion = Motion.objects.get(pk=motion.pk)
    rows = rounds_of(motion, fetch(motion), motion.assignments.all(), sees_notes=True, files={})
    hours = {event.title.partition("，")[0]: event.hour for event in rows[0].events}
    page = client_of(people.users["clerk"]).get(motion.get_absolute_url()).content.decode()

    assert hours["受理"] == times["accept"]
    assert hours["签收"] == times["sign"]
    assert next(hour for title, hour in hours.items() if title.startswith("答复")) == times["issue"]
    assert hours["办结"] == times["close"]
    assert hours["提交"] == hours["交办"] == hours["面商代表"] == ""
    said = {
        event.who.partition("（")[0]: event.hour
        for event in rows[0].events
        if event.kind == "feedback"
    }
    assert (said[people.joint.name] != "", said[people.lead.name]) == (True, "")
    assert f"{today} {times['sign']}</time>" in page


def test_what_was_done_twice_on_one_day_has_its_own_hours(in_township, people, case):
    motion = case("submitted", submitted_on=DAY)
    Motion.objects.filter(pk=motion.pk).update(resubmitted_on=DAY)
    motion = Motion.objects.get(pk=motion.pk)

    def click(pk, step, hour):
        return Row("click", pk, 0, 1, DAY, "周玉兰", one=step, two=hour, three="5")

    def sent_back(pk):
        return Row("review", pk, 0, 1, DAY, "周玉兰", one="return")

    rows = [
        sent_back(2), sent_back(1),
        *(click(*each) for each in (
            (11, "submit", "8"), (12, "send_back", "9"), (13, "submit", "10"),
            (14, "send_back", "11"), (15, "submit", "12"),
        )),
    ]  # fmt: skip

    (only,) = rounds_of(motion, rows, [], sees_notes=True, files={})

    assert [(event.title, event.hour) for event in only.events] == [
        ("补充后再次提交", "12:05"),
        ("退回补充", "11:05"),
        ("退回补充", "09:05"),
        ("提交", "08:05"),
    ]


def test_each_rating_of_one_day_has_its_own_hour():
    """One whose hour can't be told from another's has none."""

    def click(pk, who, hour):
        return Row("click", pk, 0, 1, DAY, "", one=RATED, two=hour, three="5", four=who)

    def rating(pk, who):
        return Row("feedback", pk, 0, 1, DAY, who)

    rows = [rating(2, "陈根法"), rating(1, "陈根法"), rating(3, "林美凤")]
    clicks = Clicks(
        [*rows, click(12, "陈根法", "14"), click(11, "陈根法", "9"), click(13, "林美凤", "8")]
    )
    doubtful = Clicks([*rows, click(11, "陈根法", "9")])

    assert [clicks.of(row) for row in rows] == ["14:05", "09:05", "08:05"]
    assert [doubtful.of(row) for row in rows] == [""] * 3
