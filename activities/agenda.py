"""Activities on the calendar, and the limits of answers to deputies' opinions."""

from collections.abc import Iterator
from datetime import date

from activities.models import Activity, Consultation, Opinion
from activities.services import FEEDBACK
from renda.core import law
from renda.core.agenda import Asked, Deadline, Event, deadline_source, each, event_source


@event_source("activities")
def events(first: date, last: date) -> Iterator[Asked]:
    """Deputies' activities, and the meetings where they are heard."""
    yield each(
        Activity.objects.between(first, last),
        lambda activity: Event(
            on=activity.held_on,
            title=activity.title,
            url=activity.get_absolute_url(),
            note=activity.get_kind_display(),
        ),
    )
    yield each(
        Consultation.objects.between(first, last),
        lambda meeting: Event(
            on=meeting.held_on,
            title=f"征求意见会：{meeting.matter}",
            url=meeting.get_absolute_url(),
            note="征求意见",
        ),
    )


@deadline_source("activities.feedback")
def feedback(today: date) -> Iterator[Asked]:
    """Answers that units owe on opinions passed on to them."""
    numbers, overrides = law.values_and_days(FEEDBACK)
    yield each(
        Opinion.objects.waiting().select_related("unit"),
        lambda opinion: Deadline(
            on=opinion.due(numbers[FEEDBACK], overrides).on,
            title=f"反馈代表意见：{opinion}",
            law=law.cite(FEEDBACK),
            url=opinion.get_absolute_url(),
            note=str(opinion.unit),
        ),
    )
