"""What waits for whom, and the cards of the 工作台."""

from datetime import date

from django.db.models import QuerySet

from deputies.permissions import deputy_of
from motions.models import (
    Assignment,
    Commitment,
    ContactLog,
    CoSigner,
    Motion,
    OwedLetter,
    Reminder,
    Supplement,
)
from renda.core.figures import Measured
from renda.core.models import User
from renda.core.permissions import (
    is_clerk,
    is_deputy,
    is_gov_office,
    is_office,
    is_unit_head,
    is_unit_staff,
)
from renda.core.scoping import current_township_id
from renda.core.todos import todo
from renda.core.workbench import card, chart, home, quick

import rules  # isort: skip

rules.add_perm("motions.todo_clerk", is_clerk)
rules.add_perm("motions.todo_watch", is_office | is_gov_office)
rules.add_perm("motions.todo_office", is_office)
rules.add_perm("motions.todo_deputy", is_deputy)
rules.add_perm("motions.todo_unit", is_unit_staff)
rules.add_perm("motions.todo_head", is_unit_head)

REGISTER = "motions:motion_list"


def _mine(user: User) -> QuerySet[Assignment]:
    return Assignment.objects.of_units(user.unit_ids(current_township_id()))


@todo("motions.review", label="待受理", perm="motions.todo_clerk", url=REGISTER,
      query="status=submitted", tone="due")  # fmt: skip
def review(user: User, today: date) -> QuerySet:
    """Handed in and not reviewed."""
    return Motion.objects.awaiting_review()


@todo("motions.assign", label="待交办", perm="motions.todo_clerk", url="motions:assign", tone="due")
def assign(user: User, today: date) -> QuerySet:
    """Accepted and not handed to a unit."""
    return Motion.objects.awaiting_assignment()


@todo("motions.unsigned", label="待签收", perm="motions.todo_watch", url="motions:unsigned")
def unsigned(user: User, today: date) -> QuerySet:
    """Handed to a unit that has not signed for it."""
    return Assignment.objects.unsigned()


@todo("motions.soon", label="即将到期", perm="motions.todo_watch", url=REGISTER, query="tab=soon",
      tone="due")  # fmt: skip
def soon(user: User, today: date) -> QuerySet:
    """The reply is due within ten days."""
    return Motion.objects.due_soon(today)


@todo("motions.overdue", label="已逾期", perm="motions.todo_watch", url=REGISTER,
      query="tab=overdue", tone="late")  # fmt: skip
def overdue(user: User, today: date) -> QuerySet:
    """The last day has passed without a reply."""
    return Motion.objects.overdue(today)


@todo("motions.unrated", label="待评价", perm="motions.todo_office", url=REGISTER,
      query="verdict=waiting")  # fmt: skip
def unrated(user: User, today: date) -> QuerySet:
    """Answered, and the lead deputy has not rated it."""
    return Motion.objects.awaiting_verdict()


@todo("motions.presidium", label="再次不满意", perm="motions.todo_office", url=REGISTER,
      query="verdict=twice", tone="late")  # fmt: skip
def presidium(user: User, today: date) -> QuerySet:
    """Dissatisfied after the second round: the presidium decides."""
    return Motion.objects.twice_dissatisfied()


@todo("motions.bills", label="待主席团审议", perm="motions.todo_office", url=REGISTER,
      query="status=presidium", tone="due")  # fmt: skip
def bills(user: User, today: date) -> QuerySet:
    """议案 whose fate the presidium has not decided."""
    return Motion.objects.awaiting_presidium()


@todo("motions.objections", label="退办待审核", perm="motions.todo_office",
      url="motions:objection_list", tone="due")  # fmt: skip
def objections(user: User, today: date) -> QuerySet:
    """Units that ask to be relieved of a case."""
    return Assignment.objects.asking_to_return()


@todo("motions.extensions", label="延期待审核", perm="motions.todo_office",
      url="motions:extension_list", tone="due")  # fmt: skip
def extensions(user: User, today: date) -> QuerySet:
    """Units that ask for more time."""
    return Assignment.objects.asking_for_time()


@todo("motions.twice_refused", label="两次不同意退办", perm="motions.todo_office",
      url="motions:twice_refused", tone="late")  # fmt: skip
def twice_refused(user: User, today: date) -> QuerySet:
    """Cases that the office refused to take back twice: on the presidium's list."""
    return Assignment.objects.twice_refused()


