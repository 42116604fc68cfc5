"""Figures of the appraisals of units."""

from django.db.models import QuerySet

from renda.core.figures import Period, count, listing
from supervision.grading import grade
from supervision.models import Appraisal
from supervision.words import spoken_appraisal

GROUP = "监督"


def held(period: Period, level: str = "") -> QuerySet[Appraisal]:
    """Appraisals held in the period, by deputies of one level or of any, oldest first."""
    rows = Appraisal.objects.held().filter(held_on__range=period.days)
    rows = rows.select_related("unit", "township")
    rows = rows.filter(level=level) if level else rows
    return rows.order_by("held_on", "pk")


@count(
    "supervision.appraisals", label="工作评议", unit="次", group=GROUP, on="held_on",
    law="supervision.opinions", empty="missing", record_url="supervision:appraisal_create",
)  # fmt: skip
def appraisals(period: Period) -> QuerySet[Appraisal]:
    """日期在统计期内、由乡镇人大代表或者县人大代表开展的工作评议，评议一个单位一次计一次；没有收回测评票，签到册也无人签到、未截止的（计划中的）不计。"""
    return held(period)


@listing(
    "supervision.appraisals_list", label="工作评议一览", group=GROUP, unit="次", item=spoken_appraisal,
    law="supervision.opinions", on="held_on",
)  # fmt: skip
def appraisals_list(period: Period) -> QuerySet[Appraisal]:
    """日期在统计期内的工作评议，按日期列出评议主体、评议对象、座谈情况、存在问题、意见建议和等次；等次由测评票按本地规则算出。"""
    return held(period)


@count(
    "supervision.appraisals_town", label="乡镇人大代表工作评议", unit="次", group=GROUP, on="held_on",
    law="supervision.opinions",
)  # fmt: skip
def appraisals_town(period: Period) -> QuerySet[Appraisal]:
    """日期在统计期内、评议主体为乡镇人大代表的工作评议。"""
    return held(period, Appraisal.Level.TOWNSHIP)


@count(
    "supervision.appraisals_county", label="县人大代表工作评议", unit="次", group=GROUP,
    on="held_on", law="supervision.opinions",
)  # fmt: skip
def appraisals_county(period: Period) -> QuerySet[Appraisal]:
    """日期在统计期内、评议主体为县人大代表的工作评议。"""
    return held(period, Appraisal.Level.COUNTY)


@listing(
    "supervision.appraisals_town_list", label="乡镇人大代表评议对象", group=GROUP, unit="个",
    item=lambda appraisal: appraisal.unit.name, law="supervision.opinions", on="held_on",
)  # fmt: skip
def appraisals_town_list(period: Period) -> QuerySet[Appraisal]:
    """日期在统计期内、由乡镇人大代表评议的单位，按评议日期列出。"""
    return held(period, Appraisal.Level.TOWNSHIP)


@listing(
    "supervision.appraisals_county_list", label="县人大代表评议对象", group=GROUP, unit="个",
    item=lambda appraisal: appraisal.unit.name, law="supervision.opinions", on="held_on",
)  # fmt: skip
def appraisals_county_list(period: Period) -> QuerySet[Appraisal]:
    """日期在统计期内、由县人大代表评议的单位，按评议日期列出。"""
    return held(period, Appraisal.Level.COUNTY)


@listing(
    "supervision.appraisals_graded", label="工作评议等次", group=GROUP, unit="个",
    item=lambda appraisal: f"{appraisal.unit.name}{grade(appraisal).label}",
    law="supervision.opinions", on="held_on",
)  # fmt: skip
def appraisals_graded(period: Period) -> QuerySet[Appraisal]:
    """日期在统计期内、已经收回测评票的工作评议，按评议日期列出评议对象和等次；等次由测评票按本地规则算出。"""
    return held(period).filter(returned__gt=0)
