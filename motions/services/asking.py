"""What a unit asks of the office while it handles a case: to be relieved of it, or for more time."""

from datetime import date

from motions.models import Assignment, Extension, Objection
from motions.models.asking import Asking
from motions.services.clocks import clocks_from
from motions.services.handling import GONE, follow_units, round_of
from motions.services.people import authors_of, staff_of
from renda.core import audit, law
from renda.core.calendar import due_by_months
from renda.core.models import Role, Unit, User
from renda.core.notifications import notify, people_in
from renda.core.workflow import IllegalTransition

REFUSALS_FOR_PRESIDIUM = 2


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
    is_late = on > assignment.objection_due
    if is_late and not late_reason:
        raise IllegalTransition(
            f"申请退办的期限 {assignment.objection_words} 已过"
            f"（{law.cite('suggestion.objection_days')}），请写明逾期申请的理由。"
        )
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


def hand_over(*, assignment: Assignment, unit: Unit, note: str, by: User, on: date) -> Assignment:
    """改交 or 转交: the new unit's own assignment; part of the step.

    The last day stays as it was counted from the first 交办 (代表法 51), an extension on record
    included; from ``on`` the new unit has its own days to sign for it and to object. The unit, with
    the ``note``, and the authors are told.
    """
    motion = assignment.motion
    others = [r for r in round_of(motion) if r.pk != assignment.pk and r.status not in GONE]
    if unit.pk in {row.unit_id for row in others}:
        raise IllegalTransition(f"{unit}本轮已承办这一件，请选其他单位。")
    clocks = clocks_from(on)
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
        is_extended=assignment.is_extended,
    )
    audit.record(by, "交办", row, due=str(row.due_on))
    follow_units(motion, [*others, row])
    words = (
        f"交办：{motion}，{row.get_role_display()}，由{assignment.unit}转来，期限自 {row.assigned_on} "
        f"交办之日起算不变，{row.due_on} 前办结，请签收。{note}"
    )
    notify(staff_of(unit.pk), words, motion)
    if row.answers:
        words = f"改由{unit}承办：{motion}，期限不变，{row.due_on} 前答复"
        notify(authors_of(motion), words, motion)
    return row


def ask_extension(
    *, assignment: Assignment, months: int, reason: str, signer: str, by: User, on: date
) -> Extension:
    """Keep a unit's 延期申请 and tell the office; part of the step 申请延期."""
    numbers, days = law.values_and_days("suggestion.reply_months_extended")
    most = numbers["suggestion.reply_months_extended"]
    if not assignment.months < months <= most:
        raise IllegalTransition(
            f"最长延至自交办之日起 {most} 个月（{law.cite('suggestion.extension')}）。"
        )
    due = due_by_months(assignment.assigned_on, months, days)
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
    words = f"{assignment.unit}申请延期至 {due.on}：{assignment.motion}"
    notify(people_in(Role.CLERK, Role.CHAIR), words, assignment.motion)
    return extension


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
        words = f"答复期限延至 {extension.new_due}：{assignment.motion}（{assignment.unit}，{extension.reason}）"
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
