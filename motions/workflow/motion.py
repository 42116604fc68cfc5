"""The motion's workflow: from draft to closed."""

from django.utils import timezone

from motions import services
from motions.forms import (
    AcceptForm,
    ForwardForm,
    MergeForm,
    PresidiumForm,
    RejectForm,
    WithdrawForm,
)
from motions.models import Motion, Rating
from motions.permissions import (
    is_bill,
    is_entered_by_office,
    is_lead,
    was_redone,
)
from motions.workflow.day import day_of
from renda.core import law, notifications
from renda.core.attachments import attach
from renda.core.forms import NoteForm
from renda.core.law import joint_motion
from renda.core.models import Role, User
from renda.core.notifications import notify, people_in
from renda.core.permissions import is_clerk, is_office
from renda.core.workflow import Transition, Workflow

S = Motion.Status


def _unready(motion: Motion) -> str:
    wanted = (motion.situation, motion.proposal, motion.analysis)[: 3 if motion.is_bill else 2]
    if not all(wanted):
        if motion.is_bill:
            return f"议案要写明案由、案据和方案。（{law.cite('motion.content')}）"
        return "请先写明情况和具体建议。"
    if motion.is_bill:
        check = joint_motion(1 + motion.cosigners.exclude(state="declined").count())
        if not check.passed:
            return f"{check.computed}。{check.advice}也可以改为建议提出。（{check.article}）"
    return ""


def _submit(motion: Motion, by: User | None, data: dict) -> None:
    is_first, on = motion.submitted_on is None, day_of(data)
    motion.submitted_on = motion.submitted_on or on
    if is_first and not motion.is_by_office and timezone.localdate(motion.created_at) != on:
        services.place_in_time(motion, on)  # a draft kept from an earlier day
    with notifications.together():
        if not motion.is_by_office:  # on paper they have signed already
            services.open_joining(motion, on=on, is_first=is_first)
        notify(people_in(Role.CLERK), f"待受理：{motion.official_title}（{motion.lead}）", motion)


def _signed_by_enough(motion: Motion) -> str:
    """议案 needs five deputies who have confirmed; fewer may go on as a 建议 (代表法 15)."""
    if not motion.is_bill:
        return ""
    check = joint_motion(1 + motion.cosigners.filter(state="accepted").count())
    if check.passed:
        return ""
    return f"{check.computed}。可以退回补充联名，也可以“改作建议”后受理。（{check.article}）"


def _accept(motion: Motion, by: User | None, data: dict) -> None:
    services.number_motion(motion, on=day_of(data))
    services.record_review(motion, "accept", by=by, on=day_of(data), note=data.get("note", ""))


def _accepted_as(motion: Motion) -> str:
    """议案 goes to the presidium, everything else waits for 交办."""
    return S.PRESIDIUM if motion.is_bill else S.ACCEPTED


def _to_suggestion(motion: Motion, by: User | None, data: dict) -> None:
    motion.kind, motion.source = Motion.Kind.SUGGESTION, Motion.Source.BILL


def _merge(motion: Motion, by: User | None, data: dict) -> None:
    motion.merged_into = services.hold_main(motion, data["merged_into"])
    if motion.number is None:
        services.number_motion(motion, on=day_of(data))
    services.record_review(motion, "merge", by=by, on=day_of(data), note=data["note"])
    services.carry_merged(motion, by=by)


def _merged(motion: Motion) -> str:
    main = motion.merged_into
    return f"{motion.official_title}（{motion.number_text}）并入{main.number_text}一并办理，答复送每位代表：{main}"


def _near(motion: Motion) -> list[tuple[str, str]]:
    """What a merger looks at: the case, and how many cases it brings along."""
    brought = motion.merged.count() if motion.pk else 0
    return [
        *_about(motion),
        ("一并转入", f"原已并入本件的 {brought} 件" if brought else ""),
        ("答复", "并入后随主件交办、答复，各位代表都收到答复，都可以评价"),
        ("依据", law.cite("suggestion.merge")),
    ]


def _too_late_to_withdraw(motion: Motion) -> str:
    if motion.replied_on:
        return f"{motion.replied_on} 已经答复，答复前才能撤回。"
    merged = motion.merged.count() if motion.status in {S.ACCEPTED, S.ASSIGNED} else 0
    if merged:
        return f"另有 {merged} 件并入本件办理，撤回后其代表得不到答复。"
    return ""


def _stopped(motion: Motion) -> list[tuple[str, str]]:
    """What a withdrawal stops."""
    units = "、".join(str(a.unit) for a in motion.assignments.unfinished().select_related("unit"))
    return [
        *_about(motion),
        ("停止办理", f"{units}，撤回后通知" if units else ""),
        ("依据", law.cite("suggestion.withdraw")),
    ]


def _to_presidium(motion: Motion) -> list[tuple[str, str]]:
    """What the presidium decides on: the bill, who stands behind it, until when."""
    joined = motion.cosigners.filter(state="accepted").count()
    return [
        *_about(motion),
        ("编号", motion.number_text),
        ("联名", f"领衔 1 人，联名 {joined} 人"),
        ("受理日期", str(motion.accepted_on)),
        ("依据", law.cite("motion.agenda")),
    ]


def _decided(decision: str):
    def effect(motion: Motion, by: User | None, data: dict) -> None:
        if decision == "convert":
            _to_suggestion(motion, by, data)
        services.record_review(
            motion,
            decision,
            by=by,
            on=day_of(data),
            note=data["note"],
            meeting=data.get("meeting"),
        )

    return effect


