"""At what hour a step was taken, as its line of the history has it."""

from collections.abc import Iterable
from datetime import date

from motions.models import Review
from motions.timeline.rows import RATED, Row
from motions.timeline.words import is_true

D = Review.Decision
REVIEWED = {
    D.ACCEPT: "accept", D.RETURN: "send_back", D.REJECT: "reject", D.MERGE: "merge",
    D.REFERENCE: "refer", D.FORWARD: "forward", D.WITHDRAWN: "withdraw",
}  # fmt: skip
TAKEN_BY = {"reply": ("issue",), "opinion": ("give_opinion", "sign_opinion")}
"""The steps that a row of a unit's part comes from."""


class Clicks:
    """The hours of a case's steps; empty for a day that somebody typed in, for that has no hour."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.known: dict[tuple, str] = {}
        for row in sorted((r for r in rows if r.kind == "click"), key=lambda r: r.pk):
            hour = f"{int(row.two):02}:{int(row.three):02}"
            self.known.setdefault((row.one, row.of, row.on, row.four), hour)

    def at(self, day: date, of: int, *steps: str, who: str = "") -> str:
        """09:11, when one of the steps was taken of the case, or of its part, on that day."""
        found = (self.known.get((step, of, day, who)) for step in steps)
        return next(filter(None, found), "")

    def of(self, row: Row) -> str:
        """When the row was recorded by a step; empty if it was not, or has a day of its own."""
        if row.kind == "review":
            return self.at(row.on, 0, REVIEWED.get(row.one, ""))
        if row.kind == "feedback":
            return "" if is_true(row.four) else self.at(row.on, 0, RATED, who=row.who)
        return self.at(row.on, row.of, *TAKEN_BY.get(row.kind, ()))
