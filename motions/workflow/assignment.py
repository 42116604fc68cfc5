"""The workflow of one unit's assignment: signed for, handled, answered."""

from motions import services
from motions.forms import OpinionForm, SignForm
from motions.models import Assignment
from motions.permissions import (
    heads_unit,
    is_answering,
    works_on,
)
from motions.workflow.day import day_of
from renda.core import notifications
from renda.core.forms import NoteForm
from renda.core.models import User
from renda.core.workflow import Transition, Workflow

A = Assignment.Status


def _sign(assignment: Assignment, by: User | None, data: dict) -> None:
    assignment.signed_on = day_of(data)
    assignment.signed_by = by.name if by else ""


def _give_opinion(assignment: Assignment, by: User | None, data: dict) -> None:
    assignment.finished_on = day_of(data)
    services.give_opinion(
        assignment=assignment, text=data["text"], signer=data["signer"], by=by, on=day_of(data)
    )


def _issue(assignment: Assignment, by: User | None, data: dict) -> None:
    assignment.finished_on = day_of(data)
    motion = services.hold_round(assignment.motion_id)
    assignment.motion = motion
    assignment.unit = next(a.unit for a in motion.assignments.all() if a.pk == assignment.pk)
    with notifications.together():
        reply = services.issue_reply(assignment=assignment, by=by, on=day_of(data))
        services.follow_reply(motion=motion, reply=reply, by=by, on=day_of(data))


def _letter(assignment: Assignment) -> list[tuple[str, str]]:
    reply = services.reply_of(assignment)
    if reply is None:
        return []
    promised = "；".join(f"{c.text}（{c.due_on} 前）" for c in reply.commitments.all())
    return [
        ("标题", reply.title),
        ("结果类别", reply.get_result_class_display()),
        ("承诺事项", promised),
        ("期限", str(assignment.due_on)),
    ]


def _dates(assignment: Assignment) -> list[tuple[str, str]]:
    what = "答复期限" if assignment.answers else "会办意见期限"
    return [
        ("身份", assignment.get_role_display()),
        ("申请退办期限", str(assignment.objection_due)),
        (what, f"{assignment.due_on}（{assignment.due.explanation}）"),
    ]


assignment_workflow = Workflow(
    Assignment,
    [
        Transition(
            name="sign",
            label="签收",
            icon="check2",
            sources=frozenset({A.WAITING}),
            target=A.HANDLING,
            allowed=works_on,
            form=SignForm,
            effect=_sign,
            confirm=_dates,
        ),
        Transition(
            name="give_opinion",
            label="回会办意见",
            icon="chat-square-quote",
            sources=frozenset({A.HANDLING}),
            target=A.OPINION_GIVEN,
            allowed=works_on & ~is_answering,
            form=OpinionForm,
            effect=_give_opinion,
            confirm=_dates,
        ),
        Transition(
            name="send",
            label="送负责人签发",
            icon="send",
            sources=frozenset({A.HANDLING}),
            target=A.SIGNING,
            allowed=works_on & is_answering,
            blocked=services.what_hinders_issue,
            confirm=_letter,
            tell=lambda a: services.staff_of(a.unit_id, heads_only=True),
            told=lambda a: f"待签发：{a.motion}的答复",
        ),
        Transition(
            name="call_back",
            label="退回修改",
            icon="arrow-return-left",
            style="secondary",
            sources=frozenset({A.SIGNING}),
            target=A.HANDLING,
            allowed=heads_unit,
            form=NoteForm,
            tell=lambda a: services.staff_of(a.unit_id),
        ),
        Transition(
            name="issue",
            label="签发",
            icon="pen",
            sources=frozenset({A.SIGNING}),
            target=A.REPLIED,
            allowed=heads_unit,
            blocked=services.what_hinders_issue,
            effect=_issue,
            confirm=_letter,
        ),
        Transition(
            name="end",
            label="终止办理",
            sources=frozenset({A.WAITING, A.HANDLING, A.SIGNING, A.OBJECTED}),
            target=A.ENDED,
            automatic=True,
            tell=lambda a: services.staff_of(a.unit_id),
            told=lambda a: f"代表已撤回，不再办理：{a.motion}",
        ),
    ],
)
