"""Figures of findings: of a period, and of each campaign."""

from django.db.models import QuerySet
from django.utils import timezone

from activities.figures.campaigns import campaigns_of
from activities.models import Campaign
from renda.core.figures import Period, count, listing, rate
from supervision.models import Finding

GROUP = "监督"
CAMPAIGN = "主题活动"


def found(period: Period) -> QuerySet[Finding]:
    """Findings of the period in the order of their numbers."""
    rows = Finding.objects.found_between(*period.days)
    return rows.order_by("year", "campaign", "number")


def spoken(finding: Finding) -> str:
    """A finding in words: 大茂坑村垃圾池溢出（已销号）."""
    return f"{finding.title}（{finding.get_status_display()}）"


@count(
    "supervision.findings", label="发现问题", unit="个", group=GROUP, on="found_on",
    empty="missing", record_url="supervision:finding_create",
)  # fmt: skip
def findings(period: Period) -> QuerySet[Finding]:
    """发现日期在统计期内、由视察、督查、主题活动和代表建议发现并登记的问题，一个编号计一个，不论整改状态。"""
    return found(period)


@count(
    "supervision.findings_handed", label="已交办问题", unit="个", group=GROUP, on="found_on",
)  # fmt: skip
def findings_handed(period: Period) -> QuerySet[Finding]:
    """统计期内发现的问题中，已交办给责任单位的，含整改中、待复查和已销号的。"""
    return found(period).handed()


@count(
    "supervision.findings_rectified", label="已整改问题", unit="个", group=GROUP, on="found_on",
)  # fmt: skip
def findings_rectified(period: Period) -> QuerySet[Finding]:
    """统计期内发现的问题中，责任单位已报整改完成的，含待复查；复查不合格退回再次整改的不计。"""
    return found(period).rectified()


@count(
    "supervision.findings_closed", label="已销号问题", unit="个", group=GROUP, on="found_on",
)  # fmt: skip
def findings_closed(period: Period) -> QuerySet[Finding]:
    """统计期内发现的问题中，经复查合格、已销号的，不论何时销号。"""
    return found(period).closed()


rate(
    "supervision.closed_rate",
    label="问题销号率",
    group=GROUP,
    numerator="supervision.findings_closed",
    denominator="supervision.findings_handed",
    definition="已销号问题 ÷ 已交办问题，都以统计期内发现的问题为范围。",
)

rate(
    "supervision.rectified_rate",
    label="问题整改率",
    group=GROUP,
    numerator="supervision.findings_rectified",
    denominator="supervision.findings_handed",
    definition="已整改问题 ÷ 已交办问题，都以统计期内发现的问题为范围。",
)


@count(
    "supervision.findings_overdue", label="逾期未整改问题", unit="个", group=GROUP, on="found_on",
    law="supervision.rectify_days",
)  # fmt: skip
def findings_overdue(period: Period) -> QuerySet[Finding]:
    """统计期内发现的问题中，已交办、到今天超过整改期限仍未报整改的。"""
    return found(period).overdue(timezone.localdate())


@listing(
    "supervision.findings_list", label="问题一览", group=GROUP, unit="个", item=spoken,
    on="found_on",
)  # fmt: skip
def findings_list(period: Period) -> QuerySet[Finding]:
    """发现日期在统计期内的问题，按编号列出问题和整改状态。"""
    return found(period)


def of_campaign(period: Period, campaign: Campaign) -> QuerySet[Finding]:
    """A campaign's findings of the period in the order of their numbers."""
    return found(period).filter(campaign=campaign).order_by("number")


@count(
    "supervision.campaign_findings", label="发现问题", unit="个", group=CAMPAIGN,
    per=campaigns_of, on="found_on",
    record_url="supervision:finding_create",
)  # fmt: skip
def campaign_findings(period: Period, campaign: Campaign) -> QuerySet[Finding]:
    """该主题活动中发现、发现日期在统计期内的问题，一个编号计一个。"""
    return of_campaign(period, campaign)


@count(
    "supervision.campaign_findings_handed", label="已交办问题", unit="个", group=CAMPAIGN,
    per=campaigns_of, on="found_on",
)  # fmt: skip
def campaign_findings_handed(period: Period, campaign: Campaign) -> QuerySet[Finding]:
    """该主题活动统计期内发现的问题中，已交办给责任单位的，含已整改和已销号的。"""
    return of_campaign(period, campaign).handed()


@count(
    "supervision.campaign_findings_planned", label="已制定整改措施的问题", unit="个",
    group=CAMPAIGN, per=campaigns_of, on="found_on",
)  # fmt: skip
def campaign_findings_planned(period: Period, campaign: Campaign) -> QuerySet[Finding]:
    """该主题活动统计期内发现的问题中，已交办并且登记了整改措施的。"""
    return of_campaign(period, campaign).handed().exclude(measures="")


@count(
    "supervision.campaign_findings_closed", label="已销号问题", unit="个", group=CAMPAIGN,
    per=campaigns_of, on="found_on",
)  # fmt: skip
def campaign_findings_closed(period: Period, campaign: Campaign) -> QuerySet[Finding]:
    """该主题活动统计期内发现的问题中，经复查合格、已销号的，不论何时销号。"""
    return of_campaign(period, campaign).closed()


@listing(
    "supervision.campaign_findings_list", label="问题一览", group=CAMPAIGN, unit="个",
    item=lambda finding: finding.title, per=campaigns_of, on="found_on",
)  # fmt: skip
def campaign_findings_list(period: Period, campaign: Campaign) -> QuerySet[Finding]:
    """该主题活动统计期内发现的问题，按编号列出。"""
    return of_campaign(period, campaign)
