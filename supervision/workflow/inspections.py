"""The steps of an inspection: planned, held, reported, its opinions handed over, closed."""

from django.utils import timezone

from deputies.services import carry_to_roll
from renda.core.models import User
from renda.core.permissions import is_office
from renda.core.workflow import Transition, Workflow
from supervision import services
from supervision.forms import (
    CloseInspectionForm,
    HandOpinionsForm,
    HoldInspectionForm,
    NoteForm,
    ReportInspectionForm,
)
from supervision.models import Inspection
from supervision.workflow.shared import set_day

N = Inspection.Status


def without_unit(inspection: Inspection) -> str:
    """Why opinions can't be handed over: one of them is for nobody."""
    missing = sum(unit is None for unit, _ in inspection.open_opinions)
    return f"还有 {missing} 条意见没有选承办单位" if missing else ""


def nothing_new(inspection: Inspection) -> str:
    """Why nothing more can be handed over: every opinion has been, or one is for nobody."""
    waiting = [unit for unit, handed_on in inspection.open_opinions if handed_on is None]
    return without_unit(inspection) or ("" if waiting else "意见都已交办，没有新增的")


def unanswered(inspection: Inspection) -> str:
    """Why an inspection can't be closed: an opinion was not answered."""
    number = len(inspection.open_opinions)
    return f"还有 {number} 条意见没有反馈" if number else ""


def hand_over_opinions(inspection: Inspection, by: User | None, data: dict) -> None:
    """Opinions go to their units on the day of the step."""
    inspection.handed_on = data.get("day") or timezone.localdate()
    services.hand_opinions(inspection=inspection, on=inspection.handed_on, by=by)


def hand_over_the_rest(inspection: Inspection, by: User | None, data: dict) -> None:
    """Opinions written down after the others were handed over follow on a day of their own."""
    day = data.get("day") or timezone.localdate()
    services.hand_opinions(inspection=inspection, on=day, by=by)


def set_day_held(inspection: Inspection, by: User | None, data: dict) -> None:
    """It is of the day on which it took place, and so is its roll."""
    inspection.held_on = data.get("day") or inspection.held_on
    carry_to_roll(inspection.roll, on=inspection.held_on)


def set_report_day(inspection: Inspection, by: User | None, data: dict) -> None:
    """The report is of the day on which it is handed in."""
    inspection.reported_on = data.get("day") or timezone.localdate()


def open_again(inspection: Inspection, by: User | None, data: dict) -> None:
    """It was closed too early: an opinion is still worked on."""
    inspection.closed_on = None


inspection_workflow = Workflow(
    Inspection,
    [
        Transition(
            name="hold",
            label="已实施",
            sources=frozenset({N.PLANNED}),
            target=N.HELD,
            allowed=is_office,
            form=HoldInspectionForm,
            effect=set_day_held,
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
            form=HandOpinionsForm,
            effect=hand_over_opinions,
            blocked=without_unit,
            confirm=lambda i: [
                ("名称", i.title),
                ("意见", f"{i.opinions.filter(voided_at=None).count()} 条"),
            ],
        ),
        Transition(
            name="hand_more",
            label="交办新增意见",
            sources=frozenset({N.HANDED}),
            target=N.HANDED,
            allowed=is_office,
            form=HandOpinionsForm,
            effect=hand_over_the_rest,
            blocked=nothing_new,
            style="secondary",
        ),
        Transition(
            name="close",
            label="办结",
            sources=frozenset({N.REPORTED, N.HANDED}),
            target=N.CLOSED,
            allowed=is_office,
            form=CloseInspectionForm,
            effect=set_day("closed_on"),
            blocked=unanswered,
            confirm=lambda i: [("名称", i.title)],
        ),
        Transition(
            name="reopen",
            label="撤销办结",
            sources=frozenset({N.CLOSED}),
            target=lambda i: N.HANDED if i.handed_on else N.REPORTED,
            allowed=is_office,
            form=NoteForm,
            effect=open_again,
            confirm=lambda i: [("名称", i.title)],
            style="danger",
            icon="arrow-counterclockwise",
        ),
    ],
)
