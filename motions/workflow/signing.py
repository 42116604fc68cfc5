"""会办意见, 退办申请, 延期申请: a unit's clerk drafts them, its head signs; a head makes one in a single step.

Only the signature makes the record, and starts what follows from it: until then nobody outside the
unit learns of the draft, and the clocks go on.
"""

from collections.abc import Callable

import rules

from motions import services
from motions.forms import (
    ExtendForm,
    GiveBackForm,
    HeadSignForm,
    ObjectForm,
    OpinionForm,
    SignLateForm,
)
from motions.models import Assignment, Submittal
from motions.permissions import drafts_for_head, heads_unit, is_answering, is_sent_up
from motions.workflow.day import day_of
from renda.core import law
from renda.core.calendar import chinese_date, due_by_months, load_overrides
from renda.core.models import User
from renda.core.workflow import Transition

A = Assignment.Status
Kind = Submittal.Kind
TEXT = {
    Kind.OPINION: "会办意见",
    Kind.OBJECTION: "退办的理由",
    Kind.EXTENSION: "延期的理由",
}


def before_objection(assignment: Assignment) -> str:
    """Where the unit's part stood before it asked to be relieved."""
    return A.HANDLING if assignment.signed_on else A.WAITING


def dates_of(assignment: Assignment) -> list[tuple[str, str]]:
    """The unit's role and its last days, for a confirmation."""
    what = "答复期限" if assignment.answers else "会办意见期限"
    return [
        ("身份", assignment.get_role_display()),
        ("申请退办期限", assignment.objection_words),
        (what, f"{assignment.due_on}（{assignment.due.explanation}）"),
    ]


MOST_MONTHS = "suggestion.reply_months_extended"


def most_months() -> int:
    """How long an answer may take here at most, by the township's own rule."""
    return law.value(MOST_MONTHS)


def may_not_extend(
    assignment: Assignment,
    *,
    longest: Callable[[], int] = most_months,
    is_asking: bool | None = None,
) -> str:
    """Why no more time can be asked for, empty if it can; pages offer it just then.

    ``longest`` reads the township's rule, ``is_asking`` says whether the unit asks already, if known.
    """
    if assignment.round > 1:
        return f"重新办理的期限不延长（{law.cite('suggestion.redo_months')}）。"
    if day_of({}) > assignment.due_on:
        return f"期限{chinese_date(assignment.due_on)}已过，不能再申请延期，请尽快答复。"
    if assignment.asked_extension if is_asking is None else is_asking:
        return "已有一份延期申请在审核。"
    most = longest()
    if assignment.months >= most:
        return f"已延至自交办之日起 {most} 个月，不能再延（{law.cite(MOST_MONTHS)}）。"
    return ""


def _typed(kind: str, data: dict) -> dict:
    """What the form of a kind asks, by the names of the draft's fields."""
    if kind == Kind.OPINION:
        return {"text": data["text"]}
    if kind == Kind.EXTENSION:
        return {"text": data["reason"], "months": data["to_months"]}
    return {
        "text": data["reason"],
        "suggested_unit": data.get("suggested_unit"),
        "late_reason": data.get("late_reason", ""),
    }


def _close(kind: str, assignment: Assignment, data: dict) -> None:
    """The opinion is a co-handler's last duty."""
    if kind == Kind.OPINION:
        assignment.finished_on = day_of(data)
        services.settle_warnings(assignment.pk, "opinion")


def _draft(kind: str):
    def effect(assignment: Assignment, by: User | None, data: dict) -> None:
        typed = _typed(kind, data)
        services.submit(assignment=assignment, kind=kind, by=by, on=day_of(data), **typed)
        assignment.to_sign = kind

    return effect


def _sign(kind: str):
    def effect(assignment: Assignment, by: User | None, data: dict) -> None:
        _close(kind, assignment, data)
        services.sign_submittal(
            record=assignment,
            seen=data.get("seen"),
            late_reason=data.get("late_reason", ""),
            by=by,
            on=day_of(data),
        )

    return effect


def _make(kind: str):
    def effect(assignment: Assignment, by: User | None, data: dict) -> None:
        _close(kind, assignment, data)
        typed = _typed(kind, data)
        services.make_in_person(assignment=assignment, kind=kind, by=by, on=day_of(data), **typed)

    return effect


def _give_back(assignment: Assignment, by: User | None, data: dict) -> None:
    services.send_back_submittal(
        record=assignment, seen=data.get("seen"), note=data["note"], by=by, on=day_of(data)
    )


def _take_back(assignment: Assignment, by: User | None, data: dict) -> None:
    services.take_back_submittal(record=assignment, by=by, on=day_of(data))


def _where_it_came_from(assignment: Assignment) -> str:
    """Only an objection may come before the unit has signed for the case."""
    return before_objection(assignment) if assignment.to_sign == Kind.OBJECTION else A.HANDLING


