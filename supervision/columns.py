"""What rows of this app show in lists, drill-downs and exports."""

from renda.core.columns import Column, show
from supervision.grading import grade, satisfaction
from supervision.models import (
    Appraisal,
    ElectionVillage,
    Finding,
    Inspection,
    InspectionOpinion,
    InspectionProject,
    LivelihoodProject,
    PlanItem,
    VillageElectionWatch,
    WorkTarget,
)

PLAN = (
    Column("月份", lambda item: f"{item.month} 月", sort="month", css="nowrap"),
    Column("监督议题", "title", link=True),
    Column("监督方式", "get_kind_display", sort="kind"),
    Column("监督对象", "unit"),
    Column("牵头人", "lead"),
)
TARGET = (
    Column("目标任务", "content", link=True),
    Column("责任单位", "unit", sort="unit"),
    Column("责任领导", "leader"),
    Column("责任人", "person"),
    Column("完成期限", "due_on", sort="due_on", css="date"),
    Column("进度（%）", "percent", sort="percent", css="num"),
    Column("状态", "state_label", pill=True, tone=lambda target: target.state_tone),
    Column("完成日期", "done_on", css="date"),
)
PROJECT = (
    Column("序号", "no", sort="no", css="num"),
    Column("项目名称", "name", link=True),
    Column("责任单位", "unit"),
    Column("责任领导", "leader"),
    Column("投资（万元）", "investment", sort="investment", css="num"),
    Column("完成期限", "due_on", sort="due_on", css="date"),
    Column("阶段", "get_status_display", sort="status", pill=True),
    Column("完成日期", "done_on", css="date"),
)
INSPECTION = (
    Column("日期", "held_on", sort="held_on", css="date"),
    Column("名称", "title", link=True),
    Column("类别", "get_kind_display", sort="kind", css="nowrap"),
    Column("议题", "topic"),
    Column("听取汇报", "heard_whom"),
    Column("状态", "get_status_display", sort="status", pill=True),
)
OPINION = (
    Column("意见建议", str, link=True),
    Column("督查视察", "inspection.title"),
    Column("承办单位", "unit"),
    Column("交办日期", "handed_on", sort="handed_on", css="date"),
    Column("反馈期限", "due_on", sort="due_on", css="date"),
    Column("状态", "get_status_display", sort="status", css="nowrap", pill=True),
    Column("反馈日期", "answered_on", css="date"),
)
FINDING = (
    Column("编号", "number", sort="year,campaign,number", css="num", paper=False),
    Column("问题", "title", link=True),
    Column("来源", "source_kind", css="nowrap", paper=False),
    Column("发现日期", "found_on", sort="found_on", css="date"),
    Column("责任单位", "unit", sort="unit", css="nowrap"),
    Column("责任人", "person", css="nowrap", paper=False),
    Column("整改期限", "due_on", sort="due_on", css="date"),
    Column("状态", "get_status_display", sort="status", pill=True),
    Column("销号日期", "closed_on", sort="closed_on", css="date"),
)
FINDING_SHEET = (
    Column("年度", "year"),
    Column("编号", "number"),
    Column("来源类别", "source_kind"),
    Column("来源", "source"),
    Column("问题", "title"),
    Column("类别", "get_field_display"),
    Column("地点", "place"),
    Column("发现日期", "found_on"),
    Column("发现人", "found_by"),
    Column("责任单位", "unit.name"),
    Column("责任领导", "leader"),
    Column("责任人", "person"),
    Column("整改措施", "measures"),
    Column("交办日期", "handed_on"),
    Column("整改期限", "due_on"),
    Column("整改完成日期", "rectified_on"),
    Column("整改结果", "result"),
    Column("复查人", "rechecked_by"),
    Column("复查日期", "rechecked_on"),
    Column("状态", "get_status_display"),
    Column("销号日期", "closed_on"),
)
APPRAISAL = (
    Column("日期", "held_on", sort="held_on", css="date"),
    Column("名称", "title", link=True),
    Column("评议对象", "unit.name"),
    Column("评议主体", "get_level_display", sort="level"),
    Column("收回票", "returned", css="num"),
    Column("满意", "satisfied", css="num"),
    Column("基本满意", "basically_satisfied", css="num"),
    Column("不满意", "dissatisfied", css="num"),
    Column("满意率", satisfaction),
    Column(
        "等次",
        lambda appraisal: grade(appraisal).label,
        pill=True,
        tone=lambda appraisal: grade(appraisal).tone,
    ),
)


def seen_at(step: str) -> Column:
    """A cell of the matrix: the verdict of who watched a step in a village."""

    def of(village: ElectionVillage) -> VillageElectionWatch | None:
        return next((w for w in village.watches.all() if w.step == step), None)

    def words(village: ElectionVillage) -> str:
        watch = of(village)
        return watch.get_verdict_display() if watch else "未观察"

    def tone(village: ElectionVillage) -> str:
        watch = of(village)
        return watch.tone if watch else "draft"

    label = VillageElectionWatch.Step(step).label
    return Column(label, words, css="nowrap", pill=True, tone=tone)


MATRIX = (
    Column("村（社区）", "name", sort="name", link=True),
    Column("驻村主席团成员", "observer.name", css="nowrap"),
    *(seen_at(step) for step in VillageElectionWatch.Step.values),
)
WATCH = (
    Column("日期", "on", css="date"),
    Column("村（社区）", "village.name", link=True),
    Column("环节", "get_step_display", css="nowrap"),
    Column("观察人", "observer.name", css="nowrap"),
    Column("结论", "get_verdict_display", pill=True, tone=lambda watch: watch.tone),
    Column("推荐人选", "recommended", css="num"),
    Column("发现情况", "finding", css="words"),
    Column("意见交换", "note", css="words"),
)

show(PlanItem, *PLAN, related=("unit",))
show(WorkTarget, *TARGET, related=("unit",))
show(LivelihoodProject, *PROJECT, related=("unit",))
show(Inspection, *INSPECTION)
show(
    InspectionOpinion,
    *OPINION,
    related=("inspection", "unit"),
)
show(
    Finding,
    *FINDING,
    related=("unit", "activity", "inspection", "motion", "campaign"),
)
show(Appraisal, *APPRAISAL, related=("unit",))
show(
    ElectionVillage,
    Column("村（社区）", "name", link=True),
    Column("年度", "year", css="num"),
    Column("驻村主席团成员", "observer.name"),
    Column("指导组组长", "team_leader"),
    Column("投票日", "elected_on", css="date"),
    Column("选举结果", "result"),
    related=("observer",),
)
show(
    VillageElectionWatch,
    *WATCH,
    related=("village", "observer"),
)
show(
    InspectionProject,
    Column("项目", "project.name", link=True),
    Column("督查视察", "inspection.title"),
    Column("当时进度（%）", "percent", css="num"),
    Column("督查情况", "note"),
    related=("project", "inspection"),
)
