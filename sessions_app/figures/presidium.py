"""The presidium's meetings, its notices, and the rules made or revised."""

from django.db.models import QuerySet

from renda.core.figures import Period, count, listing
from renda.core.text import chinese_numeral
from sessions_app.figures.shared import MEETINGS, RULES, day, within
from sessions_app.models import Notice, PresidiumMeeting, PresidiumTopic, RuleVersion


def meeting_words(meeting: PresidiumMeeting) -> str:
    """3月18日召开主席团第六次会议."""
    return f"{day(meeting.held_on)}召开主席团第{chinese_numeral(meeting.no)}次会议"


def version_words(version: RuleVersion) -> str:
    """修订《主席团议事规则》."""
    return f"{version.get_kind_display()}《{version.document.name}》"


def presidium_of(period: Period) -> QuerySet[PresidiumMeeting]:
    """Presidium meetings held between sessions, oldest first."""
    rows = PresidiumMeeting.objects.begun().filter(within("held_on", period))
    return rows.order_by("held_on", "pk")


@count(
    "sessions.presidium_meetings",
    label="主席团会议",
    unit="次",
    group=MEETINGS,
    on="held_on",
    empty="missing",
    record_url="sessions_app:presidiummeeting_create",
    law="presidium.interval",
)
def presidium_meetings(period: Period) -> QuerySet:
    """期间内闭会期间举行的主席团会议，按举行日期归期；签到册既无人签到也未截止的（计划中的）、人民代表大会会议期间的主席团会议不计。"""
    return presidium_of(period)


@listing(
    "sessions.presidium_list",
    label="主席团会议",
    unit="次",
    group=MEETINGS,
    item=meeting_words,
    on="held_on",
)
def presidium_list(period: Period) -> QuerySet:
    """期间内闭会期间举行的主席团会议，按时间先后列出。"""
    return presidium_of(period)


@count(
    "sessions.presidium_topics",
    label="主席团会议议题",
    unit="项",
    group=MEETINGS,
    on="meeting__held_on",
)
def presidium_topics(period: Period) -> QuerySet:
    """期间内闭会期间主席团会议研究的议题，同一事项在两次会议上研究计两项。"""
    return (
        PresidiumTopic.objects.filter(meeting__in=presidium_of(period))
        .select_related("meeting")
        .order_by("meeting__held_on", "order", "pk")
    )


@count("sessions.notices", label="发布公告", unit="件", group=MEETINGS, on="issued_on")
def notices(period: Period) -> QuerySet:
    """期间内已编号发布的主席团公告，按发布日期归期；草稿不计。"""
    return Notice.objects.filter(within("issued_on", period), status=Notice.Status.ISSUED).order_by(
        "issued_on", "number"
    )


def versions_of(period: Period) -> QuerySet[RuleVersion]:
    """Versions made or revised in the period, oldest first."""
    return (
        RuleVersion.objects.made()
        .filter(within("adopted_on", period))
        .select_related("document", "meeting", "session")
        .order_by("adopted_on", "pk")
    )


@count(
    "sessions.rules_made",
    label="制定或修订制度",
    unit="项",
    group=RULES,
    on="adopted_on",
    empty="missing",
    record_url="sessions_app:ruledocument_create",
)
def rules_made(period: Period) -> QuerySet:
    """期间内通过的制度制定和修订，按通过日期归期，一项制度修订两次计两项；废止不计。"""
    return versions_of(period)


@count("sessions.rules_new", label="新制定制度", unit="项", group=RULES, on="adopted_on")
def rules_new(period: Period) -> QuerySet:
    """期间内通过的新制定的制度，按通过日期归期。"""
    return versions_of(period).filter(kind=RuleVersion.Kind.NEW)


@count("sessions.rules_revised", label="修订制度", unit="项", group=RULES, on="adopted_on")
def rules_revised(period: Period) -> QuerySet:
    """期间内通过的制度修订，按通过日期归期，一项制度修订两次计两项。"""
    return versions_of(period).filter(kind=RuleVersion.Kind.REVISED)


@listing(
    "sessions.rules_list", label="制定修订的制度", group=RULES, item=version_words, on="adopted_on"
)
def rules_list(period: Period) -> QuerySet:
    """期间内制定、修订的制度，按通过先后列出。"""
    return versions_of(period)
