"""Assignments and replies, and how the motion's status follows from them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import (
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
)

from motions.models import (
    Assignment,
    AssignmentMeeting,
    Extension,
    KeyFollowUp,
    Motion,
    Objection,
    Reminder,
    Reply,
)
from motions.querysets import GONE, REFUSALS_FOR_PRESIDIUM, TAKEN
from motions.services.clocks import Clocks, clocks_from
from motions.services.issued import ON_PAPER, keep_issued
from motions.services.keys import tell_of_keys
from motions.services.people import authors_and, staff_of, with_authors
from motions.services.settling import spare_helpers
from renda.core import audit, law, notifications
from renda.core.calendar import due_by_days, said_date
from renda.core.models import Role, Unit, User
from renda.core.notifications import notify, people_in
from renda.core.prepared import prepared
from renda.core.related import how_many
from renda.core.steps import follow_all, follow_held
from renda.core.together import hang
from renda.core.workflow import IllegalTransition, workflow_of

ANSWERED = {Assignment.Status.REPLIED, Assignment.Status.OPINION_GIVEN}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Which units a motion goes to, and what they are told."""

    motion: Motion
    units: Sequence[tuple[Unit, str]]
    leader: str = ""
    instruction: str = ""
    followup: KeyFollowUp | None = None
    """Who leads and who watches it, when it is made a key case."""


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
    """``assign_all`` for one motion."""
    plan = Plan(motion=motion, units=list(units), leader=leader, instruction=instruction)
    return assign_all(plans=[plan], on=on, by=by, meeting=meeting, clocks=clocks, further=further)


def assign_all(
    *,
    plans: Sequence[Plan],
    on: date,
    by: User | None,
    meeting: AssignmentMeeting | None = None,
    clocks: Clocks | None = None,
    further: bool = False,
) -> list[Assignment]:
    """Hand motions to their units in their present round; the units' clocks start on ``on``.

    Each motion becomes 办理中, each unit is told its last day; as many queries for a hundred as for
    one. ``further`` adds units to a case that is being handled already. ``IllegalTransition`` if
    somebody else handed one of them on meanwhile: then none is handed on.
    """
    clocks = clocks or clocks_from(on)
    with (
        transaction.atomic(),
        audit.together(),
        notifications.together(),
        notifications.done_by(by),
    ):
        held = _held(plan.motion.pk for plan in plans)
        rows = [
            row
            for plan in plans
            for row in _rows_of(plan, held[plan.motion.pk], on, meeting, clocks, further)
        ]
        Assignment.objects.bulk_create(rows)
        add_to_round(rows)
        keep_issued(rows)
        audit.record_many(by, "交办", rows, due=[str(row.due_on) for row in rows])
        key = [plan.followup for plan in plans if plan.followup]
        _mark_key(key, held, by)
        _follow_handed_on(held.values(), by=by, on=on)
        for row in rows:
            words = f"交办：{row.motion}，{row.get_role_display()}，{said_date(row.due_on, on)}前办结，请签收"
            notify(staff_of(row.unit_id), words, row.motion)
        watchers = people_in(Role.CHAIR, Role.GOV_OFFICE)
        for plan in plans:
            units = "、".join(str(unit) for unit, _ in plan.units)
            motion = held[plan.motion.pk]
            notify(watchers, f"已交办：{motion}，{units}承办", motion)
        if key:
            unit_ids = {plan.motion.pk: [unit.pk for unit, _ in plan.units] for plan in plans}
            tell_of_keys((row, row.motion, unit_ids[row.motion.pk]) for row in key)
    return rows


def _held(pks: Iterable[int]) -> dict[int, Motion]:
    """The motions by key, locked, with their authors, all their assignments, and what papers name."""
    rows = _cases(tuple(sorted(set(pks))))
    with_authors(rows)
    hang(_parts_of(tuple(motion.pk for motion in rows)), rows, "assignments")
    return {motion.pk: motion for motion in rows}


@prepared
def _cases(pks: tuple[int, ...]) -> QuerySet[Motion]:
    rows = Motion.objects.select_for_update(of=("self",)).filter(pk__in=pks)
    return rows.select_related("lead__user", *ON_PAPER).order_by("pk")


@prepared
def _parts_of(pks: tuple[int, ...]) -> QuerySet[Assignment]:
    return Assignment.objects.filter(motion__in=pks).select_related("unit")


