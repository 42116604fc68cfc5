"""The 工作台's number cards, and pages that replace it for some roles."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from renda.core.figures import Period, measure
from renda.core.models import User
from renda.core.registry import Registry


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
    """A card: the figure it shows, and a note built from further figures."""

    figure: str
    label: str
    note: Callable[[Period], str]


@dataclass(frozen=True)
class Home:
    """A page that a role sees instead of the 工作台."""

    perm: str
    url: str
    order: int


cards: Registry[CardSource] = Registry("card")
homes: Registry[Home] = Registry("home page")


def card(figure: str, *, label: str, note: Callable[[Period], str] = lambda period: "") -> None:
    """Put a figure on the 工作台 of those who may see figures."""
    cards.add(figure, CardSource(figure, label, note))


def home(url: str, *, perm: str, order: int = 0) -> None:
    """Send those who hold ``perm`` to ``url`` after logging in (lowest order first)."""
    homes.add(url, Home(perm, url, order))


def home_of(user: User) -> str:
    """The URL name of the page that replaces the 工作台 for this user, or nothing."""
    if user.has_perm("core.view_workbench"):
        return ""
    return next((h.url for h in sorted(homes, key=lambda h: h.order) if user.has_perm(h.perm)), "")


def cards_for(user: User, period: Period) -> list[Card]:
    """The cards this user may see."""
    if not user.has_perm("core.view_figures"):
        return []
    found = []
    for source in cards:
        number = measure(source.figure, period)
        rate = number.figure.kind == "rate"
        found.append(
            Card(
                source.label,
                number.text.removesuffix("%") if rate else number.text,
                number.figure.unit,
                source.note(period),
                f"{reverse('core:figure', args=[source.figure])}?year={period.start.year}",
            )
        )
    return found
