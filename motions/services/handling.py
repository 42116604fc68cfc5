"""Assignments and replies, and how the motion's status follows from them."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from motions.models import (
    Assignment,
    AssignmentMeeting,
    ContactLog,
    CoOpinion,
    Motion,
    Reminder,
    Reply,
)
from motions.services.clocks import Clocks, clocks_from
from motions.services.people import staff_of
from renda.core import audit, law
from renda.core.law.check import Check
from renda.core.models import Role, Unit, User
from renda.core.notifications import notify, people_in
from renda.core.numbers import next_number
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


def reply_of(assignment: Assignment) -> Reply | None:
    """The reply of an assignment, drafted or issued."""
    return assignment.replies.order_by("pk").first()


def reply_checks(assignment: Assignment, reply: Reply | None, today: date) -> list[Check]:
    """What is looked at before a reply goes out: contact, opinions, time."""
    contact = (
        ContactLog.objects.filter(motion=assignment.motion, on__gte=assignment.assigned_on)
        .order_by("-on", "-pk")
        .first()
    )
    excuse = reply.no_contact_reason if reply else ""
    contact_words = (
        f"{contact.on.month}月{contact.on.day}日，{contact.people}，{contact.get_way_display()}"
        if contact
        else excuse or "还没有面商记录"
    )
    missing = [str(a.unit) for a in missing_opinions(assignment)]
    waiver = reply.waiver if reply else ""
    opinion_words = (
        f"{'、'.join(missing)}未回{'；已写明理由，不再等' if waiver else ''}" if missing else "已齐"
    )
    days = (assignment.due_on - today).days
    return [
        _check(
            "suggestion.contact",
            "已面商代表" if contact else "未面商代表",
            bool(contact or excuse),
            contact_words,
            "先登记面商，或者在下面写明未面商的原因。",
        ),
        _check(
            "suggestion.assist_months",
            f"缺 {len(missing)} 份会办意见" if missing else "会办意见",
            not missing or bool(waiver),
            opinion_words,
            "等意见到齐再答复，或者写明不等的原因。",
        ),
        _check(
            assignment.rule_key,
            "在期限内" if days >= 0 else "已过期限",
            days >= 0,
            f"期限 {assignment.due_on}" + (f"，逾期 {-days} 天" if days < 0 else ""),
            "请在答复中说明逾期的原因。",
            blocking=False,
        ),
    ]


def _check(
    key: str, title: str, passed: bool, computed: str, advice: str, *, blocking: bool = True
) -> Check:
    return Check(
        key=key,
        title=title,
        passed=passed,
        blocking=blocking,
        computed=computed,
        article=law.cite(key),
        advice="" if passed else advice,
    )


def missing_opinions(assignment: Assignment) -> list[Assignment]:
    """The co-handlers of this round whose opinion is not in."""
    if assignment.role != Assignment.Role.LEAD:
        return []
    return list(
        Assignment.objects.open()
        .filter(motion=assignment.motion_id, round=assignment.round, role="assist")
        .select_related("unit")
    )


def what_hinders_issue(assignment: Assignment) -> str:
    """Why the reply can't be sent or issued yet; empty if it can."""
    reply = reply_of(assignment)
    if reply is None:
        return "还没有答复稿"
    checks = reply_checks(assignment, reply, assignment.due_on)
    failed = [c for c in checks if c.stops]
    return f"{failed[0].title}。{failed[0].advice}" if failed else ""


def reply_mark(unit: Unit, township_name: str) -> str:
    """The unit's mark in document numbers: 练村建函."""
    return f"{township_name[0]}{str(unit).replace('镇', '')[:2]}函"


def issue_reply(*, assignment: Assignment, by: User, on: date) -> Reply:
    """Number the reply and sign it; part of the step 签发."""
    reply = Reply.objects.select_for_update().get(assignment=assignment)
    mark = reply_mark(assignment.unit, assignment.township.name)
    number = next_number(f"reply:{mark}:{on.year}")
    reply.number = f"{mark}〔{on.year}〕{number}号"
    reply.issued_by = by.name
    reply.issued_on = on
    reply.save()
    audit.record(by, "签发", reply, number=reply.number)
    return reply


def give_opinion(
    *, assignment: Assignment, text: str, signer: str, by: User, on: date
) -> CoOpinion:
    """Keep a co-handler's opinion and tell the lead unit; part of the step 回会办意见."""
    opinion = CoOpinion.objects.create(assignment=assignment, text=text, signer=signer, on=on)
    audit.record(by, "会办意见", opinion)
    leads = Assignment.objects.open().filter(
        motion=assignment.motion_id, round=assignment.round, role="lead"
    )
    for lead in leads:
        words = f"{assignment.unit}已回会办意见：{assignment.motion}"
        notify(staff_of(lead.unit_id), words, assignment.motion)
    return opinion


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
