"""The workflow of one unit's assignment: signed for, handled, answered."""

from motions import services
from motions.forms import HandOverForm, PassOnForm, SignForm
from motions.models import Assignment
from motions.models.classes import label_of
from motions.permissions import (
    drafts_for_head,
    heads_unit,
    is_answering,
    is_asking_for_time,
    is_inside,
    is_reply_at_head,
    is_sent_up,
    works_on,
)
from motions.querysets import REFUSALS_FOR_PRESIDIUM
from motions.workflow.day import day_of, in_words
from motions.workflow.ruling import RULING
from motions.workflow.signing import SIGNED_STEPS, before_objection, dates_of, taken_back
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


def _send(assignment: Assignment, by: User | None, data: dict) -> None:
    services.refuse_past_promises(assignment.letter, day_of(data))
    assignment.to_sign = Assignment.ToSign.REPLY


def _issue(assignment: Assignment, by: User | None, data: dict) -> None:
    services.refuse_past_promises(assignment.letter, day_of(data))
    assignment.finished_on = day_of(data)
    services.settle_warnings(assignment.pk, "reply")
    with notifications.together():
        reply = services.issue_reply(assignment=assignment, by=by, on=day_of(data))
        services.follow_reply(motion=assignment.motion, reply=reply, by=by, on=day_of(data))


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


def _pass_on(assignment: Assignment, by: User | None, data: dict) -> None:
    with notifications.together():
        note, on = data["note"], day_of(data)
        services.hand_over(assignment=assignment, unit=data["to_unit"], note=note, by=by, on=on)
        words = f"政府办已转交其他单位：{assignment.motion}。{note}"
        notifications.notify(services.staff_of(assignment.unit_id), words, assignment.motion)
        units = f"{assignment.unit} → {data['to_unit']}"
        words = f"政府办已转交：{assignment.motion}，{units}。{note}"
        notifications.notify(notifications.people_in(Role.CLERK), words, assignment.motion)
    assignment.finished_on = day_of(data)  # the day it left, for the history


def _relieve(assignment: Assignment, by: User | None, data: dict) -> None:
    services.relieve(assignment=assignment, note=data["note"], by=by, on=day_of(data))
    services.settle_warnings(assignment.pk, "sign", "opinion")


def _helping(assignment: Assignment) -> list[tuple[str, str]]:
    """Who is relieved, and what follows from it."""
    return [
        ("协办单位", str(assignment.unit)),
        ("会办意见期限", str(assignment.due_on)),
        ("此后", "答复不再等它的会办意见；以后仍需会办的，请重新增加承办单位"),
    ]


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


def _asked_in_vain(assignment: Assignment) -> list[tuple[str, str]]:
    """The request, and what follows if it is refused."""
    times = assignment.objections.denied().count() + 1
    goes_up = times >= REFUSALS_FOR_PRESIDIUM
    then = f"这是第 {times} 次不同意，列入提请主席团研究的清单；" if goes_up else ""
    due = f"{assignment.due_on}，不因退办改变"
    return [
        *_asked_to_return(assignment),
        ("答复期限" if assignment.answers else "会办意见期限", due),
        ("此后", f"{then}该单位继续办理"),
    ]


def _stays(assignment: Assignment) -> str:
    return assignment.status


def _letter(assignment: Assignment) -> list[tuple[str, str]]:
    reply = services.reply_of(assignment)
    if reply is None:
        return []
    promised = "；".join(f"{c.text}（{c.due_on} 前）" for c in reply.commitments.all())
    said = [
        ("未面商的原因", reply.no_contact_reason),
        ("不等会办意见的原因", reply.waiver),
    ]
    return [
        ("标题", reply.title),
        ("结果类别", label_of(reply.result_class)),
        ("承诺事项", promised),
        ("期限", str(assignment.due_on)),
        *((label, words) for label, words in said if words),
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
            confirm=dates_of,
        ),
        Transition(
            name="send",
            label="送负责人签发",
            icon="send",
            sources=frozenset({A.HANDLING}),
            target=A.SIGNING,
            allowed=works_on & is_answering,
            blocked=services.what_hinders_issue,
            effect=_send,
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
            allowed=heads_unit & is_sent_up("reply"),
            form=NoteForm,
            says_why=True,
            tell=lambda a: services.staff_of(a.unit_id),
        ),
        Transition(
            name="unsend",
            label="撤回送签",
            icon="arrow-counterclockwise",
            style="secondary",
            sources=frozenset({A.SIGNING}),
            target=A.HANDLING,
            allowed=drafts_for_head & is_sent_up("reply"),
            confirm=_letter,
            tell=lambda a: services.staff_of(a.unit_id, heads_only=True),
            told=taken_back,
        ),
        Transition(
            name="issue",
            label="签发",
            icon="pen",
            sources=frozenset({A.SIGNING}),
            target=A.REPLIED,
            allowed=heads_unit & is_sent_up("reply"),
            blocked=services.what_hinders_issue,
            effect=_issue,
            confirm=_letter,
        ),
        *SIGNED_STEPS,
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
            target=before_objection,
            allowed=is_office,
            form=NoteForm,
            effect=_deny,
            confirm=_asked_in_vain,
            says_why=True,
            tell=lambda a: services.staff_of(a.unit_id),
            told=lambda a: f"不同意退办，请继续办理，期限{in_words(a.due_on)}：{a.motion}",
        ),
        RULING,
        Transition(
            name="relieve",
            label="不再会办",
            icon="person-dash",
            style="secondary",
            sources=frozenset({A.WAITING, A.HANDLING, A.SIGNING, A.OBJECTED}),
            target=A.RELIEVED,
            allowed=is_office & ~is_answering,
            form=NoteForm,
            effect=_relieve,
            confirm=_helping,
            says_why=True,
            tell=lambda a: services.staff_of(a.unit_id),
            told=lambda a: f"贵单位不再会办：{a.motion}",
        ),
        Transition(
            name="pass_on",
            label="政府内转交",
            icon="signpost-split",
            style="secondary",
            sources=frozenset({A.WAITING, A.HANDLING, A.SIGNING}),
            target=A.REASSIGNED,
            allowed=is_gov_office & is_inside & ~is_reply_at_head,
            form=PassOnForm,
            effect=_pass_on,
            confirm=dates_of,
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
            told=lambda a: f"同意延期至{in_words(a.due_on)}：{a.motion}",
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
            told=lambda a: f"不同意延期，期限仍为{in_words(a.due_on)}：{a.motion}",
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
        Transition(
            name="spare",
            label="会办终止",
            sources=frozenset({A.WAITING, A.HANDLING, A.SIGNING, A.OBJECTED}),
            target=A.ENDED,
            automatic=True,
            tell=lambda a: services.staff_of(a.unit_id),
            told=lambda a: f"答复已发出，不用再回会办意见：{a.motion}",
        ),
    ],
    hold=services.hold_in_round,
)
