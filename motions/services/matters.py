"""What waits on a day: every open matter of a township that a warning may be about.

Only what is still open is asked for, so nobody is told of a step that was taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery

from motions.models import (
    Assignment,
    Commitment,
    Extension,
    Motion,
    Objection,
    OwedLetter,
    Reminder,
)
from motions.services.ladders import LADDERS
from renda.core.calendar import Overrides, due_by_days, said_date


@dataclass(frozen=True)
class Matter:
    """One thing that somebody owes by a day; ``pk`` is the row it hangs on."""

    kind: str
    pk: int
    day: date
    motion: Motion
    assignment_id: int | None = None
    unit_id: int | None = None
    unit: str = ""
    leader: str = ""
    note: str = ""
    is_at_head: bool = False
    """Something of the unit waits for the signature of its head, who is told at every rung."""

    @property
    def prefix(self) -> str:
        """What all warnings about it begin with; a day that was moved makes it another matter."""
        return f"{self.kind}:{self.pk}:{self.day:%Y%m%d}"

    def words(self, left: int) -> str:
        """答复还剩 7 天：…（农业农村办，期限6月25日）."""
        what = LADDERS[self.kind].what
        ahead = f"还剩 {left} 天" if left else "今天到期"
        when = f"已逾期 {-left} 天" if left < 0 else ahead
        due = said_date(self.day, self.day - timedelta(days=left))
        where = "，".join(filter(None, [self.unit, self.note, f"期限{due}"]))
        return f"{what}{when}：{self.motion}（{where}）"


def open_matters(today: date, rules: dict[str, int], days: Overrides) -> Iterator[Matter]:
    """Every matter that has reached its ladder by ``today``; eight queries whatever there is.

    ``rules`` and ``days`` are the township's own numbers and day table.
    """
    first = max(rules["suggestion.remind_days"], rules["suggestion.remind_again_days"], 3)
    ahead = today + timedelta(days=first)
    yield from _of_assignments(today, ahead)
    yield from _of_promises(ahead)
    yield from _of_letters(ahead)
    yield from _of_orders(ahead)
    yield from _of_askings(rules["suggestion.asking_days"], days)
    yield from _of_reviews(rules["suggestion.accept_days"], days)
    yield from _of_verdicts(ahead)


def _of_unit(assignment: Assignment) -> dict:
    return {
        "motion": assignment.motion,
        "assignment_id": assignment.pk,
        "unit_id": assignment.unit_id,
        "unit": str(assignment.unit),
        "leader": assignment.leader or assignment.unit.leader,
        "is_at_head": bool(assignment.awaits),
    }


def _of_assignments(today: date, ahead: date) -> Iterator[Matter]:
    rows = Assignment.objects.open().filter(motion__status="assigned")
    due = rows.filter(due_on__lte=ahead) | rows.unsigned().filter(sign_due__lt=today)
    for row in due.select_related("unit", "motion"):
        if row.due_on <= ahead:
            kind = "reply" if row.answers else "opinion"
            yield Matter(kind, row.pk, row.due_on, **_of_unit(row))
        if not row.is_signed_for and row.sign_due < today:
            yield Matter("sign", row.pk, row.sign_due, **_of_unit(row))


def _of_promises(ahead: date) -> Iterator[Matter]:
    rows = Commitment.objects.filter(
        status="open", due_on__lte=ahead, reply__issued_on__isnull=False
    )
    for row in rows.select_related("reply__assignment__unit", "reply__assignment__motion"):
        yield Matter("promise", row.pk, row.due_on, note=row.text, **_of_unit(row.reply.assignment))


def _of_letters(ahead: date) -> Iterator[Matter]:
    rows = OwedLetter.objects.due_by(ahead)
    for row in rows.select_related("assignment__unit", "assignment__motion", "motion"):
        note = f"并入的{row.motion}"
        yield Matter("owed", row.pk, row.due_on, note=note, **_of_unit(row.assignment))


def _of_orders(ahead: date) -> Iterator[Matter]:
    rows = Reminder.objects.unanswered().filter(feedback_due__lte=ahead)
    for row in rows.select_related("assignment__unit", "assignment__motion"):
        yield Matter("order", row.pk, row.feedback_due, note=row.number, **_of_unit(row.assignment))


def _of_askings(wait: int, days: Overrides) -> Iterator[Matter]:
    for kind, model in (("objection", Objection), ("extension", Extension)):
        rows = model.objects.pending().filter(assignment__motion__status="assigned")
        for row in rows.select_related("assignment__unit", "assignment__motion"):
            day = due_by_days(row.on, wait, days).on
            yield Matter(kind, row.pk, day, **_of_unit(row.assignment))


def _of_reviews(wait: int, days: Overrides) -> Iterator[Matter]:
    for row in Motion.objects.awaiting_review().select_related("lead"):
        day = due_by_days(row.handed_in_on, wait, days).on
        yield Matter("review", row.pk, day, motion=row, note=f"{row.lead.name}提出")


def _of_verdicts(ahead: date) -> Iterator[Matter]:
    answered = Assignment.objects.answering().answered()
    answering = answered.filter(motion=OuterRef("pk"), round=OuterRef("round"))
    rows = Motion.objects.awaiting_verdict().filter(feedback_due__lte=ahead)
    rows = rows.annotate(row=Subquery(answering.order_by("pk").values("pk")[:1]))
    for row in rows.select_related("lead__user", "main_unit"):
        yield Matter(
            "verdict",
            row.pk,
            row.feedback_due,
            motion=row,
            assignment_id=row.row,
            note=row.lead.name,
        )
