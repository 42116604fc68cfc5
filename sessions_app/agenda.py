"""The congress on the calendar, and the dates the law sets for it."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from renda.core import law
from renda.core.agenda import Deadline, Event, deadline_source, event_source
from renda.core.calendar import add_months
from sessions_app.models import PresidiumMeeting, Session


@event_source("sessions")
def events(first: date, last: date) -> Iterator[Event]:
    """Sessions and presidium meetings."""
    for session in Session.objects.opened_between(first, last):
        yield Event(session.opens_on, session.short_name, session.get_absolute_url(), session.place)
    for meeting in PresidiumMeeting.objects.filter(held_on__range=(first, last)):
        url = meeting.get_absolute_url()
        yield Event(meeting.held_on, f"主席团第{meeting.no}次会议", url, meeting.place)


@deadline_source("sessions.preparation")
def preparation(today: date) -> Iterator[Deadline]:
    """What a session in preparation still owes: publication, notice, papers."""
    days = law.values("session.notice", "session.papers")
    for session in Session.objects.preparing():
        url = session.get_absolute_url()
        if session.notice_on is None:
            yield Deadline(
                session.opens_on - timedelta(days=days["session.notice"]),
                f"{session.short_name}：通知代表",
                law.cite("session.notice"),
                url,
                f"会议{session.opens_on}举行",
            )
        if session.papers_on is None:
            yield Deadline(
                session.opens_on - timedelta(days=days["session.papers"]),
                f"{session.short_name}：材料送达代表",
                law.cite("session.papers"),
                url,
                f"会议{session.opens_on}举行",
            )
        if session.published_on is None:
            yield Deadline(
                session.opens_on,
                f"{session.short_name}：公布会期",
                law.cite("session.per_year"),
                url,
            )


@deadline_source("sessions.presidium")
def presidium(today: date) -> Iterator[Deadline]:
    """The last day for the next presidium meeting."""
    last = PresidiumMeeting.objects.filter(held_on__lte=today).order_by("-held_on").first()
    if last is None or PresidiumMeeting.objects.filter(held_on__gt=today).exists():
        return
    yield Deadline(
        add_months(last.held_on, law.value("presidium.interval")),
        "召开主席团会议",
        law.cite("presidium.interval"),
        reverse("sessions_app:presidiummeeting_list"),
        f"上次会议 {last.held_on}",
    )


@deadline_source("sessions.this_year")
def this_year(today: date) -> Iterator[Deadline]:
    """At least one session a year: a year without one must still get it."""
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    if not Session.objects.opened_between(first, last).exists():
        yield Deadline(
            last,
            f"{today.year}年人民代表大会会议",
            law.cite("session.per_year"),
            reverse("sessions_app:session_list"),
        )
