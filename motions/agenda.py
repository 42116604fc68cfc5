"""Meetings for the calendar, and the last days that the law sets."""

from collections.abc import Iterator
from datetime import date

from motions.models import Assignment, AssignmentMeeting, Motion
from renda.core import law
from renda.core.agenda import Asked, Deadline, Event, deadline_source, each, event_source

AT_MOST = 40


@event_source("motions")
def events(first: date, last: date) -> Iterator[Asked]:
    """交办会, and the last days of open replies."""
    yield each(
        AssignmentMeeting.objects.filter(held_on__range=(first, last)),
        lambda m: Event(m.held_on, "代表建议交办会", m.get_absolute_url(), m.place),
    )
    due = Motion.objects.in_handling().filter(due_on__range=(first, last))
    yield each(
        due.select_related("main_unit").only("code", "due_on", "main_unit")[:AT_MOST],
        lambda m: Event(m.due_on, f"{m.code} 答复到期", m.get_absolute_url(), str(m.main_unit)),
    )


@deadline_source("motions")
def deadlines(today: date) -> Iterator[Asked]:
    """Open replies, by the rule that sets their last day."""
    rows = Assignment.objects.open().answering().select_related("motion", "unit")
    yield each(
        rows.order_by("due_on")[:AT_MOST],
        lambda row: Deadline(
            on=row.due_on,
            title=f"{row.motion.code}《{row.motion.official_title}》答复代表",
            law=law.cite(row.rule_key),
            url=row.get_absolute_url(),
            note=str(row.unit),
        ),
    )
