"""The 工作台's number cards, and pages that replace it for some roles."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from renda.core.figures import Measured, Period, measure, prefetch
from renda.core.models import User
from renda.core.registry import Registry
from renda.core.views.lists import Action


@dataclass(frozen=True)
class Card:
    """A number that opens its rows."""

    label: str
    value: str
    unit: str
    note: str
    url: str


@dataclass(frozen=True)
class CardSource:
    """A card: the figure it shows, and a note worded from the figures ``beside`` it."""

    figure: str
    label: str
    beside: tuple[str, ...]
    note: Callable[..., str]


@dataclass(frozen=True)
class Home:
    """A page that a role sees instead of the 工作台."""

    perm: str
    url: str
    order: int


cards: Registry[CardSource] = Registry("card")
homes: Registry[Home] = Registry("home page")


def card(figure: str, *, label: str, beside: Iterable[str], note: Callable[..., str]) -> None:
    """Put a figure on the 工作台 of those who may see figures.

    ``note`` gets the measured figures of ``beside``, in that order, and words them.
    """
    cards.add(figure, CardSource(figure, label, tuple(beside), note))


@dataclass(frozen=True)
class ChartSource:
    """A figure drawn on the 工作台: by month, or by what a field of its rows holds."""

    figure: str
    title: str
    by: str


charts: Registry[ChartSource] = Registry("chart")
quick_actions: Registry[Action] = Registry("quick action")


def chart(figure: str, *, title: str, by: str = "month") -> None:
    """Draw a figure on the 工作台 of those who may see figures."""
    charts.add(f"{figure}/{by}", ChartSource(figure, title, by))


def quick(label: str, url: str, *, perm: str, icon: str = "plus-lg") -> None:
    """Put a button on top of the 工作台; the first one declared is the main one."""
    quick_actions.add(url, Action(label, url, perm, icon))


def charts_for(user: User, period: Period) -> list[dict]:
    """The charts this user may see, as the template draws them."""
    if not user.has_perm("core.view_figures"):
        return []
    numbers = _measured((source.figure for source in charts), period)
    drawn = []
    for source in charts:
        number = numbers[source.figure]
        month = source.by == "month"
        pairs = (
            [(str(place), value) for place, value in enumerate(number.by_month(), 1)]
            if month
            else number.grouped(source.by)[:8]
        )
        if any(value for _, value in pairs):
            drawn.append(
                {
                    "title": f"{source.title}（{number.figure.unit}）",
                    "kind": "columns" if month else "bars",
                    "rows": pairs if month else [{"label": x, "parts": [n]} for x, n in pairs],
                    "unit": number.figure.unit,
                    "url": f"{reverse('core:figure', args=[source.figure])}?year={period.start.year}",
                }
            )
    return drawn


def actions_for(user: User) -> list[dict]:
    """The buttons this user may press, the first one as the main one."""
    mine = [action.link() for action in quick_actions if user.has_perm(action.perm)]
    return [link | {"primary": place == 0} for place, link in enumerate(mine)]


def home(url: str, *, perm: str, order: int = 0) -> None:
    """Send those who hold ``perm`` to ``url`` after logging in (lowest order first)."""
    homes.add(url, Home(perm, url, order))


def home_of(user: User) -> str:
    """The URL name of the page that replaces the 工作台 for this user, or nothing."""
    if user.has_perm("core.view_workbench"):
        return ""
    return next((h.url for h in sorted(homes, key=lambda h: h.order) if user.has_perm(h.perm)), "")


def cards_for(user: User, period: Period) -> list[Card]:
    """The cards this user may see; one query for all their figures."""
    if not user.has_perm("core.view_figures"):
        return []
    wanted = [key for source in cards for key in (source.figure, *source.beside)]
    numbers = _measured(wanted, period)
    found = []
    for source in cards:
        number = numbers[source.figure]
        rate = number.figure.kind == "rate"
        found.append(
            Card(
                source.label,
                number.text.removesuffix("%") if rate else number.text,
                number.figure.unit,
                source.note(*(numbers[key] for key in source.beside)),
                f"{reverse('core:figure', args=[source.figure])}?year={period.start.year}",
            )
        )
    return found


def _measured(keys: Iterable[str], period: Period) -> dict[str, Measured]:
    numbers = {key: measure(key, period) for key in keys}
    prefetch(numbers.values())
    return numbers
