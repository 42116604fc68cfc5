"""What rests on a mandate and keeps it from being voided; the open rolls follow one that was."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.db import models

from deputies.expecting import follow
from deputies.models import Mandate, Roll, RollEntry
from renda.core.voiding import Standing, after_voiding, keeps


@after_voiding(Mandate)
def open_rolls_follow(mandate: Mandate) -> None:
    """Nobody is expected for a mandate that never was."""
    follow(mandate.deputy)


def rests_on(mandate: Mandate) -> Callable[[date, Iterable[str]], bool]:
    """Whether what its deputy did on a day, as a deputy of one of the levels, rests on this mandate alone."""
    own = Mandate.objects.filter(deputy=mandate.deputy).select_related("term")
    others = list(own.exclude(pk=mandate.pk))

    def alone(day: date, levels: Iterable[str] = Mandate.Level.values) -> bool:
        covered = any(other.level in levels and other.is_running(day) for other in others)
        return mandate.level in levels and mandate.is_running(day) and not covered

    return alone


def standing(
    kind: str, rows: models.QuerySet, alone: Callable[[models.Model], bool]
) -> Iterator[Standing]:
    """Those of the rows that rest on the mandate alone."""
    found = [row for row in rows if alone(row)]
    yield Standing(kind, len(found), found[:3])


@keeps("deputies.rolls_of_mandate", Mandate)
def attended(mandate: Mandate) -> Iterator[Standing]:
    """Rolls on which the deputy came, was on leave or was absent."""
    alone = rests_on(mandate)
    marked = RollEntry.objects.filter(deputy=mandate.deputy).exclude(state=RollEntry.State.EXPECTED)
    rolls = Roll.objects.filter(pk__in=marked.values("roll"), on__range=mandate.span)
    levels = Mandate.Level.values
    yield from standing(
        "已登记到会情况的签到册",
        rolls.order_by("on", "pk"),
        lambda roll: alone(roll.on, roll.expects.get("levels") or levels),
    )
