"""After the reply: what was promised, and the further letters about it."""

from motions import services
from motions.forms import ReportDoneForm, StrikeForm
from motions.models import Commitment, Supplement
from motions.permissions import drafts_for_head, heads_unit, works_on
from motions.workflow.day import day_of
from motions.workflow.moving import DATE_STEPS, promise_facts, staff_for
from renda.core import law
from renda.core.attachments import attach
from renda.core.forms import NoteForm
from renda.core.models import Role, User
from renda.core.notifications import people_in
from renda.core.permissions import is_clerk, is_office
from renda.core.workflow import IllegalTransition, Transition, Workflow

C = Commitment.Status
P = Supplement.Status


def _report(commitment: Commitment, by: User | None, data: dict) -> None:
    commitment.reported_on = day_of(data)
    services.drop_date_draft(commitment)
    if commitment.asked_change:
        services.decide_date(
            commitment=commitment, grant=False, note=services.ALREADY_DONE, by=by, on=day_of(data)
        )
    for upload in data.get("before") or ():
        attach(commitment, upload, by=by, purpose="before")
    _keep_photos(commitment, by, data, "reported")


def _take_back(commitment: Commitment, by: User | None, data: dict) -> None:
    commitment.reported_on, commitment.reported_note = None, ""


def _strike(commitment: Commitment, by: User | None, data: dict) -> None:
    if not (commitment.is_answered_again or commitment.no_letter_reason):
        raise IllegalTransition(
            "还没有就这项承诺补充答复代表：请承办单位先补充答复，或者写明没有二次答复的原因"
            f"（{law.cite('suggestion.second_reply')}）。"
        )
    commitment.done_on = day_of(data)
    commitment.confirmed_by = by.name if by else ""
    _keep_photos(commitment, by, data, "confirmed")


def _keep_photos(commitment: Commitment, by: User | None, data: dict, purpose: str) -> None:
    for upload in data.get("photos") or ():
        attach(commitment, upload, by=by, purpose=purpose)


def _answered(commitment: Commitment) -> list[tuple[str, str]]:
    """The promise, and whether the deputies were told of it in a further letter."""
    letter = commitment.supplement.number if commitment.is_answered_again else "没有"
    return [
        *promise_facts(commitment),
        ("二次答复", letter),
        ("依据", law.rule("suggestion.second_reply").reference),
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
            confirm=promise_facts,
            tell=lambda commitment: people_in(Role.CLERK, Role.CHAIR),
            told=lambda commitment: f"承诺事项已报完成，请现场核实：{commitment.text}",
        ),
        Transition(
            name="report_by_letter",
            label="以补充答复报完成",
            sources=frozenset({C.OPEN}),
            target=C.REPORTED,
            automatic=True,
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
            confirm=promise_facts,
            says_why=True,
            tell=staff_for,
        ),
        *DATE_STEPS,
        Transition(
            name="strike",
            label="销号",
            icon="check2-circle",
            sources=frozenset({C.REPORTED}),
            target=C.STRUCK,
            allowed=is_office,
            form=StrikeForm,
            effect=_strike,
            confirm=_answered,
            tell=_everybody,
            told=lambda commitment: f"承诺事项已现场核实并销号：{commitment.text}",
        ),
    ],
)


def _letter(supplement: Supplement) -> list[tuple[str, str]]:
    return [
        ("标题", supplement.title),
        ("涉及承诺事项", "；".join(c.text for c in supplement.commitments.all())),
    ]


def _heads(supplement: Supplement) -> list[User]:
    return services.staff_of(supplement.assignment.unit_id, heads_only=True)


def _issue(supplement: Supplement, by: User | None, data: dict) -> None:
    services.number_supplement(supplement, by=by, on=day_of(data))


supplement_workflow = Workflow(
    Supplement,
    [
        Transition(
            name="send",
            label="送负责人签发",
            icon="send",
            sources=frozenset({P.DRAFT}),
            target=P.SIGNING,
            allowed=works_on,
            confirm=_letter,
            tell=_heads,
            told=lambda supplement: f"待签发：{supplement.assignment.motion}的补充答复",
        ),
        Transition(
            name="issue",
            label="签发补充答复",
            icon="pen",
            sources=frozenset({P.SIGNING}),
            target=P.ISSUED,
            allowed=heads_unit,
            effect=_issue,
            confirm=_letter,
            tell=lambda supplement: services.authors_and(supplement.assignment.motion, Role.CLERK),
            told=lambda supplement: f"已补充答复：{supplement.assignment.motion}",
        ),
        Transition(
            name="call_back",
            label="退回修改",
            icon="arrow-return-left",
            style="secondary",
            sources=frozenset({P.SIGNING}),
            target=P.DRAFT,
            allowed=heads_unit,
            form=NoteForm,
            confirm=_letter,
            says_why=True,
            tell=lambda supplement: services.staff_of(supplement.assignment.unit_id),
            told=lambda supplement: f"补充答复退回修改：{supplement.assignment.motion}",
        ),
        Transition(
            name="unsend",
            label="撤回送签",
            icon="arrow-counterclockwise",
            style="secondary",
            sources=frozenset({P.SIGNING}),
            target=P.DRAFT,
            allowed=drafts_for_head,
            confirm=_letter,
            tell=_heads,
            told=lambda supplement: (
                f"经办人已撤回送签，不用再签：{supplement.assignment.motion}的补充答复"
            ),
        ),
    ],
)
