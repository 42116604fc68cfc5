"""Activities on the calendar, and the limits of answers to deputies' opinions."""

from collections.abc import Iterable
from datetime import date

from activities.models import Activity, Consultation, Opinion
from activities.services import FEEDBACK
from renda.core import law
from renda.core.agenda import Deadline, Event, deadline_source, event_source


@event_source("activities.activities")
def activities(first: date, last: date) -> Iterable[Event]:
    """Deputies' activities."""
    for activity in Activity.objects.between(first, last):
        yield Event(
            on=activity.held_on,
            title=activity.title,
            url=activity.get_absolute_url(),
            note=activity.get_kind_display(),
        )


@event_source("activities.consultations")
def consultations(first: date, last: date) -> Iterable[Event]:
    """Meetings where deputies are heard."""
    for meeting in Consultation.objects.between(first, last):
        yield Event(
            on=meeting.held_on,
            title=f"征求意见会：{meeting.matter}",
            url=meeting.get_absolute_url(),
            note="征求意见",
        )


@deadline_source("activities.feedback")
def feedback(today: date) -> Iterable[Deadline]:
    """Answers that units owe on opinions passed on to them."""
    opinions = list(Opinion.objects.waiting().select_related("unit"))
    if not opinions:
        return
    numbers, overrides = law.values_and_days(FEEDBACK)
    months, cite = numbers[FEEDBACK], law.cite(FEEDBACK)
    for opinion in opinions:
        yield Deadline(
            on=opinion.due(months, overrides).on,
            title=f"反馈代表意见：{opinion}",
            law=cite,
            url=opinion.get_absolute_url(),
            note=str(opinion.unit),
        )
