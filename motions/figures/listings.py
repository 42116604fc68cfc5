"""Cases in words, and the numbers of one session."""

from django.db.models import QuerySet

from motions.figures.cohort import GROUP, received_in
from motions.models import (
    Motion,
)
from renda.core.figures import Period, count, listing
from sessions_app.models import Session


def _words(motion: Motion) -> str:
    unit = f"，{motion.main_unit}主办" if motion.main_unit else ""
    return f"《{motion.official_title}》（领衔代表{motion.lead}{unit}）"


@listing("motions.list", label="议案、建议清单", group=GROUP, unit="件", item=_words)
def motions_list(period: Period) -> QuerySet:
    """“收到议案、建议”逐件列出，按会议、案号排列，写明领衔代表和主办单位。"""
    return (
        received_in(period)
        .select_related("lead", "main_unit")
        .order_by("session__opens_on", "number", "pk")
    )


def _adopted_words(motion: Motion) -> str:
    times = len(motion.repeats.all()) + 1
    before = f"这一问题代表曾先后{times}次提出，" if times > 1 else ""
    return f"《{motion.official_title}》被采纳落实：{before}{motion.result_story}"


@listing("motions.adopted_list", label="采纳落实的典型", group=GROUP, unit="件",
         item=_adopted_words)  # fmt: skip
def adopted_list(period: Period) -> QuerySet:
    """“收到议案、建议”中标为采纳落实典型的各件，写明落实情况；以前提出过的写明先后次数。"""
    return (
        received_in(period)
        .filter(is_adopted=True)
        .order_by("session__opens_on", "number", "pk")
        .prefetch_related("repeats")
    )


# --- of one session -----------------------------------------------------------------
def sessions_of(period: Period) -> QuerySet[Session]:
    """The sessions that opened in the period."""
    return Session.objects.filter(opens_on__range=period.days).order_by("opens_on")


def _of(session: Session) -> QuerySet[Motion]:
    return Motion.objects.numbered().filter(session=session)


@count("motions.session_received", label="提出议案、建议", unit="件", group=GROUP, per=sessions_of)
def session_received(period: Period, session: Session) -> QuerySet:
    """向这次会议提出、受理并编号的议案和建议、批评、意见，一件计一次。"""
    return _of(session)


@count("motions.session_bills", label="议案", unit="件", group=GROUP, per=sessions_of)
def session_bills(period: Period, session: Session) -> QuerySet:
    """向这次会议提出的议案件数。"""
    return _of(session).filter(kind=Motion.Kind.BILL)


@count("motions.session_key", label="重点建议", unit="件", group=GROUP, per=sessions_of)
def session_key(period: Period, session: Session) -> QuerySet:
    """向这次会议提出的议案、建议中，主席团确定为重点的件数。"""
    return _of(session).key()


@count("motions.session_assigned", label="已交办", unit="件", group=GROUP, per=sessions_of)
def session_assigned(period: Period, session: Session) -> QuerySet:
    """向这次会议提出的议案、建议中，已交承办单位办理的件数。"""
    return _of(session).handed_on()


@count("motions.session_replied", label="已答复", unit="件", group=GROUP, per=sessions_of)
def session_replied(period: Period, session: Session) -> QuerySet:
    """向这次会议提出的议案、建议中，主办（分办）单位均已答复代表的件数。"""
    return _of(session).filter(replied_on__isnull=False)