def taken_back(assignment: Assignment) -> str:
    """What the head reads when the clerk takes back what was to be signed."""
    return f"经办人已撤回送签，不用再签：{assignment.motion}的{assignment.get_to_sign_display()}"


def read_submittal(assignment: Assignment) -> list[tuple[str, str]]:
    """What the head signs, word for word: whose draft, of what, until when."""
    draft = services.at_head(assignment)
    if draft is None:
        return []
    return [
        ("承办单位", f"{assignment.unit}（{assignment.get_role_display()}）"),
        ("拟稿", f"{draft.drafted_by}，{draft.on} 送签"),
        (TEXT[draft.kind], draft.text),
        *_more_of(draft, assignment),
        ("答复期限" if assignment.answers else "会办意见期限", str(assignment.due_on)),
    ]


def _more_of(draft: Submittal, assignment: Assignment) -> list[tuple[str, str]]:
    if draft.kind == Kind.EXTENSION:
        new = due_by_months(assignment.assigned_on, draft.months, load_overrides()).on
        return [("延至", f"{new}（自交办之日起 {draft.months} 个月）")]
    if draft.kind == Kind.OPINION:
        return []
    late = [("逾期申请的理由", draft.late_reason)] if draft.late_reason else []
    return [
        ("建议改交", str(draft.suggested_unit or "—")),
        ("申请退办期限", f"{assignment.objection_words}，以签发之日为准"),
        *late,
    ]


def _steps(
    kind: str,
    *,
    names: tuple[str, str, str],
    label: str,
    icon: str,
    style: str,
    sources: frozenset[str],
    target: str,
    form: type,
    sign_form: type = HeadSignForm,
    who: rules.Predicate = rules.always_true,
    blocked: Callable[[Assignment], str] = lambda assignment: "",
) -> list[Transition]:
    """The three steps of a kind: a head's own, a clerk's draft, the head's signature under it."""
    in_person, draft, sign = names
    what = Kind(kind).label
    common = {"style": style, "blocked": blocked}
    return [
        Transition(
            name=in_person,
            label=label,
            icon=icon,
            sources=sources,
            target=target,
            allowed=heads_unit & who,
            form=form,
            effect=_make(kind),
            confirm=dates_of,
            **common,
        ),
        Transition(
            name=draft,
            label=f"{label}（送负责人签）",
            icon=icon,
            sources=sources,
            target=A.SIGNING,
            allowed=drafts_for_head & who,
            form=form,
            effect=_draft(kind),
            confirm=lambda a: [*services.why_it_came_back(a, kind), *dates_of(a)],
            tell=lambda a: services.staff_of(a.unit_id, heads_only=True),
            told=lambda a: f"待签发：{a.motion}的{what}",
            **common,
        ),
        Transition(
            name=sign,
            label=f"签发{what}",
            icon="pen",
            sources=frozenset({A.SIGNING}),
            target=target,
            allowed=heads_unit & is_sent_up(kind),
            form=sign_form,
            blocked=blocked,
            effect=_sign(kind),
            confirm=read_submittal,
        ),
    ]


SIGNED_STEPS = [
    *_steps(
        Kind.OPINION,
        names=("give_opinion", "draft_opinion", "sign_opinion"),
        label="回会办意见",
        icon="chat-square-quote",
        style="primary",
        sources=frozenset({A.HANDLING}),
        target=A.OPINION_GIVEN,
        form=OpinionForm,
        who=~is_answering,
    ),
    *_steps(
        Kind.OBJECTION,
        names=("object", "draft_objection", "sign_objection"),
        label="申请退办",
        icon="arrow-return-left",
        style="secondary",
        sources=frozenset({A.WAITING, A.HANDLING}),
        target=A.OBJECTED,
        form=ObjectForm,
        sign_form=SignLateForm,
    ),
    *_steps(
        Kind.EXTENSION,
        names=("ask_extension", "draft_extension", "sign_extension"),
        label="申请延期",
        icon="hourglass-split",
        style="secondary",
        sources=frozenset({A.HANDLING}),
        target=A.HANDLING,
        form=ExtendForm,
        who=is_answering,
        blocked=may_not_extend,
    ),
    Transition(
        name="give_back",
        label="退回修改",
        icon="arrow-return-left",
        style="secondary",
        sources=frozenset({A.SIGNING}),
        target=_where_it_came_from,
        allowed=heads_unit & is_sent_up("opinion", "objection", "extension"),
        form=GiveBackForm,
        effect=_give_back,
        confirm=read_submittal,
        says_why=True,
        tell=lambda a: services.staff_of(a.unit_id),
    ),
    Transition(
        name="take_back",
        label="撤回送签",
        icon="arrow-counterclockwise",
        style="secondary",
        sources=frozenset({A.SIGNING}),
        target=_where_it_came_from,
        allowed=drafts_for_head & is_sent_up("opinion", "objection", "extension"),
        effect=_take_back,
        confirm=read_submittal,
        tell=lambda a: services.staff_of(a.unit_id, heads_only=True),
        told=taken_back,
    ),
]
