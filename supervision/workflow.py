"""The three workflows: a finding's, a livelihood project's, an inspection's."""

from django.utils import timezone

from renda.core.attachments import attach
from renda.core.models import Role, User
from renda.core.notifications import people_in
from renda.core.permissions import is_office
from renda.core.workflow import Transition, Workflow
from supervision import services
from supervision.forms import (
    ChooseProjectForm,
    DayForm,
    HandFindingForm,
    MeasuresForm,
    NoteForm,
    RateProjectForm,
    RecheckForm,
    ReportFindingForm,
    ReportInspectionForm,
    SendBackForm,
)
from supervision.models import Finding, Inspection, InspectionOpinion, LivelihoodProject
from supervision.permissions import is_of_unit

# --- findings ---------------------------------------------------------------------
F = Finding.Status
OPEN = frozenset({F.HANDED, F.WORKING})


def of_unit(finding: Finding) -> list[User]:
    """The people of the unit that must put a finding right."""
    return people_in(Role.HANDLER, Role.UNIT_HEAD, unit_id=finding.unit_id)


def office(_record: object) -> list[User]:
    """The presidium's office."""
    return people_in(Role.CLERK)


def keep_evidence(finding: Finding, by: User | None, data: dict) -> None:
    """Hang the pictures taken after on the finding."""
    for upload in data.get("after") or ():
        attach(finding, upload, by=by, purpose="after")


def begin_again(finding: Finding, by: User | None, data: dict) -> None:
    """A failed recheck opens the next round; the unit's report no longer holds."""
    finding.round += 1
    finding.rectified_on = None


def strike_off(finding: Finding, by: User | None, data: dict) -> None:
    """The day of the recheck is the day of 销号."""
    finding.closed_on = finding.rechecked_on


def who_and_until(finding: Finding) -> list[tuple[str, str]]:
    """What a confirmation repeats about a finding that was handed over."""
    return [
        ("问题", f"{finding.number_label}　{finding.title}"),
        ("责任单位", f"{finding.unit}　{finding.person}".strip()),
        ("整改期限", f"{finding.due_on:%Y-%m-%d}"),
    ]


finding_workflow = Workflow(
    Finding,
    [
        Transition(
            name="hand_over",
            label="交办",
            sources=frozenset({F.FOUND}),
            target=F.HANDED,
            allowed=is_office,
            form=HandFindingForm,
            confirm=lambda f: [
                ("问题", f"{f.number_label}　{f.title}"),
                ("发现", f"{f.found_on:%Y-%m-%d}　{f.place}".strip()),
            ],
            tell=of_unit,
            told=lambda f: f"交办问题：{f.title}（请于 {f.due_on:%Y-%m-%d} 前整改）",
            icon="send",
        ),
        Transition(
            name="plan",
            label="制定措施",
            sources=OPEN,
            target=F.WORKING,
            allowed=is_office | is_of_unit,
            form=MeasuresForm,
            confirm=who_and_until,
            tell=office,
            style="secondary",
            icon="list-check",
        ),
        Transition(
            name="report",
            label="报整改",
            sources=OPEN,
            target=F.REPORTED,
            allowed=is_office | is_of_unit,
            form=ReportFindingForm,
            effect=keep_evidence,
            confirm=who_and_until,
            tell=office,
            icon="check2-square",
        ),
        Transition(
            name="close",
            label="复查销号",
            sources=frozenset({F.REPORTED}),
            target=F.CLOSED,
            allowed=is_office,
            form=RecheckForm,
            effect=strike_off,
            confirm=who_and_until,
            tell=of_unit,
            icon="check-circle",
        ),
        Transition(
            name="send_back",
            label="复查不合格",
            sources=frozenset({F.REPORTED}),
            target=F.WORKING,
            allowed=is_office,
            form=SendBackForm,
            effect=begin_again,
            confirm=who_and_until,
            tell=of_unit,
            told=lambda f: f"复查不合格：{f.title}（请于 {f.due_on:%Y-%m-%d} 前再次整改）",
            style="danger",
            icon="arrow-counterclockwise",
        ),
        Transition(
            name="remind",
            label="催办",
            sources=OPEN,
            target=lambda f: f.status,
            allowed=is_office,
            form=NoteForm,
            confirm=who_and_until,
            tell=of_unit,
            told=lambda f: f"催办：{f.title}（整改期限 {f.due_on:%Y-%m-%d}）",
            style="secondary",
            icon="bell",
        ),
    ],
)


# --- livelihood projects ----------------------------------------------------------
P = LivelihoodProject.Status


def set_day(name: str):
    """An effect that keeps the step's day in a field."""

    def effect(record, by: User | None, data: dict) -> None:
        setattr(record, name, data.get("day") or timezone.localdate())

    return effect


def project_line(project: LivelihoodProject) -> list[tuple[str, str]]:
    """What a confirmation repeats about a project."""
    return [("项目", f"{project.year} 年第 {project.no} 项　{project.name}")]


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
            form=DayForm,
            effect=set_day("started_on"),
            confirm=project_line,
        ),
        Transition(
            name="finish",
            label="完成",
            sources=frozenset({P.UNDERWAY}),
            target=P.DONE,
            allowed=is_office,
            form=DayForm,
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
    ],
)


# --- inspections ------------------------------------------------------------------
N = Inspection.Status


def without_unit(inspection: Inspection) -> str:
    """Why opinions can't be handed over: one of them is for nobody."""
    opinions = InspectionOpinion.objects.filter(inspection=inspection)
    missing = opinions.filter(unit=None).count()
    return f"还有 {missing} 条意见没有选承办单位" if missing else ""


def unanswered(inspection: Inspection) -> str:
    """Why an inspection can't be closed: an opinion was not answered."""
    open_ = InspectionOpinion.objects.filter(inspection=inspection, answered_on=None).count()
    return f"还有 {open_} 条意见没有反馈" if open_ else ""


def hand_over_opinions(inspection: Inspection, by: User | None, data: dict) -> None:
    """Opinions go to their units on the day of the step."""
    inspection.handed_on = data.get("day") or timezone.localdate()
    services.hand_opinions(inspection=inspection, on=inspection.handed_on, by=by)


def set_report_day(inspection: Inspection, by: User | None, data: dict) -> None:
    """The report is of the day on which it is handed in."""
    inspection.reported_on = data.get("day") or timezone.localdate()


inspection_workflow = Workflow(
    Inspection,
    [
        Transition(
            name="hold",
            label="已实施",
            sources=frozenset({N.PLANNED}),
            target=N.HELD,
            allowed=is_office,
            form=DayForm,
            confirm=lambda i: [("名称", i.title), ("日期", f"{i.held_on:%Y-%m-%d}")],
        ),
        Transition(
            name="report",
            label="提交报告",
            sources=frozenset({N.HELD}),
            target=N.REPORTED,
            allowed=is_office,
            form=ReportInspectionForm,
            effect=set_report_day,
        ),
        Transition(
            name="hand_over",
            label="交办意见",
            sources=frozenset({N.REPORTED}),
            target=N.HANDED,
            allowed=is_office,
            form=DayForm,
            effect=hand_over_opinions,
            blocked=without_unit,
            confirm=lambda i: [
                ("名称", i.title),
                ("意见", f"{i.opinions.filter(voided_at=None).count()} 条"),
            ],
        ),
        Transition(
            name="close",
            label="办结",
            sources=frozenset({N.REPORTED, N.HANDED}),
            target=N.CLOSED,
            allowed=is_office,
            form=DayForm,
            effect=set_day("closed_on"),
            blocked=unanswered,
            confirm=lambda i: [("名称", i.title)],
        ),
    ],
)
