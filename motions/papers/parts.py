"""What a unit and the office put on paper while a case is handled, in the order of the paper forms."""

from collections.abc import Sequence

from django.db.models import Q

from motions.models import (
    CommitmentChange,
    ContactLog,
    CoOpinion,
    Extension,
    Objection,
    Reminder,
)
from motions.models.asking import Asking
from motions.papers.forms import BLANK_DAY, boxes, day_text, filled, form, head_and_seal
from motions.services.issued import as_issued, goes_out
from renda.core import law
from renda.core.paper.blocks import Cell, Document
from renda.core.papers import paper


@paper("motions.coopinion", "opinion", label="会办意见", perm="motions.print_part")
def opinion_form(opinion: CoOpinion) -> Document:
    """会办意见: what a co-handler told the lead unit."""
    assignment, motion = opinion.assignment, opinion.assignment.motion
    rows = [
        ["案号", motion.code, "领衔代表", motion.lead.name],
        ["标题", motion.official_title],
        ["协办单位", assignment.unit.name, "期限", day_text(assignment.due_on)],
        [
            "会办意见",
            Cell(opinion.text, tall=True, sign=head_and_seal(opinion.signer, opinion.on)),
        ],
    ]
    return form("会办意见表", rows, motion=motion, created=opinion.on)


def _decided(asked: Asking) -> Cell:
    if asked.is_pending:
        return Cell("", tall=True, sign=f"审核人：　　　{BLANK_DAY}")
    words = f"{asked.get_decision_display()}。{asked.note}"
    return Cell(words, tall=True, sign=f"审核人：{asked.decided_by}　{day_text(asked.decided_on)}")


@paper("motions.objection", "objection", label="退办申请表", perm="motions.print_part")
def objection_form(objection: Objection) -> Document:
    """退办（异议）申请: the unit's reason and the office's decision."""
    assignment, motion = objection.assignment, objection.assignment.motion
    rows = [
        ["案号", motion.code, "身份", assignment.get_role_display()],
        ["标题", motion.official_title],
        ["承办单位", assignment.unit.name, "交办日期", day_text(assignment.assigned_on)],
        ["申请退办期限", day_text(assignment.objection_due), "建议改交单位",
         objection.suggested_unit.name if objection.suggested_unit else "未提出"],
        ["理由", Cell(
            objection.reason, tall=True, sign=head_and_seal(objection.signer, objection.on)
        )],
        *([["逾期申请\n的理由", objection.late_reason]] if objection.late_reason else []),
        ["交办机构\n审核意见", _decided(objection)],
    ]  # fmt: skip
    return form("退办申请表", rows, motion=motion, created=objection.on)


@paper("motions.extension", "extension", label="延期申请表", perm="motions.print_part")
def extension_form(extension: Extension) -> Document:
    """延期申请: how long and why, and the office's decision."""
    assignment, motion = extension.assignment, extension.assignment.motion
    rows = [
        ["案号", motion.code, "身份", assignment.get_role_display()],
        ["标题", motion.official_title],
        ["承办单位", assignment.unit.name, "交办日期", day_text(assignment.assigned_on)],
        ["原期限", day_text(extension.old_due), "延长至",
         f"{day_text(extension.new_due)}（自交办之日起{extension.months}个月）"],
        ["依据", law.cite("suggestion.reply_months_extended")],
        ["理由", Cell(
            extension.reason, tall=True, sign=head_and_seal(extension.signer, extension.on)
        )],
        ["交办机构\n审核意见", _decided(extension)],
    ]  # fmt: skip
    return form("延期申请表", rows, motion=motion, created=extension.on)


@paper("motions.commitmentchange", "change", label="承诺改期申请表", perm="motions.print_part")
def change_form(change: CommitmentChange) -> Document:
    """申请变更承诺日期: what was promised, the day it can't be kept for and why, and the decision."""
    commitment, assignment = change.commitment, change.reply.assignment
    motion = assignment.motion
    rows = [
        ["案号", motion.code, "答复文号", change.reply.number],
        ["标题", motion.official_title],
        ["承办单位", assignment.unit.name, "答复日期", day_text(change.reply.issued_on)],
        ["承诺事项", commitment.text],
        ["原承诺日期", day_text(change.old_due), "改为", day_text(change.new_due)],
        ["原因", Cell(change.reason, tall=True, sign=head_and_seal(change.signer, change.on))],
        ["审核意见", _decided(change)],
    ]
    return form("承诺改期申请表", rows, motion=motion, created=change.on)


