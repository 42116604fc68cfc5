"""What the timeline draws: events, in the rounds of a case."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

# Days carry no hour: what happened on one day is told in the order that the work takes. "taken" is the
# signature, and "moved" the 退办, of a unit that has the case no more; "passed" how it went on. "changed"
# is a 议案 that became a 建议 before it was accepted, "resumed" a merged case that goes on by itself.
ORDER = (
    "submit", "return", "resubmit", "changed", "review", "reference", "vote", "merged", "resumed", "hand", "taken",
    "moved", "ruled", "passed", "sign", "submittal", "objection",
    "followup", "reminder", "extension", "contact", "opinion", "step", "reply", "spared", "feedback",
    "commitment", "change", "supplement", "owed", "decision", "close", "note",
)  # fmt: skip


@dataclass
class Event:
    """One line of the timeline, as ``timeline`` of the theme draws it."""

    title: str
    who: str
    at: date
    text: str = ""
    tone: str = ""
    internal: str = ""
    kind: str = ""
    pk: int = 0
    part: int = 0
    files: list[dict[str, str]] = field(default_factory=list)
    purposes: Collection[str] = ()
    """Which of the record's files belong to it: all, where nothing is said."""
    hour: str = ""
    """When on that day it was recorded, 09:11; empty for a day that was typed in."""

    @property
    def position(self) -> tuple[date, int, int, int]:
        """Where the event stands among the others."""
        return self.at, ORDER.index(self.kind), self.pk, self.part


@dataclass
class Round:
    """One round of handling with its events."""

    number: int
    title: str
    note: str
    redo: bool
    events: list[Event]
