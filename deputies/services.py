"""Rolls opened, signed and closed; trainings held; papers given out and read."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone

from deputies.expecting import TOWN, Rule, expected_on, renew
from deputies.models import Deputy, Receipt, Roll, RollEntry, StudyMaterial, Training
from renda.core import audit, notifications
from renda.core.models import User


class NotExpected(Exception):
    """The deputy is not on the roll."""


class RollClosed(Exception):
    """The clerk closed the roll."""


@transaction.atomic(savepoint=False)
def open_roll(
    *,
    title: str,
    on: date,
    kind: str,
    place: str = "",
    expected: Iterable[Deputy] | None = None,
    rule: Rule = TOWN,
) -> Roll:
    """A roll on which everyone whom the ``rule`` names that day is expected, or just those given.

    ``kind`` says what it belongs to, one of ``Roll.KINDS``.
    """
    rule = rule if expected is None else {}
    people = expected_on(rule, on) if expected is None else expected
    roll = Roll.objects.create(title=title[:200], on=on, kind=kind, place=place, expects=rule)
    RollEntry.objects.bulk_create(
        RollEntry(township_id=roll.township_id, roll=roll, deputy=deputy) for deputy in people
    )
    return roll


def entered(roll: Roll, at: datetime) -> dict[str, object]:
    """Time and way of a signature that the clerk enters at this moment.

    On the event's own day the clerk signs on the spot. On another it is copied from the paper
    sign-in book, and nobody knows the hour.
    """
    if timezone.localtime(at).date() == roll.on:
        return {"at": at, "way": RollEntry.Way.CLERK}
    return {"at": None, "way": RollEntry.Way.PAPER}


@transaction.atomic
def mark(
    *,
    roll: Roll,
    deputies: Iterable[Deputy],
    state: str,
    by: User | None,
    at: datetime | None = None,
    way: str = "",
    reason: str = "",
    approved_by: str = "",
) -> int:
    """Set the same state for several deputies on a roll; returns how many rows changed.

    A line that says all this already keeps its time and way. One history line names them all: sixty signatures are one act of the clerk.
    """
    people = list(deputies)
    changed = (
        RollEntry.objects.filter(roll=roll, deputy__in=people)
        .exclude(state=state, reason=reason, approved_by=approved_by)
        .update(state=state, at=at, way=way, reason=reason, approved_by=approved_by)
    )
    if changed:
        label = dict(RollEntry.State.choices)[state]
        names = [person.name for person in people]
        why = [word for word in (reason, approved_by and f"{approved_by}批准") if word]
        audit.record(
            by,
            f"签到册：{label}",
            roll,
            people=names,
            reason=reason,
            approved_by=approved_by,
            note=shortened(names) + (f"（{'，'.join(why)}）" if why else ""),
        )
    return changed


@transaction.atomic
def strike(*, entry: RollEntry, by: User) -> None:
    """Take somebody who held no mandate on its day off a roll; the history keeps what the line said."""
    RollEntry.objects.filter(pk=entry.pk).update(
        voided_at=timezone.now(), revision=models.F("revision") + 1
    )
    note = f"{entry.deputy.name}（当天不在任，原记：{entry.in_words}）"
    audit.record(by, "移出签到册", entry.roll, people=[entry.deputy.name], note=note)


def shortened(names: list[str], shown: int = 6) -> str:
    """The first names, and how many there are when that is not all of them."""
    listed = "、".join(names[:shown])
    return listed if len(names) <= shown else f"{listed}等 {len(names)} 人"


@transaction.atomic
def close_roll(*, roll: Roll, by: User | None) -> int:
    """Everyone in office who neither came nor had leave is absent from now on; returns how many.

    Raises ``RollClosed`` if it was closed before.
    """
    held = Roll.objects.select_for_update().get(pk=roll.pk)
    if held.is_closed:
        raise RollClosed("签到已经截止过了")
    renew(held)
    absent = RollEntry.objects.filter(roll=roll, state=RollEntry.State.EXPECTED).update(
        state=RollEntry.State.ABSENT
    )
    roll.is_closed = True
    roll.save(update_fields=["is_closed"])
    audit.record(by, "签到截止", roll, absent=absent)
    return absent


@transaction.atomic(savepoint=False)
def hold_training(*, training: Training) -> Training:
    """Save a new training together with its roll, on which everybody in office that day is expected."""
    training.roll = open_roll(
        title=training.title, on=training.held_on, kind="training", place=training.place
    )
    training.save()
    Roll.objects.filter(pk=training.roll.pk).update(url=training.get_absolute_url())
    return training


def carry_to_roll(roll: Roll | None, **said: object) -> None:
    """Let a roll say the same as the event it belongs to: ``title``, ``on``, ``place``, ``kind``, ``expects``.

    Another day or rule names other people: the lines without a mark follow.
    """
    if roll is None:
        return
    was = {name: getattr(roll, name) for name in said}
    roll.title = str(said.get("title", roll.title))[:200]
    roll.on = said.get("on", roll.on)
    roll.place = said.get("place", roll.place)
    roll.kind = said.get("kind", roll.kind)
    roll.expects = said.get("expects", roll.expects)
    changed = {name for name, value in was.items() if getattr(roll, name) != value}
    if not changed:
        return
    roll.save(update_fields=changed)
    if changed & {"on", "expects"}:
        renew(roll)


@transaction.atomic
def give_material(*, material: StudyMaterial, tell: bool = True) -> StudyMaterial:
    """Save a new paper with a receipt for every town deputy in office that day; tell those with an account.

    ``tell`` is off for papers of the past that are written down later.
    """
    material.save()
    people = Deputy.objects.in_office(material.issued_on).select_related("user")
    Receipt.objects.bulk_create(
        Receipt(township_id=material.township_id, material=material, deputy=deputy)
        for deputy in people
    )
    readers = [deputy.user for deputy in people if deputy.user and tell]
    notifications.notify(readers, f"请阅：{material}", material, key=f"material:{material.pk}")
    return material


def read_material(*, material: StudyMaterial, deputy: Deputy, at: datetime) -> bool:
    """Note that the deputy opened the paper; True the first time only. Whoever got none leaves no trace."""
    unread = Receipt.objects.filter(material=material, deputy=deputy, read_at=None)
    return bool(unread.update(read_at=at))


@transaction.atomic
def check_in(*, roll: Roll, deputy: Deputy, at: datetime, by: User) -> RollEntry:
    """Sign a deputy's own line by scan; signing twice keeps the first time.

    Raises ``NotExpected`` for somebody who is not on the roll, ``RollClosed`` after the clerk closed it.
    """
    roll = Roll.objects.select_for_update().get(pk=roll.pk)
    own = RollEntry.objects.filter(roll=roll, deputy=deputy)
    entry = own.first()
    if entry is None:
        renew(roll)
        entry = own.first()
    if entry is None:
        raise NotExpected(f"{deputy}不在“{roll}”的应到名单上，请找工作人员核对")
    if entry.state == RollEntry.State.PRESENT:
        return entry
    if roll.is_closed:
        raise RollClosed("签到已经截止，请找工作人员补签")
    mark(
        roll=roll,
        deputies=[deputy],
        state=RollEntry.State.PRESENT,
        by=by,
        at=at,
        way=RollEntry.Way.SCAN,
    )
    entry.refresh_from_db()
    return entry
