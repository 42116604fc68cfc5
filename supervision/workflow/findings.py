"""The steps of a finding: handed to a unit, put right, rechecked, struck off."""

from renda.core import notifications
from renda.core.attachments import attach
from renda.core.models import User
from renda.core.permissions import is_office
from renda.core.workflow import Transition, Workflow
from supervision.forms import (
    HandFindingForm,
    MeasuresForm,
    NoteForm,
    RecheckForm,
    ReportFindingForm,
    SendBackForm,
)
from supervision.models import Finding
from supervision.permissions import is_of_unit
from supervision.workflow.shared import of_unit, office

F = Finding.Status
OPEN = frozenset({F.HANDED, F.WORKING})


def keep_evidence(finding: Finding, by: User | None, data: dict) -> None:
    """Hang the pictures taken after on the finding."""
    for upload in data.get("after") or ():
        attach(finding, upload, by=by, purpose="after")


def begin_again(finding: Finding, by: User | None, data: dict) -> None:
    """A failed recheck opens the next round; the unit's report no longer holds."""
    finding.round += 1
    finding.rectified_on = None


def take_from_unit(finding: Finding, by: User | None, data: dict) -> None:
    """The unit reads that it is not its any more, and why; what it had planned goes with it."""
    words = f"不再由你单位整改：{finding.title}。{data['note']}"
    notifications.notify(of_unit(finding), words, finding)
    finding.unit = finding.handed_on = finding.due_on = None
    finding.person = finding.measures = ""


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
            name="take_back",
            label="收回改交",
            sources=OPEN,
            target=F.FOUND,
            allowed=is_office,
            form=NoteForm,
            effect=take_from_unit,
            confirm=who_and_until,
            style="secondary",
            icon="arrow-left-right",
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
