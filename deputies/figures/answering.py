"""How deputies answered to voters, and how they were honoured."""

from django.db.models import QuerySet

from deputies.figures.shared import GROUP
from deputies.models import Deputy, DutyReport, Honour
from renda.core.figures import Period, count, people, total


@people(
    "deputies.duty_reports",
    label="向选民述职的代表",
    unit="名",
    group=GROUP,
    law="deputy.record",
    empty="missing",
    record_url="deputies:duty_report_create",
)
def duty_reports(period: Period) -> QuerySet[Deputy]:
    """期内向选民述职的代表，按述职日期计，一人述职多次计一人。"""
    held = DutyReport.objects.filter(held_on__range=period.days)
    return Deputy.objects.filter(pk__in=held.values("deputy"))


@total(
    "deputies.duty_report_voters",
    label="参加述职会的选民",
    unit="人次",
    group=GROUP,
    field="voters_present",
    on="held_on",
)
def duty_report_voters(period: Period) -> QuerySet[DutyReport]:
    """期内每次代表述职登记的到会选民数之和；同一选民听取多位代表述职的分别计入。"""
    return DutyReport.objects.filter(held_on__range=period.days)


@count("deputies.duty_reports_announced", label="当场公布评议结果的述职", unit="次", group=GROUP,
       on="held_on")  # fmt: skip
def duty_reports_announced(period: Period) -> QuerySet[DutyReport]:
    """期内登记为当场公布评议结果的代表述职，按述职日期计，一次述职计一次。"""
    return DutyReport.objects.filter(held_on__range=period.days, announced=True)


def _rated(name: str, label: str) -> None:
    """Declare the sum of one of the three votes on duty reports."""

    def rows(period: Period) -> QuerySet[DutyReport]:
        return DutyReport.objects.filter(held_on__range=period.days)

    rows.__doc__ = f"期内每次代表述职登记的测评“{label}”票数之和，按述职日期计。"
    total(f"deputies.duty_report_{name}", label=f"述职测评：{label}", unit="票", group=GROUP,
          field=name, on="held_on")(rows)  # fmt: skip


_rated("satisfied", "满意")
_rated("basically_satisfied", "基本满意")
_rated("dissatisfied", "不满意")


@count("deputies.honours", label="代表受表彰", unit="项", group=GROUP, on="on")
def honours(period: Period) -> QuerySet[Honour]:
    """期内授予代表的表彰奖励，按授予日期计，一人获一项计一项。"""
    return Honour.objects.filter(on__range=period.days)