def _confirmed(contact: ContactLog) -> Cell:
    """Whether the deputy calls the record true; empty boxes to sign by hand until then."""
    words = boxes(contact.confirmation, ContactLog.Confirmation.choices)
    words += f"\n{contact.confirmation_note}" if contact.confirmation_note else ""
    if not contact.confirmation:
        return Cell(words, sign=f"代表签名：　　　{BLANK_DAY}")
    how = "纸质签名" if contact.is_on_paper else "本人在手机上确认"
    return Cell(words, sign=f"{contact.deputy.name}（{how}）　{day_text(contact.confirmed_on)}")


def _ordinal(contact: ContactLog) -> int:
    """第几次: its place among the talks about the case, in the order of their days."""
    earlier = Q(on__lt=contact.on) | Q(on=contact.on, pk__lte=contact.pk)
    return contact.motion.contacts.filter(earlier).count()


@paper("motions.contactlog", "contact", label="面商记录", perm="motions.view_contactlog")
def contact_form(contact: ContactLog) -> Document:
    """面商（沟通）记录: the deputy's words and the unit's answer, and whether the deputy calls it true."""
    motion = contact.motion
    unit = contact.assignment.unit.name if contact.assignment else ""
    rows = [
        ["案号", motion.code, "承办单位", unit],
        ["标题", motion.official_title],
        ["次数", f"{contact.get_stage_display()}（本件第{_ordinal(contact)}次）",
         "方式", contact.get_way_display()],
        ["时间", day_text(contact.on), "地点", contact.place],
        ["参加人", contact.people],
        ["代表意见", Cell(contact.words, tall=True)],
        ["承办单位\n回应", Cell(contact.response, tall=True)],
        ["代表确认", _confirmed(contact)],
    ]  # fmt: skip
    return form(
        "面商记录", rows, motion=motion, right=f"代表：{contact.deputy.name}", created=contact.on
    )


def _is_order(reminder: Reminder) -> bool:
    return reminder.kind == Reminder.Kind.ORDER


def _is_urge(reminder: Reminder) -> bool:
    return reminder.kind == Reminder.Kind.URGE


@paper("motions.reminder", "order", label="督办单", perm="motions.print_part", when=_is_order)
def order_paper(order: Reminder) -> Document:
    """The 督办单 as it was sent, with what the unit answered and what came of it since."""
    since = {
        "反馈日期": Cell(day_text(order.responded_on)),
        "反馈情况": Cell(order.response),
        "督办结果": Cell(order.result, sign=day_text(order.closed_on)),
    }
    return filled(as_issued(order), since)


@paper("motions.reminder", "urge", label="催办单", perm="motions.print_part", when=_is_urge)
def urge_paper(urge: Reminder) -> Document:
    """The 催办单 as it was sent."""
    return as_issued(urge)


@goes_out(Reminder)
def reminders_go_out(rows: Sequence[Reminder]) -> list[Document]:
    """What the office sends to a unit that is late, or about to be."""
    return [order_form(row) if _is_order(row) else urge_form(row) for row in rows]


def _late(reminder: Reminder) -> list[list[str]]:
    """What is owed, if it is not the case's answer; its last day, and how long that has passed."""
    late = reminder.overdue_days
    days = ["原期限", day_text(reminder.due_on), "逾期", f"{late}天" if late else "未逾期"]
    about = reminder.owes_words
    return [["督办事项" if _is_order(reminder) else "催办事项", about], days] if about else [days]


def _unit_of(reminder: Reminder) -> str:
    assignment = reminder.assignment
    return assignment.unit.name if assignment else str(reminder.motion.main_unit)


def order_form(order: Reminder) -> Document:
    """督办单: what is demanded by when, with room for the unit's answer and what comes of it."""
    motion = order.motion
    rows = [
        ["案号", motion.code, "承办单位", _unit_of(order)],
        ["标题", motion.official_title],
        *_late(order),
        [
            "督办意见",
            Cell(order.text, tall=True, sign=f"督办领导：{order.leader}　{day_text(order.on)}"),
        ],
        ["反馈期限", day_text(order.feedback_due), "反馈日期", ""],
        ["反馈情况", Cell("", tall=True)],
        ["督办结果", Cell("", tall=True)],
    ]
    return form("督办单", rows, motion=motion, right=f"督办编号：{order.number}", created=order.on)


def urge_form(urge: Reminder) -> Document:
    """催办单: who is urged, how late it is, in what words."""
    motion = urge.motion
    rows = [
        ["案号", motion.code, "承办单位", _unit_of(urge)],
        ["标题", motion.official_title],
        *_late(urge),
        ["催办意见", Cell(urge.text, tall=True, sign=f"催办人：{urge.by}　{day_text(urge.on)}")],
        ["发给", urge.told],
    ]
    return form("催办单", rows, motion=motion, created=urge.on)
