"""The motion's workflow: from draft to closed."""

from motions import services
from motions.forms import AcceptForm, RejectForm
from motions.models import Motion, Rating
from motions.permissions import (
    is_entered_by_office,
    is_lead,
)
from motions.workflow.day import day_of
from renda.core import notifications
from renda.core.forms import NoteForm
from renda.core.law import joint_motion
from renda.core.models import Role, User
from renda.core.notifications import notify, people_in
from renda.core.permissions import is_clerk, is_office
from renda.core.workflow import Transition, Workflow

S = Motion.Status


def _unready(motion: Motion) -> str:
    if not (motion.situation and motion.proposal):
        return "请先写明情况和具体建议。"
    if motion.is_bill:
        check = joint_motion(1 + motion.cosigners.exclude(state="declined").count())
        if not check.passed:
            return f"{check.computed}。{check.advice}也可以改为建议提出。（{check.article}）"
    return ""


def _submit(motion: Motion, by: User | None, data: dict) -> None:
    is_first = motion.submitted_on is None
    motion.submitted_on = motion.submitted_on or day_of(data)
    with notifications.together():
        if not motion.is_by_office:  # on paper they have signed already
            services.tell_invited(motion, is_first=is_first)
        notify(people_in(Role.CLERK), f"待受理：{motion.official_title}（{motion.lead}）", motion)


def _accept(motion: Motion, by: User | None, data: dict) -> None:
    services.number_motion(motion, on=day_of(data))
    services.record_review(motion, "accept", by=by, on=day_of(data), note=data.get("note", ""))


def _reviewed(decision: str):
    def effect(motion: Motion, by: User | None, data: dict) -> None:
        services.record_review(
            motion,
            decision,
            by=by,
            on=day_of(data),
            note=data["note"],
            reason=data.get("reason", ""),
        )

    return effect


def _withdraw(motion: Motion, by: User | None, data: dict) -> None:
    services.end_assignments(motion=motion, by=by)
    motion.due_on = None


def _close(motion: Motion, by: User | None, data: dict) -> None:
    motion.closed_on = day_of(data)


def _redo(motion: Motion, by: User | None, data: dict) -> None:
    with notifications.together():
        # asked first: the same query finds the units' people
        motion.watchers = services.authors_and(motion, Role.CLERK, Role.CHAIR, Role.GOV_OFFICE)
        services.open_round(motion=motion, by=by, on=day_of(data))


def _not_dissatisfied(motion: Motion) -> str:
    given = getattr(motion, "lead_feedback", None)  # the one being written just now
    said = motion.feedbacks.filter(deputy=motion.lead_id, round=motion.round)
    is_bad = (
        given.result_rating == Rating.DISSATISFIED
        if given
        else said.filter(result_rating=Rating.DISSATISFIED).exists()
    )
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
            tell=lambda motion: services.authors_and(motion, Role.CLERK),
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
            tell=lambda motion: services.authors_and(motion, Role.CLERK),
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
            tell=lambda motion: motion.watchers,
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
            tell=lambda motion: services.authors_and(motion, Role.CLERK),
        ),
    ],
)
