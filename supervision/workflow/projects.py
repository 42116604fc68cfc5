"""The steps of a livelihood project: collected, chosen by the congress, carried out, rated."""

from django.db.models import Exists, OuterRef

from renda.core.models import User
from renda.core.permissions import is_office
from renda.core.workflow import Transition, Workflow
from supervision.forms import (
    ChooseProjectForm,
    FinishProjectForm,
    NoteForm,
    RateProjectForm,
    StartProjectForm,
)
from supervision.models import InspectionProject, LivelihoodProject, ProjectProgress
from supervision.workflow.shared import set_day

P = LivelihoodProject.Status


def project_line(project: LivelihoodProject) -> list[tuple[str, str]]:
    """What a confirmation repeats about a project."""
    return [("项目", f"{project.year} 年第 {project.no} 项　{project.name}")]


EARLIER = {
    P.SHORTLISTED: P.COLLECTED,
    P.DROPPED: P.COLLECTED,
    P.CHOSEN: P.SHORTLISTED,
    P.UNDERWAY: P.CHOSEN,
    P.DONE: P.UNDERWAY,
    P.RATED: P.DONE,
}
"""Stage → the one before it."""


def forget_the_step(project: LivelihoodProject, by: User | None, data: dict) -> None:
    """What the last step kept was wrong; the history has it."""
    match project.status:
        case P.CHOSEN:
            project.chosen_on = project.votes_for = None
        case P.UNDERWAY:
            project.started_on = None
        case P.DONE:
            project.done_on = None
        case P.RATED:
            project.rated_on = None
            project.satisfied = project.basically_satisfied = project.dissatisfied = None


def carried_out(project: LivelihoodProject) -> str:
    """Why a chosen project stays chosen: its progress was reported, or an inspection looked at it. One query."""
    if project.status != P.CHOSEN:
        return ""
    progress = ProjectProgress.objects.filter(project=OuterRef("pk"))
    inspected = InspectionProject.objects.filter(project=OuterRef("pk"))
    rows = LivelihoodProject.objects.filter(pk=project.pk)
    is_reported, is_inspected = rows.values_list(Exists(progress), Exists(inspected)).get()
    if is_reported:
        return "已登记项目进展，请先修改或者作废进展。"
    return "已有督查视察督查这个项目，请先在督查页面去掉它。" if is_inspected else ""


project_workflow = Workflow(
    LivelihoodProject,
    [
        Transition(
            name="shortlist",
            label="列为初定项目",
            sources=frozenset({P.COLLECTED}),
            target=P.SHORTLISTED,
            allowed=is_office,
            confirm=project_line,
        ),
        Transition(
            name="choose",
            label="票决通过",
            sources=frozenset({P.SHORTLISTED}),
            target=P.CHOSEN,
            allowed=is_office,
            form=ChooseProjectForm,
            confirm=project_line,
        ),
        Transition(
            name="drop",
            label="未入选",
            sources=frozenset({P.COLLECTED, P.SHORTLISTED}),
            target=P.DROPPED,
            allowed=is_office,
            form=NoteForm,
            confirm=project_line,
            style="danger",
        ),
        Transition(
            name="start",
            label="开工实施",
            sources=frozenset({P.CHOSEN}),
            target=P.UNDERWAY,
            allowed=is_office,
            form=StartProjectForm,
            effect=set_day("started_on"),
            confirm=project_line,
        ),
        Transition(
            name="finish",
            label="完成",
            sources=frozenset({P.UNDERWAY}),
            target=P.DONE,
            allowed=is_office,
            form=FinishProjectForm,
            effect=set_day("done_on"),
            confirm=project_line,
        ),
        Transition(
            name="rate",
            label="满意度测评",
            sources=frozenset({P.DONE}),
            target=P.RATED,
            allowed=is_office,
            form=RateProjectForm,
            confirm=project_line,
        ),
        Transition(
            name="step_back",
            label="退回上一步",
            sources=frozenset(EARLIER),
            target=lambda project: EARLIER[project.status],
            allowed=is_office,
            form=NoteForm,
            effect=forget_the_step,
            blocked=carried_out,
            confirm=lambda project: [
                *project_line(project),
                ("退回到", EARLIER[project.status].label),
            ],
            style="danger",
            icon="arrow-counterclockwise",
        ),
    ],
)
