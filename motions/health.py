"""What looks wrong or is missing about motions."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from motions.models import Assignment, ContactLog, Motion
from motions.querysets import GONE
from motions.services import without_head
from renda.core.figures import Period
from renda.core.health import Problem, health
from renda.core.models import Unit
from renda.core.related import rows_of
from sessions_app.models import Session

OVER = (Session.Status.CLOSED, Session.Status.ARCHIVED)


@health("motions.no_contact", label="已答复而没有联系代表的记录", rule="suggestion.contact")
def no_contact(period: Period) -> Iterator[Problem]:
    """Answered without a word to the deputy on record (代表法 51)."""
    rows = Motion.objects.accepted_between(*period.days).filter(replied_on__isnull=False)
    talked = ContactLog.objects.believed().filter(motion=OuterRef("pk"))
    for motion in rows.exclude(Exists(talked)):
        yield Problem(str(motion), motion.get_absolute_url(), "补登面商记录，或者核实是否沟通过")


@health("motions.before_acceptance", label="提出日期晚于受理日期")
def before_acceptance(period: Period) -> Iterator[Problem]:
    """Accepted before it was handed in."""
    rows = Motion.objects.accepted_between(*period.days).filter(submitted_on__gt=F("accepted_on"))
    for motion in rows:
        yield Problem(str(motion), motion.get_absolute_url(), "核对提出日期")


@health("motions.no_leader", label="承办没有责任领导")
def no_leader(period: Period) -> Iterator[Problem]:
    """Handed on without a responsible leader."""
    rows = Assignment.objects.filter(assigned_on__range=period.days, leader="")
    for row in rows.exclude(status__in=GONE).select_related("motion", "unit"):
        yield Problem(str(row), row.get_absolute_url(), "补填责任领导")


@health("motions.no_head", label="在办件的承办单位没有负责人账号")
def no_head(period: Period) -> Iterator[Problem]:
    """What such a unit sends to its head nobody can sign; asked of the present alone."""
    if not period.start <= timezone.localdate() <= period.end:
        return
    busy = Assignment.objects.unfinished().values("unit")
    for unit in without_head(Unit.objects.filter(pk__in=busy)):
        yield Problem(str(unit), unit.get_absolute_url(), "请系统管理员给单位负责人开立账号")


@health("motions.key_without_followup", label="重点建议没有督办", rule="suggestion.key")
def key_without_followup(period: Period) -> Iterator[Problem]:
    """A key suggestion that nobody of the presidium watches."""
    rows = Motion.objects.accepted_between(*period.days).key()
    for motion in rows.exclude(Exists(rows_of(Motion, "followups"))):
        yield Problem(str(motion), motion.get_absolute_url(), "登记领办领导和督办领导")


@health("motions.wrong_session", label="会议与届次不符")
def wrong_session(period: Period) -> Iterator[Problem]:
    """The session belongs to another term than the case."""
    rows = Motion.objects.accepted_between(*period.days).exclude(session=None)
    for motion in rows.exclude(session__term=F("term")):
        yield Problem(str(motion), motion.get_absolute_url(), "重新选择会议")


@health("motions.unvoted", label="列入议程的议案没有登记表决")
def unvoted(period: Period) -> Iterator[Problem]:
    """On the agenda of a session that has closed since, and nobody said which vote decided on it."""
    rows = Motion.objects.accepted_between(*period.days).filter(status=Motion.Status.ON_AGENDA)
    over = Session.objects.filter(
        term=OuterRef("term"), closes_on__gte=OuterRef("accepted_on"), status__in=OVER
    )
    for motion in rows.filter(Exists(over)).exclude(Exists(rows_of(Motion, "votes"))):
        yield Problem(
            str(motion), motion.get_absolute_url(), "在该件页面按“登记表决”，选会议上的表决"
        )
