"""A case of the demo as a plan of days; what lies after today has not happened yet."""

from dataclasses import dataclass
from datetime import date, timedelta


def workday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


@dataclass(frozen=True)
class Answer:
    """One round: the reply and the lead deputy's verdict, with their days."""

    on: date
    letter: str
    text: str
    verdict_on: date | None = None
    work: str = "satisfied"
    result: str = "satisfied"
    words: str = ""
    promises: tuple[tuple[str, date, date | None, str], ...] = ()
    """(what, by when, done on, how)."""
    reported: tuple[tuple[str, date, str], ...] = ()
    """(what, day, words) of promises that the unit says are done."""
    moved: tuple[tuple[str, date, date, str, date | None], ...] = ()
    """(what, asked on, new day, why, agreed on) of promises whose day can't be kept."""
    asks: tuple[tuple[str, date, date, str], ...] = ()
    """(what, sent on, new day, why) of promises whose other day waits for the head's signature."""
    further: tuple[tuple[date, str, str], ...] = ()
    """(day, what it reports on, words) of 补充答复."""
    unsent: tuple[date, str] | None = None
    """(day, words) of one that waits for the head."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """申请退办 by the unit of the case, or by ``unit``, which had it before."""

    on: date
    reason: str
    instead: str = ""
    decided_on: date | None = None
    agreed: bool = False
    note: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class MoreTime:
    """申请延期 to the longest period, and what the office said."""

    on: date
    reason: str
    decided_on: date | None = None
    agreed: bool = True
    note: str = "情况属实，同意延期，请按月报告进度。"


@dataclass(frozen=True, kw_only=True)
class Waits:
    """What the unit's clerk has sent to the head, who has not signed it yet."""

    kind: str
    on: date
    text: str
    instead: str = ""


@dataclass(frozen=True)
class Talk:
    """A contact with the deputy."""

    on: date
    way: str
    stage: str
    place: str
    words: str
    response: str = ""
    untrue: str = ""
    """Why the deputy calls the record untrue; the day after a talk it is called true without this."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One motion of the demo."""

    title: str
    lead: str
    field: str
    situation: str
    proposal: str
    analysis: str = ""
    kind: str = "suggestion"
    session: str = ""
    place: str = ""
    joint: tuple[str, ...] = ()
    joint_number: int = 0
    invited: tuple[str, ...] = ()
    unit: str = ""
    assists: tuple[str, ...] = ()
    leader: str = ""
    person: str = ""
    is_key: bool = False
    story: str = ""
    submitted: date | None = None
    accepted: date | None = None
    assigned: date | None = None
    signed: date | None = None
    opinions: tuple[tuple[str, date, str], ...] = ()
    """(unit, day, words) of co-handlers in the first round."""
    talks: tuple[Talk, ...] = ()
    answers: tuple[Answer, ...] = ()
    objections: tuple[Asked, ...] = ()
    more_time: MoreTime | None = None
    waits: Waits | None = None
    separate: tuple[tuple[str, Talk, Answer], ...] = ()
    """(unit, its talk, its answer) of those that handle the case apart (分办), beside ``unit``."""
    drafted: bool = False
    """The last answer is drafted and waits for the head."""
    refused: tuple[str, date, str, str] | None = None
    """(return, reject or reference, day, reason code, words)."""
    sent_to: tuple[str, ...] = ()
    """Units that got it for reference."""
    by_office: bool = True
    notes: tuple[tuple[date, str], ...] = ()
