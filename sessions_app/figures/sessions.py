"""Sessions of a period: how many, who came, what was heard and passed."""

from django.db.models import QuerySet

from deputies.models import RollEntry
from renda.core.figures import Period, count, listing, rate, total
from sessions_app.figures.shared import (
    MEETINGS,
    held_sessions,
    resolution_words,
    session_words,
    within,
)
from sessions_app.models import AgendaItem, Resolution, Vote
from sessions_app.querysets import HELD


@count(
    "sessions.held",
    label="召开人民代表大会会议",
    unit="次",
    group=MEETINGS,
    on="opens_on",
    empty="missing",
    record_url="sessions_app:session_create",
    law="session.per_year",
)
def held(period: Period) -> QuerySet:
    """期间内开幕的乡镇人民代表大会会议（含临时会议），按开幕日期归期；仍在筹备的不计。"""
    return held_sessions(period)


@listing(
    "sessions.held_list",
    label="人民代表大会会议",
    unit="次",
    group=MEETINGS,
    item=session_words,
    on="opens_on",
    empty="missing",
    record_url="sessions_app:session_create",
)
def held_list(period: Period) -> QuerySet:
    """期间内开幕的人民代表大会会议，按时间先后逐次列出；仍在筹备的不列。"""
    return held_sessions(period)


@total("sessions.days", label="会期", unit="天", group=MEETINGS, field="days", on="opens_on")
def days(period: Period) -> QuerySet:
    """期间内开幕的各次会议会期之和，每次会期按开幕至闭幕日历天数计算，首尾两天都算。"""
    return held_sessions(period)


def plenary_entries(period: Period) -> QuerySet[RollEntry]:
    """Deputies' lines on the rolls of plenary sittings of sessions that opened."""
    return RollEntry.objects.of_deputies().filter(
        within("roll__on", period),
        roll__voided_at=None,
        pk__in=RollEntry.objects.filter(
            roll__sittings__kind="plenary",
            roll__sittings__voided_at=None,
            roll__sittings__session__status__in=HELD,
            roll__sittings__session__voided_at=None,
        ).values("pk"),
    )


@count(
    "sessions.plenary_expected", label="全体会议应到", unit="人次", group=MEETINGS, on="roll__on"
)
def plenary_expected(period: Period) -> QuerySet:
    """期间内人民代表大会各次全体会议签到册上的应到代表，每次会议每名代表计一人次；列席人员不计。"""
    return plenary_entries(period)


@count("sessions.plenary_present", label="全体会议实到", unit="人次", group=MEETINGS, on="roll__on")
def plenary_present(period: Period) -> QuerySet:
    """期间内人民代表大会各次全体会议签到出席的代表，每次会议每名代表计一人次；请假、缺席、列席不计。"""
    return plenary_entries(period).present()


rate(
    "sessions.attendance_rate", label="全体会议出席率", group=MEETINGS,
    numerator="sessions.plenary_present", denominator="sessions.plenary_expected",
    definition="全体会议实到人次 ÷ 全体会议应到人次 × 100%，保留一位小数；请假不从应到中扣除。",
    law="session.quorum",
)  # fmt: skip


def reports_of(period: Period) -> QuerySet[AgendaItem]:
    """Agenda items that are reports, of the period's sessions."""
    return (
        AgendaItem.objects.filter(kind=AgendaItem.Kind.REPORT, session__in=held_sessions(period))
        .select_related("session")
        .order_by("session__opens_on", "order", "pk")
    )


def title_of_report(item: AgendaItem) -> str:
    """镇人民政府工作报告."""
    return item.title


@count(
    "sessions.reports_heard",
    label="听取审议报告",
    unit="个",
    group=MEETINGS,
    on="session__opens_on",
    empty="missing",
    record_url="sessions_app:session_list",
    law="congress.powers",
)
def reports_heard(period: Period) -> QuerySet:
    """期间内开幕的各次会议议程中类别为“听取和审议报告”的事项，一项议程计一个报告。"""
    return reports_of(period)


@listing(
    "sessions.reports_list",
    label="听取审议的报告",
    unit="个",
    group=MEETINGS,
    item=title_of_report,
    on="session__opens_on",
)
def reports_list(period: Period) -> QuerySet:
    """期间内开幕的各次会议听取和审议的报告，按会议先后、议程顺序列出。"""
    return reports_of(period)


def resolutions_of(period: Period) -> QuerySet[Resolution]:
    """Resolutions passed in the period."""
    return (
        Resolution.objects.passed()
        .filter(within("passed_on", period))
        .select_related("session", "vote")
        .order_by("passed_on", "pk")
    )


@count(
    "sessions.resolutions",
    label="通过决议决定",
    unit="项",
    group=MEETINGS,
    on="passed_on",
    empty="missing",
    record_url="sessions_app:session_list",
    law="vote.majority",
)
def resolutions(period: Period) -> QuerySet:
    """期间内人民代表大会会议通过的决议和决定，按通过日期归期；没有表决记录的，表决时实到不足全体代表三分之二、赞成未过全体代表半数的，都不计。"""
    return resolutions_of(period)


@listing(
    "sessions.resolutions_list",
    label="通过的决议决定",
    group=MEETINGS,
    item=resolution_words,
    on="passed_on",
)
def resolutions_list(period: Period) -> QuerySet:
    """期间内表决通过的决议和决定，按通过先后列出，附赞成票数。"""
    return resolutions_of(period)


@count(
    "sessions.resolutions_unvoted",
    label="没有表决记录的决议决定",
    unit="项",
    group=MEETINGS,
    on="passed_on",
    record_url="sessions_app:resolution_list",
    law="vote.majority",
)
def resolutions_unvoted(period: Period) -> QuerySet:
    """期间内登记的决议和决定中，没有选定表决记录的；补登表决票数以前，不计入通过的决议决定。"""
    rows = Resolution.objects.unvoted().filter(within("passed_on", period))
    return rows.select_related("session").order_by("passed_on", "pk")


@count("sessions.votes", label="表决事项", unit="项", group=MEETINGS, on="held_on")
def votes(period: Period) -> QuerySet:
    """期间内人民代表大会会议表决的事项，不论是否通过；选举计票不在内。"""
    return Vote.objects.filter(within("held_on", period)).order_by("held_on", "pk")
