"""The papers of this app: 代表基本情况, 履职档案, 签到册, 述职评议表."""

from django.utils import timezone

from deputies.models import Deputy, DutyReport, Roll
from deputies.record import DutyFile, duty_file
from renda.core.figures import Period
from renda.core.paper.blocks import (
    Cell,
    Document,
    FormTable,
    Heading,
    Paragraph,
    Signature,
    Table,
    Title,
    cn_date,
)
from renda.core.paper.measures import ems
from renda.core.papers import paper
from renda.core.text import solid

COLUMNS = (4.65, 8.4, 4.6, 6.75, 4.6, 7.8)
"""Of the official table, in characters: labels, a group and a station stand on one line each."""
DATED = (2.6, 5.4, 4)
"""Of a table of what was done on which day: whole dates stand on one line."""
POSTS, SEAT = "主席团职务", "选区"
SEAT_HOLDS = 7.5


def form_rows(file: DutyFile) -> list[list[Cell | str]]:
    """The official table, label and value by turns; in a row of fewer pairs the first value is wide."""
    rows = []
    for pairs in file.form:
        cells: list[Cell | str] = [text for pair in pairs for text in pair]
        if len(pairs) < 3:
            cells[1] = Cell(pairs[0][1], colspan=7 - 2 * len(pairs))
        if cells[0] == SEAT and ems(cells[1]) > SEAT_HOLDS:
            cells[1] = cells[1].replace("（", "\n（", 1)
        if cells[0] == POSTS:
            cells[0] = "主席团\n职务"
        rows.append(cells)
    return rows


def heads_of(file: DutyFile) -> dict[str, str]:
    """What stands above the form's border."""
    return {"left": file.congress, "right": f"{file.day.year}年{file.day.month}月{file.day.day}日"}


@paper(
    "deputies.deputy",
    "basics",
    label="代表登记表",
    perm="deputies.view_duty_record",
)
def basics(deputy: Deputy) -> Document:
    """人大代表基本情况."""
    today = timezone.localdate()  # a paper is printed as things stand on its day
    file = duty_file(deputy.pk, Period.year(today.year), today)
    rows = [*form_rows(file), ["联系电话", deputy.phone]]
    form = FormTable(rows, title="人大代表基本情况", widths=COLUMNS, **heads_of(file))
    return Document(
        f"代表登记表（{deputy.name}）",
        [form],
        kind="form",
        author=deputy.township.presidium_name,
        created=today,
        identifier=f"deputy-{deputy.pk}-{deputy.revision}",
    )


def record_document(file: DutyFile) -> Document:
    """The 履职档案 of one year: official table, then the parts in their order."""
    deputy, year = file.deputy, file.period.start.year
    blocks = [
        Title(f"{deputy.name}代表履职档案", note=f"{year}年度"),
        Heading(1, "一、基本情况"),
        FormTable(form_rows(file), widths=COLUMNS, **heads_of(file)),
        Paragraph(
            f"{year}年应参加会议和活动{deputy.expected}次，实参加{deputy.present}次，"
            f"请假{deputy.on_leave}次，缺席{deputy.absent}次，出勤率{file.rate}%。"
            if deputy.expected
            else f"{year}年没有应参加的会议和活动。"
        ),
    ]
    if file.missed:
        blocks.append(
            Table(
                ["日期", "请假、缺席的会议和活动", "情况"],
                [[cn_date(e.roll.on), e.roll.title, e.in_words] for e in file.missed],
                widths=DATED,
                align=("center", "left", "left"),
            )
        )
    for part in file.parts:
        blocks.append(Heading(1, part.heading))
        if not part.lines:
            blocks.append(Paragraph("本年度没有记录。"))
            continue
        blocks.append(
            Table(
                ["日期", part.heads[0], part.heads[1]],
                [
                    [cn_date(line.on), solid(line.title), solid(line.result) or "—"]
                    for line in part.lines
                ],
                widths=DATED,
                align=("center", "left", "left"),
            )
        )
    blocks.append(Signature(deputy.township.presidium_name, file.day))
    return Document(
        f"{deputy.name}代表履职档案（{year}年度）",
        blocks,
        author=deputy.township.presidium_name,
        created=file.day,
        identifier=f"duty-record-{deputy.pk}-{year}",
    )


@paper("deputies.roll", "signin", label="签到册", perm="deputies.view_roll")
def signin(roll: Roll) -> Document:
    """The roll as it is printed and kept: names in order, state and time, the sum at the foot."""
    counted = Roll.objects.with_counts().get(pk=roll.pk)
    entries = list(roll.entries.by_name())
    rows = []
    for number, entry in enumerate(entries, 1):
        person = entry.deputy
        rows.append(
            [
                str(number),
                person.name if person else entry.guest,
                str(person.group or "") if person else entry.guest_post,
                entry.in_words,
                f"{timezone.localtime(entry.at):%H:%M}" if entry.at else "",
            ]
        )
    waiting = counted.expected - counted.present - counted.on_leave - counted.absent
    total = (
        f"应到{counted.expected}名，实到{counted.present}名，请假{counted.on_leave}名，"
        f"缺席{counted.absent}名" + (f"，未签到{waiting}名。" if waiting else "。")
    )
    table = Table(
        ["序号", "姓名", "代表小组或单位", "到会情况", "签到时间"],
        rows,
        widths=(1, 2, 3, 3, 2),
    )
    day = roll.on
    lines = f"日期：{day.year}年{day.month}月{day.day}日　　地点：{roll.place or '—'}"
    return Document(
        f"签到册（{roll.title}）",
        [
            Title("签到册", note=roll.title),
            Paragraph(lines, indent=False),
            table,
            Paragraph(total, close=True),
        ],
        author=roll.township.presidium_name,
        created=day,
        identifier=f"roll-{roll.pk}-{roll.revision}",
    )


@paper("deputies.dutyreport", "form", label="述职评议表", perm="deputies.view_dutyreport")
def duty_report_form(report: DutyReport) -> Document:
    """代表向选民述职评议表."""
    day = report.held_on
    rows = [
        ["代表", report.deputy.name, "日期", f"{day.year}年{day.month}月{day.day}日"],
        ["地点", report.place, "到会选民", f"{report.voters_present}人"],
        ["述职内容", report.content],
        ["评议意见", report.comments or "无"],
        ["满意", f"{report.satisfied}人", "基本满意", f"{report.basically_satisfied}人"],
        ["不满意", f"{report.dissatisfied}人", "未评价", f"{report.not_rated}人"],
        ["当场公布", "是" if report.announced else "否"],
    ]
    return Document(
        f"述职评议表（{report.deputy.name}）",
        [FormTable(rows, title="代表向选民述职评议表", widths=(2, 4, 2, 4))],
        kind="form",
        author=report.township.presidium_name,
        created=day,
        identifier=f"duty-report-{report.pk}-{report.revision}",
    )
