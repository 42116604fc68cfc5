"""The forms of a case that its deputies fill in and sign: 登记表, 征询意见表."""

from deputies.models import Deputy, Mandate
from motions.models import ContactLog, Feedback, Motion, Rating, Reply, Review, Supplement
from motions.models.classes import scheme
from motions.papers.forms import (
    BLANK_DAY,
    boxes,
    day_text,
    form,
    form_table,
    heading,
    phone_for,
    yes_or_no,
)
from motions.papers.letters import has_letter, is_answered, latest_replies
from motions.permissions import deputy_in
from motions.services.people import deputies_of
from motions.services.voting import vote_of
from motions.timeline.receipts import receipts_of, together
from motions.timeline.rows import fetch
from renda.core.models import User
from renda.core.paper.blocks import Cell, Document, FormTable, PageBreak, cn_date
from renda.core.papers import paper
from renda.core.text import solid

FEEDBACK = "办理情况征询意见表"
WRITE = "不满意的，请写明具体意见"
WIDTHS = (13.3, 17.3, 13.3, 21.4, 13.3, 21.4)
"""Of the columns of a 登记表: whole dates stand on one line, and a joint suggestion on one page."""


def mandate_of(motion: Motion) -> Mandate | None:
    """The lead's township mandate of the case's term: its 代表证号 and 选区."""
    mandates = Mandate.objects.filter(deputy=motion.lead_id, term=motion.term_id).of_township()
    return mandates.select_related("constituency").order_by("pk").first()


@paper("motions.motion", "register", label="登记表", perm="motions.view_motion", for_reader=True)
def registration_form(motion: Motion, reader: User) -> Document:
    """代表建议（议案）登记表, in the order of the paper form, with room for the deputies' own hands."""
    cosigners = motion.cosigners.filter(state="accepted").select_related("deputy")
    joined = [cosigner.deputy.name for cosigner in cosigners]
    reviews = list(motion.reviews.select_related("meeting"))
    office = next((r for r in reversed(reviews) if r.decision not in Review.BY_PRESIDIUM), None)
    presidium = next((r for r in reversed(reviews) if r.decision in Review.ON_THE_CASE), None)
    lead, labels, mandate = motion.lead, motion.text_labels, mandate_of(motion)
    what = "议案" if motion.is_bill else "建议"
    rows = [
        ["标题", motion.official_title],
        ["领衔代表", lead.name, "代表证号", mandate.card_no if mandate else "",
         "联系电话", phone_for(reader, motion)],
        ["选区", Cell(str((mandate and mandate.constituency) or ""), colspan=3),
         Cell("代表小组", label=True), str(lead.group or "")],
        ["工作单位\n及职务", lead.workplace],
        ["领域", motion.get_field_display(), "提出日期", day_text(motion.submitted_on),
         "受理日期", day_text(motion.accepted_on)],
        ["公开", "同意公开" if motion.is_public else "不公开",
         "希望面商", yes_or_no(motion.wants_contact),
         "建议\n承办单位", motion.suggested_unit.name if motion.suggested_unit else "不指定"],
        *zip(labels, (motion.situation, motion.analysis, motion.proposal), strict=True),
        ["领衔签名", Cell(BLANK_DAY.strip(), align="right")],
        ["联名代表\n及其签名", Cell(f"{'、'.join(joined)}（共{len(joined)}人）", tall=True)]
        if joined else ["联名代表", "无"],
        ["审核意见", _accepted(office, motion)],
        ["主席团\n处理意见", _decided(presidium)],
        *_voted(motion),
    ]  # fmt: skip
    table = FormTable(
        rows,
        title=heading(motion, f"代表{what}登记表"),
        left=motion.occasion,
        right=f"编号：{motion.printed_number}　类别：{motion.get_kind_display()}",
        widths=WIDTHS,
    )
    return Document(
        f"登记表 {motion.code or motion.short_title}",
        [table],
        kind="form",
        created=motion.submitted_on or motion.created_at.date(),
    )


def _accepted(review: Review | None, motion: Motion) -> Cell:
    """审核意见: what the office said of it, to whom it was sent for reference, and who took it in."""
    if review is None:
        return Cell("", sign=f"受理人：{BLANK_DAY}")
    sent = ""
    if review.decision == Review.Decision.REFERENCE:
        units = motion.references.select_related("unit")
        sent = "、".join(row.unit.name for row in units)
    words = Review.office_words(
        review.decision, review.note, reason=review.reason, main=motion.merged_into, sent=sent
    )
    return Cell(words, sign=f"受理人：{review.by}　{cn_date(review.on)}")


def _decided(review: Review | None) -> Cell:
    """主席团处理意见: 列入议程, 转为建议 or 不列入, at which meeting and why."""
    if review is None:
        return Cell("", sign=BLANK_DAY.strip())
    held_on = review.meeting.held_on if review.meeting else None
    words = Review.presidium_words(review.decision, held_on, review.note)
    return Cell(words, sign=f"{review.by}　{cn_date(review.on)}")


def _voted(motion: Motion) -> list[list]:
    """大会表决, of a 议案 that was put on the agenda and decided on."""
    vote = vote_of(motion) if motion.status == Motion.Status.ON_AGENDA else None
    if vote is None:
        return []
    words = (
        f"{vote.session}表决“{vote.matter}”：{vote.result}"
        f"（{vote.counts_text}，全体代表 {vote.total}）"
    )
    return [["大会表决", Cell(solid(words), sign=cn_date(vote.held_on))]]


