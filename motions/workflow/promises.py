"""After the reply: what was promised, and the further letters about it."""

from motions import services
from motions.forms import ProposeDateForm, ReportDoneForm, StrikeForm
from motions.models import Commitment, Supplement
from motions.permissions import heads_unit, is_asking_for_another_day, works_on
from motions.workflow.day import day_of
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


def _promise(commitment: Commitment) -> list[tuple[str, str]]:
    return [
        ("承诺事项", commitment.text),
        ("答复", commitment.reply.number),
        ("承诺完成日期", str(commitment.due_on)),
        ("单位报告", commitment.reported_note or "—"),
    ]


def _answered(commitment: Commitment) -> list[tuple[str, str]]:
    """The promise, and whether the deputies were told of it in a further letter."""
    letter = commitment.supplement.number if commitment.is_answered_again else "没有"
    return [
        *_promise(commitment),
        ("二次答复", letter),
        ("依据", law.rule("suggestion.second_reply").reference),
    ]


def _propose(commitment: Commitment, by: User | None, data: dict) -> None:
    services.propose_date(
        commitment=commitment,
        due_on=data["to_due"],
        reason=data["reason"],
        signer=data["signer"],
        by=by,
        on=day_of(data),
    )


def _asked_already(commitment: Commitment) -> str:
    return "已有一份变更承诺日期的申请在审核。" if commitment.asked_change else ""


def _nothing_asked(commitment: Commitment) -> str:
    return "" if commitment.asked_change else "没有待审核的变更申请。"


def _decide_date(grant: bool):
    def effect(commitment: Commitment, by: User | None, data: dict) -> None:
        services.decide_date(
            commitment=commitment, grant=grant, note=data["note"], by=by, on=day_of(data)
        )

    return effect


def _another_day(commitment: Commitment) -> list[tuple[str, str]]:
    change = commitment.asked_change
    if change is None:
        return []
    moved = commitment.changes.granted().count()
    return [
        ("承诺事项", commitment.text),
        ("申请单位", str(commitment.reply.assignment.unit)),
        ("原承诺日期", str(change.old_due)),
        ("改为", str(change.new_due)),
        ("原因", change.reason),
        ("已同意变更", f"{moved} 次"),
    ]


def _staff(commitment: Commitment) -> list[User]:
    return services.staff_of(commitment.reply.assignment.unit_id)


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
            confirm=_promise,
            says_why=True,
            tell=_staff,
        ),
        Transition(
            name="propose_date",
            label="申请改期",
            icon="calendar-plus",
            style="secondary",
            sources=frozenset({C.OPEN}),
            target=C.OPEN,
            allowed=works_on | is_clerk,
            form=ProposeDateForm,
            blocked=_asked_already,
            effect=_propose,
            confirm=_promise,
        ),
        Transition(
            name="agree_date",
            label="同意改期",
            icon="calendar-check",
            sources=frozenset({C.OPEN}),
            target=C.OPEN,
            allowed=is_office & is_asking_for_another_day,
            form=NoteForm,
            blocked=_nothing_asked,
            effect=_decide_date(True),
            confirm=_another_day,
            says_why=True,
            tell=_staff,
            told=lambda commitment: f"同意改期至 {commitment.due_on}：{commitment.text}",
        ),
        Transition(
            name="refuse_date",
            label="不同意改期",
            icon="calendar-x",
            style="secondary",
            sources=frozenset({C.OPEN}),
            target=C.OPEN,
            allowed=is_office & is_asking_for_another_day,
            form=NoteForm,
            blocked=_nothing_asked,
            effect=_decide_date(False),
            confirm=_another_day,
            says_why=True,
            tell=_staff,
            told=lambda commitment: (
                f"不同意改期，仍应在 {commitment.due_on} 前完成：{commitment.text}"
            ),
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
            confirm=_answered,
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
