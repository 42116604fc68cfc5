"""What the steps of several records share: whom they tell, the day they keep."""

from collections.abc import Callable

from django.utils import timezone

from renda.core.models import Record, Role, User
from renda.core.notifications import people_in
from supervision.models import Finding, InspectionOpinion


def of_unit(record: Finding | InspectionOpinion) -> list[User]:
    """The people of the unit that must put a finding right or answer an opinion."""
    return people_in(Role.HANDLER, Role.UNIT_HEAD, unit_id=record.unit_id)


def office(_record: object) -> list[User]:
    """The presidium's office."""
    return people_in(Role.CLERK)


def set_day(name: str) -> Callable[[Record, User | None, dict], None]:
    """An effect that keeps the step's day in a field."""

    def effect(record: Record, by: User | None, data: dict) -> None:
        setattr(record, name, data.get("day") or timezone.localdate())

    return effect
