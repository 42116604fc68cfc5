"""What is recorded about a case, in words: a row of the union becomes one event or two."""

from collections.abc import Collection, Iterator
from datetime import date

from motions.models import (
    CommitmentChange,
    ContactLog,
    Extension,
    Rating,
    Reminder,
    Review,
    Submittal,
)
from motions.models.asking import Asking
from motions.querysets import FACE_TO_FACE
from motions.timeline.events import Event
from motions.timeline.rows import Row
from sessions_app.models import Vote

DECIDED = {
    Asking.Decision.GRANTED: "同意{}",
    Asking.Decision.DENIED: "不同意{}",
    Asking.Decision.MOOT: "申请{}不再需要",
}


CAME_BACK = {
    Submittal.Outcome.RETURNED: "退回修改",
    Submittal.Outcome.TAKEN_BACK: "撤回送签",
}
IN_THE_UNIT = {"call_back": "负责人退回修改", "unsend": "经办人撤回送签"}
"""What passes between a unit's head and its clerks about a letter."""


def events_of(row: Row, sees_notes: bool, own: Collection[int] = ()) -> Iterator[Event]:
    """A row in words: one event, or two where something was asked and decided later.

    Nothing for what this reader does not get, what has not happened yet, or what the event of
    another row says. ``own`` are the assignments of the reader's units: what passes there between
    the head and the clerks is for nobody else.
    """
    if is_within_unit(row) and row.of not in own:
        return
    if row.kind in WITHOUT or (row.kind == "note" and not sees_notes):
        return
    for part, event in enumerate(WORDS[row.kind](row)):
        event.kind, event.pk, event.part = row.kind, row.pk, part
        yield event


def is_within_unit(row: Row) -> bool:
    """What a unit's clerk lays before its head, and what the head says to it."""
    return row.kind == "submittal" or (row.kind == "step" and row.one in IN_THE_UNIT)


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
    text = f"{row.nine}代表意见：{row.two}" + (f"\n回应：{row.three}" if row.three else "")
    stage, way = ContactLog.Stage(row.four).label, ContactLog.Way(row.one).label
    title = "面商代表" if row.one in FACE_TO_FACE else "联系代表"
    yield Event(title, f"{row.who}（{stage}，{way}）", row.on, text)
    if row.five:
        confirmed = date.fromisoformat(row.seven)
        is_true = row.five == ContactLog.Confirmation.TRUE
        title = "代表确认面商记录属实" if is_true else "代表认为面商记录不属实"
        yield Event(title, row.nine, confirmed, row.six, "" if is_true else "bad")


def _opinion(row: Row) -> Iterator[Event]:
    yield Event("会办意见", f"{row.who}　{row.one}", row.on, row.two)


def _reply(row: Row) -> Iterator[Event]:
    if row.on:
        text = row.two + (f"\n未面商的原因：{row.four}" if row.four else "")
        text += f"\n不等会办意见的原因：{row.five}" if row.five else ""
        yield Event("答复", f"{row.who}　签发人 {row.three}", row.on, text)


def _supplement(row: Row) -> Iterator[Event]:
    if row.on:
        yield Event("补充答复", f"{row.who}　签发人 {row.two}", row.on, row.one)


def _objection(row: Row) -> Iterator[Event]:
    wish = f"\n建议改交{row.six}" if row.six else ""
    late = f"\n逾期申请的理由：{row.seven}" if row.seven else ""
    yield Event("申请退办", row.who, row.on, f"{row.two}{wish}{late}", "late")
    if row.five:
        title = DECIDED[row.one].format("退办")
        yield Event(title, row.four, date.fromisoformat(row.five), f"{row.who}：{row.three}")


def _submittal(row: Row) -> Iterator[Event]:
    """What waits for the unit's head or came back; what was signed is told by its own record."""
    what = Submittal.Kind(row.one).label
    if row.three == Submittal.Outcome.SIGNED:
        return
    waits = row.three == Submittal.Outcome.PENDING
    title = f"{what}送负责人签" + ("，待签发" if waits else "")
    words = f"{row.eight}，改到 {row.seven}：{row.two}" if row.seven else row.two
    yield Event(title, row.who, row.on, internal=words)
    if ended := CAME_BACK.get(row.three):
        yield Event(f"{what}{ended}", row.five, date.fromisoformat(row.six), internal=row.four)


def _extension(row: Row) -> Iterator[Event]:
    yield Event(f"申请延期至 {row.six}", row.who, row.on, row.two, "late")
    if row.five:
        until = f"至 {row.six}" if row.one == Extension.Decision.GRANTED else ""
        title = DECIDED[row.one].format("延期") + until
        yield Event(title, row.four, date.fromisoformat(row.five), f"{row.who}：{row.three}")


def _commitment(row: Row) -> Iterator[Event]:
    if row.five:
        reported = date.fromisoformat(row.five)
        title, photos = f"承诺事项报完成：{row.one}", ("before", "reported")
        yield Event(title, row.who, reported, row.six, purposes=photos)
    if row.on:
        why = f"\n没有二次答复的原因：{row.seven}" if row.seven else ""
        title, who = f"承诺事项销号：{row.one}", row.four or row.who
        yield Event(title, who, row.on, f"{row.two}{why}", purposes=("confirmed",))


