"""Where the search box looks in this app."""

from django.db.models import QuerySet

from renda.core.models import User
from renda.core.searching import searchable
from sessions_app.models import (
    Interpellation,
    Notice,
    PresidiumMeeting,
    Resolution,
    RuleDocument,
    Session,
)


@searchable("sessions.session", label="会议", perm="sessions_app.list_session")
def sessions(text: str, user: User) -> QuerySet:
    """Sessions by name."""
    return Session.objects.filter(name__icontains=text)


@searchable("sessions.resolution", label="决议决定", perm="sessions_app.list_resolution")
def resolutions(text: str, user: User) -> QuerySet:
    """Resolutions by title."""
    return Resolution.objects.filter(title__icontains=text)


@searchable("sessions.meeting", label="主席团会议", perm="sessions_app.list_presidiummeeting")
def meetings(text: str, user: User) -> QuerySet:
    """Presidium meetings by name or topic."""
    return PresidiumMeeting.objects.about(text)


@searchable("sessions.interpellation", label="质询案", perm="sessions_app.list_interpellation")
def interpellations(text: str, user: User) -> QuerySet:
    """Interpellations by what they ask about."""
    return Interpellation.objects.filter(subject__icontains=text)


@searchable("sessions.notice", label="公告", perm="sessions_app.list_notice")
def notices(text: str, user: User) -> QuerySet:
    """Notices that were issued, by title."""
    return Notice.objects.filter(title__icontains=text, status=Notice.Status.ISSUED)


@searchable("sessions.rule", label="制度", perm="sessions_app.list_ruledocument")
def rules(text: str, user: User) -> QuerySet:
    """Rules by name."""
    return RuleDocument.objects.filter(name__icontains=text)
