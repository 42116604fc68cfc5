"""The steps of an opinion that was handed to a unit: answered, sent back, taken back."""

from renda.core import notifications
from renda.core.attachments import attach
from renda.core.models import User
from renda.core.permissions import is_office
from renda.core.workflow import Transition, Workflow
from supervision.forms import AnswerForm, NoteForm, SendOpinionBackForm
from supervision.models import Inspection, InspectionOpinion
from supervision.permissions import is_of_unit
from supervision.workflow.shared import of_unit, office

S = InspectionOpinion.Status


def keep_files(opinion: InspectionOpinion, by: User | None, data: dict) -> None:
    """Hang what the unit sends with its answer on the opinion."""
    for upload in data.get("files") or ():
        attach(opinion, upload, by=by, purpose="files")


def hold_no_longer(opinion: InspectionOpinion, by: User | None, data: dict) -> None:
    """The answer holds no longer; its words stay for the unit to go on from, and in the history."""
    opinion.answered_on = None


def take_from_unit(opinion: InspectionOpinion, by: User | None, data: dict) -> None:
    """The unit reads that the opinion is not its any more, and why."""
    words = f"不再由你单位办理：{opinion}。{data['note']}"
    notifications.notify(of_unit(opinion), words, opinion)
    opinion.unit = opinion.handed_on = opinion.due_on = None


def under_a_closed_one(opinion: InspectionOpinion) -> str:
    """Why the opinion stands as it is: its inspection was closed on it."""
    if opinion.inspection.status == Inspection.Status.CLOSED:
        return "这次督查视察已经办结，请先在它的页面上“撤销办结”。"
    return ""


def which(opinion: InspectionOpinion) -> list[tuple[str, str]]:
    """What a confirmation repeats about an opinion that was handed over."""
    return [
        ("意见建议", opinion.text),
        ("承办单位", str(opinion.unit)),
        ("反馈期限", f"{opinion.due_on:%Y-%m-%d}"),
    ]


opinion_workflow = Workflow(
    InspectionOpinion,
    [
        # an inspection hands its opinions over together: services.hand_opinions
        Transition(
            name="hand_over",
            label="交办",
            sources=frozenset({S.WAITING}),
            target=S.HANDED,
            automatic=True,
        ),
        Transition(
            name="answer",
            label="反馈办理情况",
            sources=frozenset({S.HANDED}),
            target=S.ANSWERED,
            allowed=is_office | is_of_unit,
            form=AnswerForm,
            effect=keep_files,
            confirm=which,
            tell=office,
            told=lambda o: f"意见已反馈：{o}",
            icon="reply",
        ),
        Transition(
            name="send_back",
            label="退回重新办理",
            sources=frozenset({S.ANSWERED}),
            target=S.HANDED,
            allowed=is_office,
            form=SendOpinionBackForm,
            effect=hold_no_longer,
            blocked=under_a_closed_one,
            confirm=lambda o: [*which(o), ("反馈的办理情况", o.answer)],
            tell=of_unit,
            told=lambda o: f"退回重新办理：{o}（请于 {o.due_on:%Y-%m-%d} 前反馈）",
            says_why=True,
            style="danger",
            icon="arrow-counterclockwise",
        ),
        Transition(
            name="take_back",
            label="收回改交",
            sources=frozenset({S.HANDED}),
            target=S.WAITING,
            allowed=is_office,
            form=NoteForm,
            effect=take_from_unit,
            blocked=under_a_closed_one,
            confirm=which,
            style="secondary",
            icon="arrow-left-right",
        ),
    ],
)
