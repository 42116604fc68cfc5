"""Pages of inspections and of the opinions given to units."""

from django.urls import reverse

from deputies.services import carry_to_roll
from deputies.views.roll import roll_button
from renda.core.columns import Column
from renda.core.views import (
    Action,
    CreatePage,
    DetailPage,
    EditPage,
    ListPage,
    RelatedTable,
    Section,
    Tab,
)
from renda.core.views.rows import Changes
from supervision import services
from supervision.columns import FINDING, INSPECTION, OPINION
from supervision.filters import InspectionFilter, InspectionOpinionFilter
from supervision.forms import InspectionEditForm, InspectionForm, OpinionForm
from supervision.models import (
    Finding,
    Inspection,
    InspectionOpinion,
    InspectionProject,
    InspectionStop,
)
from supervision.permissions import visible
from supervision.views.shared import SUPERVISION, OfYearList

INSPECTIONS = ("督查视察", "supervision:inspection_list")
OPINIONS = ("审议意见", "supervision:opinion_list")
STAGES = (
    ("planned", "方案", None),
    ("held", "实施", "held_on"),
    ("reported", "报告", "reported_on"),
    ("handed", "交办", "handed_on"),
    ("closed", "办结", "closed_on"),
)
STOPS = (InspectionStop, ("order", "name", "seen"))


class InspectionList(OfYearList):
    model = Inspection
    permission_required = "supervision.list_inspection"
    title = "督查视察"
    crumbs = (SUPERVISION,)
    filterset_class = InspectionFilter
    ordering = ("-held_on", "-pk")
    actions = (
        Action("登记督查视察", "supervision:inspection_create", "supervision.change_inspection"),
    )
    columns = (
        *INSPECTION[:-1],
        Column("意见", "opinion_count", css="num"),
        Column("问题", "finding_count", css="num"),
        INSPECTION[-1],
    )
    empty_text = "督查、视察、执法检查、专题调研都在这里登记。"


class InspectionDetail(DetailPage):
    model = Inspection
    permission_required = "supervision.view_inspection"
    crumbs = (SUPERVISION, INSPECTIONS)
    sections = (
        Section(
            "基本情况",
            (
                "kind",
                "topic",
                "held_on",
                "until_on",
                "leader",
                "heard_whom",
                "is_report_heard",
                "plan_item",
            ),
        ),
        Section("方案", ("scheme",)),
        Section("报告", ("summary", "results", "problems")),
    )
    edit_url = "supervision:inspection_update"
    edit_perm = "supervision.change_inspection"
    tables = (
        RelatedTable(
            "点位",
            lambda inspection: InspectionStop.objects.filter(inspection=inspection),
            (
                Column("顺序", "order", css="num"),
                Column("点位", "name"),
                Column("查看情况", "seen"),
            ),
            empty="没有登记点位",
        ),
        RelatedTable(
            "覆盖的民生实事项目",
            lambda inspection: InspectionProject.objects.filter(
                inspection=inspection
            ).select_related("project"),
            (
                Column("序号", "project.no", css="num"),
                Column("项目", "project.name"),
                Column("当时进度（%）", "percent", css="num"),
                Column("督查情况", "note"),
            ),
            empty="没有覆盖民生实事项目",
        ),
        RelatedTable(
            "意见建议",
            lambda inspection: InspectionOpinion.objects.filter(
                inspection=inspection
            ).select_related("unit"),
            (OPINION[0], *OPINION[2:]),
            empty="还没有意见",
            add=Action(
                "登记意见", "supervision:opinion_create", "supervision.add_inspectionopinion"
            ),
        ),
        RelatedTable(
            "发现的问题",
            lambda inspection: Finding.objects.filter(inspection=inspection).select_related("unit"),
            tuple(c for c in FINDING if c.label != "来源"),
            empty="没有发现问题",
        ),
    )

    def get_steps(self) -> list[dict]:
        """The five stages with their days."""
        inspection = self.object
        now = [stage for stage, _, _ in STAGES].index(inspection.status)
        ended = inspection.status == Inspection.Status.CLOSED
        steps = []
        for place, (_stage, label, day) in enumerate(STAGES):
            on = getattr(inspection, day) if day and place <= now else None
            state = "done" if place < now or ended else "now" if place == now else ""
            steps.append({"label": label, "state": state, "date": f"{on:%m-%d}" if on else ""})
        return steps

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        user, inspection = self.request.user, self.object
        context["page_actions"] += roll_button(inspection.roll, user)
        if user.has_perm("supervision.change_finding"):
            context["page_actions"].append(
                {
                    "label": "登记问题",
                    "url": f"{reverse('supervision:finding_create')}?inspection={inspection.pk}",
                    "icon": "plus-lg",
                    "primary": False,
                }
            )
        return context


