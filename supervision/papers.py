"""Documents: 问题整改清单, 问题交办单, 督查报告, 评议结果."""

from collections.abc import Sequence
from datetime import date

from activities.models import Campaign
from renda.core.calendar import chinese_date, chinese_numeral
from renda.core.models import Township
from renda.core.paper.blocks import (
    Cell,
    Document,
    FormTable,
    Heading,
    Paragraph,
    Signature,
    Table,
    Title,
)
from renda.core.papers import paper
from supervision.grading import grade, satisfaction
from supervision.models import (
    Appraisal,
    Finding,
    Inspection,
    InspectionOpinion,
    InspectionStop,
)
from supervision.words import spoken_hearing

HEAD = ("序号", "来源", "问题", "责任单位", "责任领导", "责任人", "整改措施", "期限", "完成日期", "复查人", "销号")  # fmt: skip
WIDTHS = (1, 2, 4, 2, 1.6, 1.6, 4, 2, 2, 2, 2)


def day(value: date | None) -> str:
    """2025年8月15日, or nothing."""
    return chinese_date(value) if value else ""


def formula(text: str) -> str:
    """A computation as paper sets it: without the spaces of the screen."""
    return text.replace(" ", "")


def short_day(value: date | None, year: int) -> str:
    """11月28日, with the year only if it is another one."""
    if value is None:
        return ""
    text = f"{value.month}月{value.day}日"
    return text if value.year == year else f"{value.year}年{text}"


def finding_list(
    township: Township,
    findings: Sequence[Finding],
    subject: str,
    today: date,
    at_most: int | None = None,
) -> Document:
    """The findings as a 问题整改清单, one row each; the paper itself says if ``at_most`` left some out."""
    handed = [f for f in findings if f.status != Finding.Status.FOUND]
    closed = [f for f in findings if f.status == Finding.Status.CLOSED]
    rows = [
        [
            number,
            finding.source_kind,
            finding.title,
            str(finding.unit or ""),
            finding.leader,
            finding.person,
            finding.measures,
            short_day(finding.due_on, finding.year),
            short_day(finding.rectified_on, finding.year),
            finding.rechecked_by.replace("、", "、\n"),
            short_day(finding.closed_on, finding.year) or finding.get_status_display(),
        ]
        for number, finding in enumerate(findings[:at_most], start=1)
    ]
    summary = f"共发现问题{len(findings)}个，已交办{len(handed)}个，已销号{len(closed)}个。"
    if left_out := len(findings) - len(rows):
        summary += (
            f"本表列前{len(rows)}个，其余{left_out}个未列：请按年度、来源或责任单位筛选后分次打印，"
            "或者在问题台账导出 Excel，全部都有。"
        )
    about = f"{subject}，{chinese_date(today)}" if subject else chinese_date(today)
    return Document(
        f"{subject}问题整改清单",
        [
            Title(["问题整改清单"], note=f"（{about}）"),
            Paragraph(summary),
            Table(HEAD, rows, widths=WIDTHS, align=["center"] * 2 + ["left"] + ["center"] * 8),
            Signature(township.presidium_name, today),
        ],
        created=today,
        author=township.presidium_name,
        landscape=True,
    )


@paper(
    "activities.campaign",
    "findings",
    label="问题整改清单",
    perm="supervision.browse_finding",
    when=lambda campaign: Finding.objects.filter(campaign=campaign).exists(),
)
def campaign_findings(campaign: Campaign) -> Document:
    """The findings of one campaign."""
    rows = list(Finding.objects.filter(campaign=campaign).for_list().order_by("number"))
    last = max((f.closed_on or f.found_on for f in rows), default=campaign.starts_on)
    return finding_list(campaign.township, rows, f"“{campaign.name}”主题活动", last)


@paper(
    "supervision.inspection",
    "findings",
    label="问题整改清单",
    perm="supervision.browse_finding",
    when=lambda inspection: inspection.has_findings,
)
def inspection_findings(inspection: Inspection) -> Document:
    """The findings of one inspection."""
    rows = list(Finding.objects.filter(inspection=inspection).for_list().order_by("number"))
    last = max((f.closed_on or f.found_on for f in rows), default=inspection.held_on)
    return finding_list(inspection.township, rows, str(inspection), last)


