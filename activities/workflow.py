"""Where an opinion goes: recorded, passed on to a unit, answered."""

from activities.forms import AnswerForm, PassForm
from activities.models import Opinion
from activities.permissions import answers_for_unit
from activities.services import FEEDBACK
from deputies.models import Deputy
from renda.core import law
from renda.core.forms import NoteForm
from renda.core.models import Role, User
from renda.core.notifications import notify, people_in
from renda.core.permissions import is_office
from renda.core.workflow import Transition, Workflow

S = Opinion.Status


def _limit(opinion: Opinion) -> list[tuple[str, str]]:
    return [
        ("意见建议", opinion.text),
        ("反馈期限", f"转交之日起 {law.value(FEEDBACK)} 个月内（{law.cite(FEEDBACK)}）"),
    ]


def _words(opinion: Opinion) -> list[tuple[str, str]]:
    return [("意见建议", opinion.text), ("承办单位", str(opinion.unit))]


def _unit_staff(opinion: Opinion) -> list[User]:
    return people_in(Role.HANDLER, Role.UNIT_HEAD, unit_id=opinion.unit_id)


def _proposer_and_office(opinion: Opinion) -> list[User]:
    proposer = Deputy.objects.filter(pk=opinion.deputy_id).select_related("user").first()
    return [*people_in(Role.CLERK), *([proposer.user] if proposer and proposer.user else [])]


def _take_from_unit(opinion: Opinion, by: User | None, data: dict) -> None:
    words = f"不再由你单位办理：{opinion}。{data['note']}"
    notify(_unit_staff(opinion), words, opinion)
    opinion.unit = opinion.passed_on = None


def _hold_no_longer(opinion: Opinion, by: User | None, data: dict) -> None:
    opinion.answered_on, opinion.answer = None, ""


def _answer(name: str, label: str, target: str, icon: str) -> Transition:
    return Transition(
        name=name,
        label=label,
        sources=frozenset({S.PASSED}),
        target=target,
        allowed=is_office | answers_for_unit,
        form=AnswerForm,
        confirm=_words,
        tell=_proposer_and_office,
        style="primary",
        icon=icon,
    )


opinions = Workflow(
    Opinion,
    [
        Transition(
            name="pass_on",
            label="转交",
            sources=frozenset({S.RECORDED}),
            target=S.PASSED,
            allowed=is_office,
            form=PassForm,
            confirm=_limit,
            tell=_unit_staff,
            icon="send",
        ),
        _answer("adopt", "采纳", S.ADOPTED, "check-circle"),
        _answer("plan", "列入计划", S.PLANNED, "calendar-check"),
        _answer("explain", "解释说明", S.EXPLAINED, "chat-left-text"),
        Transition(
            name="take_back",
            label="收回",
            sources=frozenset({S.PASSED}),
            target=S.RECORDED,
            allowed=is_office,
            form=NoteForm,
            effect=_take_from_unit,
            style="secondary",
            icon="arrow-counterclockwise",
        ),
        Transition(
            name="send_back",
            label="退回重新反馈",
            sources=frozenset({S.ADOPTED, S.PLANNED, S.EXPLAINED}),
            target=S.PASSED,
            allowed=is_office,
            form=NoteForm,
            effect=_hold_no_longer,
            confirm=lambda opinion: [*_words(opinion), ("原反馈", opinion.answer)],
            tell=_unit_staff,
            says_why=True,
            style="danger",
            icon="arrow-counterclockwise",
        ),
    ],
)