class InspectionCreate(CreatePage):
    model = Inspection
    permission_required = "supervision.change_inspection"
    form_class = InspectionForm
    inlines = (STOPS,)
    crumbs = (SUPERVISION, INSPECTIONS)

    def save(self, form: InspectionForm) -> Inspection:
        people = form.cleaned_data["participants"]
        self.object = services.open_inspection(
            form.instance, participants=people if people else None
        )
        services.cover_projects(self.object, form.cleaned_data["projects"])
        return self.object


class InspectionUpdate(EditPage):
    model = Inspection
    permission_required = "supervision.change_inspection"
    form_class = InspectionEditForm
    inlines = (STOPS,)
    inline_extra = 1
    crumbs = (SUPERVISION, INSPECTIONS)

    def save(self, form: InspectionEditForm) -> Inspection:
        inspection = super().save(form)
        carry_to_roll(inspection.roll, title=inspection.title, on=inspection.held_on)
        self.projects = services.cover_projects(inspection, form.cleaned_data["projects"])
        return inspection

    def other_changes(self) -> Changes:
        gone, came = ("、".join(str(row.project) for row in rows) for rows in self.projects)
        projects = {"督查的民生实事项目": [gone and f"删去 {gone}", came and f"增加 {came}"]}
        return super().other_changes() | (projects if gone or came else {})


class OpinionList(ListPage):
    """Opinions: the office sees all, a unit those handed to it."""

    model = InspectionOpinion
    permission_required = "supervision.list_inspectionopinion"
    title = "审议意见"
    lead = "代表视察、调研、督查的意见建议由主席团转交，有关单位应当研究办理并反馈"
    crumbs = (SUPERVISION,)
    filterset_class = InspectionOpinionFilter
    ordering = ("-inspection__held_on", "pk")
    columns = OPINION
    tabs = (
        Tab("", "全部"),
        Tab("open", "办理中", "open"),
        Tab("overdue", "逾期", "overdue", ("today",)),
    )
    empty_text = "在一次督查视察的页面上登记意见，交办后出现在这里。"

    def get_queryset(self):
        return visible(self.request.user, InspectionOpinion.objects.for_list())


class OpinionDetail(DetailPage):
    model = InspectionOpinion
    permission_required = "supervision.view_inspectionopinion"
    crumbs = (SUPERVISION, OPINIONS)
    sections = (
        Section(
            "意见建议",
            (("督查视察", "inspection.title"), "text", "unit", "handed_on", "due_on"),
        ),
        Section("办理情况", ("answered_on", "answer")),
    )
    edit_url = "supervision:opinion_update"
    edit_perm = "supervision.change_inspectionopinion"

    def get_queryset(self):
        return InspectionOpinion.objects.for_list()


class OpinionCreate(CreatePage):
    model = InspectionOpinion
    parent = ("inspection", Inspection)
    permission_required = "supervision.add_inspectionopinion"
    form_class = OpinionForm
    title = "登记意见"
    crumbs = (SUPERVISION, INSPECTIONS)

    def get_success_url(self) -> str:
        return self.parent_record.get_absolute_url()


class OpinionUpdate(EditPage):
    model = InspectionOpinion
    permission_required = "supervision.change_inspectionopinion"
    form_class = OpinionForm
    crumbs = (SUPERVISION, OPINIONS)
