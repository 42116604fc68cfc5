"""撤回: the deputy takes the case back before it is answered, a listed 议案 before the vote."""

from motions import services
from motions.forms import WithdrawBillForm, WithdrawForm
from motions.models import Motion, Reply, Review
from motions.permissions import is_lead
from motions.workflow.day import day_of
from motions.workflow.motion.shared import about
from renda.core import law
from renda.core.attachments import attach
from renda.core.models import Role, User
from renda.core.permissions import is_clerk, is_office
from renda.core.workflow import Transition

S = Motion.Status


def _too_late_to_withdraw(motion: Motion) -> str:
    if motion.replied_on:
        return f"{motion.replied_on} 已经答复，答复前才能撤回。"
    issued = Reply.objects.filter(assignment__motion=motion, issued_on__isnull=False)
    first = issued.select_related("assignment__unit").order_by("issued_on", "pk").first()
    if first:
        return f"{first.assignment.unit}已于 {first.issued_on} 签发答复，答复前才能撤回。"
    merged = motion.merged.count() if motion.status in {S.ACCEPTED, S.ASSIGNED} else 0
    if merged:
        return f"另有 {merged} 件并入本件办理，撤回后其代表得不到答复。"
    return ""


def _stopped(motion: Motion) -> list[tuple[str, str]]:
    """What a withdrawal stops."""
    units = "、".join(str(a.unit) for a in motion.assignments.unfinished().select_related("unit"))
    return [
        *about(motion),
        ("停止办理", f"{units}，撤回后通知" if units else ""),
        ("依据", law.cite("suggestion.withdraw")),
    ]


def _withdraw(motion: Motion, by: User | None, data: dict) -> None:
    services.end_assignments(motion=motion, by=by)
    review = services.record_review(
        motion, "withdrawn", by=by, on=day_of(data), note=data.get("note", "")
    )
    _keep_request(review, by, data)
    motion.due_on = None


def _withdraw_bill(motion: Motion, by: User | None, data: dict) -> None:
    review = services.record_review(
        motion,
        "withdrawal",
        by=by,
        on=day_of(data),
        note=data["note"],
        meeting=data.get("meeting"),
    )
    _keep_request(review, by, data)


def _keep_request(review: Review, by: User | None, data: dict) -> None:
    """The deputy's written request hangs on the decision about it."""
    for upload in data.get("files") or ():
        attach(review, upload, by=by, purpose="files")


def _listed(motion: Motion) -> list[tuple[str, str]]:
    """What ends when the presidium agrees, and until when it may."""
    rule = law.rule("motion.withdraw")
    return [
        *about(motion),
        ("编号", motion.number_text),
        ("依据", f"{rule.text}（{rule.citation}）"),
    ]


WITHDRAWAL = (
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
        says_why=True,
        tell=lambda motion: services.authors_and(motion, Role.CLERK),
    ),
    Transition(
        name="withdraw_bill",
        label="撤回议案",
        icon="x-lg",
        style="secondary",
        sources=frozenset({S.ON_AGENDA}),
        target=S.WITHDRAWN,
        allowed=is_office,
        form=WithdrawBillForm,
        effect=_withdraw_bill,
        confirm=_listed,
        tell=lambda motion: services.authors_and(motion, Role.CLERK),
        told=lambda motion: f"主席团同意撤回，审议终止：{motion}",
    ),
)