def _rows_of(
    plan: Plan,
    motion: Motion,
    on: date,
    meeting: AssignmentMeeting | None,
    clocks: Clocks,
    further: bool,
) -> list[Assignment]:
    allowed = {Motion.Status.ACCEPTED} | ({Motion.Status.ASSIGNED} if further else set())
    known = {a.unit_id for a in round_of(motion) if a.status not in GONE}
    if motion.status not in allowed or known & {unit.pk for unit, _ in plan.units}:
        raise IllegalTransition(f"{motion}：已被他人交办，请刷新后再看。")
    return [
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
            days=clocks.days_of(role, motion.round),
            leader=plan.leader,
            instruction=plan.instruction,
        )
        for unit, role in plan.units
    ]


def _mark_key(followups: list[KeyFollowUp], held: dict[int, Motion], by: User | None) -> None:
    """Key cases of the batch: the names are kept here, the mark is saved with the motion's step."""
    for row in followups:
        row.motion = held[row.motion_id]
        row.motion.is_key = True
        row.township_id = row.motion.township_id
    KeyFollowUp.objects.bulk_create(followups)
    audit.record_many(by, "列为重点", followups)


def add_to_round(rows: Sequence[Assignment]) -> None:
    """Let held motions know what was just handed on of them, besides the assignments they know."""
    motions = list({row.motion_id: row.motion for row in rows}.values())
    known = [row for motion in motions for row in motion.assignments.all()]
    hang([*known, *rows], motions, "assignments")


def _follow_handed_on(motions: Iterable[Motion], *, by: User | None, on: date) -> None:
    """Bring held motions up to their new assignments: those that waited become 办理中."""
    waiting, handled = [], []
    for motion in motions:
        if _copy_from(round_of(motion), motion):
            (waiting if motion.status == Motion.Status.ACCEPTED else handled).append(motion)
    copies = ["main_unit", "due_on", "is_key"]
    for motion in handled:
        motion.save(update_fields=copies)
    follow_all(workflow_of(Motion), "assign", waiting, by=by, data={"assigned_on": on}, also=copies)


def _copy_from(
    rows: Iterable[Assignment], motion: Motion, settled: Collection[int] = ()
) -> list[Assignment]:
    """Set the main unit and the earliest open last day; returns the round's answering assignments."""
    answering = [a for a in rows if a.answers and a.status not in GONE]
    if answering:
        motion.main_unit = answering[0].unit
        pending = [a for a in answering if not _is_done(a, settled)]
        motion.due_on = min(a.due_on for a in pending or answering)
    return answering


def _is_done(assignment: Assignment, settled: Collection[int]) -> bool:
    return assignment.status in ANSWERED or assignment.pk in settled


def follow_reply(*, motion: Motion, reply: Reply, by: User | None, on: date) -> Motion:
    """Bring a held motion up to a reply whose step to 已答复 is being taken in this transaction.

    ``motion`` comes from ``hold_in_round``. In order: the earliest open last day and the main unit;
    all replied → 已答复, with the least favourable of the replies' classes and no verdict: what was said
    of the round before stays with its rating; a co-handler that has not given its opinion need not any
    more. Until then the authors are told of each letter, and that they rate after the last.
    """
    settled = {reply.assignment_id}
    answering = _copy_from(round_of(motion), motion, settled)
    if motion.status != Motion.Status.ASSIGNED or not all(_is_done(a, settled) for a in answering):
        motion.save(update_fields=["main_unit", "due_on"])
        if motion.is_open:
            words = f"{reply.assignment.unit}已答复：{motion}。其他单位还在办理，全部答复后请评价"
            notify(authors_and(motion, Role.CLERK), words, motion)
        return motion
    classes = [reply.result_class, *(a.issued_class for a in answering if a.issued_class)]
    rules, days = law.values_and_days("suggestion.feedback_days")
    data = {
        "result_class": max(classes),
        "replied_on": motion.replied_on or on,
        "feedback_due": due_by_days(on, rules["suggestion.feedback_days"], days).on,
        "lapsed_on": None,
        "verdict": "",
    }
    follow_held(workflow_of(Motion), "answer", motion, by=by, data=data)
    spare_helpers(motion=motion, by=by, on=on)
    return motion


def hold_in_round(assignment: Assignment) -> Assignment:
    """One assignment with its motion and, in it, the assignments of every round; two queries.

    All are locked, the motion first, as 撤回 and 交办 do: no two steps wait for each other, and what
    is read under the motion's lock is not older than it.
    """
    _lock_of(assignment.motion_id)
    rows = _parts_of(assignment.motion_id)
    held = {row.pk: row for row in rows}[assignment.pk]
    for row in rows:
        row.motion = held.motion
        row.refusal = _refusal_of(row)
    hang(rows, [held.motion], "assignments")
    return held


