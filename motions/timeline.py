"""A case's history from its own rows, in rounds, newest first: one query whatever is in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import CharField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from motions.models import (
    Assignment,
    Commitment,
    ContactLog,
    CoOpinion,
    Feedback,
    InternalNote,
    KeyFollowUp,
    Motion,
    Rating,
    Reminder,
    RepeatLink,
    Reply,
    ResultClass,
    Review,
)  # isort: skip
from renda.core.calendar import settled
from renda.core.models import Attachment
from renda.core.text import chinese_numeral

NO_TEXT = Value("", output_field=TextField())
# Days carry no hour: what happened on one day is told in the order that the work takes.
ORDER = (
    "submit", "review", "hand", "sign", "followup", "reminder", "contact", "opinion", "reply",
    "feedback", "commitment", "close", "note",
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
    files: list[dict[str, str]] = field(default_factory=list)

    @property
    def position(self) -> tuple[date, int, int]:
        """Where the event stands among the others."""
        return self.at, ORDER.index(self.kind), self.pk


@dataclass
class Round:
    """One round of handling with its events."""

    number: int
    title: str
    note: str
    redo: bool
    events: list[Event]


@dataclass(frozen=True)
class Row:
    """One row of the union: what happened, in columns that every kind fills its own way."""

    kind: str
    pk: int
    round: int
    on: date
    who: str
    one: str
    two: str
    three: str


def fetch(motion: Motion) -> list[Row]:
    """Everything recorded about a case but its assignments, in one query."""
    parts = [
        _part(Review, "review", motion, who="by", one="decision", two="note"),
        _part(
            ContactLog, "contact", motion, round="assignment__round", who="people", one="way",
            two="words", three="response",
        ),
        _part(
            CoOpinion, "opinion", motion, to="assignment__motion", round="assignment__round",
            who="assignment__unit__name", one="signer", two="text",
        ),
        _part(
            Reply, "reply", motion, to="assignment__motion", round="assignment__round",
            on="issued_on", who="assignment__unit__name", one="result_class", two="number",
            three="issued_by",
        ),
        _part(
            Commitment, "commitment", motion, to="reply__assignment__motion",
            round="reply__assignment__round", on="done_on",
            who="reply__assignment__unit__name", one="text", two="done_note", three="due_on",
        ),
        _part(
            Feedback, "feedback", motion, round="round", who="deputy__name", one="work_rating",
            two="result_rating", three="words",
        ),
        _part(
            Reminder, "reminder", motion, round="assignment__round", who="by",
            one="assignment__unit__name", two="text",
        ),
        _part(InternalNote, "note", motion, who="by", two="text"),
        _part(
            KeyFollowUp, "followup", motion, who="supervisor", one="leader", two="requirement",
            three="result",
        ),
        _part(
            RepeatLink, "repeat", motion, on="earlier__submitted_on", who="earlier__code",
            one="earlier__title", pk="earlier",
        ),
    ]  # fmt: skip
    first, *rest = parts
    return [Row(*values) for values in first.union(*rest, all=True)]


def _part(
    model: type,
    kind: str,
    motion: Motion,
    *,
    to: str = "motion",
    pk: str = "pk",
    round: str = "",
    on: str = "on",
    who: str,
    one: str = "",
    two: str = "",
    three: str = "",
) -> QuerySet:
    number = Coalesce(F(round), 1) if round else Value(1)
    texts = [Cast(F(name), TextField()) if name else NO_TEXT for name in (who, one, two, three)]
    return (
        model.objects.filter(**{to: motion.pk})
        .order_by()
        .annotate(
            t_kind=Value(kind, output_field=CharField()),
            t_pk=F(pk),
            t_round=Cast(number, IntegerField()),
            t_on=F(on),
            t_who=texts[0],
            t_one=texts[1],
            t_two=texts[2],
            t_three=texts[3],
        )
        .values_list("t_kind", "t_pk", "t_round", "t_on", "t_who", "t_one", "t_two", "t_three")
    )


def event_of(row: Row, sees_notes: bool) -> Event | None:
    """A row in words; None if this reader does not get it or it has not happened yet."""
    if row.on is None or row.kind == "repeat" or (row.kind == "note" and not sees_notes):
        return None
    event = WORDS[row.kind](row)
    event.kind, event.pk = row.kind, row.pk
    return event


def _review(row: Row) -> Event:
    if row.one == Review.Decision.ACCEPT:
        return Event("受理", row.who, row.on, row.two)
    label = Review.Decision(row.one).label
    tone = "bad" if row.one in {"reject", "return"} else ""
    return Event(label, row.who, row.on, row.two, tone)


def _contact(row: Row) -> Event:
    text = f"代表意见：{row.two}" + (f"\n回应：{row.three}" if row.three else "")
    return Event("面商代表", f"{row.who}（{ContactLog.Way(row.one).label}）", row.on, text)


def _opinion(row: Row) -> Event:
    return Event("会办意见", f"{row.who}　{row.one}", row.on, row.two)


def _reply(row: Row) -> Event:
    label = ResultClass(row.one).label
    return Event(f"答复　{label}", f"{row.who}　签发人 {row.three}", row.on, row.two)


def _commitment(row: Row) -> Event:
    return Event(f"承诺事项销号：{row.one}", row.who, row.on, row.two)


def _feedback(row: Row) -> Event:
    work, result = Rating(row.one).label, Rating(row.two).label
    bad = "dissatisfied" in (row.one, row.two)
    text = f"态度{work}，结果{result}" + (f"：“{row.three}”" if row.three else "")
    return Event(f"评价：{result}", row.who, row.on, text, "bad" if bad else "")


def _reminder(row: Row) -> Event:
    return Event(f"催办{row.one}", row.who, row.on, row.two, "late")


def _note(row: Row) -> Event:
    return Event("内部批注", row.who, row.on, internal=row.two)


def _followup(row: Row) -> Event:
    text = "\n".join(filter(None, [row.two, row.three]))
    return Event("重点督办", f"{row.one}领办，{row.who}督办", row.on, text)


WORDS = {
    "review": _review,
    "contact": _contact,
    "opinion": _opinion,
    "reply": _reply,
    "commitment": _commitment,
    "feedback": _feedback,
    "reminder": _reminder,
    "note": _note,
    "followup": _followup,
}


def rounds_of(
    motion: Motion,
    rows: Iterable[Row],
    assignments: Iterable[Assignment],
    *,
    sees_notes: bool,
    files: dict[tuple[str, int], list[Attachment]],
) -> list[Round]:
    """The case's rounds, the latest first, each with its events, the latest first."""
    by_round: dict[int, list[Event]] = {n: [] for n in range(1, motion.round + 1)}
    if motion.submitted_on:
        by_round[1].append(Event("提交", str(motion.lead), motion.submitted_on, kind="submit"))
    for row in rows:
        if (event := event_of(row, sees_notes)) and row.round in by_round:
            if event.title == "受理":
                event.title = f"受理，编为{motion.number_text}"
            event.files = [_file(a) for a in files.get((row.kind, row.pk), ())]
            by_round[row.round].append(event)
    assignments = list(assignments)
    for event, number in (*_handed(assignments), *_signed(assignments)):
        by_round[number].append(event)
    if motion.closed_on:
        by_round[motion.round].append(Event("办结", "人大办", motion.closed_on, kind="close"))
    return [
        Round(
            number=n,
            title=f"第{chinese_numeral(n)}轮" + ("　重办" if n > 1 else ""),
            note=_note_of(n, assignments),
            redo=n > 1,
            events=sorted(events, key=lambda e: e.position, reverse=True),
        )
        for n, events in sorted(by_round.items(), reverse=True)
    ]


