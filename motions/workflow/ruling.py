"""What the presidium decides where a unit was refused a 退办 twice: 维持、改交、协调."""

from motions import services
from motions.forms import RulingForm
from motions.models import Assignment, Review
from motions.permissions import is_before_presidium
from motions.workflow.day import day_of, in_words
from renda.core import law, notifications
from renda.core.models import Role, User
from renda.core.permissions import is_office
from renda.core.workflow import IllegalTransition, Transition

A = Assignment.Status
Decision = Review.Decision
SAID = {
    Decision.UPHOLD: "主席团维持交办，请继续办理",
    Decision.COORDINATE: "主席团决定协调办理，仍由贵单位承办",
    Decision.TRANSFER: "主席团决定改交其他单位",
}


def _rule(assignment: Assignment, by: User, data: dict) -> None:
    decision, note, on = Decision(data["decision"]), data["note"], day_of(data)
    if decision == Decision.TRANSFER and assignment.awaits == Assignment.ToSign.REPLY:
        raise IllegalTransition("答复已送负责人签发，不能改交；请先由负责人退回修改。")
    with notifications.together():
        assignment.ruling = services.rule(
            assignment=assignment,
            decision=decision,
            note=note,
            by=by,
            on=on,
            meeting=data.get("decided_at"),
        )
        if decision == Decision.TRANSFER:
            services.hand_over(assignment=assignment, unit=data["to_unit"], note=note, by=by, on=on)
            assignment.finished_on = None


def _where(assignment: Assignment) -> str:
    """Gone to the other unit, or where it was."""
    ruling = getattr(assignment, "ruling", None)  # set by the effect
    is_moved = ruling is not None and ruling.decision == Decision.TRANSFER
    return A.REASSIGNED if is_moved else assignment.status


def _told(assignment: Assignment) -> str:
    said = SAID[assignment.ruling.decision]
    return f"{said}：{assignment.motion}（{assignment.unit}，期限{in_words(assignment.due_on)}）"


def _everybody(assignment: Assignment) -> list[User]:
    """The unit, and 镇政府办 that brings units together."""
    return [*services.staff_of(assignment.unit_id), *notifications.people_in(Role.GOV_OFFICE)]


def _refused(assignment: Assignment) -> list[tuple[str, str]]:
    """What the presidium weighs: each time the unit's reason and the office's answer."""
    times = [
        (
            f"第 {number} 次不同意",
            f"{row.on} 申请：{row.reason}　{row.decided_on} {row.decided_by}：{row.note}",
        )
        for number, row in enumerate(assignment.objections.denied(), start=1)
    ]
    return [
        ("承办单位", str(assignment.unit)),
        *times,
        ("办理期限", f"{assignment.due_on}，不因退办改变"),
        ("依据", law.cite("suggestion.objection_days")),
    ]


RULING = Transition(
    name="rule",
    label="登记主席团处理",
    icon="bank",
    sources=frozenset({A.WAITING, A.HANDLING, A.SIGNING}),
    target=_where,
    allowed=is_office & is_before_presidium,
    form=RulingForm,
    effect=_rule,
    confirm=_refused,
    says_why=True,
    tell=_everybody,
    told=_told,
)