def _settle(motion: Motion, by: User | None, data: dict) -> None:
    _decided("settled")(motion, by, data)
    motion.closed_on = day_of(data)


def _is_twice_dissatisfied(motion: Motion) -> bool:
    return motion.round >= services.MOST_ROUNDS and not _not_dissatisfied(motion)


def _presidium_first(motion: Motion) -> str:
    if _is_twice_dissatisfied(motion):
        return "代表再次不满意，须经主席团会议处理，请用“主席团处理”。"
    return ""


def _still_dissatisfied(motion: Motion) -> str:
    if _is_twice_dissatisfied(motion):
        return ""
    return "重办后代表仍不满意的，才提交主席团会议处理。"


def _lapsed(motion: Motion) -> str:
    """What everybody reads when the days for rating have passed."""
    if motion.verdict:
        return f"评价期限已过，没有收到对再次答复的评价，仍以上一轮的评价为准：{motion}"
    return f"评价期限已过，记为未反馈，不计入满意率；补评价的仍计入：{motion}"


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
    review = services.record_review(
        motion, "withdrawn", by=by, on=day_of(data), note=data.get("note", "")
    )
    for upload in data.get("files") or ():
        attach(review, upload, by=by, purpose="files")
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
    said = motion.feedbacks.filter(deputy=motion.lead_id, round=motion.round, is_current=True)
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
            target=_accepted_as,
            allowed=is_clerk,
            form=AcceptForm,
            blocked=_signed_by_enough,
            effect=_accept,
            confirm=_about,
            tell=services.authors_of,
            told=lambda motion: f"已受理，编为{motion.number_text}：{motion.official_title}",
        ),
        Transition(
            name="as_suggestion",
            label="改作建议",
            icon="arrow-left-right",
            style="secondary",
            sources=frozenset({S.SUBMITTED}),
            target=S.SUBMITTED,
            allowed=(is_clerk | is_lead) & is_bill,
            effect=_to_suggestion,
            confirm=_about,
            tell=lambda motion: services.authors_and(motion, Role.CLERK),
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
            name="forward",
            label="转报上级",
            icon="box-arrow-up",
            style="secondary",
            sources=frozenset({S.SUBMITTED}),
            target=S.FORWARDED,
            allowed=is_clerk,
            form=ForwardForm,
            effect=_reviewed("forward"),
            tell=services.authors_of,
        ),
        Transition(
            name="merge",
            label="并案",
            icon="intersect",
            style="secondary",
            sources=frozenset({S.SUBMITTED, S.ACCEPTED}),
            target=S.MERGED,
            allowed=is_clerk & ~is_bill,
            form=MergeForm,
            effect=_merge,
            confirm=_near,
            tell=lambda motion: services.authors_of(motion.merged_into),
            told=_merged,
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
            name="put_on_agenda",
            label="列入议程",
            icon="card-checklist",
            sources=frozenset({S.PRESIDIUM}),
            target=S.ON_AGENDA,
            allowed=is_office,
            form=PresidiumForm,
            effect=_decided("agenda"),
            confirm=_to_presidium,
            tell=services.authors_of,
        ),
        Transition(
            name="convert",
            label="转为建议",
            icon="arrow-left-right",
            style="secondary",
            sources=frozenset({S.PRESIDIUM}),
            target=S.ACCEPTED,
            allowed=is_office,
            form=PresidiumForm,
            effect=_decided("convert"),
            confirm=_to_presidium,
            tell=services.authors_of,
            told=lambda motion: f"主席团决定转为建议办理：{motion}",
        ),
        Transition(
            name="leave_off",
            label="不列入议程",
            icon="slash-circle",
            style="danger",
            sources=frozenset({S.PRESIDIUM}),
            target=S.NOT_LISTED,
            allowed=is_office,
            form=PresidiumForm,
            effect=_decided("not_listed"),
            confirm=_to_presidium,
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
            blocked=_presidium_first,
            effect=_close,
            confirm=lambda motion: [("代表评价", motion.get_verdict_display() or "未反馈")],
            tell=lambda motion: services.authors_and(motion, Role.CLERK),
        ),
        Transition(
            name="lapse",
            label="未反馈办结",
            sources=frozenset({S.REPLIED}),
            target=S.CLOSED,
            automatic=True,
            tell=lambda motion: [*services.authors_of(motion), *people_in(Role.CLERK)],
            told=_lapsed,
        ),
        Transition(
            name="reopen",
            label="补评价",
            sources=frozenset({S.CLOSED}),
            target=S.REPLIED,
            automatic=True,
        ),
        Transition(
            name="settle",
            label="主席团处理",
            icon="people",
            style="secondary",
            sources=frozenset({S.REPLIED}),
            target=S.CLOSED,
            allowed=is_office & was_redone,
            form=PresidiumForm,
            blocked=_still_dissatisfied,
            effect=_settle,
            confirm=_about,
            tell=lambda motion: services.authors_and(motion, Role.CLERK, Role.CHAIR),
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
            sources=frozenset({S.SUBMITTED, S.RETURNED, S.PRESIDIUM, S.ACCEPTED, S.ASSIGNED}),
            target=S.WITHDRAWN,
            allowed=is_lead | is_clerk,
            form=WithdrawForm,
            blocked=_too_late_to_withdraw,
            effect=_withdraw,
            confirm=_stopped,
            tell=lambda motion: services.authors_and(motion, Role.CLERK),
        ),
    ],
)
