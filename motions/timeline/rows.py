"""Everything recorded about a case, read in one query whatever is in it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from motions.models import (
    Commitment,
    ContactLog,
    CoOpinion,
    Extension,
    Feedback,
    InternalNote,
    KeyFollowUp,
    Motion,
    Objection,
    Reminder,
    RepeatLink,
    Reply,
    Review,
    Supplement,
)

NO_TEXT = Value("", output_field=TextField())
WIDTH = 8
"""How many texts a row of the union has."""


@dataclass(frozen=True)
class Row:
    """One row of the union: what happened, in columns that every kind fills its own way.

    ``of`` is the assignment it belongs to, 0 for what belongs to the case.
    """

    kind: str
    pk: int
    of: int
    round: int
    on: date | None
    who: str
    one: str = ""
    two: str = ""
    three: str = ""
    four: str = ""
    five: str = ""
    six: str = ""
    seven: str = ""
    eight: str = ""


def fetch(motion: Motion) -> list[Row]:
    """Everything recorded about a case but its assignments, in one query."""
    unit, leader = "assignment__unit__name", "reply__assignment"
    parts = [
        _part(Review, "review", motion, "by", "decision", "note", "reason", "meeting__held_on"),
        _part(
            Review, "merged", motion, "by", "motion__code", "motion__title", "motion__lead__name",
            "note", to="motion__merged_into", pk="motion", decision="merge",
        ),
        _part(
            ContactLog, "contact", motion, "people", "way", "words", "response", "stage",
            "confirmation", "confirmation_note", "confirmed_on", "deputy", of="assignment",
            to="motion",
        ),
        _part(CoOpinion, "opinion", motion, unit, "signer", "text", of="assignment"),
        _part(
            Reply, "reply", motion, unit, "result_class", "number", "issued_by", of="assignment",
            on="issued_on",
        ),
        _part(
            Supplement, "supplement", motion, unit, "number", "issued_by", of="assignment",
            on="issued_on",
        ),
        _part(
            Objection, "objection", motion, unit, "decision", "reason", "note", "decided_by",
            "decided_on", "suggested_unit__name", "late_reason", of="assignment",
        ),
        _part(
            Extension, "extension", motion, unit, "decision", "reason", "note", "decided_by",
            "decided_on", "new_due", "old_due", of="assignment",
        ),
        _part(
            Commitment, "commitment", motion, f"{leader}__unit__name", "text", "done_note",
            "due_on", "confirmed_by", "reported_on", "reported_note", "no_letter_reason", of=leader,
            on="done_on",
        ),
        _part(
            Feedback, "feedback", motion, "deputy__name", "work_rating", "result_rating", "words",
            "is_by_office", "is_unread", "is_current", round="round",
        ),
        _part(
            Reminder, "reminder", motion, "by", unit, "text", "kind", "number", "told", "response",
            of="assignment", to="motion",
        ),
        _part(InternalNote, "note", motion, "by", "", "text"),
        _part(KeyFollowUp, "followup", motion, "supervisor", "leader", "requirement", "result"),
        _part(
            RepeatLink, "repeat", motion, "earlier__code", "earlier__title", pk="earlier",
            on="earlier__submitted_on",
        ),
    ]  # fmt: skip
    first, *rest = parts
    return [Row(*values) for values in first.union(*rest, all=True)]


def _part(
    model: type,
    kind: str,
    motion: Motion,
    who: str,
    *texts: str,
    of: str = "",
    to: str = "",
    pk: str = "pk",
    round: str = "",
    on: str = "on",
    **only: object,
) -> QuerySet:
    """One kind's rows; what hangs on an assignment ``of`` the case is found, and dated, by it."""
    number = Coalesce(F(round or f"{of}__round"), 1) if round or of else Value(1)
    names = [f"t_{n}" for n in range(WIDTH + 1)]
    padded = (who, *texts, *[""] * (WIDTH - len(texts)))
    columns = {
        "t_kind": Value(kind, output_field=CharField()),
        "t_pk": F(pk),
        "t_of": Cast(Coalesce(F(f"{of}_id"), 0) if of else Value(0), IntegerField()),
        "t_round": Cast(number, IntegerField()),
        "t_on": F(on),
    } | {
        name: Cast(F(path), TextField()) if path else NO_TEXT
        for name, path in zip(names, padded, strict=True)
    }  # fmt: skip
    where = to or (f"{of}__motion" if of else "motion")
    rows = model.objects.filter(**{where: motion.pk}, **only).order_by()
    return rows.annotate(**columns).values_list(*columns)