@todo("motions.orders", label="督办待反馈", perm="motions.todo_office",
      url="motions:reminder_list", query="tab=unanswered")  # fmt: skip
def orders(user: User, today: date) -> QuerySet:
    """督办单 that their units have not answered."""
    return Reminder.objects.unanswered()


@todo("motions.orders_answered", label="督办待办结", perm="motions.todo_clerk",
      url="motions:reminder_list", query="tab=answered", tone="due")  # fmt: skip
def orders_answered(user: User, today: date) -> QuerySet:
    """督办单 with the unit's answer, which the office has not closed."""
    return Reminder.objects.answered()


@todo("motions.commitments", label="承诺到期", perm="motions.todo_watch",
      url="motions:commitment_list", query="tab=overdue", tone="late")  # fmt: skip
def commitments(user: User, today: date) -> QuerySet:
    """Promised for a day that has passed."""
    return Commitment.objects.overdue(today).filter(reply__issued_on__isnull=False)


@todo("motions.outdated", label="公开稿待更新", perm="motions.todo_clerk",
      url="motions:publication_list", query="tab=outdated")  # fmt: skip
def outdated(user: User, today: date) -> QuerySet:
    """A letter went out after the text that the public reads was written."""
    return Motion.objects.outdated_in_public()


@todo("motions.owed", label="并案待补充答复", perm="motions.todo_office",
      url="motions:owedletter_list", tone="due")  # fmt: skip
def owed(user: User, today: date) -> QuerySet:
    """Authors of cases merged into answered ones, to whom no letter is addressed yet."""
    return OwedLetter.objects.open()


# --- deputies ----------------------------------------------------------------------
def _deputy_id(user: User) -> int | None:
    deputy = deputy_of(user)
    return deputy.pk if deputy else None


@todo("motions.rate", label="待评价", perm="motions.todo_deputy", url="motions:todo", tone="due")
def rate(user: User, today: date) -> QuerySet:
    """Cases of mine, led or joined, that were answered and that I have not rated."""
    return Motion.objects.to_be_rated_by(_deputy_id(user))


@todo("motions.contact", label="待确认面商", perm="motions.todo_deputy", url="motions:todo")
def contact(user: User, today: date) -> QuerySet:
    """面商记录 of talks with me that I have not called true or untrue."""
    return ContactLog.objects.unconfirmed_by(_deputy_id(user))


@todo("motions.cosign", label="待确认联名", perm="motions.todo_deputy", url="motions:todo")
def cosign(user: User, today: date) -> QuerySet:
    """Invitations to join that I have not answered."""
    return CoSigner.objects.filter(deputy=_deputy_id(user)).waiting(today)


@todo(
    "motions.complete", label="待补充", perm="motions.todo_deputy", url="motions:todo", tone="due"
)
def complete(user: User, today: date) -> QuerySet:
    """My cases that were sent back."""
    return Motion.objects.led_by(_deputy_id(user)).filter(status="returned")


# --- units -------------------------------------------------------------------------
@todo("motions.sign", label="待签收", perm="motions.todo_unit", url="motions:inbox", tone="due")
def sign(user: User, today: date) -> QuerySet:
    """Handed to my unit and not signed for."""
    return _mine(user).waiting()


@todo("motions.reply", label="待答复", perm="motions.todo_unit", url="motions:inbox")
def reply(user: User, today: date) -> QuerySet:
    """Signed for and not answered."""
    return _mine(user).filter(status="handling")


@todo("motions.unit_soon", label="即将到期", perm="motions.todo_unit", url="motions:inbox",
      query="tab=soon", tone="due")  # fmt: skip
def unit_soon(user: User, today: date) -> QuerySet:
    """Due within ten days."""
    return _mine(user).due_soon(today)


@todo("motions.unit_overdue", label="已逾期", perm="motions.todo_unit", url="motions:inbox",
      query="tab=overdue", tone="late")  # fmt: skip
def unit_overdue(user: User, today: date) -> QuerySet:
    """Past the last day."""
    return _mine(user).overdue(today)


@todo("motions.unit_orders", label="督办待反馈", perm="motions.todo_unit",
      url="motions:reminder_list", query="tab=unanswered", tone="late")  # fmt: skip
def unit_orders(user: User, today: date) -> QuerySet:
    """督办单 that my unit has to answer."""
    return Reminder.objects.unanswered().of_units(user.unit_ids(current_township_id()))


