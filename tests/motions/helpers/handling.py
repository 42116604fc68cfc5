"""Steps of a case in its units' hands."""

from django.utils import timezone

from motions import services
from motions.workflow import assignment_workflow
from renda.core.models import Notification


def told(user) -> list[str]:
    return list(Notification.objects.filter(to=user).order_by("pk").values_list("text", flat=True))


def handed(motion, people, *assists, role="lead", on=None):
    units = [(people.unit, role), *((unit, "assist") for unit in assists)]
    return services.assign(
        motion=motion, units=units, on=on or timezone.localdate(), by=people.users["clerk"]
    )


def step(name, row, user, **data):
    return assignment_workflow.perform(name, row, by=user, data=data)


def signed(what, row, people, **data):
    """The unit's clerk drafts an opinion, objection or extension, and its head signs it."""
    role = "" if row.unit_id == people.unit.pk else "other_"
    row = step(f"draft_{what}", row, people.users[f"{role}handler"], **data)
    return step(f"sign_{what}", row, people.users[f"{role}head"])


def objecting(row, people, **more):
    return signed("objection", row, people, **{"reason": "属其他单位职责", **more})


def asking(row, people, months=6):
    return signed("extension", row, people, to_months=months, reason="涉及三个村，须逐户协商")
