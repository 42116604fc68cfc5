"""Meetings for the calendar, and the last days that the law sets."""

from collections.abc import Iterator
from datetime import date

from motions.models import Assignment, AssignmentMeeting, Motion
from renda.core import law
from renda.core.agenda import Deadline, Event, deadline_source, event_source

AT_MOST = 40


@event_source("motions")
def events(first: date, last: date) -> Iterator[Event]:
    """交办会, and the last days of open replies."""
    for meeting in AssignmentMeeting.objects.filter(held_on__range=(first, last)):
        yield Event(meeting.held_on, "代表建议交办会", meeting.get_absolute_url(), meeting.place)
    due = Motion.objects.in_handling().filter(due_on__range=(first, last))
    for motion in due.select_related("main_unit")[:AT_MOST]:
        yield Event(
            motion.due_on,
            f"{motion.code} 答复到期",
            motion.get_absolute_url(),
            str(motion.main_unit),
        )


@deadline_source("motions")
def deadlines(today: date) -> Iterator[Deadline]:
    """Open replies, by the rule that sets their last day."""
    rows = Assignment.objects.open().answering().select_related("motion", "unit")
    for row in rows.order_by("due_on")[:AT_MOST]:
        yield Deadline(
            on=row.due_on,
            title=f"{row.motion.code}《{row.motion.official_title}》答复代表",
            law=law.cite(row.rule_key),
            url=row.get_absolute_url(),
            note=str(row.unit),
        )