@paper(
    "motions.motion",
    "feedback",
    label="征询意见表",
    perm="motions.view_motion",
    when=is_answered,
    for_reader=True,
)
def feedback_form(motion: Motion, reader: User) -> Document:
    """办理情况征询意见表 of the latest answered round, filled in as far as it is known.

    A sheet for each deputy of the case, the lead's first; a deputy prints the own one alone.
    """
    replies = latest_replies(motion)
    said = {
        feedback.deputy_id: feedback
        for feedback in motion.feedbacks.filter(
            round=replies[0].assignment.round, is_current=True
        ).select_related("deputy")
    }
    known = [*_replies_rows(replies), ["办理前\n是否沟通", _talked_before(motion, replies)]]
    units = "、".join(reply.assignment.unit.name for reply in replies)
    head = [["案号", motion.code, "承办单位", units], ["标题", motion.official_title]]
    sheets: list[FormTable | PageBreak] = []
    for deputy in _asked(motion, reader):
        person = ["代表姓名", deputy.name, "联系电话", phone_for(reader, motion, deputy)]
        rows = [*head, person, *known, *_opinion(said.get(deputy.pk))]
        sheets += [PageBreak(), form_table(FEEDBACK, rows, motion=motion, right=WRITE)]
    return Document(f"{FEEDBACK} {motion.code}", sheets[1:], kind="form", created=motion.replied_on)


def _asked(motion: Motion, reader: User) -> list[Deputy]:
    """Whose opinion the reader may print a sheet for: the deputies of the case, or a deputy's own."""
    if own := deputy_in(reader, motion):
        return [own]
    others = deputies_of(motion).exclude(pk=motion.lead_id).order_by("pk")
    return [motion.lead, *others]


def _opinion(said: Feedback | None) -> list[list]:
    """What the deputy fills in and signs, or said already."""
    return [
        ["对办理态度", boxes(said.work_rating if said else "", Rating.choices)],
        ["对办理结果", boxes(said.result_rating if said else "", Rating.choices)],
        ["具体意见", Cell(said.words if said else "", tall=True)],
        ["是否需要\n重新办理", yes_or_no(_asks_redo(said))],
        ["代表签名", _signed(said), "日期", day_text(said.on) if said else BLANK_DAY],
    ]


def _signed(said: Feedback | None) -> str:
    """Where the deputy signs by hand; who rated with an account has signed by that."""
    return f"{said.deputy.name}（本人在系统中评价）" if said and not said.is_by_office else ""


def _replies_rows(replies: list[Reply]) -> list[list[str]]:
    """Number, day and class of the reply; with 分办 a line for each unit's."""
    among = scheme()
    if len(replies) == 1:
        reply = replies[0]
        return [
            ["答复文号", reply.number, "答复日期", cn_date(reply.issued_on)],
            ["结果类别", among.label(reply.result_class)],
        ]
    return [
        [f"{reply.assignment.unit}\n答复",
         f"{reply.number}，{cn_date(reply.issued_on)}\n{among.label(reply.result_class)}"]
        for reply in replies
    ]  # fmt: skip


def _talked_before(motion: Motion, replies: list[Reply]) -> str:
    """是 if the deputy was spoken to before the handling of this round and doesn't call it untrue.

    Without such a talk the boxes stay empty, for the deputy to tick.
    """
    talks = motion.contacts.filter(
        stage=ContactLog.Stage.BEFORE, on__lte=max(reply.issued_on for reply in replies)
    )
    handed = replies[0].assignment
    if handed.round > 1:
        talks = talks.filter(on__gte=handed.assigned_on)
    ticks = "■是　□否" if talks.believed().exists() else "□是（方式：　　　）　□否"
    return "\n".join([ticks, *map(_talk, talks.select_related("deputy"))])


def _asks_redo(said: Feedback | None) -> bool | None:
    """The lead deputy's 不满意 with the result is what hands a case back."""
    return said.result_rating == Rating.DISSATISFIED if said else None


def _talk(contact: ContactLog) -> str:
    """One talk with what the deputy says of its record: 2025年4月10日面谈，代表确认属实。"""
    return f"{cn_date(contact.on)}{contact.get_way_display()}，{contact.confirmation_words}"


@paper("motions.motion", "delivery", label="送达回执", perm="motions.print_part", when=has_letter)
def delivery_form(motion: Motion) -> Document:
    """答复送达回执: when each deputy first opened each issued letter, authors of merged cases too.

    The replies first, then the supplements.
    """
    known = fetch(motion)
    receipts, later = receipts_of(motion, known), receipts_of(motion, known, "supplement")
    issued = Reply.objects.filter(assignment__motion=motion, issued_on__isnull=False)
    replies = list(issued.select_related("assignment__unit").order_by("issued_on", "pk"))
    rows = [["案号", motion.code, "领衔代表", motion.lead.name], ["标题", motion.official_title]]
    for reply in replies:
        rows += _delivered("答复", reply, receipts[reply.pk])
    further = Supplement.objects.filter(assignment__motion=motion, issued_on__isnull=False)
    for letter in further.select_related("assignment__unit").order_by("issued_on", "pk"):
        rows += _delivered("补充答复", letter, later[letter.pk])
    return form("答复送达回执", rows, motion=motion, created=replies[-1].issued_on)


def _delivered(what: str, letter: Reply | Supplement, receipts: list[str]) -> list[list[str]]:
    """Whose letter it is, and when each deputy first opened it."""
    return [
        [f"{what}单位", letter.assignment.unit.name, f"{what}文号", letter.number],
        ["签发日期", cn_date(letter.issued_on), "送达方式", "系统送达，代表本人打开为准"],
        ["送达情况", "\n".join(map(solid, together(receipts)))],
    ]
