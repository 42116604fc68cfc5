"""A case's history from its own rows, in rounds, newest first: one query whatever is in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import CharField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from motions.models import (
    Assignment,
    Commitment,
    ContactLog,
    CoOpinion,
    Extension,
    Feedback,
    InternalNote,
    KeyFollowUp,
    Motion,
    Objection,
    Rating,
    Reminder,
    RepeatLink,
    Reply,
    Review,
    Supplement,
)
from motions.models.classes import label_of, scheme
from renda.core.calendar import settled
from renda.core.models import Attachment
from renda.core.text import chinese_numeral

NO_TEXT = Value("", output_field=TextField())
# Days carry no hour: what happened on one day is told in the order that the work takes.
ORDER = (
    "submit", "review", "merged", "hand", "sign", "objection", "followup", "reminder", "extension",
    "contact", "opinion", "reply", "feedback", "commitment", "supplement", "close", "note",
)  # fmt: skip
WIDTH = 7
"""How many texts a row of the union has."""


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
            of="assignment", to="motion",
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
            "decided_on", "suggested_unit__name", of="assignment",
        ),
        _part(
            Extension, "extension", motion, unit, "decision", "reason", "note", "decided_by",
            "decided_on", "new_due", "old_due", of="assignment",
        ),
        _part(
            Commitment, "commitment", motion, f"{leader}__unit__name", "text", "done_note",
            "due_on", "confirmed_by", "reported_on", "reported_note", of=leader, on="done_on",
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


def events_of(row: Row, sees_notes: bool) -> Iterator[Event]:
    """A row in words: one event, or two where something was asked and decided later.

    Nothing for what this reader does not get, or what has not happened yet.
    """
    if row.kind == "repeat" or (row.kind == "note" and not sees_notes):
        return
    for part, event in enumerate(WORDS[row.kind](row)):
        event.kind, event.pk, event.part = row.kind, row.pk, part
        yield event


def _review(row: Row) -> Iterator[Event]:
    if row.one == Review.Decision.ACCEPT:
        yield Event("受理", row.who, row.on, row.two)
        return
    label = Review.Decision(row.one).label
    reason = Review.Reason(row.three).label if row.three else ""
    meeting = f"{row.four} 主席团会议" if row.four else ""
    text = "\n".join(filter(None, [reason, meeting, row.two]))
    tone = "bad" if row.one in {"reject", "return", "withdrawn"} else ""
    yield Event(label, row.who, row.on, text, tone)


def _merged(row: Row) -> Iterator[Event]:
    yield Event(f"并入 {row.one}", row.who, row.on, f"{row.two}（领衔 {row.three}）。{row.four}")


def _contact(row: Row) -> Iterator[Event]:
    text = f"代表意见：{row.two}" + (f"\n回应：{row.three}" if row.three else "")
    stage, way = ContactLog.Stage(row.four).label, ContactLog.Way(row.one).label
    yield Event("面商代表", f"{row.who}（{stage}，{way}）", row.on, text)


def _opinion(row: Row) -> Iterator[Event]:
    yield Event("会办意见", f"{row.who}　{row.one}", row.on, row.two)


def _reply(row: Row) -> Iterator[Event]:
    if row.on:
        yield Event("答复", f"{row.who}　签发人 {row.three}", row.on, row.two)


def _supplement(row: Row) -> Iterator[Event]:
    if row.on:
        yield Event("补充答复", f"{row.who}　签发人 {row.two}", row.on, row.one)


def _objection(row: Row) -> Iterator[Event]:
    wish = f"\n建议改交{row.six}" if row.six else ""
    yield Event("申请退办", row.who, row.on, f"{row.two}{wish}", "late")
    if row.five:
        granted = row.one == Objection.Decision.GRANTED
        title = "同意退办" if granted else "不同意退办"
        yield Event(title, row.four, date.fromisoformat(row.five), f"{row.who}：{row.three}")


def _extension(row: Row) -> Iterator[Event]:
    yield Event(f"申请延期至 {row.six}", row.who, row.on, row.two, "late")
    if row.five:
        granted = row.one == Extension.Decision.GRANTED
        title = f"同意延期至 {row.six}" if granted else "不同意延期"
        yield Event(title, row.four, date.fromisoformat(row.five), f"{row.who}：{row.three}")


def _commitment(row: Row) -> Iterator[Event]:
    if row.five:
        reported = date.fromisoformat(row.five)
        yield Event(f"承诺事项报完成：{row.one}", row.who, reported, row.six)
    if row.on:
        yield Event(f"承诺事项销号：{row.one}", row.four or row.who, row.on, row.two)


def _feedback(row: Row) -> Iterator[Event]:
    work, result = Rating(row.one).label, Rating(row.two).label
    bad = "dissatisfied" in (row.one, row.two)
    text = f"态度{work}，结果{result}" + (f"：“{row.three}”" if row.three else "")
    ways = [("人大办按签名表代录", row.four), ("打开答复以前评价", row.five)]
    said = "，".join(words for words, value in ways if _is_true(value))
    who = f"{row.who}（{said}）" if said else row.who
    title = f"评价：{result}" + ("" if _is_true(row.six) else "（后来改过）")
    yield Event(title, who, row.on, text, "bad" if bad else "")


def _is_true(text: str) -> bool:
    """A truth value as the databases write it in a text: 1, true."""
    return text in {"1", "true"}


def _reminder(row: Row) -> Iterator[Event]:
    text = row.two + (f"\n发给 {row.five}" if row.five else "")
    if row.three == Reminder.Kind.ORDER:
        text += f"\n反馈：{row.six}" if row.six else ""
        yield Event(f"督办{row.one}　{row.four}", row.who, row.on, text, "late")
    elif row.three == Reminder.Kind.WARNING:
        yield Event(f"提醒{row.one}", row.who, row.on, text)
    else:
        yield Event(f"催办{row.one}", row.who, row.on, text, "late")


def _note(row: Row) -> Iterator[Event]:
    yield Event("内部批注", row.who, row.on, internal=row.two)


def _followup(row: Row) -> Iterator[Event]:
    text = "\n".join(filter(None, [row.two, row.three]))
    yield Event("重点督办", f"{row.one}领办，{row.who}督办", row.on, text)


WORDS = {
    "review": _review,
    "merged": _merged,
    "contact": _contact,
    "opinion": _opinion,
    "reply": _reply,
    "supplement": _supplement,
    "objection": _objection,
    "extension": _extension,
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
    rows = list(rows)
    answered = any(row.kind == "reply" and row.on for row in rows)
    among = scheme() if answered else None
    by_round: dict[int, list[Event]] = {n: [] for n in range(1, motion.round + 1)}
    if motion.submitted_on:
        by_round[1].append(Event("提交", str(motion.lead), motion.submitted_on, kind="submit"))
    for row in rows:
        for event in events_of(row, sees_notes):
            if row.kind == "reply":
                event.title = f"答复　{label_of(row.one, among)}"
            if event.title == "受理":
                event.title = f"受理，编为{motion.number_text}"
            event.files = [_file(a) for a in files.get((row.kind, row.pk), ())]
            by_round.get(row.round, by_round[1]).append(event)
    assignments = list(assignments)
    returned = {r.of for r in rows if r.kind == "objection" and r.one == "granted"}
    first_due = _first_due(rows)
    for event, number in (*_handed(assignments, returned, first_due), *_signed(assignments)):
        by_round[number].append(event)
    if motion.closed_on:
        who = "评价期限已过，记为未反馈" if motion.lapsed_on else "人大办"
        by_round[motion.round].append(Event("办结", who, motion.closed_on, kind="close"))
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


def _first_due(rows: Iterable[Row]) -> dict[int, date]:
    """The last day that an assignment had before it was first extended."""
    granted = Extension.Decision.GRANTED
    extended = [r for r in rows if r.kind == "extension" and r.one == granted]
    found: dict[int, date] = {}
    for row in extended:
        day = date.fromisoformat(row.seven)
        found[row.of] = min(day, found.get(row.of, day))
    return found


def _handed(
    assignments: list[Assignment], returned: set[int], first_due: dict[int, date]
) -> Iterator[tuple[Event, int]]:
    """交办, the units of one day in one event, each with the last day it was given then.

    改交 and 政府内转交 say from whom.
    """
    by_pk = {a.pk: a for a in assignments}
    days: dict[tuple[int, date], list[Assignment]] = {}
    for a in assignments:
        before = by_pk.get(a.passed_from_id)
        if before is None:
            days.setdefault((a.round, a.assigned_on), []).append(a)
            continue
        words = f"{before.unit} → {_given(a, first_due)}"
        if before.pk in returned:
            yield Event("改交", "人大办", a.assigned_on, words, kind="hand"), a.round
        else:
            on = before.finished_on or a.assigned_on
            yield Event("政府内转交", "镇政府办", on, f"{words}，期限不变", kind="hand"), a.round
    for (number, on), rows in days.items():
        units = [_given(a, first_due) for a in rows]
        who = "交办会" if any(a.meeting_id for a in rows) else "人大办"
        how = "交回重办" if number > 1 else "交办"
        yield Event(how, who, on, "；".join(units), kind="hand", pk=-1), number


def _given(assignment: Assignment, first_due: dict[int, date]) -> str:
    """A unit with its role and the last day it was given when the case came to it."""
    due_on = first_due.get(assignment.pk, assignment.due_on)
    return f"{assignment.unit}{assignment.get_role_display()}，期限 {due_on}"


def _signed(assignments: list[Assignment]) -> Iterator[tuple[Event, int]]:
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
    mine = [a for a in mine if a.status != Assignment.Status.REASSIGNED] or mine
    if not mine:
        return ""
    first = mine[0]
    if first.finished_on:
        used = (first.finished_on - first.assigned_on).days
        how = settled(first.due_on, first.finished_on).label
        return f"{first.assigned_on} 至 {first.finished_on}，用时 {used} 天，{how}"
    return f"{first.assigned_on} 起，期限 {first.due_on}"


def _file(attachment: Attachment) -> dict[str, str]:
    return {
        "name": attachment.name,
        "url": reverse("core:attachment", args=[attachment.uuid]),
        "icon": "image" if attachment.is_image else "paperclip",
    }
