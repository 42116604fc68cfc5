"""The 工作台's number cards, and pages that replace it for some roles."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import rules
from django.db.models import QuerySet
from django.urls import reverse

from renda.core.figures import Measured, Period, measure, prefetch
from renda.core.models import User
from renda.core.registry import Registry, count_together
from renda.core.views.lists import Action

FIGURES = "core.view_figures"
BARS = 8


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
    perm: str
    opens: str


@dataclass(frozen=True)
class Tally:
    """A card of rows that are counted as they are today, and belong to no year."""

    label: str
    unit: str
    perm: str
    url: str
    query: str
    rows: Callable[[User, date], QuerySet]


@dataclass(frozen=True)
class Home:
    """A page that a role sees instead of the 工作台."""

    perm: str
    url: str
    order: int


cards: Registry[CardSource] = Registry("card")
tallies: Registry[Tally] = Registry("tally")
homes: Registry[Home] = Registry("home page")


def card(
    figure: str,
    *,
    label: str,
    beside: Iterable[str],
    note: Callable[..., str],
    perm: str = FIGURES,
    opens: str = "",
) -> None:
    """Put a figure on the 工作台 of those who hold ``perm``.

    ``note`` gets the measured figures of ``beside``, in that order, and words them. ``opens`` is the page
    that shows its rows to people who may not open figures: a URL name and a query with ``{year}``.
    """
    source = CardSource(figure, label, tuple(beside), note, perm, opens)
    cards.add(f"{figure}/{perm}", source)


def tally(
    key: str, *, label: str, perm: str, url: str, query: str = "", unit: str = "个"
) -> Callable:
    """Register ``rows(user, today) -> QuerySet`` as a card of those who hold ``perm``, zero or not.

    ``url`` is the list's URL name and ``query`` the filter that shows just these rows.
    """

    def register(rows: Callable[[User, date], QuerySet]) -> Callable[[User, date], QuerySet]:
        tallies.add(key, Tally(label, unit, perm, url, query, rows))
        return rows

    return register


@dataclass(frozen=True)
class ChartSource:
    """A figure drawn on the 工作台: by month, or by what a field of its rows holds.

    ``done`` is a figure of some of the same rows, drawn apart from the ``rest``.
    """

    figure: str
    title: str
    by: str
    perm: str
    opens: str
    done: str
    rest: str


charts: Registry[ChartSource] = Registry("chart")
quick_actions: Registry[Action] = Registry("quick action")


def chart(
    figure: str,
    *,
    title: str,
    by: str = "month",
    perm: str = FIGURES,
    opens: str = "",
    done: str = "",
    rest: str = "",
) -> None:
    """Draw a figure on the 工作台 of those who hold ``perm``; ``opens`` as of a card.

    Drawn by a field, its bars may be in two parts: the rows of the figure ``done``, and the ``rest``.
    """
    charts.add(f"{figure}/{by}/{perm}", ChartSource(figure, title, by, perm, opens, done, rest))


def quick(label: str, url: str, *, perm: str, icon: str = "plus-lg") -> None:
    """Put a button on top of the 工作台; the first one declared is the main one."""
    quick_actions.add(url, Action(label, url, perm, icon))


def charts_for(user: User, period: Period) -> list[dict]:
    """The charts this user may see, as the template draws them."""
    mine = [source for source in charts if rules.has_perm(source.perm, user)]
    keys = dict.fromkeys(key for s in mine for key in (s.figure, s.done) if key)
    numbers = _measured(keys, period)
    drawn = []
    for source in mine:
        number = numbers[source.figure]
        month = source.by == "month"
        rows = (
            [(str(place), value) for place, value in enumerate(number.by_month(), 1)]
            if month
            else _bars(number, source, numbers.get(source.done))
        )
        if number.value:
            drawn.append(
                {
                    "title": f"{source.title}（{number.figure.unit}）",
                    "kind": "columns" if month else "bars",
                    "rows": rows,
                    "unit": number.figure.unit,
                    "legend": [numbers[source.done].figure.label, source.rest]
                    if source.done
                    else (),
                    "url": _page(source, period),
                    "months": _page(source, period) if month and not source.opens else "",
                }
            )
    return drawn


def _bars(number: Measured, source: ChartSource, done: Measured | None) -> list[dict]:
    """The longest bars, each whole or in the part that is done and the rest."""
    whole = number.grouped(source.by)[:BARS]
    if done is None:
        return [{"label": label, "parts": [value]} for label, value in whole]
    part = dict(number.grouped(source.by, among=set(done.evidence)))
    return [
        {"label": label, "parts": [part.get(label, 0), value - part.get(label, 0)]}
        for label, value in whole
    ]


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


def cards_for(user: User, period: Period, today: date) -> list[Card]:
    """The cards this user may see; one query for all their figures, one for all that is tallied."""
    mine = [source for source in cards if rules.has_perm(source.perm, user)]
    numbers = _measured([key for s in mine for key in (s.figure, *s.beside)], period)
    found = []
    for source in mine:
        number = numbers[source.figure]
        rate = number.figure.kind == "rate"
        found.append(
            Card(
                source.label,
                number.text.removesuffix("%") if rate else number.text,
                number.figure.unit,
                source.note(*(numbers[key] for key in source.beside)),
                _page(source, period),
            )
        )
    return found + _tallied(user, today)


def _tallied(user: User, today: date) -> list[Card]:
    mine = {key: each for key, each in tallies.items() if rules.has_perm(each.perm, user)}
    counts = count_together({key: each.rows(user, today) for key, each in mine.items()})
    return [
        Card(
            each.label,
            str(counts[key]),
            each.unit,
            "",
            reverse(each.url) + (f"?{each.query}" if each.query else ""),
        )
        for key, each in mine.items()
    ]


def _page(source: CardSource | ChartSource, period: Period) -> str:
    """Where its rows are shown to those who see it."""
    year = period.start.year
    if not source.opens:
        return f"{reverse('core:figure', args=[source.figure])}?year={year}"
    name, _, query = source.opens.partition("?")
    return f"{reverse(name)}?{query.format(year=year)}"


def _measured(keys: Iterable[str], period: Period) -> dict[str, Measured]:
    numbers = {key: measure(key, period) for key in keys}
    prefetch(numbers.values())
    return numbers
