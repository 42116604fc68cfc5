"""Who is expected on a roll: everybody whom its rule names on its day, or those chosen by name.

A roll is opened when its event is written down, often weeks before its day. Until it is closed, the lines
that bear no mark yet follow who is in office on that day; a line with a mark stays as it was signed.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from django.db import models, transaction
from django.utils import timezone

from deputies.models import Deputy, Mandate, Roll, RollEntry
from renda.core.registry import Registry

Rule = dict[str, object]
"""``{"levels": [...], "group": key or None}``: deputies of these congresses, or of one group of them;
``{"body": name}``: a registered body; nothing: those chosen by name."""

TOWN: Rule = {"levels": [Mandate.Level.TOWNSHIP.value]}
bodies: Registry[Callable[[date], Iterable[Deputy]]] = Registry("body")


def body(name: str) -> Callable:
    """Register ``members(day)``, who sit on a body that an event may expect as a whole."""

    def register(members: Callable[[date], Iterable[Deputy]]) -> Callable:
        return bodies.add(name, members)

    return register


def rule_for(levels: Iterable[str], group: int | None = None) -> Rule:
    """Everyone in office that day at one of the levels; with a group, its members only."""
    return {"levels": list(levels), "group": group}


def expected_on(rule: Rule, day: date) -> list[Deputy]:
    """Whom a rule expects on a day, each once."""
    if "body" in rule:
        return list(bodies[rule["body"]](day))
    people = Deputy.objects.in_office_at(day, rule["levels"])
    return list(people.filter(group=rule["group"]) if rule.get("group") else people)


@transaction.atomic(savepoint=False)
def renew(roll: Roll) -> None:
    """Let the lines without a mark be those of whom the roll's rule names on its day, as it is known now."""
    if roll.is_closed:
        return
    lines = RollEntry.objects.of_deputies().filter(roll=roll)
    unsigned = lines.filter(state=RollEntry.State.EXPECTED)
    if not roll.expects:
        _void(unsigned.filter(deputy__in=gone_by(roll.on)))
        return
    people = {deputy.pk for deputy in expected_on(roll.expects, roll.on)}
    _void(unsigned.exclude(deputy__in=people))
    _expect([roll] * len(people), people - set(lines.values_list("deputy", flat=True)))


def gone_by(day: date) -> models.QuerySet[Deputy]:
    """Persons who held a mandate and may not act on one on the day: they left, or are suspended."""
    return Deputy.objects.exclude(mandates=None).exclude(
        pk__in=Deputy.objects.in_office_any(day).values("pk")
    )


@transaction.atomic(savepoint=False)
def follow(deputy: Deputy) -> None:
    """After a mandate of a deputy changed: the open rolls expect them on days in office, on no others."""
    rolls = list(Roll.objects.filter(is_closed=False).exclude(expects__has_key="body"))
    lines = {line.roll_id: line for line in RollEntry.objects.filter(deputy=deputy, roll__in=rolls)}
    mandates = list(Mandate.objects.filter(deputy=deputy).select_related("term"))
    missing, surplus = [], []
    for roll in rolls:
        held = {mandate.level for mandate in mandates if mandate.is_in_force(roll.on)}
        line = lines.get(roll.pk)
        if line is None and _names(roll.expects, deputy, held):
            missing.append(roll)
        elif line and line.state == RollEntry.State.EXPECTED:
            stays = _names(roll.expects, deputy, held) if roll.expects else held
            surplus += [] if stays else [line.pk]
    if surplus:
        _void(RollEntry.objects.filter(pk__in=surplus))
    _expect(missing, [deputy.pk] * len(missing))


@transaction.atomic(savepoint=False)
def follow_body(name: str) -> None:
    """After who sits on a body changed: its open rolls expect those who sit on it on their day."""
    rolls = list(Roll.objects.filter(is_closed=False, expects__body=name))
    days = {roll.on for roll in rolls}
    members = {day: {deputy.pk for deputy in bodies[name](day)} for day in days}
    lines = RollEntry.objects.of_deputies().filter(roll__in=rolls)
    known = {(line.roll_id, line.deputy_id): line for line in lines}
    surplus = [
        line.pk
        for roll in rolls
        for (of, deputy), line in known.items()
        if of == roll.pk
        and line.state == RollEntry.State.EXPECTED
        and deputy not in members[roll.on]
    ]
    missing = [
        (roll, pk) for roll in rolls for pk in members[roll.on] if (roll.pk, pk) not in known
    ]
    if surplus:
        _void(RollEntry.objects.filter(pk__in=surplus))
    _expect([roll for roll, _ in missing], [pk for _, pk in missing])


def _names(rule: Rule, deputy: Deputy, levels: Collection[str]) -> bool:
    in_group = not rule.get("group") or rule["group"] == deputy.group_id
    return in_group and not set(levels).isdisjoint(rule.get("levels", ()))


def _void(lines: models.QuerySet[RollEntry]) -> None:
    lines.update(voided_at=timezone.now(), revision=models.F("revision") + 1)


def _expect(rolls: Iterable[Roll], deputies: Iterable[int]) -> None:
    RollEntry.objects.bulk_create(
        RollEntry(township_id=roll.township_id, roll=roll, deputy_id=pk, revision=1)
        for roll, pk in zip(rolls, deputies, strict=False)
    )
