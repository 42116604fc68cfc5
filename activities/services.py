"""Activities with their rolls, deeds with the level at the time, and the clock of opinions."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from activities.models import Activity, Consultation, Deed
from deputies.expecting import rule_for
from deputies.models import Deputy, Mandate
from deputies.services import carry_to_roll, open_roll
from renda.core import law
from renda.core.calendar import Overrides, add_months, due_by_months

FEEDBACK = "deputy.visit_feedback"
DAY = timedelta(days=1)


@transaction.atomic(savepoint=False)
def record_activity(
    activity: Activity, *, levels: Iterable[str], invited: Iterable[Deputy] = ()
) -> Activity:
    """Save a new activity together with the roll of those it expects: the invited, else everyone."""
    activity.roll = open_roll(
        title=activity.title,
        on=activity.held_on,
        kind="activity",
        place=activity.place,
        expected=list(invited) or None,
        rule=rule_for(levels, activity.group_id),
    )
    activity.save()
    return _linked(activity)


@transaction.atomic(savepoint=False)
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
    """Carry a changed title, day, place or group over to the event's roll."""
    said = {"title": title, "on": event.held_on, "place": event.place}
    if event.roll and event.roll.expects and isinstance(event, Activity):
        said["expects"] = event.roll.expects | {"group": event.group_id}
    carry_to_roll(event.roll, **said)


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
