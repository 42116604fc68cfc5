"""The demo years: each app loads its own part in ``demo.py``, in the order of the imports.

A part is a function that is given a ``Demo``; it runs once per township, inside its scope and in
one transaction. What it creates is looked up by later parts through ``demo.shared``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from renda.core.models import Township, User
from renda.core.registry import Registry


@dataclass
class Demo:
    """What the parts of one township's demo share.

    ``full`` is True for 练溪镇 (three years), False for the smaller 姚埠乡. ``users`` holds the
    accounts by their short name; ``shared`` whatever a lower app leaves for a higher one.
    """

    township: Township
    full: bool
    today: date
    users: dict[str, User] = field(default_factory=dict)
    shared: dict[str, object] = field(default_factory=dict)


parts: Registry[tuple[int, Callable[[Demo], None]]] = Registry("demo part")


def demo_part(key: str, *, order: int) -> Callable:
    """Register ``load(demo)``; lower orders run first (deputies 10 … reports 60)."""

    def register(load: Callable[[Demo], None]) -> Callable[[Demo], None]:
        parts.add(key, (order, load))
        return load

    return register


def load_parts(demo: Demo) -> None:
    """Run every part in order."""
    for _, load in sorted(parts, key=lambda part: part[0]):
        load(demo)
