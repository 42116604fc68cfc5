"""A case's rounds of handling: the events of its records and of its assignments, in order."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.urls import reverse

from motions.models import Assignment, Extension, Motion, Review
from motions.models.classes import Scheme, label_of, scheme
from motions.querysets import TAKEN
from motions.timeline.clicks import Clicks
from motions.timeline.events import Event, Round
from motions.timeline.receipts import OPENED, receipts_of
from motions.timeline.rows import Row
from motions.timeline.words import events_of
from renda.core.calendar import settled
from renda.core.models import Attachment
from renda.core.text import chinese_numeral

BEFORE_HANDING = {"as_suggestion": "changed", "carry_on": "resumed"}
"""Where in the day's work a step that is taken before 交办 has its place."""


def rounds_of(
    motion: Motion,
    rows: Iterable[Row],
    assignments: Iterable[Assignment],
    *,
    sees_notes: bool,
    files: dict[tuple[str, int], list[Attachment]],
    own: Collection[int] = (),
    among: Scheme | None = None,
) -> list[Round]:
    """The case's rounds, the latest first, each with its events, the latest first.

    Who ``sees_notes`` sees under each letter when its deputies first opened it, too; ``own`` are the
    assignments of the reader's units, ``among`` the classes of replies if they are known already.
    """
    rows = list(rows)
    decided = _decided_in(motion, rows)
    answered = any(row.kind == "reply" and row.on for row in rows)
    among = among or (scheme() if answered else None)
    receipts = {kind: receipts_of(motion, rows, kind) if sees_notes else {} for kind in OPENED}
    assignments = list(assignments)
    round_of = {a.pk: a.round for a in assignments}
    left = {a.pk for a in assignments if a.status in TAKEN}
    clicks = Clicks(rows)
    by_round: dict[int, list[Event]] = {n: [] for n in range(1, motion.round + 1)}
    handed_in = None if motion.status == Motion.Status.DRAFT else motion.submitted_on
    for title, on, kind, hour_of in (
        ("提交", handed_in, "submit", clicks.at),
        ("补充后再次提交", motion.resubmitted_on, "resubmit", clicks.last),
    ):
        if on:
            hour = hour_of(on, 0, "submit")
            by_round[1].append(Event(title, str(motion.lead), on, kind=kind, hour=hour))
    for row in rows:
        for event in events_of(row, sees_notes, own):
            if row.kind == "reply":
                event.title = f"答复　{label_of(row.one, among)}"
            if row.kind in OPENED:
                event.text = "\n".join((event.text, *receipts[row.kind].get(row.pk, ())))
            if event.title == "受理":
                event.title = f"受理，编为{motion.number_text}"
            if row.kind == "review" and row.one == Review.Decision.MERGE and motion.merged_into_id:
                event.title = f"并入{motion.merged_into.number_text}办理"
            held = files.get((row.kind, row.pk), ())
            event.files = [
                _file(a) for a in held if not event.purposes or a.purpose in event.purposes
            ]
            event.hour = clicks.of(row) if event.at == row.on else ""
            number = round_of.get(row.of, row.round)
            if row.kind == "review" and row.one == Review.Decision.RETURN:
                event.kind = "return"
            if row.kind == "step":
                event.kind = BEFORE_HANDING.get(row.one, event.kind)
            if row.kind == "review" and row.pk in decided:
                number, event.kind = decided[row.pk], "decision"
            if row.kind == "review" and row.one == Review.Decision.TRANSFER:
                event.kind = "ruled"
            if row.kind == "objection" and row.of in left:
                event.kind = "moved"
            by_round.get(number, by_round[1]).append(event)
    said = {(r.one, r.of): r.two for r in rows if r.kind == "step"}
    returned = returns_of(rows)
    first_due = _first_due(rows)
    handed = _handed(assignments, returned, first_due, said)
    for event, number in (*handed, *_signed(assignments, clicks), *_relieved(assignments, said)):
        by_round[number].append(event)
    if motion.closed_on:
        why = said.get(("close", 0), "")
        closed = Event("办结", _closed_by(motion, rows), motion.closed_on, why, kind="close")
        closed.hour = clicks.last(motion.closed_on, 0, "close", "lapse")
        by_round[motion.round].append(closed)
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


def _closed_by(motion: Motion, rows: Iterable[Row]) -> str:
    """What ended the case: the days for rating, the presidium, the lead deputy's verdict, the office."""
    if motion.lapsed_on:
        return "评价期限已过，记为未反馈"
    if any(r.kind == "review" and r.one == Review.Decision.SETTLED for r in rows):
        return "主席团处理后办结"
    return "领衔代表评价后办结" if motion.verdict else "人大办"


