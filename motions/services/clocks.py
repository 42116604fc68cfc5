"""Every last day that begins with an assignment: computed once, explained everywhere.

The clock starts on the day of 交办, not when the unit signs for it (代表法 51).
"""

from dataclasses import dataclass
from datetime import date

from motions.models import Assignment
from renda.core import law
from renda.core.calendar import Due, due_by_days, due_by_months, due_by_working_days

Role = Assignment.Role


@dataclass(frozen=True)
class Clocks:
    """The last days that follow from one day of 交办, and the months they were counted with."""

    start: date
    sign: Due
    objection: Due
    assist: Due
    reply: Due
    redo: Due
    redo_assist: Due
    months: dict[str, int]
    days: int
    """A co-handler's, in a 重办."""

    def due(self, role: str, round: int = 1) -> Due:
        """The last day of a unit's own duty."""
        if round > 1:
            return self.redo_assist if role == Role.ASSIST else self.redo
        return self.assist if role == Role.ASSIST else self.reply

    def months_of(self, role: str, round: int = 1) -> int:
        """The months of a unit's own duty; none where it is counted in days."""
        if self.days_of(role, round):
            return 0
        if round > 1:
            return self.months["redo"]
        return self.months["assist" if role == Role.ASSIST else "reply"]

    def days_of(self, role: str, round: int = 1) -> int | None:
        """The days of a unit's own duty, where it is counted in days."""
        return self.days if round > 1 and role == Role.ASSIST else None


def clocks_from(start: date) -> Clocks:
    """The last days counted from ``start``, by the township's own rules; one query."""
    rules, days = law.values_and_days(
        "suggestion.sign_days",
        "suggestion.objection_days",
        "suggestion.assist_months",
        "suggestion.reply_months",
        "suggestion.redo_months",
        "suggestion.redo_assist_days",
    )
    months = {name: rules[f"suggestion.{name}_months"] for name in ("assist", "reply", "redo")}
    return Clocks(
        start=start,
        sign=due_by_working_days(start, rules["suggestion.sign_days"], days),
        objection=due_by_days(start, rules["suggestion.objection_days"], days),
        assist=due_by_months(start, months["assist"], days),
        reply=due_by_months(start, months["reply"], days),
        redo=due_by_months(start, months["redo"], days),
        redo_assist=due_by_days(start, rules["suggestion.redo_assist_days"], days),
        months=months,
        days=rules["suggestion.redo_assist_days"],
    )


def objection_due(start: date) -> date:
    """The last day for 申请退办 of a unit that got the case on ``start``: the day it signed for it."""
    rules, days = law.values_and_days("suggestion.objection_days")
    return due_by_days(start, rules["suggestion.objection_days"], days).on
