"""The ladders of the morning's warnings: on which day before or after the last day who is told."""

from dataclasses import dataclass
from enum import StrEnum


class Ear(StrEnum):
    """Who may be told of a matter."""

    HANDLER = "经办人"
    HEAD = "单位负责人"
    LEADER = "分管领导"
    GOV_OFFICE = "政府办"
    CLERK = "人大办"
    CHAIR = "主席"
    DEPUTY = "领衔代表"


@dataclass(frozen=True)
class Rung:
    """Reached when at most so many days are left; with ``is_late``, when so many have passed.

    ``days`` is a number, or the key of the rule that holds it (``renda.core.law``).
    """

    days: int | str
    to: tuple[Ear, ...]
    is_late: bool = False

    def left(self, rules: dict[str, int]) -> int:
        """The days left on which it is reached, negative after the last day."""
        number = rules[self.days] if isinstance(self.days, str) else self.days
        return -number if self.is_late else number


@dataclass(frozen=True)
class Ladder:
    """The rungs of one kind of matter, and what it is called in a warning."""

    what: str
    rungs: tuple[Rung, ...]


UNIT = (Ear.HANDLER, Ear.HEAD)
OFFICE = (Ear.CLERK, Ear.CHAIR)
EVERYBODY = (*UNIT, Ear.LEADER, Ear.GOV_OFFICE, *OFFICE)

FIRST, AGAIN = "suggestion.remind_days", "suggestion.remind_again_days"
UNSIGNED = "suggestion.unsigned_days"
UNITS_RUNGS = (
    Rung(FIRST, (Ear.HANDLER,)),
    Rung(AGAIN, (Ear.HANDLER,)),
    Rung(3, UNIT),
    Rung(1, UNIT),
    Rung(1, EVERYBODY, is_late=True),
)
OFFICES_RUNGS = (Rung(1, (Ear.CLERK,)), Rung(1, OFFICE, is_late=True))

LADDERS = {
    "reply": Ladder("答复", UNITS_RUNGS),
    "opinion": Ladder("会办意见", UNITS_RUNGS),
    "promise": Ladder("承诺事项", UNITS_RUNGS),
    "owed": Ladder("并案补充答复", UNITS_RUNGS),
    "sign": Ladder(
        "签收",
        (
            Rung(1, (Ear.HANDLER, Ear.CLERK), is_late=True),
            Rung(UNSIGNED, EVERYBODY, is_late=True),
        ),
    ),
    "order": Ladder("督办反馈", (Rung(3, UNIT), Rung(1, UNIT), Rung(1, EVERYBODY, is_late=True))),
    "review": Ladder("受理", OFFICES_RUNGS),
    "objection": Ladder("退办申请审核", OFFICES_RUNGS),
    "extension": Ladder("延期申请审核", OFFICES_RUNGS),
    "verdict": Ladder(
        "评价答复", (Rung(3, (Ear.DEPUTY,)), Rung(1, (Ear.DEPUTY, Ear.CLERK), is_late=True))
    ),
}
RULES = (FIRST, AGAIN, UNSIGNED, "suggestion.accept_days", "suggestion.asking_days")


def rung_of(kind: str, left: int, rules: dict[str, int]) -> tuple[Rung, int] | None:
    """The latest rung reached with ``left`` days left, and its own day; None before the first."""
    rungs = [(rung, rung.left(rules)) for rung in reversed(LADDERS[kind].rungs)]
    return min(
        ((rung, at) for rung, at in rungs if left <= at), key=lambda pair: pair[1], default=None
    )