def _decided_in(motion: Motion, rows: Iterable[Row]) -> dict[int, int]:
    """The round that each of the presidium's decisions belongs to, by the review's key.

    The first round ends by the deputy's rating alone, the second by the presidium's first decision
    on the answer; one about a refused 退办 belongs to the round of its unit.
    """
    reviews = sorted((row.on, row.pk, row.one) for row in rows if row.kind == "review")
    redone = [pk for _, pk, decision in reviews if decision == Review.Decision.REDO]
    ended = {pk: number for number, pk in enumerate(redone, 2)}
    settled = [pk for _, pk, decision in reviews if decision == Review.Decision.SETTLED]
    ruled = {int(r.eight): r.round for r in rows if r.kind == "objection" and r.eight}
    return ended | dict.fromkeys(settled, motion.round) | ruled


def returns_of(rows: Iterable[Row]) -> dict[int, tuple[str, date]]:
    """Who took a case from its unit for another, and when, by assignment: the office that agreed to
    the 退办, or the presidium after it was refused."""
    rows = list(rows)
    moved = {r.pk: r.on for r in rows if r.kind == "review" and r.one == Review.Decision.TRANSFER}
    asked = [r for r in rows if r.kind == "objection"]
    agreed = {r.of: ("人大办", date.fromisoformat(r.five)) for r in asked if r.one == "granted"}
    ruled = {int(r.eight): r.of for r in asked if r.eight}
    return agreed | {ruled[pk]: ("主席团", on) for pk, on in moved.items() if pk in ruled}


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
    assignments: list[Assignment],
    returned: dict[int, tuple[str, date]],
    first_due: dict[int, date],
    said: dict[tuple[str, int], str],
) -> Iterator[tuple[Event, int]]:
    """交办, the units of one day in one event, each with the last day it was given then.

    改交 and 政府内转交 say from whom; ``returned`` has who moved a case and when, by assignment,
    and ``said`` the words of a step.
    """
    by_pk = {a.pk: a for a in assignments}
    days: dict[tuple[int, date], list[Assignment]] = {}
    for a in assignments:
        before = by_pk.get(a.passed_from_id)
        if before is None:
            days.setdefault((a.round, a.assigned_on), []).append(a)
            continue
        words = f"{before.unit} → {_given(a, first_due)}，期限不变"
        if before.pk in returned:
            who, on = returned[before.pk]
            yield Event("改交", who, on, words, kind="passed"), a.round
        else:
            on = before.finished_on or a.assigned_on
            words = "\n".join(filter(None, (words, said.get(("pass_on", before.pk)))))
            yield Event("政府内转交", "政府办", on, words, kind="passed"), a.round
    for (number, on), rows in days.items():
        units = [_given(a, first_due) for a in rows]
        who = "交办会" if any(a.meeting_id for a in rows) else "人大办"
        how = "交回重办" if number > 1 else "交办"
        yield Event(how, who, on, "；".join(units), kind="hand", pk=-1), number


def _given(assignment: Assignment, first_due: dict[int, date]) -> str:
    """A unit with its role and the last day it was given when the case came to it."""
    due_on = first_due.get(assignment.pk, assignment.due_on)
    return f"{assignment.unit}{assignment.get_role_display()}，期限 {due_on}"


def _signed(assignments: list[Assignment], clicks: Clicks) -> Iterator[tuple[Event, int]]:
    """签收, the units of one minute in one event; those that have the case no more in another."""
    times: dict[tuple[int, date, str, str], list[str]] = {}
    for a in assignments:
        if a.signed_on:
            words = f"{a.unit} {a.signed_by}".strip()
            kind = "taken" if a.status in TAKEN else "sign"
            hour = clicks.at(a.signed_on, a.pk, "sign")
            times.setdefault((a.round, a.signed_on, kind, hour), []).append(words)
    for (number, on, kind, hour), names in times.items():
        yield Event("签收", "、".join(names), on, kind=kind, hour=hour), number


def _relieved(
    assignments: list[Assignment], said: dict[tuple[str, int], str]
) -> Iterator[tuple[Event, int]]:
    """不再会办: a co-handler was relieved, and why; 会办终止: the answer went out without its opinion."""
    for a in assignments:
        if a.status == Assignment.Status.RELIEVED:
            words = f"{a.unit}：{said.get(('relieve', a.pk), '')}"
            yield Event("不再会办", "人大办", a.finished_on, words, kind="hand", pk=a.pk), a.round
        if a.status == Assignment.Status.ENDED and a.finished_on:
            words = "没有等到会办意见，答复已发出，不用再回"
            yield (
                Event("会办终止", str(a.unit), a.finished_on, words, kind="spared", pk=a.pk),
                a.round,
            )


def _note_of(number: int, assignments: list[Assignment]) -> str:
    mine = [a for a in assignments if a.round == number and a.answers]
    mine = [a for a in mine if a.status not in TAKEN] or mine
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
