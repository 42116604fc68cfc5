"""The workflow of one unit's assignment: signed for, handled, answered."""

from motions import services
from motions.forms import (
    ExtendForm,
    HandOverForm,
    ObjectForm,
    OpinionForm,
    PassOnForm,
    SignForm,
)
from motions.models import Assignment
from motions.models.classes import label_of
from motions.permissions import (
    heads_unit,
    is_answering,
    is_asking_for_time,
    is_inside,
    works_on,
)
from motions.workflow.day import day_of
from renda.core import law, notifications
from renda.core.forms import NoteForm
from renda.core.models import Role, User
from renda.core.permissions import is_gov_office, is_office
from renda.core.workflow import Transition, Workflow

A = Assignment.Status


def _sign(assignment: Assignment, by: User | None, data: dict) -> None:
    assignment.signed_on = day_of(data)
    assignment.signed_by = by.name if by else ""
    assignment.objection_due = services.objection_due(assignment.signed_on)
    services.settle_warnings(assignment.pk, "sign")


def _give_opinion(assignment: Assignment, by: User | None, data: dict) -> None:
    assignment.finished_on = day_of(data)
    services.settle_warnings(assignment.pk, "opinion")
    services.give_opinion(
        assignment=assignment, text=data["text"], signer=data["signer"], by=by, on=day_of(data)
    )


def _issue(assignment: Assignment, by: User | None, data: dict) -> None:
    assignment.finished_on = day_of(data)
    services.settle_warnings(assignment.pk, "reply")
    with notifications.together():
        reply = services.issue_reply(assignment=assignment, by=by, on=day_of(data))
        services.follow_reply(motion=assignment.motion, reply=reply, by=by, on=day_of(data))


def _object(assignment: Assignment, by: User | None, data: dict) -> None:
    services.object_to(
        assignment=assignment,
        reason=data["reason"],
        signer=data["signer"],
        suggested=data.get("suggested_unit"),
        by=by,
        on=day_of(data),
        late_reason=data.get("late_reason", ""),
    )


def _agree(assignment: Assignment, by: User | None, data: dict) -> None:
    on = day_of(data)
    with notifications.together():
        note = data["note"]
        services.hand_over(assignment=assignment, unit=data["to_unit"], note=note, by=by, on=on)
        services.decide_objection(assignment=assignment, grant=True, note=note, by=by, on=on)
        words = f"同意退办，已改交其他单位：{assignment.motion}。{note}"
        notifications.notify(services.staff_of(assignment.unit_id), words, assignment.motion)
    assignment.finished_on = None


def _deny(assignment: Assignment, by: User | None, data: dict) -> None:
    services.decide_objection(
        assignment=assignment, grant=False, note=data["note"], by=by, on=day_of(data)
    )


def _before_objection(assignment: Assignment) -> str:
    return A.HANDLING if assignment.signed_on else A.WAITING


def _pass_on(assignment: Assignment, by: User | None, data: dict) -> None:
    with notifications.together():
        note, on = data["note"], day_of(data)
        services.hand_over(assignment=assignment, unit=data["to_unit"], note=note, by=by, on=on)
        words = f"镇政府办已转交其他单位：{assignment.motion}。{note}"
        notifications.notify(services.staff_of(assignment.unit_id), words, assignment.motion)
        units = f"{assignment.unit} → {data['to_unit']}"
        words = f"镇政府办已转交：{assignment.motion}，{units}。{note}"
        notifications.notify(notifications.people_in(Role.CLERK), words, assignment.motion)
    assignment.finished_on = day_of(data)  # the day it left, for the history


def _ask_extension(assignment: Assignment, by: User | None, data: dict) -> None:
    services.ask_extension(
        assignment=assignment,
        months=data["to_months"],
        reason=data["reason"],
        signer=data["signer"],
        by=by,
        on=day_of(data),
    )


def _may_not_extend(assignment: Assignment) -> str:
    most = law.value("suggestion.reply_months_extended")
    if assignment.round > 1:
        return f"重新办理的期限不延长（{law.cite('suggestion.redo_months')}）。"
    if assignment.months >= most:
        return f"已延至自交办之日起 {most} 个月，不能再延（{law.cite('suggestion.reply_months_extended')}）。"
    if day_of({}) > assignment.due_on:
        return f"期限 {assignment.due_on} 已过，不能再申请延期，请尽快答复。"
    return "已有一份延期申请在审核。" if assignment.asked_extension else ""


def _nothing_asked(assignment: Assignment) -> str:
    return "" if assignment.asked_extension else "没有待审核的延期申请。"


def _decide_extension(grant: bool):
    def effect(assignment: Assignment, by: User | None, data: dict) -> None:
        services.decide_extension(
            assignment=assignment, grant=grant, note=data["note"], by=by, on=day_of(data)
        )

    return effect