@todo("motions.issue", label="待签发", perm="motions.todo_head", url="motions:inbox", tone="due")
def issue(user: User, today: date) -> QuerySet:
    """Replies, opinions and requests of my unit that wait for my signature."""
    return Assignment.objects.of_units(user.headed_unit_ids(current_township_id())).signing()


@todo("motions.unit_promises", label="承诺到期", perm="motions.todo_unit",
      url="motions:commitment_list", query="tab=overdue", tone="late")  # fmt: skip
def unit_promises(user: User, today: date) -> QuerySet:
    """What my unit promised for a day that has passed."""
    mine = user.unit_ids(current_township_id())
    return Commitment.objects.issued().overdue(today).of_units(mine)


@todo("motions.issue_supplement", label="待签发补充答复", perm="motions.todo_head",
      url="motions:inbox", tone="due")  # fmt: skip
def issue_supplement(user: User, today: date) -> QuerySet:
    """补充答复 drafts that wait for my signature."""
    mine = user.headed_unit_ids(current_township_id())
    return Supplement.objects.filter(status="signing", assignment__unit__in=mine)


@todo("motions.issue_dates", label="待签发改期申请", perm="motions.todo_head",
      url="motions:inbox", tone="due")  # fmt: skip
def issue_dates(user: User, today: date) -> QuerySet:
    """改期申请 of promises that wait for my signature."""
    mine = user.headed_unit_ids(current_township_id())
    return Commitment.objects.issued().at_head().of_units(mine)


@todo("motions.mend_dates", label="改期申请待修改", perm="motions.todo_unit",
      url="motions:inbox", tone="due")  # fmt: skip
def mend_dates(user: User, today: date) -> QuerySet:
    """改期申请 of promises that my unit's head gave back to be mended."""
    mine = user.unit_ids(current_township_id())
    return Commitment.objects.issued().sent_back_by_head().of_units(mine)


@todo("motions.unit_owed", label="并案待补充答复", perm="motions.todo_unit",
      url="motions:owedletter_list", tone="due")  # fmt: skip
def unit_owed(user: User, today: date) -> QuerySet:
    """Authors of merged cases to whom my unit's answer was not addressed."""
    return OwedLetter.objects.open().of_units(user.unit_ids(current_township_id()))


@todo("motions.promises_reported", label="承诺待核实", perm="motions.todo_office",
      url="motions:commitment_list", query="tab=reported", tone="due")  # fmt: skip
def promises_reported(user: User, today: date) -> QuerySet:
    """Reported as done, to be confirmed on site."""
    return Commitment.objects.issued().reported()


@todo("motions.promises_moving", label="承诺申请改期", perm="motions.todo_office",
      url="motions:commitment_list", query="tab=moving", tone="due")  # fmt: skip
def promises_moving(user: User, today: date) -> QuerySet:
    """A unit asks for another day for what it promised."""
    return Commitment.objects.issued().asking_for_another_day()


# --- cards and homes -----------------------------------------------------------------
def _received_note(bills: Measured, voted: Measured, passed: Measured, key: Measured) -> str:
    decided = f"（表决 {voted.text} 件，通过 {passed.text} 件）" if voted.value else ""
    return f"议案 {bills.text} 件{decided}，重点 {key.text} 件"


def _verdict_note(good: Measured, base: Measured, lapsed: Measured) -> str:
    aside = f"，未反馈 {lapsed.text} 件不计" if lapsed.value else ""
    return f"满意 {good.text} ÷ 已评价 {base.text}{aside}"


card(
    "motions.received",
    label="议案、建议",
    beside=("motions.bills", "motions.bills_voted", "motions.bills_passed", "motions.key"),
    note=_received_note,
)
card(
    "motions.reply_rate",
    label="答复率",
    beside=("motions.replied", "motions.assigned"),
    note=lambda done, base: f"已答复 {done.text} ÷ 已交办 {base.text}",
)
card(
    "motions.satisfaction_rate",
    label="满意率",
    beside=("motions.satisfied", "motions.rated", "motions.unreturned"),
    note=_verdict_note,
)

home("motions:home", perm="motions.todo_deputy", order=10)
home("motions:inbox", perm="motions.view_inbox", order=20)
quick("登记建议", "motions:motion_create", perm="motions.add_motion")
chart(
    "motions.assigned",
    title="各单位承办",
    by="main_unit__short_name",
    done="motions.replied",
    rest="还没有答复",
)
