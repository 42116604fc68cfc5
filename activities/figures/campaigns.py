"""Figures of the year's campaigns, and the same for each of them."""

from django.db.models import F, QuerySet

from activities.models import Activity, Campaign, Deed, HeadCount, Opinion, Stop
from activities.querysets import CADRES
from activities.words import (
    spoken_activity,
    spoken_campaign,
    spoken_forum,
    spoken_series,
    spoken_visit,
)
from deputies.models import Deputy, RollEntry
from renda.core.figures import Period, count, listing, people, total

GROUP = "主题活动"


def campaigns_of(period: Period) -> QuerySet[Campaign]:
    """The campaigns that ran in the period, first begun first."""
    return Campaign.objects.of_period(*period.days).order_by("starts_on", "pk")


def in_campaign(period: Period, campaign: Campaign) -> QuerySet[Activity]:
    """A campaign's registered activities of the period."""
    return Activity.objects.between(*period.days).registered().filter(campaign=campaign)


@count(
    "activities.campaigns", label="主题活动", unit="个", group=GROUP,
    empty="missing", record_url="activities:campaign_create",
)  # fmt: skip
def campaigns(period: Period) -> QuerySet[Campaign]:
    """本期内开展过的主题活动，跨期的各期都计，一个主题计一个。"""
    return campaigns_of(period)


@listing("activities.campaigns_list", label="主题活动一览", group=GROUP, unit="个",
         item=spoken_campaign)  # fmt: skip
def campaigns_list(period: Period) -> QuerySet[Campaign]:
    """本期内开展过的主题活动，按开始日期先后列出名称。"""
    return campaigns_of(period)


@listing("activities.tasks_done_list", label="按期完成的上级任务", group=GROUP,
         item=lambda c: c.task)  # fmt: skip
def tasks_done_list(period: Period) -> QuerySet[Campaign]:
    """本期内开展过的主题活动所承担的上级任务中，登记为按期完成的。"""
    return campaigns_of(period).filter(is_task_done=True)


@count("activities.campaign_activities", label="开展活动", unit="次", group=GROUP,
       per=campaigns_of, on="held_on",
       record_url="activities:activity_create")  # fmt: skip
def campaign_activities(period: Period, campaign: Campaign) -> QuerySet[Activity]:
    """该主题活动本期内已登记（签到已截止）的活动，一次计一次。"""
    return in_campaign(period, campaign)


@count("activities.campaign_places", label="视察点位", unit="处", group=GROUP,
       per=campaigns_of, on="activity__held_on")  # fmt: skip
def campaign_places(period: Period, campaign: Campaign) -> QuerySet[Stop]:
    """该主题活动本期内已登记的视察到过的点位，一次视察的每个点位计一处。"""
    visits = in_campaign(period, campaign).filter(kind=Activity.Kind.SITE_VISIT)
    return Stop.objects.filter(activity__in=visits.order_by()).order_by(
        "activity__held_on", "order", "pk"
    )


@listing("activities.campaign_places_list", label="视察点位一览", group=GROUP, unit="处",
         item=str, per=campaigns_of)  # fmt: skip
def campaign_places_list(period: Period, campaign: Campaign) -> QuerySet[Stop]:
    """该主题活动本期内已登记的视察到过的点位，按日期和视察顺序列出。"""
    return campaign_places(period, campaign)


@total("activities.campaign_person_times", label="参加活动", unit="人次", group=GROUP,
       field="person_times", per=campaigns_of, on="held_on",
       record_url="activities:activity_create")  # fmt: skip
def campaign_person_times(period: Period, campaign: Campaign) -> QuerySet[Activity]:
    """该主题活动本期内已登记的活动中，签到册上实到的代表人次与机关干部、村干部人次之和；群众和其他人员不计。"""
    return in_campaign(period, campaign).with_heads()


@count("activities.campaign_deputy_times", label="代表参加活动", unit="人次", group=GROUP,
       per=campaigns_of, on="roll__on",
       record_url="activities:activity_create")  # fmt: skip
def campaign_deputy_times(period: Period, campaign: Campaign) -> QuerySet[RollEntry]:
    """该主题活动本期内已登记的活动签到册上实到的代表，每人每参加一次计一人次。"""
    rolls = in_campaign(period, campaign).order_by().values("roll")
    return RollEntry.objects.of_deputies().present().filter(roll__in=rolls)


@total("activities.campaign_cadre_times", label="干部参加活动", unit="人次", group=GROUP,
       field="number", per=campaigns_of, on="activity__held_on",
       record_url="activities:activity_create")  # fmt: skip
def campaign_cadre_times(period: Period, campaign: Campaign) -> QuerySet[HeadCount]:
    """该主题活动本期内已登记的活动中，机关干部和村干部的参加人数之和，每参加一次计一次。"""
    return HeadCount.objects.filter(
        activity__in=in_campaign(period, campaign).order_by(), role__in=CADRES
    )


@total("activities.campaign_leaflets", label="发放公开信等宣传资料", unit="份", group=GROUP,
       field="leaflets", per=campaigns_of, on="held_on",
       record_url="activities:activity_create")  # fmt: skip
def campaign_leaflets(period: Period, campaign: Campaign) -> QuerySet[Activity]:
    """该主题活动本期内已登记的活动中发放公开信等宣传资料的份数之和。"""
    return in_campaign(period, campaign).filter(leaflets__gt=0)


@total("activities.campaign_rubbish", label="清理垃圾", unit="公斤", group=GROUP,
       field="rubbish_kg", per=campaigns_of, on="held_on")  # fmt: skip
