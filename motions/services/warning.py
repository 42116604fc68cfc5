"""Warn before a day passes, and stop once the step was taken.

A warning is a row of the case (``Reminder``, kind 到期提醒) and a message to each who is told. The
row's ``step`` is unique in its case, and a morning's warnings are written by one worker at a time:
however often and by however many it is run, each is sent once.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from motions.models import Reminder
from motions.services.ladders import RULES, Ear, rung_of
from motions.services.matters import Matter, open_matters
from renda.core import law, notifications
from renda.core.models import Membership, Notification, Role, User
from renda.core.notifications import notify
from renda.core.numbers import queue_up
from renda.core.scoping import current_township_id, township_scope

KEY = "motions.warning:"
SYSTEM = "系统"
TOLD_AT_MOST = 400
SEES_CASES = {Role.CLERK, Role.CHAIR, Role.GOV_OFFICE, Role.DEPUTY}
ROLES = {Ear.GOV_OFFICE: Role.GOV_OFFICE, Ear.CLERK: Role.CLERK, Ear.CHAIR: Role.CHAIR}


class Directory:
    """Everybody of the township, read once."""

    def __init__(self) -> None:
        members = Membership.objects.filter(
            township=current_township_id(), user__is_active=True
        ).select_related("user")
        self.members = list(members.order_by("user_id", "pk"))

    def told(self, matter: Matter, ears: Iterable[Ear]) -> list[User]:
        """The accounts behind the ears, each once; the office if there is none."""
        found = {u.pk: u for ear in ears for u in self._behind(matter, ear)}
        return list(found.values()) or self._in(Role.CLERK)

    def _behind(self, matter: Matter, ear: Ear) -> list[User]:
        if ear == Ear.HANDLER:
            handlers = self._in(Role.HANDLER, matter.unit_id)
            return handlers or self._in(Role.UNIT_HEAD, matter.unit_id)
        if ear == Ear.HEAD:
            return self._in(Role.UNIT_HEAD, matter.unit_id)
        if ear == Ear.LEADER:
            return self.named(matter.leader, matter.unit_id)
        if ear == Ear.DEPUTY:
            lead = matter.motion.lead
            return [lead.user] if lead.user_id and lead.user.is_active else []
        return self._in(ROLES[ear])

    def _in(self, role: Role, unit_id: int | None = None) -> list[User]:
        return [
            m.user for m in self.members if m.role == role and (not unit_id or m.unit_id == unit_id)
        ]

    def named(self, name: str, unit_id: int | None) -> list[User]:
        """The accounts of that name, with or without a title before it, which may open the case."""
        return [
            m.user
            for m in self.members
            if len(m.user.name) > 1
            and name.endswith(m.user.name)
            and (m.role in SEES_CASES or (unit_id and m.unit_id == unit_id))
        ]


@transaction.atomic
def send_warnings(today: date) -> int:
    """This morning's warnings, each kind up to its latest rung only; returns how many are new."""
    queue_up("motions.warnings")
    rules, days = law.values_and_days(*RULES)
    matters = list(open_matters(today, rules, days))
    _forget_settled(matters)
    due = []
    for matter in matters:
        left = (matter.day - today).days
        if reached := rung_of(matter.kind, left, rules):
            rung, at = reached
            due.append((f"{matter.prefix}:{at}", matter, rung, matter.words(left)))
    known = set(
        Reminder.with_voided.filter(
            motion__in={matter.motion.pk for _, matter, _, _ in due}, kind=Reminder.Kind.WARNING
        ).values_list("step", flat=True)
    )
    new = [entry for entry in due if entry[0] not in known]
    if new:
        _send(new, today)
    return len(new)


def _send(new: list[tuple], today: date) -> None:
    directory = Directory()
    rows = []
    with notifications.together():
        for step, matter, rung, words in new:
            ears = (*rung.to, Ear.HEAD) if matter.is_at_head else rung.to
            people = directory.told(matter, ears)
            rows.append(
                Reminder(
                    township_id=matter.motion.township_id,
                    motion=matter.motion,
                    assignment_id=matter.assignment_id,
                    kind=Reminder.Kind.WARNING,
                    step=step,
                    text=words,
                    by=SYSTEM,
                    on=today,
                    told="、".join(user.name for user in people)[:TOLD_AT_MOST],
                )
            )
            about = _about(matter.kind, matter.pk)
            notify(people, words, matter.motion, key=KEY + step, is_first=True, about=about)
        Reminder.objects.bulk_create(rows)


def _forget_settled(matters: Iterable[Matter]) -> None:
    """Warnings nobody has read yet about what is settled by now need no reading any more."""
    still = {matter.prefix for matter in matters}
    unread = Notification.objects.filter(read_at=None, key__startswith=KEY)
    gone = [
        pk
        for pk, key in unread.values_list("pk", "key")
        if key.removeprefix(KEY).rpartition(":")[0] not in still
    ]
    if gone:
        Notification.objects.filter(pk__in=gone).update(read_at=timezone.now())


def settle_warnings(pk: int, *kinds: str) -> None:
    """``settle_all`` for one row."""
    settle_all([pk], *kinds)


def settle_all(pks: Iterable[int], *kinds: str) -> None:
    """A step was taken: once it is committed, what was said about it and not read yet is marked read.

    No part of the step: it holds none of the step's locks, and if it fails the morning does it.
    """
    here, matters = current_township_id(), [_about(kind, pk) for pk in pks for kind in kinds]
    transaction.on_commit(lambda: _mark_read(here, matters), robust=True)


def _mark_read(township_id: int, matters: Iterable[str]) -> None:
    with township_scope(township_id):
        notifications.settled(*matters)


def _about(kind: str, pk: int) -> str:
    return f"{KEY}{kind}:{pk}"