def _asked_for_time(assignment: Assignment) -> list[tuple[str, str]]:
    asked = assignment.asked_extension
    if asked is None:
        return []
    return [
        ("申请单位", str(assignment.unit)),
        ("理由", asked.reason),
        ("原期限", str(asked.old_due)),
        ("延至", f"{asked.new_due}（自交办之日起 {asked.months} 个月）"),
        ("依据", law.cite("suggestion.reply_months_extended")),
    ]


def _asked_to_return(assignment: Assignment) -> list[tuple[str, str]]:
    asked = assignment.objections.pending().select_related("suggested_unit").first()
    if asked is None:
        return []
    refused = assignment.objections.denied().count()
    late = [("逾期申请的理由", asked.late_reason)] if asked.late_reason else []
    return [
        ("申请单位", str(assignment.unit)),
        ("理由", asked.reason),
        ("申请日期", str(asked.on)),
        ("申请退办期限", assignment.objection_words),
        *late,
        ("建议改交", str(asked.suggested_unit or "—")),
        ("已不同意", f"{refused} 次"),
        ("依据", law.cite("suggestion.objection_days")),
    ]


def _stays(assignment: Assignment) -> str:
    return assignment.status


def _letter(assignment: Assignment) -> list[tuple[str, str]]:
    reply = services.reply_of(assignment)
    if reply is None:
        return []
    promised = "；".join(f"{c.text}（{c.due_on} 前）" for c in reply.commitments.all())
    return [
        ("标题", reply.title),
        ("结果类别", label_of(reply.result_class)),
        ("承诺事项", promised),
        ("期限", str(assignment.due_on)),
    ]


def _dates(assignment: Assignment) -> list[tuple[str, str]]:
    what = "答复期限" if assignment.answers else "会办意见期限"
    return [
        ("身份", assignment.get_role_display()),
        ("申请退办期限", assignment.objection_words),
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
            says_why=True,
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
            name="object",
            label="申请退办",
            icon="arrow-return-left",
            style="secondary",
            sources=frozenset({A.WAITING, A.HANDLING}),
            target=A.OBJECTED,
            allowed=works_on,
            form=ObjectForm,
            effect=_object,
            confirm=_dates,
        ),
        Transition(
            name="agree",
            label="同意退办、改交",
            icon="arrow-left-right",
            sources=frozenset({A.OBJECTED}),
            target=A.REASSIGNED,
            allowed=is_office,
            form=HandOverForm,
            effect=_agree,
            confirm=_asked_to_return,
        ),
        Transition(
            name="deny",
            label="不同意退办",
            icon="x-lg",
            style="secondary",
            sources=frozenset({A.OBJECTED}),
            target=_before_objection,
            allowed=is_office,
            form=NoteForm,
            effect=_deny,
            confirm=_asked_to_return,
            says_why=True,
            tell=lambda a: services.staff_of(a.unit_id),
            told=lambda a: f"不同意退办，请继续办理，期限 {a.due_on}：{a.motion}",
        ),
        Transition(
            name="pass_on",
            label="政府内转交",
            icon="signpost-split",
            style="secondary",
            sources=frozenset({A.WAITING, A.HANDLING}),
            target=A.REASSIGNED,
            allowed=is_gov_office & is_inside,
            form=PassOnForm,
            effect=_pass_on,
            confirm=_dates,
        ),
        Transition(
            name="ask_extension",
            label="申请延期",
            icon="hourglass-split",
            style="secondary",
            sources=frozenset({A.HANDLING}),
            target=A.HANDLING,
            allowed=works_on & is_answering,
            form=ExtendForm,
            blocked=_may_not_extend,
            effect=_ask_extension,
            confirm=_dates,
        ),
        Transition(
            name="grant_extension",
            label="同意延期",
            icon="calendar-plus",
            sources=frozenset({A.HANDLING, A.SIGNING}),
            target=_stays,
            allowed=is_office & is_asking_for_time,
            form=NoteForm,
            blocked=_nothing_asked,
            effect=_decide_extension(True),
            confirm=_asked_for_time,
            says_why=True,
            tell=lambda a: services.staff_of(a.unit_id),
            told=lambda a: f"同意延期至 {a.due_on}：{a.motion}",
        ),
        Transition(
            name="refuse_extension",
            label="不同意延期",
            icon="calendar-x",
            style="secondary",
            sources=frozenset({A.HANDLING, A.SIGNING}),
            target=_stays,
            allowed=is_office & is_asking_for_time,
            form=NoteForm,
            blocked=_nothing_asked,
            effect=_decide_extension(False),
            confirm=_asked_for_time,
            says_why=True,
            tell=lambda a: services.staff_of(a.unit_id),
            told=lambda a: f"不同意延期，期限仍为 {a.due_on}：{a.motion}",
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
    hold=services.hold_in_round,
)
