"""What was raised and handed over."""

from django.db.models import QuerySet

from motions.figures.cohort import CREATE, GROUP, raised_in, received_in
from motions.models import (
    AssignmentMeeting,
    Motion,
)
from renda.core.figures import Period, count, listing


@count("motions.received", label="收到议案、建议", unit="件", group=GROUP, on="accepted_on",
       law="suggestion.channel", **CREATE)  # fmt: skip
def received(period: Period) -> QuerySet:
    """统计期内受理并编号的议案和建议、批评、意见，不论会议期间还是闭会期间提出；按受理日期计，一件计一次。
    并案的各计一件；草稿、退回补充、不予受理、转工作参考、转报上级、已撤回的不计。"""
    return received_in(period)


@count("motions.raised", label="提出总数", unit="件", group=GROUP, on="submitted_on",
       law="suggestion.content")  # fmt: skip
def raised(period: Period) -> QuerySet:
    """统计期内代表提出的议案和建议、批评、意见，按提出日期计，一件计一次；受理、退回补充、不予受理、转工作参考、
    转报上级的都计，草稿、已撤回的不计。“收到议案、建议”按受理日期计，两数相差的是没有受理的和跨年受理的。"""
    return raised_in(period)


@count("motions.for_reference", label="转工作参考", unit="件", group=GROUP, on="submitted_on")
def for_reference(period: Period) -> QuerySet:
    """“提出总数”中，审核后不交办、转有关单位在工作中参考的件数。"""
    return raised_in(period).for_reference()


@count("motions.forwarded", label="转报上级", unit="件", group=GROUP, on="submitted_on")
def forwarded(period: Period) -> QuerySet:
    """“提出总数”中，超出本级职权、转报上级或者转请上级代表提出的件数。"""
    return raised_in(period).forwarded()


@count("motions.rejected", label="不予受理", unit="件", group=GROUP, on="submitted_on",
       law="suggestion.not_accepted")  # fmt: skip
def rejected(period: Period) -> QuerySet:
    """“提出总数”中，审核后不予受理、向代表说明理由的件数。"""
    return raised_in(period).rejected()


@count("motions.in_session", label="会议期间提出", unit="件", group=GROUP, on="accepted_on")
def in_session(period: Period) -> QuerySet:
    """“收到议案、建议”中，向人民代表大会会议提出的件数。"""
    return received_in(period).filter(session__isnull=False)


@count("motions.between_sessions", label="闭会期间提出", unit="件", group=GROUP, on="accepted_on")
def between_sessions(period: Period) -> QuerySet:
    """“收到议案、建议”中，大会闭会期间向主席团提出的件数。"""
    return received_in(period).filter(session__isnull=True)


@count("motions.bills", label="议案", unit="件", group=GROUP, law="motion.sponsors")
def bills(period: Period) -> QuerySet:
    """“收到议案、建议”中类别为议案的件数。"""
    return received_in(period).filter(kind=Motion.Kind.BILL)


@count("motions.bills_voted", label="大会表决的议案", unit="件", group=GROUP, law="motion.agenda")
def bills_voted(period: Period) -> QuerySet:
    """“议案”中列入会议议程、大会已经表决的件数，不论哪一天表决；按“登记表决”的记录计，一件计一次。"""
    return bills(period).voted()


@count("motions.bills_passed", label="表决通过的议案", unit="件", group=GROUP, law="vote.majority")
def bills_passed(period: Period) -> QuerySet:
    """“大会表决的议案”中，出席代表达到全体代表的三分之二、赞成超过全体代表半数因而通过的件数。"""
    return bills(period).voted_through()


@count("motions.suggestions", label="建议、批评和意见", unit="件", group=GROUP)
def suggestions(period: Period) -> QuerySet:
    """“收到议案、建议”中类别为建议、批评或者意见的件数。"""
    return received_in(period).exclude(kind=Motion.Kind.BILL)


@count("motions.key", label="重点建议", unit="件", group=GROUP, law="suggestion.key")
def key(period: Period) -> QuerySet:
    """“收到议案、建议”中，由主席团确定为重点的件数。"""
    return received_in(period).key()


@count("motions.repeated", label="多次提出", unit="件", group=GROUP)
def repeated(period: Period) -> QuerySet:
    """“收到议案、建议”中，与以前的议案、建议关联为同一事项的件数。"""
    return received_in(period).repeated()


@count("motions.assignment_meetings", label="交办会", unit="次", group=GROUP, on="held_on",
       empty="missing", record_url="motions:meeting_create")  # fmt: skip
def assignment_meetings(period: Period) -> QuerySet:
    """统计期内召开的代表建议交办会次数。"""
    return AssignmentMeeting.objects.filter(held_on__range=period.days)


def _meeting_words(meeting: AssignmentMeeting) -> str:
    day = meeting.held_on
    number = len({a.motion_id for a in meeting.assignments.all()})
    return f"{day.month}月{day.day}日召开代表建议交办会，交办议案、建议{number}件"


@listing("motions.assignment_meetings_list", label="交办会", group=GROUP, unit="次",
         item=_meeting_words)  # fmt: skip
def assignment_meetings_list(period: Period) -> QuerySet:
    """统计期内召开的代表建议交办会，按日期排列，写明交办件数（一件交几个单位的计一件）。"""
    rows = AssignmentMeeting.objects.filter(held_on__range=period.days)
    return rows.order_by("held_on", "pk").prefetch_related("assignments")
