"""What a unit asks of the office while it handles a case: to be relieved of it, or for more time."""

from datetime import date

from motions.models import Assignment, Extension, Objection, Review, Submittal
from motions.models.asking import Asking
from motions.querysets import GONE, REFUSALS_FOR_PRESIDIUM, UNFINISHED
from motions.services.clocks import clocks_from
from motions.services.handling import add_to_round, follow_units, round_of
from motions.services.intake import record_review
from motions.services.issued import keep_issued
from motions.services.people import authors_and, authors_of, staff_of
from motions.services.settling import drop_orders, drop_requests
from renda.core import audit, law
from renda.core.calendar import Due, chinese_date, due_by_months, said_date
from renda.core.models import Role, Unit, User
from renda.core.notifications import notify, people_in
from renda.core.workflow import IllegalTransition
from sessions_app.models import PresidiumMeeting


def object_to(
    *,
    assignment: Assignment,
    reason: str,
    signer: str,
    suggested: Unit | None,
    by: User,
    on: date,
    late_reason: str = "",
) -> Objection:
    """Keep a unit's 退办申请 and tell the office; part of the step 申请退办.

    After the last day it takes a ``late_reason``; ``IllegalTransition`` without one.
    """
    is_late = refuse_unexplained(assignment, on, late_reason)
    objection = Objection.objects.create(
        assignment=assignment,
        reason=reason,
        signer=signer,
        suggested_unit=suggested,
        on=on,
        late_reason=late_reason if is_late else "",
    )
    audit.record(by, "申请退办", objection, reason=reason, note=objection.late_reason)
    words = f"{assignment.unit}申请退办：{assignment.motion}"
    notify(people_in(Role.CLERK, Role.CHAIR), words, assignment.motion)
    return objection


def refuse_unexplained(assignment: Assignment, on: date, late_reason: str) -> bool:
    """Whether an objection of that day is late; ``IllegalTransition`` if it is and doesn't say why."""
    is_late = on > assignment.objection_due
    if is_late and not late_reason:
        raise IllegalTransition(
            f"申请退办的期限{chinese_date(assignment.objection_due)}已过"
            f"（{law.cite('suggestion.objection_days')}），请写明逾期申请的理由。"
        )
    return is_late


def decide_objection(
    *, assignment: Assignment, grant: bool, note: str, by: User, on: date
) -> Objection:
    """Answer the pending 退办申请; the second refusal goes to the presidium. Part of the step."""
    objection = assignment.objections.pending().first()
    if objection is None:
        raise IllegalTransition("没有待审核的退办申请。")
    decide(objection, grant=grant, note=note, by=by, on=on)
    refused = 0 if grant else assignment.objections.denied().count()
    if refused >= REFUSALS_FOR_PRESIDIUM:
        words = (
            f"已 {refused} 次不同意退办，提请主席团研究：{assignment.motion}（{assignment.unit}）"
        )
        notify(people_in(Role.CLERK, Role.CHAIR), words, assignment.motion)
    return objection


def rule(
    *,
    assignment: Assignment,
    decision: Review.Decision,
    note: str,
    by: User,
    on: date,
    meeting: PresidiumMeeting | None = None,
) -> Review:
    """Keep what the presidium decided about the last refusal, which leaves its list; part of the step."""
    refusal = assignment.refusal
    if refusal is None:
        raise IllegalTransition("没有提请主席团研究的退办，可能已被他人办理，请刷新后再看。")
    words = f"{assignment.unit}：{note}"
    refusal.ruling = record_review(
        assignment.motion, decision, by=by, on=on, note=words, meeting=meeting
    )
    Objection.objects.filter(pk=refusal.pk).update(ruling=refusal.ruling)
    audit.record(by, decision.label, refusal, note=note)
    return refusal.ruling


