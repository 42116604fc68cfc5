"""What looks wrong or missing in the records of activities, voters and publicity."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, F, Q
from django.utils import timezone

from activities.models import Activity, Adoption, Deed, VoterContact
from deputies.models import DeputyGroup
from renda.core import law
from renda.core.figures import Period
from renda.core.health import Problem, health
from renda.core.related import rows_of

LATE_DAYS = 15


@health("activities.unregistered", label="活动结束已久仍未登记")
def unregistered(period: Period) -> Iterator[Problem]:
    """Activities held more than ``LATE_DAYS`` days ago without closed attendance."""
    before = timezone.localdate() - timedelta(days=LATE_DAYS)
    for activity in Activity.objects.between(*period.days).waiting(before):
        yield Problem(
            f"{activity.held_on} {activity}",
            activity.get_absolute_url(),
            "补登到会情况并截止签到；没有开展的请作废",
        )


@health("activities.nobody", label="已登记的活动没有代表参加")
def nobody(period: Period) -> Iterator[Problem]:
    """Registered activities to which no deputy came."""
    for activity in Activity.objects.between(*period.days).registered().with_heads():
        if not activity.deputy_heads:
            yield Problem(
                f"{activity.held_on} {activity}", activity.get_absolute_url(), "核对签到册"
            )


@health("activities.no_content", label="已登记的活动没有填写内容")
def no_content(period: Period) -> Iterator[Problem]:
    """Registered activities without a word on what was done."""
    for activity in Activity.objects.between(*period.days).registered().filter(content=""):
        yield Problem(f"{activity.held_on} {activity}", activity.get_absolute_url(), "补填活动内容")


@health("activities.no_stops", label="视察没有登记点位")
def no_stops(period: Period) -> Iterator[Problem]:
    """Registered visits without a place."""
    visits = Activity.objects.between(*period.days).registered()
    empty = ~Exists(rows_of(Activity, "stops"))
    for activity in visits.filter(empty, kind=Activity.Kind.SITE_VISIT):
        yield Problem(f"{activity.held_on} {activity}", activity.get_absolute_url(), "补登视察点位")


@health("activities.outside_campaign", label="活动日期不在所属主题活动期间")
def outside_campaign(period: Period) -> Iterator[Problem]:
    """Activities before or after the campaign they are counted in."""
    outside = Q(held_on__lt=F("campaign__starts_on")) | Q(held_on__gt=F("campaign__ends_on"))
    rows = Activity.objects.between(*period.days).filter(outside).select_related("campaign")
    for activity in rows:
        yield Problem(
            f"{activity.held_on} {activity}（{activity.campaign}）",
            activity.get_absolute_url(),
            "核对活动日期或所属主题活动",
        )


@health("activities.idle_groups", label="代表小组全年活动次数不足", rule="group.activities")
def idle_groups(period: Period) -> Iterator[Problem]:
    """Groups that met less often than the rule demands in a year that is over."""
    if period.end >= timezone.localdate():
        return
    least = law.value("group.activities")
    met = Count(
        "activities",
        filter=Q(
            activities__held_on__range=period.days,
            activities__roll__is_closed=True,
            activities__voided_at=None,
        ),
    )
    for group in DeputyGroup.objects.annotate(met=met).filter(met__lt=least):
        yield Problem(
            f"{group}：{group.met} 次",
            group.get_absolute_url(),
            f"每年不少于 {least} 次（{law.cite('group.activities')}）",
        )


@health("activities.early_adoption", label="录用日期早于投稿日期")
def early_adoption(period: Period) -> Iterator[Problem]:
    """Articles printed before they were sent."""
    rows = Adoption.objects.filter(
        article__sent_on__range=period.days, on__lt=F("article__sent_on")
    )
    for adoption in rows.select_related("article"):
        yield Problem(str(adoption), adoption.get_absolute_url(), "核对两个日期")


@health("activities.adoption_without_link", label="录用信息没有链接")
def adoption_without_link(period: Period) -> Iterator[Problem]:
    """Adoptions that nobody can look up."""
    rows = Adoption.objects.filter(article__sent_on__range=period.days, url="")
    for adoption in rows.select_related("article"):
        yield Problem(str(adoption), adoption.get_absolute_url(), "补填链接或上传刊登页")


@health("activities.future_deeds", label="日期在今天以后的事例或走访接待")
def future_rows(period: Period) -> Iterator[Problem]:
    """Deeds and contacts dated later than today."""
    today = timezone.localdate()
    for model, day in ((Deed, "on"), (VoterContact, "met_on")):
        rows = model.objects.between(*period.days).filter(**{f"{day}__gt": today})
        for row in rows.select_related("deputy"):
            yield Problem(str(row), row.get_absolute_url(), "核对日期")
