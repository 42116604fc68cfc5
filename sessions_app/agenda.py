"""The congress on the calendar, and the dates the law sets for it."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse

from renda.core import law
from renda.core.agenda import Asked, Deadline, Event, deadline_source, each, event_source
from renda.core.calendar import add_months
from renda.core.models import Term
from sessions_app.models import PresidiumMeeting, Session


@event_source("sessions")
def events(first: date, last: date) -> Iterator[Asked]:
    """Sessions and presidium meetings."""
    yield each(
        Session.objects.opened_between(first, last),
        lambda s: Event(s.opens_on, s.short_name, s.get_absolute_url(), s.place),
    )
    yield each(
        PresidiumMeeting.objects.filter(held_on__range=(first, last)),
        lambda m: Event(m.held_on, f"主席团第{m.no}次会议", m.get_absolute_url(), m.place),
    )


@deadline_source("sessions.preparation")
def preparation(today: date) -> Iterator[Asked]:
    """What every session in preparation still owes."""
    days = law.values("session.notice", "session.papers")
    yield Asked(
        Session.objects.preparing(),
        lambda sessions: [owed for session in sessions for owed in _owed(session, days)],
    )


def _owed(session: Session, days: dict[str, int]) -> Iterator[Deadline]:
    """The publication, notice and papers of a session, those still missing."""
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


@deadline_source("sessions.first")
def first_session(today: date) -> Iterator[Asked]:
    """The last day for the first session of a term elected lately, until that session is written down."""
    known = Session.objects.filter(term=OuterRef("pk"), session_no=1)
    lately = today - timedelta(days=LATELY)
    yield Asked(
        Term.objects.filter(elected_on__gte=lately).exclude(Exists(known)),
        lambda terms: [
            Deadline(
                law.first_session_due(term.elected_on).on,
                f"召开{term}第一次会议",
                law.cite("session.first"),
                reverse("sessions_app:session_list"),
                f"代表选举 {term.elected_on} 完成",
            )
            for term in terms
        ],
    )


LATELY = 180
"""Days: of an election longer ago nobody waits for the first session any more."""


@deadline_source("sessions.presidium")
def presidium(today: date) -> Iterator[Asked]:
    """The last day for the next presidium meeting, unless one is planned."""
    months = law.value("presidium.interval")
    yield Asked(
        PresidiumMeeting.objects.order_by("-held_on")[:1],
        lambda latest: [
            Deadline(
                add_months(last.held_on, months),
                "召开主席团会议",
                law.cite("presidium.interval"),
                reverse("sessions_app:presidiummeeting_list"),
                f"上次会议 {last.held_on}",
            )
            for last in latest
            if last.held_on <= today
        ],
    )


@deadline_source("sessions.this_year")
def this_year(today: date) -> Iterator[Asked]:
    """At least one session a year: a year without one must still get it."""
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    missing = Deadline(
        last,
        f"{today.year}年人民代表大会会议",
        law.cite("session.per_year"),
        reverse("sessions_app:session_list"),
    )
    yield Asked(
        Session.objects.opened_between(first, last)[:1],
        lambda opened: [] if opened else [missing],
    )
