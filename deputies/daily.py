"""On the morning of an event its roll expects those who are in office that day."""

from datetime import date

from deputies.expecting import renew
from deputies.models import Roll
from renda.core.daily import daily


@daily("deputies.rolls")
def renew_rolls(today: date) -> None:
    """Renew the lines without a mark on every open roll of the day."""
    for roll in Roll.objects.filter(on=today, is_closed=False):
        renew(roll)
