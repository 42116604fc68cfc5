"""Everything recorded about a case, read in one query whatever is in it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    CharField,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, ExtractHour, ExtractMinute, TruncDate

from motions.models import (
    Assignment,
    BillVote,
    Commitment,
    CommitmentChange,
    ContactLog,
    CoOpinion,
    Extension,
    Feedback,
    InternalNote,
    KeyFollowUp,
    Motion,
    Objection,
    OwedLetter,
    Reference,
    Reminder,
    RepeatLink,
    Reply,
    ReplyOpening,
    Review,
    Submittal,
    Supplement,
    SupplementOpening,
)
from motions.services.people import deputies_of
from renda.core.models import AuditEntry

NO_TEXT = Value("", output_field=TextField())
NO_DAY = Cast(Value(None), DateField())
CLICKED = (
    "submit", "accept", "send_back", "reject", "merge", "refer", "forward", "withdraw", "close", "lapse",
    "sign", "give_opinion", "sign_opinion", "issue",
)  # fmt: skip
"""The steps whose hour is told."""
RATED = "评价"
WIDTH = 9
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
    nine: str = ""


def fetch(motion: Motion) -> list[Row]:
    """Everything recorded about a case but its assignments, in one query."""
    unit, leader = "assignment__unit__name", "reply__assignment"
    written_for = Supplement.objects.filter(pk=OuterRef("object_id")).values("assignment")
    promised_by = Commitment.objects.filter(pk=OuterRef("object_id")).values(leader)
    parts = [
        _part(Review, "review", motion, "by", "decision", "note", "reason", "meeting__held_on"),
        _part(
            Review, "merged", motion, "by", "motion__code", "motion__title", "motion__lead__name",
            "note", to="motion__merged_into", pk="motion", decision="merge",
        ),
        _part(
            ContactLog, "contact", motion, "people", "way", "words", "response", "stage",
            "confirmation", "confirmation_note", "confirmed_on", "deputy", "deputy__name",
            of="assignment", to="motion",
        ),
        _part(CoOpinion, "opinion", motion, unit, "signer", "text", of="assignment"),
        _part(
            Reply, "reply", motion, unit, "result_class", "number", "issued_by", "no_contact_reason",
            "waiver", of="assignment", on="issued_on",
        ),
        _part(
            ReplyOpening, "opening", motion, "deputy__name", "reply", "deputy", ExtractHour("at"),
            ExtractMinute("at"), of="reply__assignment", on=TruncDate("at"),
        ),
        _part(
            SupplementOpening, "reading", motion, "deputy__name", "supplement", "deputy",
            ExtractHour("at"), ExtractMinute("at"), of="supplement__assignment", on=TruncDate("at"),
        ),
        _columns(
            deputies_of(motion).order_by(), "addressee", F("pk"), Value(0), Value(1), NO_DAY,
            [F("name")],
        ),
        _part(
            Supplement, "supplement", motion, unit, "number", "issued_by", of="assignment",
            on="issued_on",
        ),
        _part(
            Objection, "objection", motion, unit, "decision", "reason", "note", "decided_by",
            "decided_on", "suggested_unit__name", "late_reason", "ruling", of="assignment",
        ),
        _part(
            Submittal, "submittal", motion, "drafted_by", "kind", "text", "outcome", "note",
            "settled_by", "settled_on", "new_due", "commitment__text", of="assignment",
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
            CommitmentChange, "change", motion, f"commitment__{leader}__unit__name", "decision",
            "reason", "note", "decided_by", "decided_on", "new_due", "commitment__text",
            "is_by_office", of=f"commitment__{leader}",
        ),
        _part(
            Reminder, "reminder", motion, "by", unit, "text", "kind", "number", "told", "response",
            "result", Coalesce("commitment__text", "owed_letter__motion__title"), "feedback_due",
            of="assignment",
            to="motion",
        ),
        _part(
            OwedLetter, "owed", motion, unit, "motion__code", "motion__title",
            "motion__lead__name", "no_letter_reason", "settled_by", "due_on", "merged_on",
            of="assignment", on="settled_on",
        ),
        _part(Reference, "reference", motion, "unit__name"),
        _part(
            BillVote, "vote", motion, "vote__session__name", "vote__matter", "vote__total",
            "vote__present", "vote__votes_for", "vote__votes_against", "vote__votes_abstain",
            "vote__not_voting", pk="vote", on="vote__held_on",
        ),
        _part(InternalNote, "note", motion, "by", "", "text"),
        _part(KeyFollowUp, "followup", motion, "supervisor", "leader", "requirement", "result"),
        _part(
            RepeatLink, "repeat", motion, "earlier__code", "earlier__title", pk="earlier",
            on="earlier__submitted_on",
        ),
        _clicks(Motion, "pk", motion, Value(0)),
        _clicks(Assignment, "motion", motion, F("object_id")),
        _steps(Motion, "pk", motion, Value(0), "as_suggestion", "reword", "carry_on", "close", "drop_vote"),
        _steps(Assignment, "motion", motion, F("object_id"), "call_back", "unsend", "pass_on", "relieve"),
        _steps(
            Supplement, "assignment__motion", motion, Subquery(written_for), "call_back", "unsend"
        ),
        _steps(Commitment, f"{leader}__motion", motion, Subquery(promised_by), "send_back"),
    ]  # fmt: skip
    first, *rest = parts
    return [Row(*values) for values in first.union(*rest, all=True)]


def _clicks(model: type, to: str, motion: Motion, of: Combinable) -> QuerySet[AuditEntry]:
    """When the steps were taken that the timeline tells the hour of: the step, hour, minute, who rated."""
    records = model.objects.filter(**{to: motion.pk}).order_by().values("pk")
    is_told = Q(detail__step__in=CLICKED) | Q(verb=RATED)
    rows = AuditEntry.objects.filter(
        is_told, model=model._meta.label_lower, object_id__in=records
    ).order_by()
    step = Coalesce(KeyTextTransform("step", "detail"), F("verb"), output_field=TextField())
    rater = Coalesce(KeyTextTransform("deputy", "detail"), NO_TEXT)
    texts = [F("actor_name"), step, ExtractHour("at"), ExtractMinute("at"), rater]
    return _columns(rows, "click", F("pk"), of, Value(1), TruncDate("at"), texts)


def _steps(
    model: type, to: str, motion: Motion, of: Combinable, *names: str
) -> QuerySet[AuditEntry]:
    """Steps whose words only the history of their record has: the step, the words, the record and its
    model."""
    records = model.objects.filter(**{to: motion.pk}).order_by().values("pk")
    rows = AuditEntry.objects.filter(
        model=model._meta.label_lower, object_id__in=records, detail__step__in=names
    )
    step = KeyTextTransform("step", "detail")
    note = Coalesce(KeyTextTransform("note", "detail"), NO_TEXT)
    texts = [F("actor_name"), step, note, F("label"), F("model")]
    return _columns(rows.order_by(), "step", F("pk"), of, Value(1), TruncDate("at"), texts)


def _part(
    model: type,
    kind: str,
    motion: Motion,
    who: str,
    *texts: str | Combinable,
    of: str = "",
    to: str = "",
    pk: str = "pk",
    round: str = "",
    on: str | Combinable = "on",
    **only: object,
) -> QuerySet:
    """One kind's rows; what hangs on an assignment ``of`` the case is found, and dated, by it."""
    number = Coalesce(F(round or f"{of}__round"), 1) if round or of else Value(1)
    belongs = Coalesce(F(f"{of}_id"), 0) if of else Value(0)
    where = to or (f"{of}__motion" if of else "motion")
    rows = model.objects.filter(**{where: motion.pk}, **only).order_by()
    values = [_value(text) if text else NO_TEXT for text in (who, *texts)]
    return _columns(rows, kind, F(pk), belongs, number, _value(on), values)


def _value(path: str | Combinable) -> Combinable:
    return F(path) if isinstance(path, str) else path


def _columns(
    rows: QuerySet,
    kind: str,
    pk: Combinable,
    of: Combinable,
    number: Combinable,
    on: Combinable,
    texts: list[Combinable],
) -> QuerySet:
    """The rows as those of the union; the texts that a kind doesn't have are empty."""
    padded = [*texts, *[NO_TEXT] * (WIDTH + 1 - len(texts))]
    columns = {
        "t_kind": Value(kind, output_field=CharField()),
        "t_pk": pk,
        "t_of": Cast(of, IntegerField()),
        "t_round": Cast(number, IntegerField()),
        "t_on": on,
    } | {f"t_{n}": Cast(text, TextField()) for n, text in enumerate(padded)}
    return rows.annotate(**columns).values_list(*columns)