def _handed(assignments: list[Assignment]) -> Iterable[tuple[Event, int]]:
    """交办, the units of one day in one event."""
    days: dict[tuple[int, date], list[Assignment]] = {}
    for a in assignments:
        days.setdefault((a.round, a.assigned_on), []).append(a)
    for (number, on), rows in days.items():
        units = [f"{a.unit}{a.get_role_display()}，期限 {a.due_on}" for a in rows]
        who = "交办会" if any(a.meeting_id for a in rows) else "人大办"
        label = "交回重办" if number > 1 else "交办"
        yield Event(label, who, on, "；".join(units), kind="hand"), number


def _signed(assignments: list[Assignment]) -> Iterable[tuple[Event, int]]:
    """签收, the units of one day in one event."""
    days: dict[tuple[int, date], list[str]] = {}
    for a in assignments:
        if a.signed_on:
            words = f"{a.unit} {a.signed_by}".strip()
            days.setdefault((a.round, a.signed_on), []).append(words)
    for (number, on), names in days.items():
        yield Event("签收", "、".join(names), on, kind="sign"), number


def _note_of(number: int, assignments: list[Assignment]) -> str:
    mine = [a for a in assignments if a.round == number and a.answers]
    if not mine:
        return ""
    first = mine[0]
    if first.finished_on:
        used = (first.finished_on - first.assigned_on).days
        how = settled(first.due_on, first.finished_on).label
        return f"{first.assigned_on} 至 {first.finished_on}，用时 {used} 天，{how}"
    return f"{first.assigned_on} 起，期限 {first.due_on}"


def _file(attachment: Attachment) -> dict[str, str]:
    from django.urls import reverse

    return {
        "name": attachment.name,
        "url": reverse("core:attachment", args=[attachment.uuid]),
        "icon": "image" if attachment.is_image else "paperclip",
    }