def hand_over(*, assignment: Assignment, unit: Unit, note: str, by: User, on: date) -> Assignment:
    """改交 or 转交: the new unit's own assignment; part of the step.

    The last day stays as it was counted from the first 交办 (代表法 51), an extension on record
    included, one that still waits settled as 不再需要, a 督办单 that was not answered closed; from ``on`` the new unit has its own days to sign
    for it and to object. The unit, with the ``note``, and the authors are told; of a new lead unit the
    co-handlers, too.
    """
    motion = assignment.motion
    others = [r for r in round_of(motion) if r.pk != assignment.pk and r.status not in GONE]
    if unit.pk in {row.unit_id for row in others}:
        raise IllegalTransition(f"{unit}本轮已承办这一件，请选其他单位。")
    clocks = clocks_from(on)
    if assignment.awaits:
        Submittal.objects.lapse([assignment.pk])
    if getattr(assignment, "wants_time", True):
        drop_requests([assignment], on=on, why=f"已改由{unit}承办", kinds=[Extension])
    drop_orders([assignment], on=on, why=f"已改由{unit}承办")
    row = Assignment.objects.create(
        motion=motion,
        unit=unit,
        role=assignment.role,
        round=assignment.round,
        meeting=assignment.meeting,
        passed_from=assignment,
        leader=unit.leader or assignment.leader,
        instruction=assignment.instruction,
        assigned_on=assignment.assigned_on,
        sign_due=clocks.sign.on,
        objection_due=clocks.objection.on,
        due_on=assignment.due_on,
        months=assignment.months,
        days=assignment.days,
        is_extended=assignment.is_extended,
    )
    add_to_round([row])
    keep_issued([row])
    audit.record(by, "交办", row, due=str(row.due_on))
    follow_units(motion, [*others, row])
    # asked first: the same query finds the units' people
    authors = authors_and(motion) if row.answers else []
    words = (
        f"交办：{motion}，{row.get_role_display()}，由{assignment.unit}转来，期限自{said_date(row.assigned_on, on)}"
        f"交办之日起算不变，{said_date(row.due_on, on)}前办结，请签收。{note}"
    )
    notify(staff_of(unit.pk), words, motion)
    words = f"改由{unit}承办：{motion}，期限不变，{said_date(row.due_on, on)}前答复"
    notify(authors, words, motion)
    if row.role == Assignment.Role.LEAD:
        words = f"主办单位由{assignment.unit}改为{unit}：{motion}"
        for helper in others:
            if not helper.answers:
                notify(staff_of(helper.unit_id), words, motion)
    return row


def relieve(*, assignment: Assignment, note: str, by: User, on: date) -> None:
    """不再会办: a co-handler is relieved, and nobody takes its place; part of the step.

    What it asked for, had put before its head or was ordered to report is settled; who waited for its opinion is told.
    """
    motion = assignment.motion
    if assignment.awaits:
        Submittal.objects.lapse([assignment.pk])
    if assignment.status == Assignment.Status.OBJECTED:
        decide_objection(assignment=assignment, grant=True, note=note, by=by, on=on)
    drop_orders([assignment], on=on, why="不再会办")
    assignment.finished_on = on  # the day it left, for the history
    words = f"{assignment.unit}不再会办，不用等其会办意见：{motion}。{note}"
    for row in round_of(motion):
        if row.answers and row.status in UNFINISHED:
            notify(staff_of(row.unit_id), words, motion)


def ask_extension(
    *, assignment: Assignment, months: int, reason: str, signer: str, by: User, on: date
) -> Extension:
    """Keep a unit's 延期申请 and tell the office; part of the step 申请延期."""
    due = longer(assignment, months)
    extension = Extension.objects.create(
        assignment=assignment,
        months=months,
        reason=reason,
        signer=signer,
        on=on,
        old_due=assignment.due_on,
        new_due=due.on,
    )
    audit.record(by, "申请延期", extension, reason=reason, until=str(due.on))
    words = f"{assignment.unit}申请延期至{said_date(due.on, on)}：{assignment.motion}"
    notify(people_in(Role.CLERK, Role.CHAIR), words, assignment.motion)
    return extension


def longer(assignment: Assignment, months: int) -> Due:
    """The last day with so many months; ``IllegalTransition`` if that is no longer, or too long."""
    numbers, days = law.values_and_days("suggestion.reply_months_extended")
    most = numbers["suggestion.reply_months_extended"]
    if not assignment.months < months <= most:
        raise IllegalTransition(
            f"最长延至自交办之日起 {most} 个月（{law.cite('suggestion.extension')}）。"
        )
    return due_by_months(assignment.assigned_on, months, days)


def decide_extension(
    *, assignment: Assignment, grant: bool, note: str, by: User, on: date
) -> Extension:
    """Answer the pending 延期申请; consent moves the last day, and the deputies are told."""
    extension = assignment.asked_extension
    if extension is None:
        raise IllegalTransition("没有待审核的延期申请。")
    if grant:
        assignment.months, assignment.due_on = extension.months, extension.new_due
        assignment.is_extended = True
        follow_units(assignment.motion, round_of(assignment.motion))
        words = f"答复期限延至{said_date(extension.new_due, on)}：{assignment.motion}（{assignment.unit}，{extension.reason}）"
        notify(authors_of(assignment.motion), words, assignment.motion)
    extension.assignment = assignment
    decide(extension, grant=grant, note=note, by=by, on=on)
    return extension


def decide(asked: Asking, *, grant: bool, note: str, by: User | None, on: date) -> None:
    """Keep the office's answer to a request, or the system's where the matter has settled itself."""
    asked.decision = asked.Decision.GRANTED if grant else asked.Decision.DENIED
    asked.note, asked.decided_by, asked.decided_on = note, by.name if by else "系统", on
    asked.save(update_fields=["decision", "note", "decided_by", "decided_on"])
    audit.record(
        by, f"{asked._meta.verbose_name}：{asked.get_decision_display()}", asked, note=note
    )
