"""撤回: the deputy takes the case back before it is answered, a listed 议案 before the vote."""

from motions import services
from motions.forms import WithdrawBillForm, WithdrawForm
from motions.models import Motion, Review
from motions.permissions import is_lead
from motions.services.voting import vote_of
from motions.workflow.day import day_of
from motions.workflow.motion.shared import about, told
from renda.core import law
from renda.core.attachments import attach
from renda.core.calendar import chinese_date
from renda.core.models import Role, User
from renda.core.permissions import is_clerk, is_office
from renda.core.workflow import Transition

S = Motion.Status


def _too_late_to_withdraw(motion: Motion) -> str:
    """The answer to a merged case is that to its main case."""
    main = motion.handled_as
    if main.replied_on:
        return f"{chinese_date(main.replied_on)}已经答复，答复前才能撤回。"
    first = services.first_answered(main)
    if first:
        return f"{first.unit}已于{chinese_date(first.issued_on)}签发答复，答复前才能撤回。"
    return ""


def _stopped(motion: Motion) -> list[tuple[str, str]]:
    """What a withdrawal stops, and what goes on."""
    if motion.merged_into_id:
        return [
            *about(motion),
            ("并入", f"{motion.merged_into}，该件继续办理，不再答复本件代表"),
            ("参照", law.cite("suggestion.withdraw")),
        ]
    merged = motion.merged.count()
    units = "、".join(str(a.unit) for a in motion.assignments.unfinished().select_related("unit"))
    return told(
        *about(motion),
        ("停止办理", f"{units}，撤回后通知" if units else ""),
        ("并入本件的", f"{merged} 件，选定的一件转为待交办，请随即交办" if merged else ""),
        ("参照", law.cite("suggestion.withdraw")),
    )


def _withdraw(motion: Motion, by: User | None, data: dict) -> None:
    if motion.merged_into_id:
        services.leave_main(motion, by=by)
    else:
        services.carry_on(motion, data.get("carried_on"), by=by)
    services.end_assignments(motion=motion, by=by, on=day_of(data))
    review = services.record_review(
        motion, "withdrawn", by=by, on=day_of(data), note=data.get("note", "")
    )
    _keep_request(review, by, data)
    motion.due_on = None


def _unmerge(motion: Motion, by: User | None, data: dict) -> None:
    motion.merged_into = None


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


def _voted_on(motion: Motion) -> str:
    """A listed 议案 is withdrawn before the vote only."""
    vote = vote_of(motion)
    if vote is None:
        return ""
    return f"{chinese_date(vote.held_on)}已经交付表决（{vote.matter}），表决前才能撤回。"


def _listed(motion: Motion) -> list[tuple[str, str]]:
    """What ends when the presidium agrees, and until when it may."""
    rule = law.rule("motion.withdraw")
    return [
        *about(motion),
        ("编号", motion.number_text),
        ("表决", "没有登记。已经交付表决的不能撤回，请先按“登记表决”"),
        ("依据", f"{rule.text}（{rule.citation}）"),
    ]


WITHDRAWAL = (
    Transition(
        name="withdraw",
        label="撤回",
        icon="x-lg",
        style="danger",
        sources=frozenset({S.SUBMITTED, S.RETURNED, S.PRESIDIUM, S.ACCEPTED, S.ASSIGNED, S.MERGED}),
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
        name="carry_on",
        label="继续办理",
        sources=frozenset({S.MERGED}),
        target=S.ACCEPTED,
        automatic=True,
        effect=_unmerge,
        tell=lambda motion: services.authors_and(motion, Role.CLERK),
        told=lambda motion: f"原来并入的件已由其代表撤回，改由本件继续办理，待交办：{motion}",
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
        blocked=_voted_on,
        effect=_withdraw_bill,
        confirm=_listed,
        tell=lambda motion: services.authors_and(motion, Role.CLERK),
        told=lambda motion: f"主席团同意撤回，审议终止：{motion}",
    ),
)
