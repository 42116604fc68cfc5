"""What goes with a case to a unit, and the slip that the unit signs: 交办单, 签收回执."""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace

from django.conf import settings
from django.urls import reverse

from motions.models import Assignment
from motions.papers.forms import BLANK_DAY, day_text, filled, form, heading, phone_for
from motions.querysets import GONE
from motions.services.issued import ON_PAPER, all_as_issued, goes_out, is_read_whole
from renda.core.calendar import Due, load_overrides
from renda.core.models import User
from renda.core.paper.blocks import Cell, Code, Document, FormTable, cn_date
from renda.core.papers import paper
from renda.core.text import solid
from renda.core.together import hang

REPLY, OPINION = "答复期限", "会办期限"
LATER = "见签收回执"
"""Where the unit's own clerk stands, who is named after the paper has gone out."""
WIDTHS = (13, 32, 13, 42)
"""Of the columns of a 交办单: whole dates stand on one line, and all of it with the code on one page."""


@paper(
    "motions.assignment",
    "assignment",
    label="交办单",
    perm="motions.print_assignment",
    for_reader=True,
)
def assignment_paper(assignment: Assignment, reader: User) -> Document:
    """The 交办单 as it was handed over, with who has signed for it since."""
    return assignment_papers([assignment], reader)[0]


def assignment_papers(rows: Sequence[Assignment], reader: User) -> list[Document]:
    """The 交办单 of several rows, in their order; the lead's telephone for those who must call."""
    return [
        filled(
            document,
            {
                "签收人": Cell(row.signed_by, sign=day_text(row.signed_on)),
                "联系电话": Cell(phone_for(reader, row.motion)),
            },
        )
        for row, document in zip(rows, all_as_issued(rows), strict=True)
    ]


@goes_out(Assignment)
def assignments_go_out(rows: Sequence[Assignment]) -> list[Document]:
    """The 交办单 of what is handed over, as these rows say; one query, whatever their number.

    None where the cases are held with all their assignments; one more if the day table moved a last day.
    """
    if not all(is_held(row) for row in rows):
        rows = in_their_cases(rows)
    return [assignment_form(row, due) for row, due in zip(rows, dues_of(rows), strict=True)]


def is_held(row: Assignment) -> bool:
    """Whether its case was read with what papers name of it and every assignment, this one among them."""
    known = getattr(row.motion, "_prefetched_objects_cache", {})
    return is_read_whole(row.motion) and row in known.get("assignments", ())


def in_their_cases(rows: Sequence[Assignment]) -> list[Assignment]:
    """Copies of the rows whose cases are read with all that is printed of them; one query."""
    read = Assignment.objects.select_related("unit", *(f"motion__{name}" for name in ON_PAPER))
    every = list(read.filter(motion__in={row.motion_id for row in rows}))
    motions = {row.motion_id: row.motion for row in every}
    hang(every, list(motions.values()), "assignments")
    found = {row.pk: row for row in every}
    copies = [copy(row) for row in rows]
    for row in copies:
        row.motion, row.unit = motions[row.motion_id], found[row.pk].unit
    return copies


def dues_of(rows: Sequence[Assignment]) -> list[Due]:
    """The last days with their reasons; the day table is read once, and only if it moved one."""
    plain = [row.counted() for row in rows]
    if all(due.on == row.due_on for row, due in zip(rows, plain, strict=True)):
        return plain
    days = load_overrides()
    return [row.counted(days) for row in rows]


def assignment_form(assignment: Assignment, due: Due | None = None) -> Document:
    """代表建议交办单: what a unit gets, with every last day and its reason, and a code to sign for it."""
    return Document(
        f"交办单 {assignment.motion.code} {assignment.unit}",
        [assignment_table(assignment, due or assignment.due), sign_code(assignment)],
        kind="form",
        created=assignment.assigned_on,
    )


def sign_code(assignment: Assignment) -> Code:
    """The code that opens the page where the unit signs for it."""
    path = reverse("core:step", args=["motions.assignment", assignment.pk, "sign"])
    return Code(settings.SITE_URL + path, "扫码签收")


