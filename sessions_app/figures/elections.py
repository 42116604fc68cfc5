"""Elections, resignations, removals and interpellations of a period; who is elected follows from the votes."""

from django.db.models import QuerySet

from renda.core.figures import Period, count, listing, total
from sessions_app.figures.shared import MEETINGS, elected_words, held_sessions
from sessions_app.models import (
    Candidate,
    CredentialReport,
    Interpellation,
    PostKind,
    Removal,
    Resignation,
)
from sessions_app.querysets import carried


def elected_in(period: Period) -> QuerySet[Candidate]:
    """People elected by the period's sessions, the result announced."""
    return (
        Candidate.objects.elected()
        .filter(post__election__session__in=held_sessions(period))
        .select_related("post__election__session")
        .prefetch_related("post__ballots")
        .order_by("post__election__session__opens_on", "post__pk", "order", "pk")
    )


ELECTED_ON = "post__election__session__opens_on"


@count(
    "sessions.elected",
    label="选举产生国家机关工作人员",
    unit="人",
    group=MEETINGS,
    on=ELECTED_ON,
    law="election.winning",
)
def elected(period: Period) -> QuerySet:
    """期间内开幕的会议选举、补选当选的主席、副主席和乡镇长、副乡镇长，按已公布的计票结果推算：赞成票过全体代表半数、按得票多少在应选名额之内；票数相等未定的不计。一人当选两个职务计两人次。"""
    return elected_in(period)


@count("sessions.elected_mayors", label="选举乡镇长", unit="人", group=MEETINGS, on=ELECTED_ON)
def elected_mayors(period: Period) -> QuerySet:
    """期间内开幕的会议选举、补选当选的乡长、镇长，口径同“选举产生国家机关工作人员”。"""
    return elected_in(period).filter(post__kind=PostKind.MAYOR)


@count(
    "sessions.elected_deputy_mayors", label="选举副乡镇长", unit="人", group=MEETINGS, on=ELECTED_ON
)
def elected_deputy_mayors(period: Period) -> QuerySet:
    """期间内开幕的会议选举、补选当选的副乡长、副镇长，口径同“选举产生国家机关工作人员”。"""
    return elected_in(period).filter(post__kind=PostKind.DEPUTY_MAYOR)


@count(
    "sessions.elected_chairs",
    label="选举人大主席、副主席",
    unit="人",
    group=MEETINGS,
    on=ELECTED_ON,
)
def elected_chairs(period: Period) -> QuerySet:
    """期间内开幕的会议选举、补选当选的人大主席、副主席，口径同“选举产生国家机关工作人员”。"""
    return elected_in(period).filter(post__kind__in=(PostKind.CHAIR, PostKind.VICE_CHAIR))


@count("sessions.elected_unanimous", label="满票当选", unit="人", group=MEETINGS, on=ELECTED_ON)
def elected_unanimous(period: Period) -> QuerySet:
    """当选人中赞成票等于实到代表人数的（满票），由计票数推算；实到即全体代表时为全体满票。"""
    return elected_in(period).unanimous()


@listing(
    "sessions.elected_list",
    label="当选人员",
    unit="人",
    group=MEETINGS,
    item=elected_words,
    on=ELECTED_ON,
)
def elected_list(period: Period) -> QuerySet:
    """期间内开幕的会议选举、补选的当选人员，按会议、职务、候选人次序列出，附得票情况。"""
    return elected_in(period)


@count("sessions.resignations", label="接受辞职", unit="人", group=MEETINGS, on="session__opens_on")
def resignations(period: Period) -> QuerySet:
    """期间内开幕的会议表决接受辞职的人员，按会议开幕日期归期；尚未表决、表决未通过的不计。"""
    return (
        Resignation.objects.filter(session__in=held_sessions(period))
        .filter(carried("vote__"))
        .order_by("session__opens_on", "pk")
    )


@count("sessions.removals", label="罢免通过", unit="人", group=MEETINGS, on="session__opens_on")
def removals(period: Period) -> QuerySet:
    """期间内开幕的会议表决通过的罢免案；尚未表决、表决未通过的不计。"""
    return (
        Removal.objects.filter(session__in=held_sessions(period))
        .filter(carried("vote__"))
        .order_by("session__opens_on", "pk")
    )


@count(
    "sessions.interpellations",
    label="质询案",
    unit="件",
    group=MEETINGS,
    on="submitted_on",
    law="interpellation.sponsors",
)
def interpellations(period: Period) -> QuerySet:
    """期间内开幕的会议上代表联名提出的质询案，提案代表撤回的不计。"""
    rows = Interpellation.objects.filter(session__in=held_sessions(period))
    return rows.exclude(outcome=Interpellation.Outcome.WITHDRAWN).order_by("submitted_on", "pk")


@count(
    "sessions.interpellations_answered",
    label="已答复的质询案",
    unit="件",
    group=MEETINGS,
    on="answered_on",
)
def interpellations_answered(period: Period) -> QuerySet:
    """“质询案”中受质询机关已经答复的；要求再作答复的，按第一次答复计。"""
    return interpellations(period).answered()


@total(
    "sessions.credentials_confirmed",
    label="确认代表资格",
    unit="名",
    group=MEETINGS,
    field="confirmed",
    on="reported_on",
)
def credentials_confirmed(period: Period) -> QuerySet:
    """期间内提出的代表资格审查报告确认资格有效的代表之和，按报告日期归期；换届选举和补选都计。"""
    rows = CredentialReport.objects.filter(reported_on__range=period.days)
    return rows.select_related("term").order_by("reported_on", "pk")
