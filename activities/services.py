"""Activities with their rolls, deeds with the level at the time, and the clock of opinions."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from activities.models import Activity, Consultation, Deed
from deputies.models import Deputy, Mandate
from deputies.services import open_roll
from renda.core import law
from renda.core.calendar import Overrides, add_months, due_by_months

FEEDBACK = "deputy.visit_feedback"
DAY = timedelta(days=1)


def expected_deputies(
    day: date, levels: Iterable[str], group_id: int | None = None
) -> list[Deputy]:
    """Everyone in office that day at one of the levels, each once; with a group, its members only."""
    people = Deputy.objects.none()
    for level in levels:
        people = people | Deputy.objects.in_office(day, level)
    return list(people.filter(group=group_id) if group_id else people)


@transaction.atomic
def record_activity(
    activity: Activity, *, levels: Iterable[str], invited: Iterable[Deputy] = ()
) -> Activity:
    """Save a new activity together with the roll of those it expects: the invited, else everyone."""
    activity.roll = open_roll(
        title=activity.title,
        on=activity.held_on,
        kind="activity",
        place=activity.place,
        expected=list(invited) or expected_deputies(activity.held_on, levels, activity.group_id),
    )
    activity.save()
    return _linked(activity)


@transaction.atomic
def record_consultation(consultation: Consultation) -> Consultation:
    """Save a new consultation together with the roll of all deputies of the township."""
    consultation.roll = open_roll(
        title=f"征求意见会：{consultation.matter}",
        on=consultation.held_on,
        kind="consultation",
        place=consultation.place,
    )
    consultation.save()
    return _linked(consultation)


def _linked(event: Activity | Consultation) -> Activity | Consultation:
    event.roll.url = event.get_absolute_url()
    event.roll.save(update_fields=["url"])
    return event


def follow_on_roll(event: Activity | Consultation, *, title: str) -> None:
    """Carry a changed title, day or place over to the event's roll."""
    roll = event.roll
    if roll and (roll.title, roll.on, roll.place) != (title, event.held_on, event.place):
        roll.title, roll.on, roll.place = title[:200], event.held_on, event.place
        roll.save(update_fields=["title", "on", "place"])


def level_of(deed: Deed) -> str:
    """The level that the deputy's mandates give on the deed's day; county goes first."""
    county = Mandate.objects.filter(deputy=deed.deputy_id, level=Mandate.Level.COUNTY)
    return Deed.Level.COUNTY if county.running(deed.on).exists() else Deed.Level.TOWNSHIP


def record_deed(deed: Deed) -> Deed:
    """Save a deed with the deputy's level on its day."""
    deed.level = level_of(deed)
    deed.save()
    return deed


def last_overdue(today: date, months: int, overrides: Overrides) -> date:
    """The latest day of passing on whose answer is overdue today."""
    day = add_months(today, -months)
    while due_by_months(day, months, overrides).on >= today:
        day -= DAY
    return day


def overdue_since(today: date) -> date:
    """``last_overdue`` under the township's own limit and day table."""
    numbers, overrides = law.values_and_days(FEEDBACK)
    return last_overdue(today, numbers[FEEDBACK], overrides)
