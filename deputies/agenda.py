"""Trainings in the month's calendar."""

from collections.abc import Iterator
from datetime import date

from deputies.models import Training
from renda.core.agenda import Asked, Event, each, event_source


@event_source("deputies.trainings")
def trainings(first: date, last: date) -> Iterator[Asked]:
    """Trainings held or planned between two days."""
    yield each(
        Training.objects.held_between(first, last),
        lambda t: Event(t.held_on, t.title, t.get_absolute_url(), t.place),
    )
