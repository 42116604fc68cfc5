"""After the reply: what was promised, and the further letters about it."""

from motions import services
from motions.forms import ReportDoneForm, StrikeForm
from motions.models import Commitment, Supplement
from motions.permissions import heads_unit, works_on
from motions.workflow.day import day_of
from renda.core.attachments import attach
from renda.core.forms import NoteForm
from renda.core.models import Role, User
from renda.core.notifications import people_in
from renda.core.permissions import is_clerk, is_office
from renda.core.workflow import Transition, Workflow

C = Commitment.Status
P = Supplement.Status


def _report(commitment: Commitment, by: User | None, data: dict) -> None:
    commitment.reported_on = day_of(data)
    _keep_photos(commitment, by, data, "reported")


def _take_back(commitment: Commitment, by: User | None, data: dict) -> None:
    commitment.reported_on, commitment.reported_note = None, ""


def _strike(commitment: Commitment, by: User | None, data: dict) -> None:
    commitment.done_on = day_of(data)
    commitment.confirmed_by = by.name if by else ""
    _keep_photos(commitment, by, data, "confirmed")


def _keep_photos(commitment: Commitment, by: User | None, data: dict, purpose: str) -> None:
    for upload in data.get("photos") or ():
        attach(commitment, upload, by=by, purpose=purpose)


def _promise(commitment: Commitment) -> list[tuple[str, str]]:
    return [
        ("承诺事项", commitment.text),
        ("答复", commitment.reply.number),
        ("承诺完成日期", str(commitment.due_on)),
        ("单位报告", commitment.reported_note or "—"),
    ]


def _everybody(commitment: Commitment) -> list[User]:
    assignment = commitment.reply.assignment
    return [*services.staff_of(assignment.unit_id), *services.authors_of(assignment.motion)]


commitment_workflow = Workflow(
    Commitment,
    [
        Transition(
            name="report",
            label="报完成",
            icon="check2",
            sources=frozenset({C.OPEN}),
            target=C.REPORTED,
            allowed=works_on | is_clerk,
            form=ReportDoneForm,
            effect=_report,
            confirm=_promise,
            tell=lambda commitment: people_in(Role.CLERK, Role.CHAIR),
            told=lambda commitment: f"承诺事项已报完成，请现场核实：{commitment.text}",
        ),
        Transition(
            name="send_back",
            label="退回继续办",
            icon="arrow-return-left",
            style="secondary",
            sources=frozenset({C.REPORTED}),
            target=C.OPEN,
            allowed=is_office,
            form=NoteForm,
            effect=_take_back,
            confirm=_promise,
            tell=lambda commitment: services.staff_of(commitment.reply.assignment.unit_id),
        ),
        Transition(
            name="strike",
            label="销号",
            icon="check2-circle",
            sources=frozenset({C.REPORTED}),
            target=C.STRUCK,
            allowed=is_office,
            form=StrikeForm,
            effect=_strike,
            confirm=_promise,
            tell=_everybody,
            told=lambda commitment: f"承诺事项已现场核实并销号：{commitment.text}",
        ),
    ],
)


def _issue(supplement: Supplement, by: User | None, data: dict) -> None:
    services.number_supplement(supplement, by=by, on=day_of(data))


supplement_workflow = Workflow(
    Supplement,
    [
        Transition(
            name="issue",
            label="签发补充答复",
            icon="pen",
            sources=frozenset({P.DRAFT}),
            target=P.ISSUED,
            allowed=heads_unit,
            effect=_issue,
            confirm=lambda supplement: [
                ("标题", supplement.title),
                ("涉及承诺事项", "；".join(c.text for c in supplement.commitments.all())),
            ],
            tell=lambda supplement: services.authors_and(supplement.assignment.motion, Role.CLERK),
            told=lambda supplement: f"已补充答复：{supplement.assignment.motion}",
        ),
    ],
)
