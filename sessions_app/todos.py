"""What waits for the office in this app, and its cards on the 工作台."""

from datetime import date

from django.db.models import QuerySet

from deputies.models import Deputy
from renda.core.models import User
from renda.core.todos import todo
from sessions_app.attendance import in_question
from sessions_app.models import BallotCount, Interpellation, Notice, Session


@todo(
    "sessions.preparing",
    label="会议筹备中",
    perm="sessions_app.change_session",
    url="sessions_app:session_list",
    query="status=preparing",
    tone="due",
)
def preparing(user: User, today: date) -> QuerySet:
    """Sessions that have not opened."""
    return Session.objects.preparing()


@todo(
    "sessions.counts",
    label="计票待公布",
    perm="sessions_app.change_ballotcount",
    url="sessions_app:post_list",
    query="status=checked",
    tone="due",
)
def counts(user: User, today: date) -> QuerySet:
    """Counts that were checked and not announced."""
    return BallotCount.objects.filter(status=BallotCount.Status.CHECKED)


@todo(
    "sessions.notices",
    label="公告待发布",
    perm="sessions_app.change_notice",
    url="sessions_app:notice_list",
    query="status=draft",
)
def notices(user: User, today: date) -> QuerySet:
    """Notices still in draft."""
    return Notice.objects.filter(status=Notice.Status.DRAFT)


@todo(
    "sessions.interpellations",
    label="质询案待答复",
    perm="sessions_app.change_interpellation",
    url="sessions_app:interpellation_list",
    query="state=open",
    tone="due",
)
def interpellations(user: User, today: date) -> QuerySet:
    """Interpellations that wait for the presidium's decision or for an answer."""
    return Interpellation.objects.open()


@todo(
    "sessions.absent_deputies",
    label="代表资格待核实",
    perm="core.view_health",
    url="core:health",
    tone="due",
)
def absent_deputies(user: User, today: date) -> QuerySet[Deputy]:
    """Deputies whose absences put their seat in question; 数据体检 names the sessions and the article."""
    many = in_question(today)
    return Deputy.objects.seated(today).filter(pk__in=many) if many else Deputy.objects.none()
