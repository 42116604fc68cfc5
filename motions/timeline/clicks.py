"""At what hour a step was taken, as its line of the history has it."""

from collections import defaultdict
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
        clicked: dict[tuple, list[str]] = defaultdict(list)
        ratings: dict[tuple, list[int]] = defaultdict(list)
        for row in sorted(rows, key=lambda r: r.pk):
            if row.kind == "click":
                hour = f"{int(row.two):02}:{int(row.three):02}"
                self.known.setdefault((row.one, row.of, row.on), hour)
                if row.one == RATED:
                    clicked[row.on, row.four].append(hour)
            elif row.kind == "feedback" and not is_true(row.four):
                ratings[row.on, row.who].append(row.pk)
        self.rated: dict[int, str] = {}
        """The hour of each rating: a deputy may think again on the same day."""
        for key, pks in ratings.items():
            if len(clicked[key]) == len(pks):
                self.rated |= zip(pks, clicked[key], strict=True)

    def at(self, day: date, of: int, *steps: str) -> str:
        """09:11, when one of the steps was taken of the case, or of its part, on that day."""
        found = (self.known.get((step, of, day)) for step in steps)
        return next(filter(None, found), "")

    def of(self, row: Row) -> str:
        """When the row was recorded by a step; empty if it was not, or has a day of its own."""
        if row.kind == "review":
            return self.at(row.on, 0, REVIEWED.get(row.one, ""))
        if row.kind == "feedback":
            return self.rated.get(row.pk, "")
        return self.at(row.on, row.of, *TAKEN_BY.get(row.kind, ()))