def _change(row: Row) -> Iterator[Event]:
    who = f"{row.who}（人大办按书面申请代录）" if is_true(row.eight) else row.who
    yield Event(f"申请改期至 {row.six}：{row.seven}", who, row.on, row.two, "late")
    if row.five:
        granted = row.one == CommitmentChange.Decision.GRANTED
        title = f"同意改期至 {row.six}" if granted else "不同意改期"
        decided = date.fromisoformat(row.five)
        yield Event(f"{title}：{row.seven}", row.four, decided, row.three)


def _step(row: Row) -> Iterator[Event]:
    if row.one in IN_THE_UNIT:
        letter = "补充答复稿：" if row.four == "motions.supplement" else ""
        yield Event(f"{letter}{IN_THE_UNIT[row.one]}", row.who, row.on, internal=row.two)
    elif row.one == "send_back":
        yield Event(f"承诺事项退回继续办：{row.three}", row.who, row.on, row.two, "late")
    elif row.one == "as_suggestion":
        yield Event("改作建议", row.who, row.on)
    elif row.one == "drop_vote":
        yield Event("撤销表决登记", row.who, row.on, row.two, "late")
    elif row.one == "carry_on":
        yield Event("原来并入的件已撤回，改由本件继续办理", row.who, row.on)
    elif row.one == "reword":
        yield Event("改动内容", row.who, row.on, row.two, "late")


def _feedback(row: Row) -> Iterator[Event]:
    work, result = Rating(row.one).label, Rating(row.two).label
    bad = "dissatisfied" in (row.one, row.two)
    text = f"态度{work}，结果{result}" + (f"：“{row.three}”" if row.three else "")
    ways = [("人大办按签名表代录", row.four), ("打开答复以前评价", row.five)]
    said = "，".join(words for words, value in ways if is_true(value))
    who = f"{row.who}（{said}）" if said else row.who
    title = f"评价：{result}" + ("" if is_true(row.six) else "（后来改过）")
    yield Event(title, who, row.on, text, "bad" if bad else "")


def is_true(text: str) -> bool:
    """A truth value as the databases write it in a text: 1, true."""
    return text in {"1", "true"}


def _reminder(row: Row) -> Iterator[Event]:
    text = f"{row.eight}：{row.two}" if row.eight else row.two
    text += f"\n发给 {row.five}" if row.five else ""
    if row.three == Reminder.Kind.ORDER:
        text += f"\n反馈：{row.six}" if row.six else ""
        text += f"\n办结：{row.seven}" if row.seven else ""
        yield Event(f"督办{row.one}　{row.four}", row.who, row.on, text, "late")
    elif row.three == Reminder.Kind.WARNING:
        yield Event(Reminder.Kind.WARNING.label, row.who, row.on, text)
    else:
        yield Event(f"催办{row.one}", row.who, row.on, text, "late")


def _reference(row: Row) -> Iterator[Event]:
    yield Event("送工作参考", row.who, row.on)


def _owed(row: Row) -> Iterator[Event]:
    if row.four:
        text = f"{row.who}：{row.four}"
        yield Event(f"不再补充答复并入的{row.one}", row.five, row.on, text)


def vote_in(row: Row) -> Vote:
    """The vote of the congress that a row of the history tells of, not to be saved."""
    numbers = (row.two, row.three, row.four, row.five, row.six, row.seven)
    total, present, votes_for, against, abstain, silent = map(int, numbers)
    return Vote(
        pk=row.pk,
        matter=row.one,
        held_on=row.on,
        total=total,
        present=present,
        votes_for=votes_for,
        votes_against=against,
        votes_abstain=abstain,
        not_voting=silent,
    )


def _vote(row: Row) -> Iterator[Event]:
    vote = vote_in(row)
    text = f"{vote.matter}\n{vote.counts_text}　全体代表 {vote.total}"
    yield Event(f"大会表决{vote.result}", row.who, row.on, text, "" if vote.passed else "bad")


def _note(row: Row) -> Iterator[Event]:
    yield Event("内部批注", row.who, row.on, internal=row.two)


def _followup(row: Row) -> Iterator[Event]:
    text = "\n".join(filter(None, [row.two, row.three]))
    yield Event("重点督办", f"{row.one}领办，{row.who}督办", row.on, text)


WITHOUT = {"repeat", "addressee", "opening", "reading", "click"}
"""Kinds of rows that are no events of their own."""

WORDS = {
    "review": _review,
    "merged": _merged,
    "contact": _contact,
    "opinion": _opinion,
    "reply": _reply,
    "supplement": _supplement,
    "objection": _objection,
    "submittal": _submittal,
    "extension": _extension,
    "commitment": _commitment,
    "change": _change,
    "step": _step,
    "feedback": _feedback,
    "reminder": _reminder,
    "reference": _reference,
    "owed": _owed,
    "vote": _vote,
    "note": _note,
    "followup": _followup,
}
