"""Figures of the plan, the government's goals and the 民生实事 projects."""

from django.db.models import Exists, OuterRef, QuerySet

from renda.core.figures import Period, count, listing, rate, total
from renda.core.models import Unit
from supervision.models import Appraisal, Inspection, LivelihoodProject, PlanItem, WorkTarget

GROUP = "监督"


def years(period: Period) -> tuple[int, int]:
    """The first and last year that a period touches."""
    return period.start.year, period.end.year


@count(
    "supervision.plan_items", label="监督计划议题", unit="项", group=GROUP,
    law="supervision.plan", empty="missing", record_url="supervision:plan_create",
)  # fmt: skip
def plan_items(period: Period) -> QuerySet[PlanItem]:
    """列入统计期所在年度监督计划的议题，每个议题计一项，不论是否已开展。"""
    return PlanItem.objects.filter(year__range=years(period))


@count(
    "supervision.plan_items_done", label="已开展的计划议题", unit="项", group=GROUP,
    law="supervision.plan",
)  # fmt: skip
def plan_items_done(period: Period) -> QuerySet[PlanItem]:
    """列入统计期所在年度监督计划、并且至少有一次已实施的督查视察或者工作评议与之对应的议题。"""
    inspected = Inspection.objects.held().filter(plan_item=OuterRef("pk"))
    appraised = Appraisal.objects.held().filter(plan_item=OuterRef("pk"))
    return plan_items(period).filter(Exists(inspected) | Exists(appraised))


@count(
    "supervision.targets", label="目标任务", unit="项", group=GROUP,
    empty="missing", record_url="supervision:target_create",
)  # fmt: skip
def targets(period: Period) -> QuerySet[WorkTarget]:
    """统计期所在年度政府工作报告等分解到责任单位、责任领导、责任人的目标任务，一条计一项。"""
    return WorkTarget.objects.filter(year__range=years(period))


@count("supervision.target_units", label="目标任务责任单位", unit="个", group=GROUP)
def target_units(period: Period) -> QuerySet[Unit]:
    """统计期所在年度至少承担一项目标任务的责任单位，每个单位只计一次。"""
    mine = targets(period).filter(unit=OuterRef("pk"))
    return Unit.objects.filter(Exists(mine))


@count("supervision.targets_done", label="已完成目标任务", unit="项", group=GROUP)
def targets_done(period: Period) -> QuerySet[WorkTarget]:
    """统计期所在年度的目标任务中，登记了完成日期的。"""
    return targets(period).done()


rate(
    "supervision.targets_rate",
    label="目标任务完成率",
    group=GROUP,
    numerator="supervision.targets_done",
    denominator="supervision.targets",
    definition="已完成目标任务 ÷ 统计期所在年度全部目标任务，按现状计算。",
)


@count(
    "supervision.projects", label="民生实事项目", unit="件", group=GROUP,
    law="supervision.livelihood", empty="missing", record_url="supervision:project_create",
)  # fmt: skip
def projects(period: Period) -> QuerySet[LivelihoodProject]:
    """统计期所在年度经人民代表大会票决确定的民生实事项目，含已完成、已测评的；征集、初定和未入选的不计。"""
    return LivelihoodProject.objects.filter(year__range=years(period)).chosen()


@count(
    "supervision.projects_collected", label="征集的民生实事", unit="件", group=GROUP,
    law="supervision.livelihood",
)  # fmt: skip
def projects_collected(period: Period) -> QuerySet[LivelihoodProject]:
    """统计期所在年度登记征集的民生实事项目，不论现在进行到哪一步，含未入选的。"""
    return LivelihoodProject.objects.filter(year__range=years(period))


@count(
    "supervision.projects_shortlisted", label="初定候选的民生实事", unit="件", group=GROUP,
    law="supervision.livelihood",
)  # fmt: skip
def projects_shortlisted(period: Period) -> QuerySet[LivelihoodProject]:
    """统计期所在年度的民生实事项目中，现为初定候选或者已经票决确定的；只征集的和未入选的不计。"""
    S = LivelihoodProject.Status
    return projects_collected(period).exclude(status__in=(S.COLLECTED, S.DROPPED))


def _rated(name: str, label: str) -> None:
    """Declare the sum of one of the three votes on finished projects."""

    def rows(period: Period) -> QuerySet[LivelihoodProject]:
        return projects(period).filter(**{f"{name}__isnull": False})

    rows.__doc__ = (
        f"统计期所在年度票决确定的民生实事项目，满意度测评“{label}”票数之和；没有测评的不计。"
    )
    total(
        f"supervision.projects_{name}", label=f"民生实事测评：{label}", unit="票", group=GROUP,
        field=name, law="supervision.livelihood",
    )(rows)  # fmt: skip


@count(
    "supervision.projects_done", label="已完成民生实事", unit="件", group=GROUP,
    law="supervision.livelihood",
)  # fmt: skip
def projects_done(period: Period) -> QuerySet[LivelihoodProject]:
    """统计期所在年度票决确定的民生实事项目中，已完成（含已测评）的。"""
    return LivelihoodProject.objects.filter(year__range=years(period)).finished()


_rated("satisfied", "满意")
_rated("basically_satisfied", "基本满意")
_rated("dissatisfied", "不满意")

rate(
    "supervision.projects_rate",
    label="民生实事完成率",
    group=GROUP,
    numerator="supervision.projects_done",
    denominator="supervision.projects",
    definition="已完成民生实事 ÷ 统计期所在年度票决确定的民生实事项目，按现状计算。",
    law="supervision.livelihood",
)


@listing(
    "supervision.projects_list", label="民生实事项目一览", group=GROUP, unit="件",
    item=lambda project: project.name, law="supervision.livelihood",
)  # fmt: skip
def projects_list(period: Period) -> QuerySet[LivelihoodProject]:
    """统计期所在年度经票决确定的民生实事项目，按序号列出名称。"""
    return projects(period).order_by("year", "no")


@total(
    "supervision.projects_investment", label="民生实事投资", unit="万元", group=GROUP,
    field="investment", law="supervision.livelihood",
)  # fmt: skip
def projects_investment(period: Period) -> QuerySet[LivelihoodProject]:
    """统计期所在年度票决确定的民生实事项目的总投资之和。"""
    return projects(period)
