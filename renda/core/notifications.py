"""Put messages in the outbox; ``renda.core.tasks.deliver`` sends them.

What could not be sent is tried again, after pauses that double from one minute: a mail server that is
away for a day loses no letter. What nobody could send is still in the inbox.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from renda.core.models import Membership, Notification, Role, User
from renda.core.prepared import prepared
from renda.core.publishing import publish_on_commit
from renda.core.scoping import current_township_id

SENDING = timedelta(minutes=5)
"""A worker that has been sending for so long is dead."""
MOST_TRIES = 12


def to_send(now: datetime) -> models.QuerySet[Notification]:
    """Messages that are not sent, that nobody is sending and whose next try is due."""
    is_due = models.Q(next_try_at=None) | models.Q(next_try_at__lte=now)
    return Notification.objects.filter(is_due, sent_at=None, attempts__lt=MOST_TRIES)


def pause_after(tries: int) -> timedelta:
    """How long a message waits after so many tries that failed."""
    return timedelta(minutes=2 ** (tries - 1))


@dataclass
class _Block:
    """What a block of ``together`` has to say so far, and the staff it looked up."""

    notes: list[Notification] = field(default_factory=list)
    staff: dict[int, list[tuple[str, int | None, User, int | None]]] = field(default_factory=dict)


_open: ContextVar[_Block | None] = ContextVar("notifications_open", default=None)
_doer: ContextVar[int | None] = ContextVar("notifications_doer", default=None)


def notify(
    users: Iterable[User],
    text: str,
    target: models.Model | str,
    *,
    key: str = "",
    is_first: bool = False,
    about: str = "",
) -> list[Notification]:
    """Queue ``text`` for each user, linking to ``target``; wake the sender once we have committed.

    Who comes from ``reading`` is led to that page instead. With a ``key``, each user is told once
    only, however often this is called; ``is_first`` says that nobody can have been told yet, which
    spares the question. What is ``about`` a matter needs no reading any more once it is ``settled``.
    """
    people = {user.pk: user for user in users if user and user.is_active}
    people.pop(_doer.get(), None)
    if key and people and not is_first:
        told = set(
            Notification.objects.filter(key=key, to__in=people).values_list("to_id", flat=True)
        )
        people = {pk: user for pk, user in people.items() if pk not in told}
    url = target if isinstance(target, str) else target.get_absolute_url()
    notes = [
        Notification(
            township_id=current_township_id(),
            to=user,
            text=text[:300],
            url=getattr(user, "reads_on", url),
            key=key,
            about=about,
        )
        for user in people.values()
    ]
    block = _open.get()
    if block is None:
        return _send(notes)
    block.notes += notes
    return notes


def settled(*matters: str) -> None:
    """Mark what was said about these matters, and is still unread, as read."""
    unread = Notification.objects.filter(about__in=matters, read_at=None)
    unread.update(read_at=timezone.now())


@contextmanager
def done_by(user: User | None) -> Iterator[None]:
    """What is said in the block follows from what this user does, who is not told of it."""
    token = _doer.set(user.pk if user else None)
    try:
        yield
    finally:
        _doer.reset(token)


def reading(user: User, url: str) -> User:
    """The account as one that reads what it is told on a page of its own, wherever the others do."""
    reader = copy(user)
    reader.reads_on = url
    return reader


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
    publish_on_commit("deliver", *(note.pk for note in notes))
    return notes


def people_in(
    *roles: Role,
    unit_id: int | None = None,
    also: Callable[[], Iterable[Membership]] | None = None,
    page: Callable[[int], str] | None = None,
) -> list[User]:
    """Active accounts that hold one of the roles here; with a unit, only that unit's.

    ``also`` reads ``staff_and`` further accounts, which read what they are told on ``page(of)``.
    """
    block = _open.get() or _Block()
    if also is None and (Role.DEPUTY in roles or block is not _open.get()):
        members = _members().filter(role__in=roles)
        if unit_id is not None:
            members = members.filter(unit=unit_id)
        return list({m.user_id: m.user for m in members}.values())
    wanted = {}
    for role, unit, user, of in _directory(block, also):
        if of is not None:
            wanted[user.pk] = reading(user, page(of))
        elif role in roles and unit_id in {None, unit}:
            wanted[user.pk] = user
    return list(wanted.values())


def _members() -> models.QuerySet[Membership]:
    members = Membership.objects.filter(township=current_township_id(), user__is_active=True)
    return members.select_related("user").order_by("user")


def staff_and(further: models.QuerySet) -> models.QuerySet[Membership]:
    """The members here but the deputies, some dozens of rows, and those with the accounts of ``further``.

    Its rows have a ``user`` and, as ``of``, the key of the record that they belong to: so have the
    members then, None for those that belong to none.
    """
    own = further.filter(user=models.OuterRef("user")).values("of")[:1]
    members = _members().annotate(of=models.Subquery(own))
    return members.filter(~models.Q(role=Role.DEPUTY) | models.Q(of__isnull=False))


@prepared
def _staff() -> models.QuerySet[Membership]:
    return _members().filter(~models.Q(role=Role.DEPUTY))


def _directory(
    block: _Block, also: Callable[[], Iterable[Membership]] | None
) -> list[tuple[str, int | None, User, int | None]]:
    """Everybody here but the deputies and, with ``also``, the further members."""
    known = block.staff.get(current_township_id())
    if known is not None and also is None:
        return known
    if also is None:
        rows = [(m.role, m.unit_id, m.user, None) for m in _staff()]
    else:
        rows = [(m.role, m.unit_id, m.user, m.of) for m in also()]
    block.staff[current_township_id()] = [
        (role, unit, user, None) for role, unit, user, _ in rows if role != Role.DEPUTY
    ]
    return rows
