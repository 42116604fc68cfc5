"""Whose year a case belongs to: everything about a year is a cohort, the cases accepted in it."""

from django.db.models import QuerySet

from motions.models import Motion
from renda.core.figures import Period

GROUP = "议案建议"
CREATE = {"empty": "missing", "record_url": "motions:motion_create"}


def received_in(period: Period) -> QuerySet[Motion]:
    """The cohort of a period."""
    return Motion.objects.accepted_between(*period.days)


def raised_in(period: Period) -> QuerySet[Motion]:
    """What deputies handed in in a period, accepted or not; these have no day of acceptance to go by."""
    return Motion.objects.raised_between(*period.days)


def assigned_in(period: Period) -> QuerySet[Motion]:
    """Those of the cohort that were handed to units: the base of most rates."""
    return received_in(period).handed_on()
