"""When things happen in the demo, and the line that a step leaves."""

from datetime import date, datetime, time

from django.db.models import Model
from django.utils import timezone

from renda.core.demo import Demo
from renda.core.models import User


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of day in the township."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def step_taken(
    demo: Demo, by: User, label: str, row: Model, at: date | datetime, step: tuple[str, str, str]
) -> None:
    """The line that a step (name, state before, state after) leaves."""
    name, before, after = step
    demo.record(by, label, [row], at, step=name, before=before, after=after)
