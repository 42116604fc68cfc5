"""Pages of the 民生实事 projects."""

from renda.core.columns import Column
from renda.core.views import Action, CreatePage, DetailPage, EditPage, RelatedTable, Section
from supervision.columns import PROJECT
from supervision.filters import LivelihoodProjectFilter
from supervision.models import InspectionProject, LivelihoodProject, ProjectProgress
from supervision.views.shared import SUPERVISION, OfYearList

PROJECTS = ("民生实事", "supervision:project_list")
FIELDS = (
    "year",
    "no",
    "name",
    "content",
    "proposed_by",
    "investment",
    "funds",
    "unit",
    "leader",
    "due_on",
)
S = LivelihoodProject.Status
STAGES = (
    (S.COLLECTED, "征集", None),
    (S.SHORTLISTED, "初定", None),
    (S.CHOSEN, "票决", "chosen_on"),
    (S.UNDERWAY, "实施", "started_on"),
    (S.DONE, "完成", "done_on"),
    (S.RATED, "测评", "rated_on"),
)


class ProjectList(OfYearList):
    model = LivelihoodProject
    permission_required = "supervision.list_livelihoodproject"
    title = "民生实事"
    lead = "征集、初定、票决、实施、测评全程监督"
    crumbs = (SUPERVISION,)
    filterset_class = LivelihoodProjectFilter
    ordering = ("-year", "no")
    rows_template = "supervision/partials/project_rows.html"
    actions = (
        Action("登记项目", "supervision:project_create", "supervision.change_livelihoodproject"),
    )
    columns = (*PROJECT[:6], Column("进度（%）", "percent", css="num"), *PROJECT[6:])
    foot_note = "进度以最近一次登记的形象进度为准，完成后为 100%"
    empty_text = "征集到的项目先在这里登记，大会票决后跟踪到完成和测评。"


class ProjectDetail(DetailPage):
    model = LivelihoodProject
    permission_required = "supervision.view_livelihoodproject"
    template_name = "supervision/project_detail.html"
    crumbs = (SUPERVISION, PROJECTS)
    sections = (
        Section("项目", FIELDS),
        Section(
            "票决与实施",
            (
                "chosen_on",
                "votes_for",
                "started_on",
                "done_on",
                "rated_on",
                ("测评结果", "rating_line"),
            ),
        ),
    )
    edit_url = "supervision:project_update"
    edit_perm = "supervision.change_livelihoodproject"
    tables = (
        RelatedTable(
            "项目进展",
            lambda project: ProjectProgress.objects.filter(project=project),
            (
                Column("日期", "on", css="date"),
                Column("形象进度（%）", "percent", css="num"),
                Column("完成投资（万元）", "spent", css="num"),
                Column("进展情况", "note"),
            ),
            add=Action(
                "登记进展",
                "supervision:progress_create",
                "supervision.change_livelihoodproject",
            ),
            edit=Action(
                "修改", "supervision:progress_update", "supervision.change_projectprogress"
            ),
        ),
        RelatedTable(
            "督查情况",
            lambda project: InspectionProject.objects.filter(project=project).select_related(
                "inspection"
            ),
            (
                Column("日期", "inspection.held_on", css="date"),
                Column("督查视察", "inspection.title", link=True),
                Column("当时进度（%）", "percent", css="num"),
                Column("督查情况", "note"),
            ),
            empty="还没有督查",
        ),
    )

    def get_lead(self) -> str:
        return f"{self.object.year} 年第 {self.object.no} 项"

    def get_steps(self) -> list[dict]:
        """The six stages; a project that was not chosen stops where it was dropped."""
        project = self.object
        order = [stage for stage, _, _ in STAGES]
        now = order.index(project.status) if project.status in order else 1
        steps = []
        for place, (_stage, label, day) in enumerate(STAGES):
            on = getattr(project, day) if day else None
            state = "done" if place < now else "now" if place == now else ""
            if project.status == S.RATED:
                state = "done"
            steps.append({"label": label, "state": state, "date": f"{on:%m-%d}" if on else ""})
        return steps


class ProjectCreate(CreatePage):
    model = LivelihoodProject
    permission_required = "supervision.change_livelihoodproject"
    fields = FIELDS
    crumbs = (SUPERVISION, PROJECTS)

    def get_initial(self) -> dict:
        return {"year": self.request.year}


class ProjectUpdate(EditPage):
    model = LivelihoodProject
    permission_required = "supervision.change_livelihoodproject"
    fields = FIELDS
    crumbs = (SUPERVISION, PROJECTS)


PROGRESS_FIELDS = ("on", "percent", "spent", "note")


class ProgressCreate(CreatePage):
    """How far a project is today."""

    model = ProjectProgress
    parent = ("project", LivelihoodProject)
    permission_required = "supervision.change_livelihoodproject"
    fields = PROGRESS_FIELDS
    title = "登记进展"
    crumbs = (SUPERVISION, PROJECTS)


class ProgressUpdate(EditPage):
    """Correct what was reported on a day, or void it."""

    model = ProjectProgress
    permission_required = "supervision.change_projectprogress"
    fields = PROGRESS_FIELDS
    offers_void = True

    def get_queryset(self):
        return ProjectProgress.objects.select_related("project")

    def get_crumbs(self) -> list[tuple[str, str]]:
        project = self.get_object().project
        return [SUPERVISION, PROJECTS, (str(project), project.get_absolute_url())]