@paper(
    "supervision.finding",
    "order",
    label="问题交办单",
    perm="supervision.view_finding",
    when=lambda finding: finding.handed_on is not None,
)
def finding_order(finding: Finding) -> Document:
    """A finding as the form that goes to the unit and comes back."""
    office = finding.township.presidium_name
    return Document(
        f"问题整改交办单（{finding.number_label}）",
        [
            FormTable(
                [
                    ["问题", Cell(finding.title, colspan=3)],
                    ["来源", str(finding.source or "—"), "发现日期", day(finding.found_on)],
                    ["地点", finding.place or "—", "发现人", str(finding.found_by or "—")],
                    ["具体情况", Cell(finding.detail or "—", colspan=3, tall=True)],
                    ["责任单位", finding.unit.name, "责任人", finding.person or "—"],
                    ["交办日期", day(finding.handed_on), "整改期限", day(finding.due_on)],
                    ["整改要求", Cell(finding.demand or "—", colspan=3)],
                    ["整改措施", Cell(finding.measures, colspan=3)],
                    [
                        "整改结果",
                        Cell(
                            finding.result,
                            colspan=3,
                            tall=True,
                            sign=f"责任单位（盖章）　{day(finding.rectified_on)}",
                        ),
                    ],
                    [
                        "复查意见",
                        Cell(
                            "已整改到位，予以销号。" if finding.closed_on else "",
                            colspan=3,
                            tall=True,
                            sign=f"复查人：{finding.rechecked_by}　{day(finding.rechecked_on)}",
                        ),
                    ],
                ],
                title="问题整改交办单",
                left=office,
                right=f"{finding.year}年第{finding.number}号",
                widths=[1.2, 3, 1.2, 3],
            )
        ],
        kind="form",
        created=finding.handed_on,
        author=office,
    )


@paper(
    "supervision.inspection",
    "report",
    label="报告",
    perm="supervision.view_inspection",
    when=lambda inspection: bool(inspection.summary),
)
def inspection_report(inspection: Inspection) -> Document:
    """The report of an inspection: who went where, what is good, what is wrong, what to do."""
    office = inspection.township.presidium_name
    stops = list(InspectionStop.objects.filter(inspection=inspection))
    opinions = list(InspectionOpinion.objects.filter(inspection=inspection))
    opening = f"{chinese_date(inspection.held_on)}，{office}组织代表"
    opening += f"，由{inspection.leader}带队，" if inspection.leader else ""
    opening += f"开展“{inspection.title}”{inspection.get_kind_display()}。"
    if stops:
        opening += f"实地察看了{'、'.join(stop.name for stop in stops)}。"
    if heard := spoken_hearing(inspection):
        opening += f"{heard}。"
    title = f"关于{inspection.title}的{'调研' if inspection.kind == 'research' else ''}报告"
    blocks: list = [Title([title]), Paragraph(opening)]
    parts = [("基本情况", inspection.summary), ("主要成效", inspection.results)]
    parts += [("存在问题", inspection.problems)]
    number = 0
    for name, text in parts:
        if text:
            number += 1
            blocks.append(Heading(1, f"{chinese_numeral(number)}、{name}"))
            blocks += [Paragraph(line) for line in text.splitlines() if line.strip()]
    if opinions:
        blocks.append(Heading(1, f"{chinese_numeral(number + 1)}、意见建议"))
        blocks += [
            Paragraph(f"（{chinese_numeral(place)}）{opinion.text}")
            for place, opinion in enumerate(opinions, start=1)
        ]
    signed = inspection.reported_on or inspection.held_on
    blocks.append(Signature(office, signed))
    return Document(title, blocks, created=signed, author=office)


@paper(
    "supervision.appraisal",
    "result",
    label="评议结果",
    perm="supervision.view_appraisal",
    when=lambda appraisal: appraisal.returned > 0,
)
def appraisal_result(appraisal: Appraisal) -> Document:
    """The result of an appraisal: the ballot, the grade with its computation, the opinions."""
    office = appraisal.township.presidium_name
    result = grade(appraisal)
    computed = "；".join(f"{check.title}：{check.computed}" for check in result.checks)
    return Document(
        f"{appraisal.title}结果",
        [
            FormTable(
                [
                    ["评议对象", appraisal.unit.name, "评议主体", appraisal.whose],
                    ["评议日期", chinese_date(appraisal.held_on), "地点", appraisal.place or "—"],
                    ["全体评议人员", appraisal.total, "发出测评票", appraisal.issued],
                    ["收回测评票", appraisal.returned, "不了解", appraisal.unknown],
                    ["满意", appraisal.satisfied, "基本满意", appraisal.basically_satisfied],
                    ["不满意", appraisal.dissatisfied, "等次", result.label],
                    ["满意率", Cell(formula(satisfaction(appraisal)), colspan=3)],
                    ["等次算式", Cell(formula(computed), colspan=3)],
                    ["肯定成绩", Cell(appraisal.merits or "—", colspan=3, tall=True)],
                    ["存在问题", Cell(appraisal.problems or "—", colspan=3, tall=True)],
                    [
                        "意见建议",
                        Cell(
                            appraisal.opinions or "—",
                            colspan=3,
                            tall=True,
                            sign=f"{office}　{chinese_date(appraisal.held_on)}",
                        ),
                    ],
                ],
                title=f"{appraisal.title}结果",
                left=office,
                widths=[1.7, 3, 1.7, 3],
            )
        ],
        kind="form",
        created=appraisal.held_on,
        author=office,
    )
