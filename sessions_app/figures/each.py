"""The figures that every session has for itself."""

from django.db.models import QuerySet

from deputies.models import RollEntry
from renda.core.figures import Period, count, listing
from sessions_app.figures.elections import (
    elected_deputy_mayors,
    elected_in,
    elected_mayors,
    elected_unanimous,
)
from sessions_app.figures.sessions import reports_of, title_of_report
from sessions_app.figures.shared import MEETINGS, elected_words, held_sessions, resolution_words
from sessions_app.models import Resolution, Session


def alone(rows: QuerySet, session: Session, path: str = "session") -> QuerySet:
    """The rows of one session."""
    return rows.filter(**{path: session})


@count(
    "sessions.session_reports",
    label="听取审议报告",
    unit="个",
    group=MEETINGS,
    per=held_sessions,
    record_url="sessions_app:session_list",
)
def session_reports(period: Period, session: Session) -> QuerySet:
    """该次会议议程中类别为“听取和审议报告”的事项，一项议程计一个报告。"""
    return alone(reports_of(period), session)


@listing(
    "sessions.session_reports_list",
    label="听取审议的报告",
    unit="个",
    group=MEETINGS,
    item=title_of_report,
    per=held_sessions,
)
def session_reports_list(period: Period, session: Session) -> QuerySet:
    """该次会议听取和审议的报告，按议程顺序列出。"""
    return alone(reports_of(period), session)


def resolutions_by(session: Session) -> QuerySet[Resolution]:
    """What one session passed."""
    return (
        Resolution.objects.passed()
        .filter(session=session)
        .select_related("vote", "session")
        .order_by("passed_on", "pk")
    )


@count(
    "sessions.session_resolutions",
    label="通过决议决定",
    unit="项",
    group=MEETINGS,
    per=held_sessions,
    record_url="sessions_app:resolution_list",
)
def session_resolutions(period: Period, session: Session) -> QuerySet:
    """该次会议通过的决议和决定；没有表决记录的，表决时实到不足全体代表三分之二、赞成未过全体代表半数的，都不计。"""
    return resolutions_by(session)


@listing(
    "sessions.session_resolutions_list",
    label="通过的决议决定",
    group=MEETINGS,
    item=resolution_words,
    per=held_sessions,
)
def session_resolutions_list(period: Period, session: Session) -> QuerySet:
    """该次会议表决通过的决议和决定，按通过先后列出，附赞成票数。"""
    return resolutions_by(session)


ELECTING = "post__election__session"


@count(
    "sessions.session_elected",
    label="选举产生人员",
    unit="人",
    group=MEETINGS,
    per=held_sessions,
    record_url="sessions_app:post_list",
)
def session_elected(period: Period, session: Session) -> QuerySet:
    """该次会议选举、补选的当选人员，按已公布的计票结果推算：赞成票过全体代表半数、按得票多少在应选名额之内。"""
    return alone(elected_in(period), session, ELECTING)


@count(
    "sessions.session_elected_mayors",
    label="选举乡镇长",
    unit="人",
    group=MEETINGS,
    per=held_sessions,
)
def session_elected_mayors(period: Period, session: Session) -> QuerySet:
    """该次会议选举、补选当选的乡长、镇长。"""
    return alone(elected_mayors(period), session, ELECTING)


@count(
    "sessions.session_elected_deputy_mayors",
    label="选举副乡镇长",
    unit="人",
    group=MEETINGS,
    per=held_sessions,
)
def session_elected_deputy_mayors(period: Period, session: Session) -> QuerySet:
    """该次会议选举、补选当选的副乡长、副镇长。"""
    return alone(elected_deputy_mayors(period), session, ELECTING)


@count(
    "sessions.session_elected_unanimous",
    label="满票当选",
    unit="人",
    group=MEETINGS,
    per=held_sessions,
)
def session_elected_unanimous(period: Period, session: Session) -> QuerySet:
    """该次会议当选人中赞成票等于实到代表人数的（满票），由计票数推算。"""
    return alone(elected_unanimous(period), session, ELECTING)


@listing(
    "sessions.session_elected_list",
    label="当选人员",
    unit="人",
    group=MEETINGS,
    item=elected_words,
    per=held_sessions,
)
def session_elected_list(period: Period, session: Session) -> QuerySet:
    """该次会议选举、补选的当选人员，按职务、候选人次序列出，附得票情况。"""
    return alone(elected_in(period), session, ELECTING)


def opening_entries(session: Session) -> QuerySet[RollEntry]:
    """Deputies' lines on the roll of the session's first plenary sitting."""
    first = session.sittings.plenary().order_by("starts_at", "pk").values("roll")[:1]
    return RollEntry.objects.of_deputies().filter(roll__in=first)


@count(
    "sessions.session_expected",
    label="应到代表",
    unit="名",
    group=MEETINGS,
    per=held_sessions,
    record_url="sessions_app:session_list",
)
def session_expected(period: Period, session: Session) -> QuerySet:
    """该次会议第一次全体会议签到册上的应到代表，列席人员不计。"""
    return opening_entries(session)


@count(
    "sessions.session_present",
    label="实到代表",
    unit="名",
    group=MEETINGS,
    per=held_sessions,
    record_url="sessions_app:session_list",
)
def session_present(period: Period, session: Session) -> QuerySet:
    """该次会议第一次全体会议签到出席的代表；请假、缺席、列席不计。"""
    return opening_entries(session).present()