def assignment_table(assignment: Assignment, due: Due) -> FormTable:
    """The bordered form of the 交办单; ``due`` is its last day with the reason."""
    motion = assignment.motion
    together = working_together(assignment)
    rows = [
        ["标题", motion.official_title],
        ["案号", motion.code, "身份", assignment.get_role_display()],
        ["领衔代表", motion.lead.name, "联系电话", motion.lead.phone],
        ["承办单位", assignment.unit.name, "责任领导", assignment.leader],
        *others_rows(assignment, together),
        ["经办人", assignment.person or LATER, "交办日期", cn_date(assignment.assigned_on)],
        ["签收期限", cn_date(assignment.sign_due),
         "退办期限", cn_date(assignment.objection_due)],
        last_days(assignment, together),
        ["期限说明", f"{solid(_reckoned(assignment, due))}；退办期{_objection_start(assignment)}"],
        ["办理要求", assignment.instruction or _usual(assignment)],
        ["签收人", Cell(assignment.signed_by, sign=day_text(assignment.signed_on) or "年　月　日"),
         "交办单位", Cell(
            motion.township.presidium_name, sign=f"（章）　{cn_date(assignment.assigned_on)}"
         )],
    ]  # fmt: skip
    return FormTable(
        rows,
        title=heading(motion, "代表建议交办单"),
        left=motion.occasion,
        right=f"交办编号：{number_of(assignment)}　类别：{motion.get_kind_display()}",
        widths=WIDTHS,
    )


def number_of(assignment: Assignment) -> str:
    """交办编号: 14-2-03-交1, the first handing over of the case, counted on through every round."""
    every = assignment.motion.assignments.all()
    return f"{assignment.motion.code}-交{sum(row.pk <= assignment.pk for row in every)}"


def working_together(assignment: Assignment) -> list[Assignment]:
    """The units of its round, itself among them; those that were relieved of the case left out.

    So is the one it was passed on from, whose own step is still under way when this one is handed over.
    """
    return [
        row
        for row in assignment.motion.assignments.all()
        if row.round == assignment.round
        and row.pk != assignment.passed_from_id
        and (row.pk == assignment.pk or row.status not in GONE)
    ]


def others_rows(assignment: Assignment, together: list[Assignment]) -> list[list[str]]:
    """主办单位, 协办单位, 分办单位: who else handles the case, in which role."""
    rows = []
    for role, label in Assignment.Role.choices:
        others = [row for row in together if row.role == role and row.pk != assignment.pk]
        if others:
            rows.append([f"{label}单位", "、".join(row.unit.name for row in others)])
    return rows


def last_days(assignment: Assignment, together: list[Assignment]) -> list[str]:
    """The unit's own last day, then the other one that it has to know of, as labels and values.

    A lead unit sees by when it gets its co-handlers' opinions; a co-handler, when the reply is due.
    """
    own, other = (REPLY, OPINION) if assignment.answers else (OPINION, REPLY)
    cells = [own, cn_date(assignment.due_on)]
    if assignment.role == Assignment.Role.SEPARATE:
        return cells
    days = [row.due_on for row in together if row.answers != assignment.answers]
    return [*cells, other, cn_date(max(days))] if days else cells


def _reckoned(assignment: Assignment, due: Due) -> str:
    """自交办之日起三个月，当日不计: the reckoning, which stands beside that day."""
    since = "交回重办之日" if assignment.round > 1 else "交办之日"
    return due.explanation.replace(f" {due.start.isoformat()} ", since, 1)


def _objection_start(assignment: Assignment) -> str:
    """自签收之日起算, and before that from which day."""
    return "自签收之日起算" if assignment.signed_on else "自交办（签收后自签收）之日起算"


def _usual(assignment: Assignment) -> str:
    if not assignment.answers:
        return "请按期将会办意见送主办单位，由负责人签字。"
    return (
        "一、办理前、办理中、答复后与代表联系沟通，如实记录。\n"
        "二、答复由主要负责人签发，逐条说明已办、拟办及期限、不办原因。\n"
        "三、不属本单位职责的，在退办期限前说明理由，不得自行转办。"
    )


@paper("motions.assignment", "receipt", label="签收回执", perm="motions.print_assignment")
def receipt(assignment: Assignment) -> Document:
    """签收回执: who signed for it and when; empty lines to sign by hand until then."""
    motion = assignment.motion
    rows = [
        ["案号", motion.code, "类别", motion.get_kind_display()],
        ["标题", motion.official_title],
        ["承办单位", assignment.unit.name, "身份", assignment.get_role_display()],
        ["交办日期", cn_date(assignment.assigned_on), "签收期限", cn_date(assignment.sign_due)],
        [REPLY if assignment.answers else OPINION, cn_date(assignment.due_on),
         "经办人", assignment.person],
        ["签收意见", Cell(
            "以上交办件已逐件清点、核对。" if assignment.signed_on else "",
            tall=True,
            sign=f"{assignment.signed_by}　{cn_date(assignment.signed_on)}"
            if assignment.signed_on else f"签收人（章）：　　　{BLANK_DAY}",
        )],
    ]  # fmt: skip
    document = form(
        "签收回执",
        rows,
        motion=motion,
        right=f"交办编号：{number_of(assignment)}",
        created=assignment.signed_on or assignment.assigned_on,
    )
    if assignment.signed_on:
        return document
    return replace(document, blocks=[*document.blocks, sign_code(assignment)])
