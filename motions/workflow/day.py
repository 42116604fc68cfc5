"""The day a step is taken on, and days as notices say them."""

from datetime import date

from django.utils import timezone

from renda.core.calendar import said_date


def day_of(data: dict) -> date:
    """The day given with the step, else today."""
    return data.get("on") or timezone.localdate()


def in_words(day: date) -> str:
    """11月26日, with its year where that is not this one."""
    return said_date(day, timezone.localdate())
