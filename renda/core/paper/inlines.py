"""The words inside a block: plain text, live numbers and links."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Text:
    """Plain words; ``strong`` sets them in 黑体."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Fig:
    """A live number: on screen a chip that opens its rows, on paper plain text."""

    key: str
    text: str
    href: str = ""
    missing: bool = False
    note: str = ""


@dataclass(frozen=True)
class Link:
    """A link on screen, plain text on paper."""

    text: str
    href: str


Inline = Text | Fig | Link
Inlines = tuple[Inline, ...]
Content = str | int | float | Inline | Iterable[str | int | float | Inline]


def inlines(content: Content) -> Inlines:
    """Whatever was given as text, as a tuple of inlines."""
    if isinstance(content, Text | Fig | Link):
        return (content,)
    if isinstance(content, str | int | float):
        return (Text(str(content)),)
    return tuple(part for item in content for part in inlines(item))


def plain(content: Content) -> str:
    """The words alone, as they stand on paper."""
    return "".join(part.text for part in inlines(content))


def cn_date(day: date | str) -> str:
    """A date in the official form without leading zeros: 2026年1月5日; a string stays as it is."""
    return day if isinstance(day, str) else f"{day.year}年{day.month}月{day.day}日"
