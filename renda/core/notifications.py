"""Put messages in the outbox; ``renda.core.tasks.deliver`` sends them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import models

from renda.core.models import Membership, Notification, Role, User
from renda.core.publishing import publish_on_commit
from renda.core.scoping import current_township_id


@dataclass
class _Block:
    """What a block of ``together`` has to say so far, and the staff it looked up."""

    notes: list[Notification] = field(default_factory=list)
    staff: dict[int, list[tuple[str, int | None, User]]] = field(default_factory=dict)


_open: ContextVar[_Block | None] = ContextVar("notifications_open", default=None)


def notify(
    users: Iterable[User],
    text: str,
    target: models.Model | str,
    *,
    key: str = "",
    is_first: bool = False,
) -> list[Notification]:
    """Queue ``text`` for each user, linking to ``target``; wake the sender once we have committed.

    With a ``key``, each user is told once only, however often this is called; ``is_first`` says
    that nobody can have been told yet, which spares the question.
    """
    people = {user.pk: user for user in users if user and user.is_active}
    if key and people and not is_first:
        told = set(
            Notification.objects.filter(key=key, to__in=people).values_list("to_id", flat=True)
        )
        people = {pk: user for pk, user in people.items() if pk not in told}
    url = target if isinstance(target, str) else target.get_absolute_url()
    notes = [
        Notification(township_id=current_township_id(), to=user, text=text[:300], url=url, key=key)
        for user in people.values()
    ]
    block = _open.get()
    if block is None:
        return _send(notes)
    block.notes += notes
    return notes


@contextmanager
def together() -> Iterator[None]:
    """Queue all messages of the block at its end, in one go; in a transaction of the caller's.

    Within the block the township's staff is looked up once. A block inside another one joins it.
    If the block fails, nothing is queued.
    """
    if _open.get() is not None:
        yield
        return
    block = _Block()
    token = _open.set(block)
    try:
        yield
    finally:
        _open.reset(token)
    _send(block.notes)


def _send(notes: list[Notification]) -> list[Notification]:
    notes = Notification.objects.bulk_create(notes)
    for note in notes:
        publish_on_commit("deliver", note.pk)
    return notes


def people_in(
    *roles: Role, unit_id: int | None = None, also: models.QuerySet | None = None
) -> list[User]:
    """Active accounts that hold one of the roles here; with a unit, only that unit's.

    ``also`` is a subquery of the keys of further accounts.
    """
    block = _open.get()
    if block is not None and also is None and Role.DEPUTY not in roles:
        found = {
            user.pk: user
            for role, unit, user in _staff(block)
            if role in roles and unit_id in {None, unit}
        }
        return list(found.values())
    members = Membership.objects.filter(
        township=current_township_id(), role__in=roles, user__is_active=True
    )
    if unit_id is not None:
        members = members.filter(unit=unit_id)
    wanted = models.Q(pk__in=members.values("user"))
    if also is not None:
        wanted |= models.Q(pk__in=also, is_active=True)
    return list(User.objects.filter(wanted).order_by("pk"))


def _staff(block: _Block) -> list[tuple[str, int | None, User]]:
    """Everybody with a role here but the deputies, by account: some dozens of rows."""
    township_id = current_township_id()
    if township_id not in block.staff:
        members = (
            Membership.objects.filter(township=township_id, user__is_active=True)
            .exclude(role=Role.DEPUTY)
            .select_related("user")
            .order_by("user")
        )
        block.staff[township_id] = [(m.role, m.unit_id, m.user) for m in members]
    return block.staff[township_id]
