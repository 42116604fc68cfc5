"""The day a step is taken on."""

from datetime import date

from django.utils import timezone


def day_of(data: dict) -> date:
    """The day given with the step, else today."""
    return data.get("on") or timezone.localdate()
