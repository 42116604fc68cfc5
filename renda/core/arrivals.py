"""What a deputy finds on the phone after signing in: the papers of what begins, and where to read on.

Apps add theirs in ``arrivals.py``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models

from renda.core.registry import Registry


@dataclass(frozen=True)
class ToRead:
    """A paper: its name, where it is, whether the deputy has read it; whose it is and of which day."""

    title: str
    url: str
    is_read: bool
    issuer: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Arrival:
    """Papers under a heading, and links below them as (icon, label, address)."""

    title: str
    papers: Sequence[ToRead]
    links: Sequence[tuple[str, str, str]] = ()


Finds = Callable[[models.Model], Arrival | None]
arrivals: Registry[Finds] = Registry("arrival")


def arrival(key: str) -> Callable[[Finds], Finds]:
    """Register ``finds(entry)``: what the deputy of a roll's line finds, None if the roll is another's."""

    def register(finds: Finds) -> Finds:
        return arrivals.add(key, finds)

    return register


def found_by(entry: models.Model) -> list[Arrival]:
    """What all apps have for whoever signed in."""
    return [found for finds in arrivals if (found := finds(entry))]