@prepared
def _lock_of(case: int) -> QuerySet[Motion]:
    return Motion.objects.select_for_update().filter(pk=case).only("pk").order_by()


@prepared
def _parts_of(case: int) -> QuerySet[Assignment]:
    issued = Reply.objects.filter(assignment=OuterRef("pk"), issued_on__isnull=False)
    waiting = Extension.objects.pending().filter(assignment=OuterRef("pk"))
    refused = Objection.objects.denied().filter(assignment=OuterRef("pk")).order_by("-on", "-pk")
    ordered = Reminder.objects.unanswered().filter(assignment=OuterRef("pk"))
    return (
        Assignment.objects.select_for_update(of=("self", "motion"))
        .filter(motion=case)
        .select_related("unit", "motion", *(f"motion__{name}" for name in ON_PAPER))
        .annotate(
            issued_class=Subquery(issued.values("result_class")[:1]),
            wants_time=Exists(waiting),
            is_ordered=Exists(ordered),
            denied=how_many(refused.order_by(), by="assignment"),
            last_refused=Subquery(refused.values("pk")[:1]),
            last_ruling=Subquery(refused.values("ruling")[:1]),
        )
        .order_by("pk")
    )


def _refusal_of(row: Assignment) -> Objection | None:
    """``Assignment.refusal`` of a row held with what it takes to know it."""
    if row.denied < REFUSALS_FOR_PRESIDIUM or row.last_ruling:
        return None
    return Objection(pk=row.last_refused, assignment=row, decision=Objection.Decision.DENIED)


def hold_assignment(pk: int) -> Assignment:
    """One assignment, locked, with its unit and motion."""
    rows = Assignment.objects.select_for_update(of=("self",))
    return rows.select_related("unit", "motion").get(pk=pk)


def round_of(motion: Motion) -> list[Assignment]:
    """The assignments of a held motion's present round."""
    return [row for row in motion.assignments.all() if row.round == motion.round]


def follow_units(motion: Motion, rows: Iterable[Assignment]) -> None:
    """Bring a held motion up to the units that handle it now."""
    _copy_from(rows, motion)
    motion.save(update_fields=["main_unit", "due_on"])


def first_answered(motion: Motion) -> Assignment | None:
    """The part of a case whose letter went out first, with its ``issued_on``; the motion keeps all parts,
    each knowing whether a 督办单 to it or its request for time waits."""
    issued = Reply.objects.filter(assignment=OuterRef("pk"), issued_on__isnull=False)
    waiting = Extension.objects.pending().filter(assignment=OuterRef("pk"))
    ordered = Reminder.objects.unanswered().filter(assignment=OuterRef("pk"))
    rows = motion.assignments.select_related("unit").annotate(
        issued_on=Subquery(issued.values("issued_on")[:1]),
        wants_time=Exists(waiting),
        is_ordered=Exists(ordered),
    )
    rows = list(rows)
    hang(rows, [motion], "assignments")
    answered = [row for row in rows if row.issued_on]
    return min(answered, key=lambda row: (row.issued_on, row.pk), default=None)


@transaction.atomic(savepoint=False)
def open_round(*, motion: Motion, by: User | None, on: date) -> list[Assignment]:
    """Start the next round of a motion whose answer did not satisfy; the caller saves the motion.

    The units that answered get it again, with the shorter period of a re-handling; so do their
    co-handlers, who owe their opinion anew, and sooner.
    """
    every = list(motion.assignments.select_related("unit"))
    hang(every, [motion], "assignments")
    last = [row for row in round_of(motion) if row.status not in TAKEN]
    motion.round += 1
    motion.feedback_due = motion.lapsed_on = None
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
            due_on=clocks.due(old.role, motion.round).on,
            months=clocks.months_of(old.role, motion.round),
            days=clocks.days_of(old.role, motion.round),
            leader=old.leader,
            person=old.person,
        )
        for old in last
    ]
    Assignment.objects.bulk_create(rows)
    add_to_round(rows)
    keep_issued(rows)
    motion.due_on = clocks.redo.on
    audit.record_many(by, "交回重办", rows)
    for row in rows:
        what = "再次答复" if row.answers else "再回会办意见"
        words = f"代表不满意，交回重办：{motion}，{said_date(row.due_on, on)}前{what}，请签收"
        notify(staff_of(row.unit_id), words, motion)
    return rows
