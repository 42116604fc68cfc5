"""Pages of the year's supervision plan and of the government's goals."""

from renda.core.columns import Column
from renda.core.views import Action, CreatePage, DetailPage, EditPage, RelatedTable, Section
from supervision.columns import APPRAISAL, INSPECTION, PLAN, TARGET
from supervision.filters import PlanItemFilter, WorkTargetFilter
from supervision.models import Appraisal, Inspection, InspectionKind, PlanItem, WorkTarget
from supervision.views.shared import SUPERVISION, OfYearList

PLANS = ("监督计划", "supervision:plan_list")
TARGETS = ("目标任务", "supervision:target_list")
PLAN_FIELDS = ("year", "title", "kind", "month", "unit", "lead", "note")
TARGET_FIELDS = (
    "year",
    "source",
    "content",
    "unit",
    "leader",
    "person",
    "due_on",
    "percent",
    "progress_note",
    "done_on",
)


class PlanList(OfYearList):
    model = PlanItem
    permission_required = "supervision.list_planitem"
    title = "监督计划"
    lead = "年度监督计划印发全体代表，并向社会公布"
    crumbs = (SUPERVISION,)
    filterset_class = PlanItemFilter
    ordering = ("-year", "month", "pk")
    actions = (Action("登记计划", "supervision:plan_create", "supervision.change_planitem"),)
    columns = (
        *PLAN,
        Column(
            "落实情况",
            lambda item: f"已开展 {item.carried_out} 次" if item.carried_out else "未开展",
            pill=True,
            tone=lambda item: "done" if item.carried_out else "draft",
        ),
    )
    empty_text = "年初主席团会议通过监督计划后，在这里逐项登记。"


class PlanDetail(DetailPage):
    model = PlanItem
    permission_required = "supervision.view_planitem"
    crumbs = (SUPERVISION, PLANS)
    sections = (Section("计划内容", PLAN_FIELDS),)
    edit_url = "supervision:plan_update"
    edit_perm = "supervision.change_planitem"
    tables = (
        RelatedTable(
            "督查视察",
            lambda item: Inspection.objects.filter(plan_item=item),
            INSPECTION,
            empty="还没有开展",
            when=lambda item: item.kind != InspectionKind.APPRAISAL,
        ),
        RelatedTable(
            "工作评议",
            lambda item: Appraisal.objects.filter(plan_item=item).select_related("unit"),
            APPRAISAL,
            empty="还没有开展",
            when=lambda item: item.kind == InspectionKind.APPRAISAL,
        ),
    )


class PlanCreate(CreatePage):
    model = PlanItem
    permission_required = "supervision.change_planitem"
    fields = PLAN_FIELDS
    crumbs = (SUPERVISION, PLANS)

    def get_initial(self) -> dict:
        return {"year": self.request.year}


class PlanUpdate(EditPage):
    model = PlanItem
    permission_required = "supervision.change_planitem"
    fields = PLAN_FIELDS
    crumbs = (SUPERVISION, PLANS)


class TargetList(OfYearList):
    """政府工作报告目标任务分解, by responsible unit."""

    model = WorkTarget
    permission_required = "supervision.list_worktarget"
    title = "目标任务"
    lead = "政府工作报告确定的目标任务，分解到责任单位、责任领导、责任人"
    crumbs = (SUPERVISION,)
    filterset_class = WorkTargetFilter
    ordering = ("unit__kind", "unit", "pk")
    rows_template = "supervision/partials/target_rows.html"
    actions = (Action("登记任务", "supervision:target_create", "supervision.change_worktarget"),)
    columns = TARGET
    empty_text = "把《政府工作报告》的目标任务逐项分解到单位和人。"


class TargetDetail(DetailPage):
    model = WorkTarget
    permission_required = "supervision.view_worktarget"
    crumbs = (SUPERVISION, TARGETS)
    sections = (Section("任务分解", TARGET_FIELDS),)
    actions = (
        Action(
            "更新进度", "supervision:target_progress", "supervision.change_worktarget", "graph-up"
        ),
    )
    edit_url = "supervision:target_update"
    edit_perm = "supervision.change_worktarget"

    def get_queryset(self):
        return WorkTarget.objects.for_list()


class TargetCreate(CreatePage):
    model = WorkTarget
    permission_required = "supervision.change_worktarget"
    fields = TARGET_FIELDS
    crumbs = (SUPERVISION, TARGETS)

    def get_initial(self) -> dict:
        return {"year": self.request.year}


class TargetUpdate(EditPage):
    model = WorkTarget
    permission_required = "supervision.change_worktarget"
    fields = TARGET_FIELDS
    crumbs = (SUPERVISION, TARGETS)


class TargetProgress(EditPage):
    """Only how far it is."""

    model = WorkTarget
    permission_required = "supervision.change_worktarget"
    fields = ("percent", "progress_note", "done_on")
    title = "更新进度"
    verb = "更新进度"
    crumbs = (SUPERVISION, TARGETS)
