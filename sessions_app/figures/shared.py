"""What the figures share: the period's sessions, and how rows are worded in a sentence."""

from django.db.models import Exists, Q, QuerySet

from renda.core.figures import Period
from renda.core.related import rows_of
from sessions_app.models import AgendaItem, Candidate, Resolution, Session

MEETINGS = "会议"
RULES = "宣传制度"


def held_sessions(period: Period) -> QuerySet[Session]:
    """The period's sessions that opened, oldest first: the subjects of the figures per session.

    Each knows whether it ``is_electing``: it is a term's first, or its agenda or records have an election.
    """
    agenda = rows_of(Session, "agenda_items").filter(kind=AgendaItem.Kind.ELECTION)
    electing = Q(session_no=1) | Q(Exists(agenda)) | Q(Exists(rows_of(Session, "elections")))
    rows = Session.objects.held().opened_between(*period.days)
    return rows.annotate(is_electing=electing).order_by("opens_on", "pk")


def day(value) -> str:
    """1月21日."""
    return f"{value.month}月{value.day}日"


def session_words(session: Session) -> str:
    """1月21日召开第十四届人民代表大会第二次会议."""
    return f"{day(session.opens_on)}召开{session.name}"


def elected_words(candidate: Candidate) -> str:
    """补选陆海峰为镇长（满票，实到代表全部赞成）."""
    kind = candidate.post.election.get_kind_display()
    whose = candidate.unanimous
    votes = f"满票，{whose}代表全部赞成" if whose else f"赞成{candidate.votes_for}票"
    return f"{kind}{candidate.name}为{candidate.post.title}（{votes}）"


def resolution_words(resolution: Resolution) -> str:
    """《关于……的决议》（赞成54票）."""
    return f"《{resolution.title}》（赞成{resolution.vote.votes_for}票）"


def within(path: str, period: Period) -> Q:
    """Rows whose day lies in the period."""
    return Q(**{f"{path}__range": period.days})
