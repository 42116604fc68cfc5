"""What a unit and the office put on paper while a case is handled, in the order of the paper forms."""

from django.db.models import Q

from motions.models import ContactLog, CoOpinion, Extension, Objection, Reminder
from motions.papers.forms import BLANK_DAY, boxes, day_text, form, head_and_seal
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
        ["会办单位", assignment.unit.name, "期限", day_text(assignment.due_on)],
        [
            "会办意见",
            Cell(opinion.text, tall=True, sign=head_and_seal(opinion.signer, opinion.on)),
        ],
    ]
    return form("会办意见表", rows, motion=motion, created=opinion.on)


def _decided(asked: Objection | Extension) -> Cell:
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
         f"{day_text(extension.new_due)}（自交办之日起 {extension.months} 个月）"],
        ["依据", law.cite("suggestion.reply_months_extended")],
        ["理由", Cell(
            extension.reason, tall=True, sign=head_and_seal(extension.signer, extension.on)
        )],
        ["交办机构\n审核意见", _decided(extension)],
    ]  # fmt: skip
    return form("延期申请表", rows, motion=motion, created=extension.on)


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
        ["次数", f"{contact.get_stage_display()}（本件第 {_ordinal(contact)} 次）",
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


@paper("motions.reminder", "order", label="督办单", perm="motions.print_part", when=_is_order)
def order_form(order: Reminder) -> Document:
    """督办单: what is demanded by when, what the unit answered and what came of it."""
    motion, assignment = order.motion, order.assignment
    due = assignment.due_on if assignment else motion.due_on
    late = max((order.on - due).days, 0) if due else 0
    rows = [
        [
            "案号",
            motion.code,
            "承办单位",
            assignment.unit.name if assignment else str(motion.main_unit),
        ],
        ["标题", motion.official_title],
        ["原期限", day_text(due), "逾期", f"{late} 天" if late else "未逾期"],
        [
            "督办意见",
            Cell(order.text, tall=True, sign=f"督办领导：{order.leader}　{day_text(order.on)}"),
        ],
        ["反馈期限", day_text(order.feedback_due), "反馈日期", day_text(order.responded_on)],
        ["反馈情况", Cell(order.response, tall=True)],
        ["督办结果", Cell(order.result, tall=True, sign=day_text(order.closed_on))],
    ]
    return form("督办单", rows, motion=motion, right=f"督办编号：{order.number}", created=order.on)
