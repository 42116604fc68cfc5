"""The forms of a case, in the order of the paper forms (fields: the offices' usual ones)."""

from dataclasses import replace

from django.conf import settings
from django.urls import reverse

from deputies.models import Mandate
from motions.models import (
    Assignment,
    ContactLog,
    CoOpinion,
    Extension,
    Motion,
    Objection,
    Rating,
    Reminder,
    Review,
)
from motions.models.classes import scheme
from motions.papers.letters import is_answered, latest_reply
from renda.core import law
from renda.core.models import User
from renda.core.paper.blocks import (
    Cell,
    Code,
    Document,
    FormTable,
    cn_date,
)
from renda.core.papers import paper
from renda.core.templatetags.ui_words import mask_phone

EMPTY = "□"


def _card(motion: Motion) -> str:
    cards = Mandate.objects.filter(deputy=motion.lead_id, term=motion.term_id).of_township()
    return cards.values_list("card_no", flat=True).first() or ""


def _boxes(chosen: str, choices: list[tuple[str, str]]) -> str:
    return "　".join(f"{'■' if value == chosen else EMPTY}{label}" for value, label in choices)


def phone_for(reader: User, motion: Motion) -> str:
    """The lead's telephone, masked for those who needn't call."""
    number = motion.lead.phone
    return number if reader.has_perm("motions.see_phones", motion) else mask_phone(number)


@paper("motions.motion", "register", label="登记表", perm="motions.view_motion", for_reader=True)
def registration_form(motion: Motion, reader: User) -> Document:
    """代表建议（议案）登记表, in the order of the paper form."""
    joined = [
        c.deputy.name for c in motion.cosigners.filter(state="accepted").select_related("deputy")
    ]
    reviews = list(motion.reviews.all())
    office = next((r for r in reversed(reviews) if r.decision not in Review.BY_PRESIDIUM), None)
    presidium = next((r for r in reversed(reviews) if r.decision in Review.BY_PRESIDIUM), None)
    lead, labels = motion.lead, motion.text_labels
    what = "议案" if motion.is_bill else "建议"
    rows = [
        ["标题", motion.official_title],
        ["领衔代表", lead.name, "代表证号", _card(motion), "代表小组", str(lead.group or "")],
        [
            "工作单位\n及职务",
            Cell(lead.workplace, colspan=3),
            Cell("联系电话", label=True),
            phone_for(reader, motion),
        ],
        ["联名代表", "、".join(joined) + f"（共 {len(joined)} 人）" if joined else "无"],
        [
            "领域",
            motion.get_field_display(),
            "提出日期",
            cn_date(motion.submitted_on) if motion.submitted_on else "",
            "公开",
            "同意公开" if motion.is_public else "不公开",
        ],
        *(
            [label, Cell(text, tall=bool(text))]
            for label, text in zip(
                labels, (motion.situation, motion.analysis, motion.proposal), strict=True
            )
        ),
        ["审核意见", _decision(office)],
        ["主席团\n处理意见", _decision(presidium)],
    ]
    form = FormTable(
        rows,
        title=f"{motion.township.congress_name}代表{what}登记表",
        left=motion.occasion,
        right=f"编号：{motion.number_text}　类别：{motion.get_kind_display()}",
    )
    return Document(
        f"登记表 {motion.code or motion.short_title}",
        [form],
        kind="form",
        created=motion.submitted_on or motion.created_at.date(),
    )


def _decision(review: Review | None) -> Cell:
    if review is None:
        return Cell("", sign="年　　月　　日")
    return Cell(review.note, sign=f"{review.by}　{cn_date(review.on)}")


@paper("motions.assignment", "assignment", label="交办单", perm="motions.print_assignment")
def assignment_form(assignment: Assignment) -> Document:
    """代表建议交办单: what a unit gets, with every last day and its reason, and a code to sign for it."""
    return Document(
        f"交办单 {assignment.motion.code} {assignment.unit}",
        [assignment_table(assignment), sign_code(assignment)],
        kind="form",
        created=assignment.assigned_on,
    )


def sign_code(assignment: Assignment) -> Code:
    """The code that opens the page where the unit signs for it."""
    path = reverse("core:step", args=["motions.assignment", assignment.pk, "sign"])
    return Code(settings.SITE_URL + path, "扫码签收")


def assignment_table(assignment: Assignment) -> FormTable:
    """The bordered form of the 交办单."""
    motion = assignment.motion
    others = [
        f"{a.unit.name}（{a.get_role_display()}）"
        for a in motion.assignments.filter(round=assignment.round).select_related("unit")
        if a.pk != assignment.pk
    ]
    due = assignment.due
    what = "答复期限" if assignment.answers else "会办意见期限"
    rows = [
        ["案号", motion.code, "类别", motion.get_kind_display()],
        ["标题", motion.official_title],
        ["领衔代表", motion.lead.name, "联系电话", motion.lead.phone],
        ["承办单位", assignment.unit.name, "身份", assignment.get_role_display()],
        ["其他单位", "、".join(others) or "无"],
        ["责任领导", assignment.leader, "经办人", assignment.person],
        ["交办日期", cn_date(assignment.assigned_on), "签收期限", cn_date(assignment.sign_due)],
        ["退办期限", cn_date(assignment.objection_due), what, cn_date(assignment.due_on)],
        ["期限说明", f"{due.rule}，{due.explanation}；退办期限{_objection_start(assignment)}"],
        ["办理要求", Cell(assignment.instruction or _usual(assignment), tall=True)],
        ["签收人", assignment.signed_by, "签收日期",
         cn_date(assignment.signed_on) if assignment.signed_on else ""],
    ]  # fmt: skip
    return FormTable(
        rows,
        title=f"{motion.township.congress_name}代表建议交办单",
        left=motion.occasion,
        right=f"交办单位：{motion.township.presidium_name}",
    )


