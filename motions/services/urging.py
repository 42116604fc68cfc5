"""How the office urges units: 催办, one by one or many at once."""

from datetime import date

from django.db import transaction

from motions.models import Assignment, Motion, Reminder
from motions.services.people import staff_of
from renda.core import audit, notifications
from renda.core.models import User
from renda.core.notifications import notify


@transaction.atomic(savepoint=False)
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
    with notifications.together():
        for row in open_rows:
            notify(staff_of(row.unit_id), f"催办：{row.motion}，期限 {row.due_on}", row.motion)
    return len(open_rows)
