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


def objecting(row, people, **more):
    data = {"reason": "属其他单位职责", "signer": "钱小凤", **more}
    return step("object", row, people.users["handler"], **data)


def asking(row, people, months=6):
    data = {"to_months": months, "reason": "涉及三个村，须逐户协商", "signer": "钱小凤"}
    return step("ask_extension", row, people.users["handler"], **data)