def _objection_start(assignment: Assignment) -> str:
    """自签收之日起算, and before that from which day."""
    return "自签收之日起算" if assignment.signed_on else "自交办之日起算，签收后自签收之日起算"


def _usual(assignment: Assignment) -> str:
    if not assignment.answers:
        return "请按期将会办意见送主办单位，由负责人签字。"
    return (
        "一、办理前、办理中、答复后与代表联系沟通，如实记录。\n"
        "二、答复由单位主要负责人签发，逐条说明已办、拟办及期限或者不能办的原因。\n"
        "三、不属本单位职责的，在退办期限前说明理由，不得自行转办。"
    )


@paper(
    "motions.motion",
    "feedback",
    label="征询意见表",
    perm="motions.view_motion",
    when=is_answered,
    for_reader=True,
)
def feedback_form(motion: Motion, reader: User) -> Document:
    """办理情况征询意见表, filled in as far as it is known."""
    reply = latest_reply(motion)
    said = motion.feedbacks.filter(
        deputy=motion.lead_id, round=motion.round, is_current=True
    ).first()
    talks = list(motion.contacts.select_related("deputy"))
    rows = [
        ["案号", motion.code, "承办单位", reply.assignment.unit.name],
        ["标题", motion.official_title],
        ["代表姓名", motion.lead.name, "联系电话", phone_for(reader, motion)],
        ["答复文号", reply.number, "答复日期", cn_date(reply.issued_on)],
        ["结果类别", scheme().label(reply.result_class)],
        [
            "办理前后\n是否沟通",
            "\n".join(["■是　□否", *map(_talk, talks)]) if talks else "□是（方式：　　　）　□否",
        ],
        ["对办理态度", _boxes(said.work_rating if said else "", Rating.choices)],
        ["对办理结果", _boxes(said.result_rating if said else "", Rating.choices)],
        ["具体意见", Cell(said.words if said else "", tall=True)],
        ["是否需要\n重新办理", "□是　□否"],
        [
            "代表签名",
            "",
            "日期",
            cn_date(said.on) if said else "",
        ],
    ]
    form = FormTable(
        rows,
        title=f"{motion.township.congress_name}代表建议办理情况征询意见表",
        left=motion.occasion,
        right="不满意的，请写明具体意见",
    )
    return Document(f"征询意见表 {motion.code}", [form], kind="form", created=motion.replied_on)


def _talk(contact: ContactLog) -> str:
    """One talk with what the deputy says of its record: 2025年4月10日面谈，代表确认属实。"""
    return f"{cn_date(contact.on)}{contact.get_way_display()}，{contact.confirmation_words}"


def _day(day) -> str:
    return cn_date(day) if day else ""


def _form(name: str, rows: list, *, motion: Motion, right: str = "", created) -> Document:
    """A bordered form of a case under the congress's name."""
    table = FormTable(
        rows,
        title=f"{motion.township.congress_name}代表建议{name}",
        left=motion.occasion,
        right=right or f"编号：{motion.number_text}",
    )
    return Document(f"{name} {motion.code}", [table], kind="form", created=created)


@paper("motions.assignment", "receipt", label="签收回执", perm="motions.print_assignment")
def receipt(assignment: Assignment) -> Document:
    """签收回执: who signed for it and when; empty lines to sign by hand until then."""
    motion = assignment.motion
    what = "答复期限" if assignment.answers else "会办意见期限"
    rows = [
        ["案号", motion.code, "类别", motion.get_kind_display()],
        ["标题", motion.official_title],
        ["承办单位", assignment.unit.name, "身份", assignment.get_role_display()],
        ["交办日期", _day(assignment.assigned_on), "签收期限", _day(assignment.sign_due)],
        [what, _day(assignment.due_on), "经办人", assignment.person],
        ["签收意见", Cell(
            "以上交办件已逐件清点、核对。" if assignment.signed_on else "",
            tall=True,
            sign=f"{assignment.signed_by}　{_day(assignment.signed_on)}"
            if assignment.signed_on else "签收人（章）：　　　　　年　　月　　日",
        )],
    ]  # fmt: skip
    document = _form(
        "签收回执", rows, motion=motion, created=assignment.signed_on or assignment.assigned_on
    )
    if assignment.signed_on:
        return document
    return replace(document, blocks=[*document.blocks, sign_code(assignment)])


