"""交办会: what is planned before it, who was asked to come, and who came."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.db.models import Exists

from deputies.models import Roll, RollEntry
from deputies.services import open_roll, shortened
from motions.models import AssignmentMeeting, Motion
from renda.core import audit
from renda.core.models import Unit, User

State = RollEntry.State


def has_cases_waiting(meeting: AssignmentMeeting, today: date) -> bool:
    """Whether cases that could be brought to the meeting wait for 交办 still: accepted by its day, and
    no later meeting of the same congress, or of the time between, was held since; one query."""
    waiting = Motion.objects.awaiting_assignment().filter(
        session=meeting.session_id, accepted_on__lte=meeting.held_on
    )
    since = AssignmentMeeting.objects.filter(
        session=meeting.session_id, held_on__gt=meeting.held_on, held_on__lte=today
    )
    return waiting.exclude(Exists(since)).exists()


@transaction.atomic
def keep_plans(*, plans: Mapping[int, dict], words: Mapping[int, str], by: User) -> list[Motion]:
    """保存，会后再交: keep to which units the waiting cases are to go; nobody is told.

    ``plans`` and ``words`` go by the case's key. Returns the cases that are still waiting for 交办:
    one that somebody handed on meanwhile is left as it is.
    """
    waiting = Motion.objects.awaiting_assignment().filter(pk__in=plans)
    held = list(waiting.select_for_update(of=("self",)).order_by("pk"))
    changed = [motion for motion in held if motion.plan != plans[motion.pk]]
    for motion in changed:
        motion.plan = plans[motion.pk]
        motion.revision += 1
    Motion.objects.bulk_update(changed, ["plan", "revision"])
    with audit.together():
        for motion in changed:
            audit.record(by, "拟定交办", motion, note=words[motion.pk])
    return held


@transaction.atomic
def roll_of(meeting: AssignmentMeeting) -> Roll:
    """The meeting's roll, opened if it has none yet; it leads back to the meeting."""
    held = AssignmentMeeting.objects.select_for_update(of=("self",)).select_related("roll")
    meeting.roll = held.get(pk=meeting.pk).roll  # opened meanwhile, perhaps
    if meeting.roll is None:
        meeting.roll = open_roll(
            title=str(meeting), on=meeting.held_on, kind="meeting", place=meeting.place, expected=()
        )
        meeting.save(update_fields=["roll"])
    Roll.objects.filter(pk=meeting.roll_id).update(url=meeting.get_absolute_url())
    return meeting.roll


@transaction.atomic
def ask_heads(*, meeting: AssignmentMeeting, by: User) -> int:
    """Put the head of every unit in use on the roll, each unit once; returns how many were added."""
    roll = roll_of(meeting)
    known = set(roll.entries.exclude(guest="").values_list("guest_post", flat=True))
    new = [
        RollEntry(
            township_id=roll.township_id,
            roll=roll,
            guest=(unit.head or f"{unit}负责人")[:50],
            guest_post=unit.name[:80],
        )
        for unit in Unit.objects.filter(is_active=True)
        if unit.name not in known
    ]
    RollEntry.objects.bulk_create(new)
    if new:
        names = [entry.guest for entry in new]
        audit.record(by, "通知参加交办会", meeting, people=names, note=shortened(names))
    return len(new)


@transaction.atomic
def keep_attendance(*, meeting: AssignmentMeeting, present: Collection[int], by: User) -> int:
    """Those ticked came, the other guests on the roll did not; returns how many came."""
    entries = list(
        RollEntry.objects.select_for_update().filter(roll=meeting.roll_id).exclude(guest="")
    )
    came = [entry for entry in entries if entry.pk in present]
    for state, rows in (
        (State.PRESENT, came),
        (State.ABSENT, [e for e in entries if e not in came and e.state != State.ON_LEAVE]),
    ):
        changed = [e for e in rows if e.state != state]
        way = RollEntry.Way.CLERK if state == State.PRESENT else ""
        RollEntry.objects.filter(pk__in=[e.pk for e in changed]).update(state=state, way=way)
        if changed:
            names = [e.guest for e in changed]
            label = dict(State.choices)[state]
            audit.record(by, f"交办会签到：{label}", meeting, people=names, note=shortened(names))
    return len(came)
