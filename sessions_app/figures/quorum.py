"""Whether enough deputies came to a session's plenary sittings."""

from django.db.models import F, QuerySet

from renda.core.figures import Period, count
from sessions_app.figures.shared import MEETINGS, held_sessions
from sessions_app.models import Session, Sitting
from sessions_app.querysets import reaches


@count("sessions.session_plenaries", label="全体会议", unit="次", group=MEETINGS, per=held_sessions)
def session_plenaries(period: Period, session: Session) -> QuerySet[Sitting]:
    """该次会议举行的全体会议，有人签到的才计。"""
    rows = Sitting.objects.plenary().filter(session=session)
    return rows.with_counts().filter(present__gt=0).order_by("starts_at", "pk")


@count(
    "sessions.session_quorate",
    label="符合法定人数的全体会议",
    unit="次",
    group=MEETINGS,
    per=held_sessions,
    law="session.quorum",
)
def session_quorate(period: Period, session: Session) -> QuerySet[Sitting]:
    """该次会议的全体会议中，签到出席的代表达到全体代表三分之二的；全体代表按开幕当日确定的人数。"""
    rows = session_plenaries(period, session).filter(session__total_deputies__gt=0)
    return rows.filter(reaches("session.quorum", F("present"), F("session__total_deputies")))
