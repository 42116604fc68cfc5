"""What need not be done any more, for the case has moved on: a unit's part, what it asked of the office,
and what it was ordered to report."""

from collections.abc import Iterable, Sequence
from datetime import date

from motions.models import Assignment, Extension, Motion, Objection, Reminder, Submittal
from motions.models.asking import Asking
from motions.querysets import UNFINISHED
from motions.services.warning import settle_all
from renda.core import audit, notifications
from renda.core.models import Role, User
from renda.core.notifications import notify, people_in
from renda.core.steps import follow_all
from renda.core.together import rows_together
from renda.core.workflow import workflow_of


def end_assignments(*, motion: Motion, by: User | None, on: date) -> None:
    """Stop every unit that has not finished with a withdrawn motion; part of the step 撤回.

    The motion is locked, which the units' own steps wait for.
    """
    _stop("end", motion.assignments.all(), by=by, on=on, why="代表已撤回")


def spare_helpers(*, motion: Motion, by: User | None, on: date) -> None:
    """The whole answer of a held motion is out: what co-handlers have not said is not waited for any more."""
    helpers = [row for row in motion.assignments.all() if not row.answers]
    _stop("spare", helpers, by=by, on=on, why="答复已发出", finished_on=on)


def _stop(
    step: str, rows: Iterable[Assignment], *, by: User | None, on: date, why: str, **data: date
) -> None:
    """End those of a motion's held parts that are unfinished, with what they asked for and wrote."""
    rows = [row for row in rows if row.status in UNFINISHED]
    if not rows:
        return
    Submittal.objects.lapse([row.pk for row in rows if row.status == Assignment.Status.SIGNING])
    asking = [row for row in rows if row.status == Assignment.Status.OBJECTED or _wants_time(row)]
    drop_requests(asking, on=on, why=why)
    drop_orders(rows, on=on, why=why)
    with notifications.together():
        follow_all(workflow_of(Assignment), step, rows, by=by, data=data)
    settle_all([row.pk for row in rows], "sign", "opinion", "reply")


def _wants_time(row: Assignment) -> bool:
    """A request for time of an answering part waits, or may do so for all that the row says."""
    return row.answers and getattr(row, "wants_time", True)


def drop_requests(
    parts: Sequence[Assignment],
    *,
    on: date,
    why: str,
    kinds: Sequence[type[Asking]] = (Extension, Objection),
) -> None:
    """Settle as 不再需要, by the system, what held parts still wait for; one query if that is nothing."""
    if not parts:
        return
    by_pk = {part.pk: part for part in parts}
    found = rows_together([kind.objects.pending().filter(assignment__in=by_pk) for kind in kinds])
    for kind, rows in zip(kinds, found, strict=True):
        if not rows:
            continue
        for row in rows:
            row.assignment = by_pk[row.assignment_id]
            row.decision = kind.Decision.MOOT
        kind.objects.filter(pk__in=[row.pk for row in rows]).update(
            decision=kind.Decision.MOOT, note=why, decided_by="系统", decided_on=on
        )
        words = f"{kind._meta.verbose_name}：{kind.Decision.MOOT.label}"
        audit.record_many(None, words, rows, note=why)


def drop_orders(parts: Sequence[Assignment], *, on: date, why: str) -> None:
    """Close the 督办单 to held parts that their units have not answered and need not any more, and tell
    the office; one query if there is none. One that was answered waits for the office's own word."""
    by_pk = {part.pk: part for part in parts if getattr(part, "is_ordered", True)}
    if not by_pk:
        return
    unanswered = Reminder.objects.unanswered().filter(assignment__in=by_pk).order_by("pk")
    orders = list(unanswered.select_for_update(of=("self",)))
    if not orders:
        return
    result = f"{why}，不用再反馈。"
    Reminder.objects.filter(pk__in=[order.pk for order in orders]).update(
        result=result, closed_on=on
    )
    audit.record_many(None, "督办办结", orders, note=why)
    office = people_in(Role.CLERK, Role.CHAIR)
    for order in orders:
        part = by_pk[order.assignment_id]
        words = f"督办单不用再反馈，已办结：{order.number}，{part.motion}（{part.unit}）。{why}"
        notify(office, words, order)
    settle_all([order.pk for order in orders], "order")
