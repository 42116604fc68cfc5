"""What became of the day that a promise was made for: another one asked, agreed, refused."""

from datetime import date

from motions.models import Commitment, CommitmentChange, Reply
from motions.services.asking import decide
from motions.services.people import authors_of
from renda.core import audit
from renda.core.calendar import said_date
from renda.core.models import Role, User
from renda.core.notifications import notify, people_in
from renda.core.workflow import IllegalTransition


def propose_date(
    *,
    commitment: Commitment,
    due_on: date,
    reason: str,
    signer: str,
    is_by_office: bool,
    by: User,
    on: date,
) -> CommitmentChange:
    """Keep a unit's 变更承诺日期 and tell the office; part of the step."""
    change = CommitmentChange.objects.create(
        commitment=commitment,
        old_due=commitment.due_on,
        new_due=due_on,
        reason=reason,
        signer=signer,
        is_by_office=is_by_office,
        on=on,
    )
    audit.record(by, "申请变更承诺日期", change, reason=reason, until=str(due_on))
    words = f"{commitment.reply.assignment.unit}申请把承诺日期改到{said_date(due_on, on)}：{commitment.text}。{reason}"
    if is_by_office:
        words = f"人大办按书面申请代录：{words}"
    notify(people_in(Role.CLERK, Role.CHAIR), words, commitment)
    return change


def decide_date(
    *, commitment: Commitment, grant: bool, note: str, by: User | None, on: date
) -> CommitmentChange:
    """Answer the pending request; consent moves the day, keeps the old one, and tells the deputies."""
    change = commitment.asked_change
    if change is None:
        raise IllegalTransition("没有待审核的变更申请。")
    change.commitment = commitment
    replies = Reply.objects.select_related("assignment__motion", "assignment__unit")
    commitment.reply = replies.get(pk=commitment.reply_id)
    decide(change, grant=grant, note=note, by=by, on=on)
    if grant:
        commitment.due_on = change.new_due
        words = f"承诺日期改为{said_date(change.new_due, on)}（{change.reason}）：{commitment.text}"
        notify(authors_of(commitment.reply.assignment.motion), words, commitment)
    return change
