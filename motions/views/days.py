"""The other last days of a case, each with its reckoning: 签收、退办、评价、督办反馈、承诺、补充答复."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from motions.models import Assignment, Commitment, Motion, OwedLetter, Reminder
from motions.timeline import Row, returns_of
from motions.views.deadlines import dues_of
from renda.core import law
from renda.core.calendar import Due, Overrides, due_by_days, due_by_working_days, weekday

SIGN, OBJECT = "suggestion.sign_days", "suggestion.objection_days"
RATE, OWED = "suggestion.feedback_days", "suggestion.owed_letter_days"
Fact = tuple[str, str]


@dataclass(frozen=True)
class Given(Due):
    """A last day that somebody named, by no period."""

    said: str = ""
    """Who named it, where and when."""

    @property
    def start_text(self) -> str:
        return str(self.start)

    @property
    def end_text(self) -> str:
        """2025-07-07（星期一），按写明的日期."""
        return f"{self.on}（{weekday(self.on)}），按写明的日期，不顺延"

    @property
    def explanation(self) -> str:
        return self.said


def given(on: date, start: date, said: str) -> Given:
    """A named day; ``said`` tells by what paper."""
    return Given(on=on, rule=said, start=start, raw=on, said=said)


def day_of(
    what: str,
    stored: date,
    start: date,
    rule: str,
    known: tuple[dict[str, int], Overrides],
    count: Callable[..., Due] = due_by_days,
    details: Sequence[Fact] = (),
) -> dict:
    """A last day that counts from ``start`` by a rule of the township, as it was fixed then."""
    rules, table = known
    due = count(start, rules[rule], table)
    if due.on != stored:  # the rule or the day table was changed since
        due = replace(due, on=stored, moved_because="按确定期限时的规定和放假安排")
    return {"what": what, "due": due, "law": law.rule(rule).reference, "details": details}


def days_of(
    motion: Motion,
    present: Iterable[Assignment],
    every: Iterable[Assignment],
    rows: Iterable[Row],
    today: date,
) -> list[dict]:
    """What still waits for a day besides the answers: one query if a period has to be counted."""
    rows, every = list(rows), list(every)
    orders = [r for r in rows if r.kind == "reminder" and r.nine and not r.six and not r.seven]
    open_rows = [a for a in present if a.is_open]
    is_unrated = motion.status == Motion.Status.REPLIED and not motion.verdict
    counts = bool(open_rows or (is_unrated and motion.feedback_due))
    known = law.values_and_days(SIGN, OBJECT, RATE) if counts else ({}, {})
    found = [each for a in open_rows for each in _of_part(a, every, rows, known, today)]
    if is_unrated and motion.feedback_due:
        letters = [r.on for r in rows if r.kind == "reply" and r.on and r.round == motion.round]
        start = max(letters, default=motion.replied_on)
        found.append(day_of("评价期限", motion.feedback_due, start, RATE, known))
    return [*found, *map(_of_order, orders)]


def _of_part(
    part: Assignment, every: list[Assignment], rows: list[Row], known: tuple, today: date
) -> Iterable[dict]:
    """签收期限 until it was signed for, 退办期限 until it has passed: nobody is late by not objecting."""
    got = got_on(part, every, rows)
    if not part.is_signed_for:
        yield day_of(f"{part.unit}签收期限", part.sign_due, got, SIGN, known, due_by_working_days)
    if part.objection_due < today:
        return
    start = part.signed_on or got
    since = "自签收之日起算" if part.signed_on else "自交办之日起算，签收后自签收之日起算"
    yield day_of(
        f"{part.unit}退办期限",
        part.objection_due,
        start,
        OBJECT,
        known,
        details=[("起算点", since)],
    )


def got_on(part: Assignment, every: Iterable[Assignment], rows: Iterable[Row]) -> date:
    """The day that the unit got the case: of 交办, or when it was taken from the unit before."""
    before = next((a for a in every if a.pk == part.passed_from_id), None)
    if before is None:
        return part.assigned_on
    returned = returns_of(rows).get(before.pk)
    return returned[1] if returned else before.finished_on or part.assigned_on


def _of_order(row: Row) -> dict:
    due = date.fromisoformat(row.nine)
    return _feedback_day(f"{row.one}督办反馈期限", due, row.on, number=row.four, leader=row.who)


def _feedback_day(what: str, due: date, sent: date, *, number: str, leader: str) -> dict:
    return {
        "what": what,
        "due": given(due, sent, f"督办单 {number} 指定的反馈日期"),
        "law": law.rule("suggestion.supervision").reference,
        "details": [("督办", leader)],
    }


def days_of_order(order: Reminder) -> list[dict]:
    """The last days that a 督办单 names, each with its reckoning: of the unit's feedback, and of what it owes.

    ``is_over`` where the unit has done it since: then nothing runs any more.
    """
    sent = {"number": order.number, "leader": order.leader}
    feedback = _feedback_day("反馈期限", order.feedback_due, order.on, **sent)
    found = [feedback | {"is_over": bool(order.responded_on or order.closed_on)}]
    if order.owes:
        what, day, is_over = _owed_day(order.owes)
        found.append(day | {"what": what, "is_over": is_over})
    return found


def _owed_day(owed: Assignment | Commitment | OwedLetter) -> tuple[str, dict, bool]:
    """原期限 of what a 督办单 is about, its reckoning, and whether the unit has done it."""
    if isinstance(owed, Commitment):
        return "原承诺日期", promised_day(owed), owed.status != Commitment.Status.OPEN
    if isinstance(owed, OwedLetter):
        return "原补充答复期限", owed_days([owed])[owed.pk], not owed.is_open
    moves = [
        ("延期", f"{e.old_due} → {e.new_due}，{e.decided_on} {e.decided_by} 同意：{e.reason}")
        for e in owed.extensions.granted()
    ]
    day = {"due": dues_of([owed])[owed.pk], "law": law.rule(owed.rule_key).reference}
    what = "原答复期限" if owed.answers else "原会办意见期限"
    return what, day | {"details": moves}, not owed.is_open


def promised_day(promise: Commitment) -> dict:
    """The day of a promise read with its changes: from which letter, moved when, by whom and why."""
    issued = promise.reply.issued_on
    moves = [
        ("改期", f"{c.old_due} → {c.new_due}，{c.decided_on} {c.decided_by} 同意：{c.reason}")
        for c in promise.changes.all()
        if c.is_granted
    ]
    return {
        "due": given(promise.due_on, issued, f"{issued} 签发的答复中承诺的日期"),
        "law": law.rule("suggestion.second_reply").reference,
        "details": moves,
    }


def owed_days(letters: Iterable[OwedLetter]) -> dict[int, dict]:
    """The last day of each owed letter, by key; one query if there is any."""
    letters = list(letters)
    known = law.values_and_days(OWED) if letters else ({}, {})
    return {
        row.pk: day_of("补充答复期限", row.due_on, row.merged_on, OWED, known) for row in letters
    }
