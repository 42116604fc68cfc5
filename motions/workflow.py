"""The two workflows: the motion's, and each unit's assignment's."""

from django.utils import timezone

from motions import services
from motions.forms import AcceptForm, OpinionForm, RejectForm, SignForm
from motions.models import Assignment, Motion, Rating
from motions.permissions import (
    heads_unit,
    is_answering,
    is_entered_by_office,
    is_lead,
    works_on,
)
from motions.services.handling import give_opinion
from motions.services.intake import tell_invited
from renda.core.forms import NoteForm
from renda.core.law import joint_motion
from renda.core.models import Role, User
from renda.core.notifications import notify, people_in
from renda.core.permissions import is_clerk, is_office
from renda.core.workflow import Transition, Workflow

S = Motion.Status
A = Assignment.Status


def _day(data: dict):
    return data.get("on") or timezone.localdate()


# --- the motion ---------------------------------------------------------------------
def _unready(motion: Motion) -> str:
    if not (motion.situation and motion.proposal):
        return "请先写明情况和具体建议。"
    if motion.is_bill:
        check = joint_motion(1 + motion.cosigners.exclude(state="declined").count())
        if not check.passed:
            return f"{check.computed}。{check.advice}也可以改为建议提出。（{check.article}）"
    return ""


def _submit(motion: Motion, by: User | None, data: dict) -> None:
    motion.submitted_on = motion.submitted_on or _day(data)
    tell_invited(motion)
    notify(people_in(Role.CLERK), f"待受理：{motion.official_title}（{motion.lead}）", motion)


def _accept(motion: Motion, by: User | None, data: dict) -> None:
    services.number_motion(motion, on=_day(data))
    services.record_review(motion, "accept", by=by, on=_day(data), note=data.get("note", ""))


def _reviewed(decision: str):
    def effect(motion: Motion, by: User | None, data: dict) -> None:
        services.record_review(
            motion,
            decision,
            by=by,
            on=_day(data),
            note=data["note"],
            reason=data.get("reason", ""),
        )

    return effect


def _withdraw(motion: Motion, by: User | None, data: dict) -> None:
    services.end_assignments(motion=motion, by=by)
    motion.due_on = None


def _close(motion: Motion, by: User | None, data: dict) -> None:
    motion.closed_on = _day(data)


def _redo(motion: Motion, by: User | None, data: dict) -> None:
    services.open_round(motion=motion, by=by, on=_day(data))


def _not_dissatisfied(motion: Motion) -> str:
    said = motion.feedbacks.filter(deputy=motion.lead_id, round=motion.round)
    is_bad = said.filter(result_rating=Rating.DISSATISFIED).exists()
    return "" if is_bad else "领衔代表没有评价为不满意。"


def _about(motion: Motion) -> list[tuple[str, str]]:
    return [
        ("标题", motion.official_title),
        ("领衔代表", str(motion.lead)),
        ("提出", motion.occasion),
    ]


motion_workflow = Workflow(
    Motion,
    [
        Transition(
            name="submit",
            label="提交",
            icon="send",
            sources=frozenset({S.DRAFT, S.RETURNED}),
            target=S.SUBMITTED,
            allowed=is_lead | (is_clerk & is_entered_by_office),
            blocked=_unready,
            effect=_submit,
            confirm=_about,
        ),
        Transition(
            name="accept",
            label="受理",
            icon="check2",
            sources=frozenset({S.SUBMITTED}),
            target=S.ACCEPTED,
            allowed=is_clerk,
            form=AcceptForm,
            effect=_accept,
            confirm=_about,
            tell=services.authors_of,
            told=lambda motion: f"已受理，编为{motion.number_text}：{motion.official_title}",
        ),
        Transition(
            name="send_back",
            label="退回补充",
            icon="arrow-return-left",
            style="secondary",
            sources=frozenset({S.SUBMITTED}),
            target=S.RETURNED,
            allowed=is_clerk,
            form=NoteForm,
            effect=_reviewed("return"),
            tell=services.authors_of,
        ),
        Transition(
            name="refer",
            label="转工作参考",
            icon="bookmark",
            style="secondary",
            sources=frozenset({S.SUBMITTED}),
            target=S.REFERENCE,
            allowed=is_clerk,
            form=NoteForm,
            effect=_reviewed("reference"),
            tell=services.authors_of,
        ),
        Transition(
            name="reject",
            label="不予受理",
            icon="slash-circle",
            style="danger",
            sources=frozenset({S.SUBMITTED}),
            target=S.REJECTED,
            allowed=is_clerk,
            form=RejectForm,
            effect=_reviewed("reject"),
            tell=services.authors_of,
        ),
        Transition(
            name="assign",
            label="交办",
            sources=frozenset({S.ACCEPTED}),
            target=S.ASSIGNED,
            automatic=True,
            tell=services.authors_of,
            told=lambda motion: f"已交办{motion.main_unit}：{motion}，{motion.due_on} 前答复",
        ),
        Transition(
            name="answer",
            label="答复",
            sources=frozenset({S.ASSIGNED}),
            target=S.REPLIED,
            automatic=True,
            tell=lambda motion: [*services.authors_of(motion), *people_in(Role.CLERK)],
            told=lambda motion: f"已答复，请评价：{motion}",
        ),
        Transition(
            name="close",
            label="办结",
            icon="check-circle",
            style="secondary",
            sources=frozenset({S.REPLIED}),
            target=S.CLOSED,
            allowed=is_clerk,
            form=NoteForm,
            effect=_close,
            confirm=lambda motion: [("代表评价", motion.get_verdict_display() or "未反馈")],
            tell=lambda motion: [*services.authors_of(motion), *people_in(Role.CLERK)],
        ),
        Transition(
            name="redo",
            label="交回重办",
            icon="arrow-repeat",
            style="secondary",
            sources=frozenset({S.REPLIED}),
            target=S.ASSIGNED,
            allowed=is_office,
            form=NoteForm,
            blocked=_not_dissatisfied,
            effect=_redo,
            tell=lambda motion: [
                *services.authors_of(motion),
                *people_in(Role.CLERK, Role.CHAIR, Role.GOV_OFFICE),
            ],
            told=lambda motion: f"交回重办：{motion}，{motion.due_on} 前再次答复",
        ),
        Transition(
            name="withdraw",
            label="撤回",
            icon="x-lg",
            style="danger",
            sources=frozenset({S.SUBMITTED, S.RETURNED, S.ACCEPTED, S.ASSIGNED}),
            target=S.WITHDRAWN,
            allowed=is_lead | is_clerk,
            form=NoteForm,
            effect=_withdraw,
            confirm=_about,
            tell=lambda motion: [*services.authors_of(motion), *people_in(Role.CLERK)],
        ),
    ],
)


# --- one unit's assignment ------------------------------------------------------------
def _sign(assignment: Assignment, by: User | None, data: dict) -> None:
    assignment.signed_on = _day(data)
    assignment.signed_by = by.name if by else ""


def _give_opinion(assignment: Assignment, by: User | None, data: dict) -> None:
    assignment.finished_on = _day(data)
    give_opinion(
        assignment=assignment, text=data["text"], signer=data["signer"], by=by, on=_day(data)
    )


def _issue(assignment: Assignment, by: User | None, data: dict) -> None:
    assignment.finished_on = _day(data)
    services.issue_reply(assignment=assignment, by=by, on=_day(data))
    services.follow_assignments(
        motion=assignment.motion, by=by, on=_day(data), settled={assignment.pk}
    )


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
