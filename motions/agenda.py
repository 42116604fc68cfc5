"""Meetings for the calendar, and the last days that the law sets."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from django.db.models import F
from django.urls import reverse

from motions.models import Assignment, AssignmentMeeting, Motion
from renda.core import law
from renda.core.agenda import Asked, Deadline, Event, deadline_source, each, event_source


@event_source("motions", perm="motions.view_board")
def events(first: date, last: date) -> Iterator[Asked]:
    """交办会, and the last days of open replies."""
    yield each(
        AssignmentMeeting.objects.filter(held_on__range=(first, last)),
        lambda m: Event(m.held_on, "代表建议交办会", m.get_absolute_url(), m.place),
    )
    due = Motion.objects.in_handling().filter(due_on__range=(first, last))
    yield Asked(
        due.select_related("main_unit").only("code", "due_on", "main_unit").order_by("due_on"),
        lambda rows: [_due(on, list(same)) for on, same in groupby(rows, lambda m: m.due_on)],
    )


def _due(on: date, motions: list[Motion]) -> Event:
    """The last day of a case; of all that were handed over on one day, one line."""
    if len(motions) > 1:
        return Event(on, f"{len(motions)} 件建议答复到期", reverse("core:deadlines"))
    (one,) = motions
    return Event(on, f"{one.code} 答复到期", one.get_absolute_url(), str(one.main_unit))


@deadline_source("motions", perm="motions.view_board")
def deadlines(today: date) -> Iterator[Asked]:
    """Open replies, by the rule that sets their last day; of a case no more is read than its name."""
    rows = Assignment.objects.open().answering().select_related("unit")
    case = {f"case_{name}": F(f"motion__{name}") for name in ("code", "title", "kind")}
    yield Asked(rows.annotate(**case), _owed, day="due_on")


def _owed(rows: Iterable[Assignment]) -> Iterator[Deadline]:
    for row in rows:
        motion = Motion(code=row.case_code, title=row.case_title, kind=row.case_kind)
        yield Deadline(
            on=row.due_on,
            title=f"{motion.code}《{motion.official_title}》答复代表",
            law=law.cite(row.rule_key),
            url=row.get_absolute_url(),
            note=str(row.unit),
        )
