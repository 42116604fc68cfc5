"""What 乡镇比较 shows: apps declare in ``county.py`` which of their figures the county reads side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from renda.core.registry import Registry

TABS = {
    "": "综合",
    "sessions": "会议",
    "motions": "建议办理",
    "supervision": "监督整改",
    "duty": "代表履职",
}


@dataclass(frozen=True)
class Compared:
    """A figure that is compared: the short words at the head of its column, and where it stands.

    ``places`` holds its order within each tab that shows it. What ``is_alarm`` is red unless it is 0.
    """

    key: str
    head: str
    places: dict[str, int]
    is_alarm: bool


@dataclass(frozen=True)
class Shown:
    """A figure of the whole county on a card above the tabs."""

    key: str
    label: str
    order: int


@dataclass(frozen=True)
class Drawn:
    """A rate drawn as a bar for each township.

    ``parts`` name what its numerator counts and what is left of its denominator, where the two are
    drawn one after the other; without them the bar is the rate itself.
    """

    key: str
    title: str
    caption: str
    order: int
    parts: tuple[str, ...]


Ordered = TypeVar("Ordered", Shown, Drawn)

compared: Registry[Compared] = Registry("the county's column")
cards: Registry[Shown] = Registry("the county's card")
charts: Registry[Drawn] = Registry("the county's chart")


def compare(
    key: str, head: str, *, is_alarm: bool = False, overview: int = 0, **places: int
) -> None:
    """Add a figure's column to tabs, each named with the column's order in it: ``motions=10``.

    ``overview`` is the first tab. A rate is compared by the two counts that it is made of.
    """
    places = places | ({"": overview} if overview else {})
    unknown = set(places) - set(TABS)
    if unknown or not places:
        raise ValueError(f"{key} stands in no tab of the county's: {', '.join(unknown)}")
    compared.add(key, Compared(key, head, places, is_alarm))


def card(key: str, label: str, *, order: int) -> None:
    """Add a figure of the whole county above the tabs."""
    cards.add(key, Shown(key, label, order))


def chart(key: str, title: str, caption: str, *, order: int, parts: tuple[str, ...] = ()) -> None:
    """Draw a rate under the table; ``parts`` as in ``Drawn``."""
    charts.add(key, Drawn(key, title, caption, order, parts))


def columns_of(tab: str) -> list[Compared]:
    """A tab's columns, in their order."""
    return sorted((c for c in compared if tab in c.places), key=lambda c: c.places[tab])


def in_order(declared: Iterable[Ordered]) -> list[Ordered]:
    """Cards, or charts, as they stand on the page."""
    return sorted(declared, key=lambda each: each.order)


def is_alarm(key: str) -> bool:
    """Whether a figure that is not 0 is red."""
    return key in compared and compared[key].is_alarm
