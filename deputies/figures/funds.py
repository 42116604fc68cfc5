"""What deputies' work was given and what it spent."""

from django.db.models import QuerySet

from deputies.figures.shared import GROUP
from deputies.models import Fund
from renda.core.figures import Period, rate, total


@total("deputies.funds_budget", label="履职经费预算", unit="元", group=GROUP, field="budget",
       law="deputy.funds", record_url="deputies:fund_create")  # fmt: skip
def funds_budget(period: Period) -> QuerySet[Fund]:
    """统计期所在年度登记的各类代表履职经费的预算数之和。"""
    return Fund.objects.filter(year__range=(period.start.year, period.end.year))


@total("deputies.funds_spent", label="履职经费支出", unit="元", group=GROUP, field="spent",
       law="deputy.funds", record_url="deputies:fund_create")  # fmt: skip
def funds_spent(period: Period) -> QuerySet[Fund]:
    """统计期所在年度登记的各类代表履职经费的支出数之和。"""
    return funds_budget(period)


rate(
    "deputies.funds_rate",
    label="履职经费执行率",
    group=GROUP,
    numerator="deputies.funds_spent",
    denominator="deputies.funds_budget",
    definition="履职经费支出 ÷ 履职经费预算 × 100%，四舍五入保留一位小数。",
    law="deputy.funds",
)
