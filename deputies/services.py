"""Rolls: opened for an event, signed, closed."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from deputies.models import Deputy, Roll, RollEntry
from renda.core import audit
from renda.core.models import User


@transaction.atomic
def open_roll(
    *,
    title: str,
    on: date,
    kind: str,
    place: str = "",
    expected: Iterable[Deputy] | None = None,
    level: str = "township",
) -> Roll:
    """A roll on which every deputy in office that day is expected, or just those given.

    ``kind`` says what it belongs to: sitting, presidium, training, activity, inspection, meeting.
    """
    roll = Roll.objects.create(title=title[:200], on=on, kind=kind, place=place)
    people = Deputy.objects.in_office(on, level) if expected is None else expected
    RollEntry.objects.bulk_create(
        RollEntry(township_id=roll.township_id, roll=roll, deputy=deputy) for deputy in people
    )
    return roll


@transaction.atomic
def mark(
    *,
    roll: Roll,
    deputies: Iterable[Deputy],
    state: str,
    by: User | None,
    at: datetime | None = None,
    way: str = "",
    reason: str = "",
    approved_by: str = "",
) -> int:
    """Set the same state for several deputies on a roll; returns how many rows changed.

    One history line names them all: sixty signatures are one act of the clerk.
    """
    people = list(deputies)
    changed = (
        RollEntry.objects.filter(roll=roll, deputy__in=people)
        .exclude(state=state)
        .update(state=state, at=at, way=way, reason=reason, approved_by=approved_by)
    )
    if changed:
        label = dict(RollEntry.State.choices)[state]
        audit.record(by, f"签到册：{label}", roll, people=[p.name for p in people], reason=reason)
    return changed


@transaction.atomic
def close_roll(*, roll: Roll, by: User | None) -> int:
    """Everyone who neither came nor had leave is absent from now on; returns how many."""
    Roll.objects.select_for_update().get(pk=roll.pk)
    absent = RollEntry.objects.filter(roll=roll, state=RollEntry.State.EXPECTED).update(
        state=RollEntry.State.ABSENT
    )
    roll.is_closed = True
    roll.save(update_fields=["is_closed"])
    audit.record(by, "签到截止", roll, absent=absent)
    return absent
