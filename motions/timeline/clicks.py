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
        self.known: dict[tuple, list[str]] = defaultdict(list)
        repeated: dict[tuple, list[tuple[str, int]]] = defaultdict(list)
        for row in sorted(rows, key=lambda r: r.pk):
            if row.kind == "click":
                hour = f"{int(row.two):02}:{int(row.three):02}"
                of = row.four if row.one == RATED else row.of
                self.known[row.one, of, row.on].append(hour)
            elif row.kind == "feedback" and not is_true(row.four):
                repeated[RATED, row.who, row.on].append((row.kind, row.pk))
            elif row.kind == "review" and row.one in REVIEWED:
                repeated[REVIEWED[row.one], 0, row.on].append((row.kind, row.pk))
        self.own: dict[tuple[str, int], str] = {}
        """The hour of each rating and review: one may think again, or send back again, on the same day."""
        for key, found in repeated.items():
            hours = self.known.get(key, ())
            if len(hours) == len(found):
                self.own |= zip(found, hours, strict=True)

    def at(self, day: date, of: int, *steps: str) -> str:
        """09:11, when one of the steps was first taken of the case, or of its part, on that day."""
        return min(self._of(day, of, steps), default="")

    def last(self, day: date, of: int, *steps: str) -> str:
        """When one of the steps was last taken on that day."""
        return max(self._of(day, of, steps), default="")

    def _of(self, day: date, of: int, steps: Iterable[str]) -> list[str]:
        return [hour for step in steps for hour in self.known.get((step, of, day), ())]

    def of(self, row: Row) -> str:
        """When the row was recorded by a step; empty if it was not, or has a day of its own."""
        if row.kind in {"review", "feedback"}:
            return self.own.get((row.kind, row.pk), "")
        return self.at(row.on, row.of, *TAKEN_BY.get(row.kind, ()))
