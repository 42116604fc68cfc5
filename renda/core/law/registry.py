"""Look rules up: by key, as a citation, and with the township's own number."""

from datetime import date
from functools import cache

from django.db.models import CharField, JSONField, QuerySet, Value
from django.db.models.functions import Cast

from renda.core.law.rule import Rule, Share
from renda.core.law.texts import ALL
from renda.core.prepared import prepared
from renda.core.scoping import current_township_id


@cache
def _by_key() -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for _, group in ALL:
        for rule in group:
            if rule.key in found:
                raise ValueError(f"rule {rule.key!r} is declared twice")
            found[rule.key] = rule
    return found


def rules() -> tuple[Rule, ...]:
    """Every rule, field by field in the order of the law book."""
    return tuple(_by_key().values())


def groups() -> tuple[tuple[str, tuple[Rule, ...]], ...]:
    """The rules under their Chinese headings, for the settings page and the printed list."""
    return ALL


def rule(key: str) -> Rule:
    """The rule of that key; ``KeyError`` if there is none."""
    return _by_key()[key]


def cite(key: str) -> str:
    """The citation alone: 《代表法》第五十一条."""
    return rule(key).citation


def default(key: str) -> int:
    """The number that the law or the province sets; ``ValueError`` if the rule sets none."""
    number = rule(key).default
    if number is None:
        raise ValueError(f"rule {key!r} sets no number")
    return number


def share(key: str) -> Share:
    """The part of a whole that the rule demands; ``ValueError`` if it demands none."""
    part = rule(key).share
    if part is None:
        raise ValueError(f"rule {key!r} demands no share")
    return part


def value(key: str) -> int:
    """The number in force in the township in scope: its own if it set one, else the default.

    With ``values`` and ``values_and_days`` the only reader of the database in this package; checks take plain numbers.
    """
    from renda.core.models import LocalRule

    if not rule(key).is_adjustable:
        return default(key)
    current_township_id()  # a county reads several townships: no single number is in force
    return in_force(key, LocalRule.objects.overrides().get(key))


def values(*keys: str) -> dict[str, int]:
    """Several numbers in force by one query, by key."""
    from renda.core.models import LocalRule

    current_township_id()
    local = LocalRule.objects.overrides()
    return {key: in_force(key, local.get(key)) for key in keys}


def values_and_days(*keys: str) -> tuple[dict[str, int], dict[date, bool]]:
    """What ``values`` and ``calendar.load_overrides`` give, both by one query."""
    current_township_id()
    local, table = {}, {}
    for key, value, is_day in _numbers_and_days():
        if is_day:
            table[date.fromisoformat(key)] = bool(value)
        else:
            local[key] = value
    return {key: in_force(key, local.get(key)) for key in keys}, table


@prepared
def _numbers_and_days() -> QuerySet:
    from renda.core.models import CalendarDay, LocalRule

    numbers = LocalRule.objects.order_by().values_list("key", "value", Value(False))
    is_workday = Cast(Cast("is_workday", CharField()), JSONField())  # as the numbers are kept
    days = CalendarDay.objects.order_by().values_list(
        Cast("date", CharField()), is_workday, Value(True)
    )
    return numbers.union(days, all=True)


def in_force(key: str, local: object | None) -> int:
    """The number in force, for whoever has read the township's own one along with something else."""
    if local is None or not rule(key).is_adjustable:
        return default(key)
    return _checked(key, local)


def _checked(key: str, local: object) -> int:
    problem = rule(key).problem_with(local)
    if problem or not isinstance(local, int):
        raise ValueError(f"local value of {key!r}: {problem}")
    return local