def campaign_rubbish(period: Period, campaign: Campaign) -> QuerySet[Activity]:
    """该主题活动本期内已登记的活动中清理垃圾的公斤数之和。"""
    return in_campaign(period, campaign).filter(rubbish_kg__gt=0)


def _exemplars(period: Period, campaign: Campaign, level: str) -> QuerySet[Deputy]:
    deeds = Deed.objects.between(*period.days).filter(campaign=campaign, level=level)
    return Deputy.objects.filter(pk__in=deeds.order_by().values("deputy"))


@people(
    "activities.campaign_deed_deputies",
    label="带头的代表",
    group=GROUP,
    per=campaigns_of,
    record_url="activities:deed_create",
)
def campaign_deed_deputies(period: Period, campaign: Campaign) -> QuerySet[Deputy]:
    """该主题活动本期内登记有代表事例的代表，同一人有多件事例只计一人。"""
    deeds = Deed.objects.between(*period.days).filter(campaign=campaign)
    return Deputy.objects.filter(pk__in=deeds.order_by().values("deputy"))


@people(
    "activities.campaign_deed_county",
    label="带头的县代表",
    group=GROUP,
    per=campaigns_of,
    record_url="activities:deed_create",
)
def campaign_deed_county(period: Period, campaign: Campaign) -> QuerySet[Deputy]:
    """该主题活动本期内登记有代表事例、当日为县人大代表的，同一人只计一人；兼任乡镇代表的计在此处。"""
    return _exemplars(period, campaign, Deed.Level.COUNTY)


@people(
    "activities.campaign_deed_township",
    label="带头的乡镇代表",
    group=GROUP,
    per=campaigns_of,
    record_url="activities:deed_create",
)
def campaign_deed_township(period: Period, campaign: Campaign) -> QuerySet[Deputy]:
    """该主题活动本期内登记有代表事例、当日只是乡镇人大代表的，同一人只计一人；已计入县代表的不再计。"""
    return _exemplars(period, campaign, Deed.Level.TOWNSHIP).exclude(
        pk__in=_exemplars(period, campaign, Deed.Level.COUNTY).values("pk")
    )


@listing("activities.campaign_visits_list", label="视察一览", group=GROUP, unit="次",
         item=spoken_visit, per=campaigns_of, on="held_on")  # fmt: skip
def campaign_visits_list(period: Period, campaign: Campaign) -> QuerySet[Activity]:
    """该主题活动本期内已登记的视察，按日期先后列出日期、点位和重点工程级别、听取谁的情况介绍、提出意见建议几条。"""
    return (
        in_campaign(period, campaign)
        .filter(kind=Activity.Kind.SITE_VISIT)
        .prefetch_related("stops", "opinions")
        .order_by("held_on", "pk")
    )


@listing("activities.campaign_activities_list", label="活动一览", group=GROUP, unit="次",
         item=spoken_activity, per=campaigns_of, on="held_on")  # fmt: skip
def campaign_activities_list(period: Period, campaign: Campaign) -> QuerySet[Activity]:
    """该主题活动本期内已登记的活动，按日期先后列出日期和活动主题。"""
    return in_campaign(period, campaign).order_by("held_on", "pk")


@listing("activities.campaign_series_list", label="活动周（集中活动）一览", group=GROUP, unit="次",
         item=spoken_series, per=campaigns_of, on="held_on")  # fmt: skip
def campaign_series_list(period: Period, campaign: Campaign) -> QuerySet[Activity]:
    """该主题活动本期内已登记的、持续两天以上的集中活动（如活动周），列出起止日期、代表和干部人次、宣传资料份数和清理垃圾公斤数。"""
    return (
        in_campaign(period, campaign)
        .filter(until_on__gt=F("held_on"))
        .with_heads()
        .order_by("held_on", "pk")
    )


@count("activities.campaign_forums", label="座谈会", unit="次", group=GROUP,
       per=campaigns_of, on="held_on")  # fmt: skip
def campaign_forums(period: Period, campaign: Campaign) -> QuerySet[Activity]:
    """该主题活动本期内已登记的座谈会，一次计一次。"""
    return in_campaign(period, campaign).filter(kind=Activity.Kind.FORUM)


@listing("activities.campaign_forums_list", label="座谈会一览", group=GROUP, unit="次",
         item=spoken_forum, per=campaigns_of, on="held_on")  # fmt: skip
def campaign_forums_list(period: Period, campaign: Campaign) -> QuerySet[Activity]:
    """该主题活动本期内已登记的座谈会，按日期先后列出日期、主题、听取谁的情况介绍和提出的意见建议。"""
    return campaign_forums(period, campaign).prefetch_related("opinions").order_by("held_on", "pk")


@count("activities.campaign_opinions", label="提出意见建议", unit="条", group=GROUP,
       per=campaigns_of)  # fmt: skip
def campaign_opinions(period: Period, campaign: Campaign) -> QuerySet[Opinion]:
    """该主题活动本期内各次活动上登记的意见建议，一条计一条。"""
    return Opinion.objects.between(*period.days).filter(activity__campaign=campaign)


@listing("activities.campaign_task_done", label="按期完成的上级任务", group=GROUP,
         item=lambda c: c.task, per=campaigns_of)  # fmt: skip
def campaign_task_done(period: Period, campaign: Campaign) -> QuerySet[Campaign]:
    """该主题活动所承担的上级任务，登记为按期完成的列出任务名称。"""
    return campaigns_of(period).filter(pk=campaign.pk, is_task_done=True)
