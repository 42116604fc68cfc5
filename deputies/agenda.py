"""Trainings in the month's calendar."""

from collections.abc import Iterator
from datetime import date

from deputies.models import Training
from renda.core.agenda import Event, event_source


@event_source("deputies.trainings")
def trainings(first: date, last: date) -> Iterator[Event]:
    """Trainings held or planned between two days."""
    for training in Training.objects.held_between(first, last):
        yield Event(training.held_on, training.title, training.get_absolute_url(), training.place)
