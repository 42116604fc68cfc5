"""What is recorded about a case, in words: a row of the union becomes one event or two."""

from collections.abc import Iterator
from datetime import date

from motions.models import (
    CommitmentChange,
    ContactLog,
    Extension,
    Objection,
    Rating,
    Reminder,
    Review,
)
from motions.querysets import FACE_TO_FACE
from motions.timeline.events import Event
from motions.timeline.rows import Row


def events_of(row: Row, sees_notes: bool) -> Iterator[Event]:
    """A row in words: one event, or two where something was asked and decided later.

    Nothing for what this reader does not get, what has not happened yet, or what the event of
    another row says.
    """
    if row.kind in WITHOUT or (is_internal(row) and not sees_notes):
        return
    for part, event in enumerate(WORDS[row.kind](row)):
        event.kind, event.pk, event.part = row.kind, row.pk, part
        yield event


def is_internal(row: Row) -> bool:
    """A note, or what the head of a unit said to its clerks: not for the deputies."""
    return row.kind == "note" or (row.kind == "step" and row.one == "call_back")


def _review(row: Row) -> Iterator[Event]:
    if row.one == Review.Decision.ACCEPT:
        yield Event("受理", row.who, row.on, row.two)
        return
    label = Review.Decision(row.one).label
    reason = Review.Reason(row.three).label if row.three else ""
    meeting = f"{row.four} 主席团会议" if row.four else ""
    text = "\n".join(filter(None, [reason, meeting, row.two]))
    tone = "bad" if row.one in {"reject", "return", "withdrawn", "withdrawal"} else ""
    yield Event(label, row.who, row.on, text, tone)


def _merged(row: Row) -> Iterator[Event]:
    yield Event(f"并入 {row.one}", row.who, row.on, f"{row.two}（领衔 {row.three}）。{row.four}")


def _contact(row: Row) -> Iterator[Event]:
    text = f"代表意见：{row.two}" + (f"\n回应：{row.three}" if row.three else "")
    stage, way = ContactLog.Stage(row.four).label, ContactLog.Way(row.one).label
    title = "面商代表" if row.one in FACE_TO_FACE else "联系代表"
    yield Event(title, f"{row.who}（{stage}，{way}）", row.on, text)
    if row.five:
        confirmed = date.fromisoformat(row.seven)
        is_true = row.five == ContactLog.Confirmation.TRUE
        title = "代表确认面商记录属实" if is_true else "代表认为面商记录不属实"
        yield Event(title, "", confirmed, row.six, "" if is_true else "bad")


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
    late = f"\n逾期申请的理由：{row.seven}" if row.seven else ""
    yield Event("申请退办", row.who, row.on, f"{row.two}{wish}{late}", "late")
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
        why = f"\n没有二次答复的原因：{row.seven}" if row.seven else ""
        yield Event(f"承诺事项销号：{row.one}", row.four or row.who, row.on, f"{row.two}{why}")


def _change(row: Row) -> Iterator[Event]:
    yield Event(f"申请改期至 {row.six}：{row.seven}", row.who, row.on, row.two, "late")
    if row.five:
        granted = row.one == CommitmentChange.Decision.GRANTED
        title = f"同意改期至 {row.six}" if granted else "不同意改期"
        decided = date.fromisoformat(row.five)
        yield Event(f"{title}：{row.seven}", row.four, decided, row.three)


def _step(row: Row) -> Iterator[Event]:
    if row.one == "call_back":
        yield Event("负责人退回修改", row.who, row.on, internal=row.two)
    elif row.one == "send_back":
        yield Event(f"承诺事项退回继续办：{row.three}", row.who, row.on, row.two, "late")
    elif row.one == "as_suggestion":
        yield Event("改作建议", row.who, row.on)


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
        text += f"\n办结：{row.seven}" if row.seven else ""
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


WITHOUT = {"repeat", "addressee", "opening"}
"""Kinds of rows that are no events of their own."""

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
    "change": _change,
    "step": _step,
    "feedback": _feedback,
    "reminder": _reminder,
    "note": _note,
    "followup": _followup,
}
