"""Put messages in the outbox; ``renda.core.tasks.deliver`` sends them."""

from collections.abc import Iterable

from django.db import models

from renda.core.models import Membership, Notification, Role, User
from renda.core.publishing import publish_on_commit
from renda.core.scoping import current_township_id


def notify(
    users: Iterable[User], text: str, target: models.Model | str, *, key: str = ""
) -> list[Notification]:
    """Queue ``text`` for each user, linking to ``target``; wake the sender once we have committed.

    With a ``key``, each user is told once only, however often this is called.
    """
    people = {user.pk: user for user in users if user and user.is_active}
    if key:
        told = set(
            Notification.objects.filter(key=key, to__in=people).values_list("to_id", flat=True)
        )
        people = {pk: user for pk, user in people.items() if pk not in told}
    url = target if isinstance(target, str) else target.get_absolute_url()
    notes = Notification.objects.bulk_create(
        [
            Notification(
                township_id=current_township_id(), to=user, text=text[:300], url=url, key=key
            )
            for user in people.values()
        ],
    )
    for note in notes:
        publish_on_commit("deliver", note.pk)
    return notes


def people_in(*roles: Role, unit_id: int | None = None) -> list[User]:
    """Active accounts that hold one of the roles here; with a unit, only that unit's."""
    members = Membership.objects.filter(
        township=current_township_id(), role__in=roles, user__is_active=True
    )
    if unit_id is not None:
        members = members.filter(unit=unit_id)
    return list(User.objects.filter(pk__in=members.values("user")).order_by("pk"))
