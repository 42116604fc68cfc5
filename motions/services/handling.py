"""Assignments and replies, and how the motion's status follows from them."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from motions.models import (
    Assignment,
    AssignmentMeeting,
    ContactLog,
    Motion,
    Reminder,
    Reply,
)
from motions.services.clocks import Clocks, clocks_from
from motions.services.people import staff_of
from renda.core import audit
from renda.core.models import Role, Unit, User
from renda.core.notifications import notify, people_in
from renda.core.workflow import IllegalTransition, workflow_of

ANSWERED = {Assignment.Status.REPLIED, Assignment.Status.OPINION_GIVEN}
GONE = {Assignment.Status.REASSIGNED, Assignment.Status.ENDED}


@transaction.atomic
def assign(
    *,
    motion: Motion,
    units: Iterable[tuple[Unit, str]],
    on: date,
    by: User | None,
    leader: str = "",
    instruction: str = "",
    meeting: AssignmentMeeting | None = None,
    clocks: Clocks | None = None,
    further: bool = False,
) -> list[Assignment]:
    """Hand a motion to its units in its present round; their clocks start on ``on``.

    The motion becomes 办理中, each unit is told its last day. ``clocks`` spares a batch the
    repeated computation; ``further`` adds units to a case that is being handled already.
    ``IllegalTransition`` if somebody else handed it on meanwhile.
    """
    units = list(units)
    motion = Motion.objects.select_for_update().get(pk=motion.pk)
    allowed = {Motion.Status.ACCEPTED} | ({Motion.Status.ASSIGNED} if further else set())
    known = motion.assignments.filter(round=motion.round, unit__in=[unit for unit, _ in units])
    if motion.status not in allowed or known.exists():
        raise IllegalTransition(f"{motion}：已被他人交办，请刷新后再看。")
    clocks = clocks or clocks_from(on)
    rows = [
        Assignment(
            township_id=motion.township_id,
            motion=motion,
            unit=unit,
            role=role,
            round=motion.round,
            meeting=meeting,
            assigned_on=on,
            sign_due=clocks.sign.on,
            objection_due=clocks.objection.on,
            due_on=clocks.due(role, motion.round).on,
            months=clocks.months_of(role, motion.round),
            leader=leader,
            instruction=instruction,
        )
        for unit, role in units
    ]
    Assignment.objects.bulk_create(rows)
    audit.record_many(by, "交办", rows, due=[str(row.due_on) for row in rows])
    follow_assignments(motion=motion, by=by, on=on)
    for row in rows:
        words = f"交办：{motion}，{row.get_role_display()}，{row.due_on} 前办结，请签收"
        notify(staff_of(row.unit_id), words, motion)
    notify(
        people_in(Role.CHAIR, Role.GOV_OFFICE),
        f"已交办：{motion}，{'、'.join(str(row.unit) for row in rows)}承办",
        motion,
    )
    return rows


def follow_assignments(
    *, motion: Motion, by: User | None, on: date, settled: Iterable[int] = ()
) -> Motion:
    """Bring the motion's status and its copies up to what its assignments say.

    ``settled`` are assignments whose step to 已答复 is being taken in this transaction. In order:
    the earliest open last day and the main unit; 待交办 → 办理中; all replied → 已答复.
    """
    motion.refresh_from_db()
    rows = [
        a
        for a in motion.assignments.filter(round=motion.round).select_related("unit")
        if a.status not in GONE
    ]
    answering = [a for a in rows if a.answers]
    done = {a.pk for a in rows if a.status in ANSWERED} | set(settled)
    if not answering:
        return motion
    pending = [a for a in answering if a.pk not in done]
    motion.main_unit = answering[0].unit
    motion.due_on = min(a.due_on for a in pending or answering)
    motion.save(update_fields=["main_unit", "due_on"])
    workflow = workflow_of(Motion)
    if motion.status == Motion.Status.ACCEPTED:
        motion = workflow.follow("assign", motion, by=by, data={"assigned_on": on})
    if motion.status == Motion.Status.ASSIGNED and not pending:
        data = {"result_class": _class_of(answering), "replied_on": motion.replied_on or on}
        motion = workflow.follow("answer", motion, by=by, data=data)
    return motion


def _class_of(answering: list[Assignment]) -> str:
    """The case's class: with several replies the least favourable."""
    replies = Reply.objects.filter(assignment__in=answering, issued_on__isnull=False)
    return max(replies.values_list("result_class", flat=True), default="")


@transaction.atomic
def end_assignments(*, motion: Motion, by: User | None) -> None:
    """Stop every unit that still works on a withdrawn motion."""
    for row in motion.assignments.open():
        workflow_of(Assignment).follow("end", row, by=by)


@transaction.atomic
def open_round(*, motion: Motion, by: User | None, on: date) -> list[Assignment]:
    """Start the next round of a motion whose answer did not satisfy; the caller saves the motion.

    The units that answered get it again, with the shorter period of a re-handling.
    """
    last = list(motion.assignments.filter(round=motion.round).answering().select_related("unit"))
    motion.round += 1
    clocks = clocks_from(on)
    rows = [
        Assignment(
            township_id=motion.township_id,
            motion=motion,
            unit=old.unit,
            role=old.role,
            round=motion.round,
            assigned_on=on,
            sign_due=clocks.sign.on,
            objection_due=clocks.objection.on,
            due_on=clocks.redo.on,
            months=clocks.months["redo"],
            leader=old.leader,
            person=old.person,
        )
        for old in last
        if old.status not in GONE
    ]
    Assignment.objects.bulk_create(rows)
    motion.due_on = clocks.redo.on
    audit.record_many(by, "交回重办", rows)
    for row in rows:
        words = f"代表不满意，交回重办：{motion}，{row.due_on} 前再次答复，请签收"
        notify(staff_of(row.unit_id), words, motion)
    return rows


@transaction.atomic
def add_contact(*, contact: ContactLog, by: User) -> ContactLog:
    """Keep a talk with the deputy, and tell the deputy that it was recorded."""
    contact.save()
    words = f"面商已登记（{contact.get_way_display()}）：{contact.motion}"
    notify([contact.deputy.user], words, contact.motion)
    return contact


@transaction.atomic
def remind(*, reminder: Reminder, by: User) -> Reminder:
    """Keep a 催办 and tell the unit's clerks and its head."""
    reminder.by = by.name
    reminder.save()
    unit = reminder.assignment.unit_id
    notify(staff_of(unit), f"催办：{reminder.motion}。{reminder.text}", reminder.motion)
    return reminder


@transaction.atomic
def remind_many(*, motions: list[Motion], by: User, on: date) -> int:
    """Urge every unit that still works on one of the motions; returns how many assignments."""
    open_rows = list(Assignment.objects.open().filter(motion__in=motions).for_list())
    Reminder.objects.bulk_create(
        Reminder(
            township_id=row.township_id,
            motion=row.motion,
            assignment=row,
            text=f"请抓紧办理，期限 {row.due_on}。",
            by=by.name,
            on=on,
        )
        for row in open_rows
    )
    audit.record_many(by, "催办", open_rows)
    for row in open_rows:
        notify(staff_of(row.unit_id), f"催办：{row.motion}，期限 {row.due_on}", row.motion)
    return len(open_rows)