@paper("motions.coopinion", "opinion", label="会办意见", perm="motions.print_part")
def opinion_form(opinion: CoOpinion) -> Document:
    """会办意见: what a co-handler told the lead unit."""
    assignment, motion = opinion.assignment, opinion.assignment.motion
    rows = [
        ["案号", motion.code, "领衔代表", motion.lead.name],
        ["标题", motion.official_title],
        ["会办单位", assignment.unit.name, "期限", _day(assignment.due_on)],
        [
            "会办意见",
            Cell(opinion.text, tall=True, sign=f"负责人：{opinion.signer}　{_day(opinion.on)}"),
        ],
    ]
    return _form("会办意见表", rows, motion=motion, created=opinion.on)


def _decided(asked: Objection | Extension) -> Cell:
    if asked.is_pending:
        return Cell("", tall=True, sign="审核人：　　　　　年　　月　　日")
    words = f"{asked.get_decision_display()}。{asked.note}"
    return Cell(words, tall=True, sign=f"审核人：{asked.decided_by}　{_day(asked.decided_on)}")


@paper("motions.objection", "objection", label="退办申请表", perm="motions.print_part")
def objection_form(objection: Objection) -> Document:
    """退办（异议）申请: the unit's reason and the office's decision."""
    assignment, motion = objection.assignment, objection.assignment.motion
    rows = [
        ["案号", motion.code, "身份", assignment.get_role_display()],
        ["标题", motion.official_title],
        ["承办单位", assignment.unit.name, "交办日期", _day(assignment.assigned_on)],
        ["申请退办期限", _day(assignment.objection_due), "建议改交单位",
         objection.suggested_unit.name if objection.suggested_unit else "未提出"],
        ["理由", Cell(
            objection.reason, tall=True, sign=f"负责人：{objection.signer}　{_day(objection.on)}"
        )],
        *([["逾期申请\n的理由", objection.late_reason]] if objection.late_reason else []),
        ["交办机构\n审核意见", _decided(objection)],
    ]  # fmt: skip
    return _form("退办申请表", rows, motion=motion, created=objection.on)


@paper("motions.extension", "extension", label="延期申请表", perm="motions.print_part")
def extension_form(extension: Extension) -> Document:
    """延期申请: how long and why, and the office's decision."""
    assignment, motion = extension.assignment, extension.assignment.motion
    rows = [
        ["案号", motion.code, "身份", assignment.get_role_display()],
        ["标题", motion.official_title],
        ["承办单位", assignment.unit.name, "交办日期", _day(assignment.assigned_on)],
        ["原期限", _day(extension.old_due), "延长至",
         f"{_day(extension.new_due)}（自交办之日起 {extension.months} 个月）"],
        ["依据", law.cite("suggestion.reply_months_extended")],
        ["理由", Cell(
            extension.reason, tall=True, sign=f"负责人：{extension.signer}　{_day(extension.on)}"
        )],
        ["交办机构\n审核意见", _decided(extension)],
    ]  # fmt: skip
    return _form("延期申请表", rows, motion=motion, created=extension.on)


def _confirmed(contact: ContactLog) -> Cell:
    """Whether the deputy calls the record true; empty boxes to sign by hand until then."""
    boxes = _boxes(contact.confirmation, ContactLog.Confirmation.choices)
    words = f"{boxes}\n{contact.confirmation_note}" if contact.confirmation_note else boxes
    if not contact.confirmation:
        return Cell(words, sign="代表签名：　　　　　年　　月　　日")
    how = "纸质签名" if contact.is_on_paper else "本人在手机上确认"
    return Cell(words, sign=f"{contact.deputy.name}（{how}）　{_day(contact.confirmed_on)}")


@paper("motions.contactlog", "contact", label="面商记录", perm="motions.view_contactlog")
def contact_form(contact: ContactLog) -> Document:
    """面商（沟通）记录: the deputy's words and the unit's answer, and whether the deputy calls it true."""
    motion = contact.motion
    unit = contact.assignment.unit.name if contact.assignment else ""
    rows = [
        ["案号", motion.code, "承办单位", unit],
        ["标题", motion.official_title],
        ["阶段", contact.get_stage_display(), "方式", contact.get_way_display()],
        ["时间", _day(contact.on), "地点", contact.place],
        ["参加人", contact.people],
        ["代表意见", Cell(contact.words, tall=True)],
        ["承办单位\n回应", Cell(contact.response, tall=True)],
        ["代表确认", _confirmed(contact)],
    ]
    return _form(
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
        ["原期限", _day(due), "逾期", f"{late} 天" if late else "未逾期"],
        [
            "督办意见",
            Cell(order.text, tall=True, sign=f"督办领导：{order.leader}　{_day(order.on)}"),
        ],
        ["反馈期限", _day(order.feedback_due), "反馈日期", _day(order.responded_on)],
        ["反馈情况", Cell(order.response, tall=True)],
        ["督办结果", Cell(order.result, tall=True)],
    ]
    return _form("督办单", rows, motion=motion, right=f"督办编号：{order.number}", created=order.on)
