"""What looks wrong or missing in sessions, votes, elections and the presidium's rhythm."""

from collections.abc import Iterator
from itertools import pairwise

from django.urls import reverse
from django.utils import timezone

from deputies.models import Deputy
from renda.core import law
from renda.core.figures import Period
from renda.core.health import Problem, health
from sessions_app.attendance import in_question
from sessions_app.models import PresidiumMeeting, Resolution, Session, Vote


@health("sessions.without_reports", label="会议没有登记听取的报告")
def without_reports(period: Period) -> Iterator[Problem]:
    """Held sessions whose agenda names no report."""
    sessions = Session.objects.held().opened_between(*period.days)
    for session in sessions.exclude(agenda_items__kind="report", agenda_items__voided_at=None):
        yield Problem(str(session), session.get_absolute_url(), "在“修改”里补登议程和报告")


@health("sessions.without_quorum", label="表决时实到不足法定人数", rule="session.quorum")
def without_quorum(period: Period) -> Iterator[Problem]:
    """Votes taken with less than two thirds of the deputies there."""
    for vote in Vote.objects.filter(held_on__range=period.days):
        check = law.quorum(vote.present, vote.total)
        if not check.passed:
            yield Problem(f"{vote}：{check.computed}", vote.get_absolute_url(), check.article)


@health("sessions.resolution_without_vote", label="决议没有表决记录")
def resolution_without_vote(period: Period) -> Iterator[Problem]:
    """Resolutions that no tally stands behind."""
    for resolution in Resolution.objects.unvoted().filter(passed_on__range=period.days):
        url = resolution.get_absolute_url()
        yield Problem(str(resolution), url, "补登表决票数，再在决议上选定这次表决")


@health("sessions.resolution_not_passed", label="决议所依据的表决未通过", rule="vote.majority")
def resolution_not_passed(period: Period) -> Iterator[Problem]:
    """Resolutions whose vote lacked a quorum or a majority of all deputies."""
    rows = Resolution.objects.filter(passed_on__range=period.days, vote__isnull=False)
    for resolution in rows.select_related("vote"):
        if check := resolution.vote.lacks:
            yield Problem(
                f"{resolution}：{check.computed}", resolution.get_absolute_url(), check.article
            )


@health("sessions.per_year", label="全年会议次数", rule="session.per_year")
def per_year(period: Period) -> Iterator[Problem]:
    """No session at all in a year that is over (组织法 14)."""
    if period.end >= timezone.localdate():
        return
    held = Session.objects.held().opened_between(*period.days).count()
    for check in law.session_per_year(held):
        if not check.passed:
            url = reverse("sessions_app:session_list")
            yield Problem(f"{period}：{check.computed}", url, f"{check.advice}{check.article}")


@health("sessions.too_short", label="会期不足规定天数", rule="session.length")
def too_short(period: Period) -> Iterator[Problem]:
    """Regular sessions shorter than the local rule demands."""
    least = law.value("session.length")
    sessions = Session.objects.held().opened_between(*period.days)
    for session in sessions.filter(kind=Session.Kind.REGULAR, days__lt=least):
        yield Problem(
            f"{session}会期 {session.days} 天，应不少于 {least} 天",
            session.get_absolute_url(),
            f"核对开幕和闭幕日期。{law.rule('session.length').reference}",
        )


@health("sessions.absent_deputies", label="代表未经批准不出席会议", rule="deputy.absences")
def absent_deputies(period: Period) -> Iterator[Problem]:
    """Deputies in office who missed so many sessions of the term without leave that the seat is in question."""
    many = in_question(period.end)
    for deputy in Deputy.objects.seated(period.end).filter(pk__in=many):
        yield Problem(
            f"{deputy}未经批准不出席 {len(many[deputy.pk])} 次会议：{'、'.join(many[deputy.pk])}",
            deputy.get_absolute_url(),
            f"先核对签到册和请假手续；属实的，代表资格终止，由主席团予以公告。{law.rule('deputy.absences').reference}",
        )


@health(
    "sessions.presidium_without_quorum", label="主席团会议到会不足法定人数", rule="presidium.quorum"
)
def presidium_without_quorum(period: Period) -> Iterator[Problem]:
    """Presidium meetings, their roll closed, that half of the members or fewer attended (浙江条例 24)."""
    meetings = PresidiumMeeting.objects.filter(held_on__range=period.days, roll__is_closed=True)
    for meeting in meetings.for_list().order_by("held_on"):
        check = law.presidium_quorum(meeting.present, meeting.expected)
        if not check.passed:
            yield Problem(f"{meeting}：{check.computed}", meeting.get_absolute_url(), check.article)


@health("sessions.presidium_gap", label="主席团会议间隔超过规定", rule="presidium.interval")
def presidium_gap(period: Period) -> Iterator[Problem]:
    """Two meetings further apart than the local rule allows, or none for so long at the year's end."""
    months, end = law.value("presidium.interval"), min(period.end, timezone.localdate())
    before = PresidiumMeeting.objects.filter(held_on__lt=period.start).order_by("-held_on").first()
    meetings = list(PresidiumMeeting.objects.filter(held_on__range=period.days).order_by("held_on"))
    chain = [before, *meetings] if before else meetings
    for earlier, later in pairwise(chain):
        check = law.presidium_interval(earlier.held_on, later.held_on, months=months, called="本次")
        if not check.passed:
            yield Problem(f"{later}：{check.computed}", later.get_absolute_url(), check.article)
    for last in chain[-1:]:
        check = law.presidium_interval(last.held_on, end, months=months, called="到")
        if not check.passed:
            url = reverse("sessions_app:presidiummeeting_list")
            yield Problem(f"{last}以后没有再开：{check.computed}", url, check.article)
