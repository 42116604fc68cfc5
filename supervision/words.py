"""How acts of supervision are worded in sentences of a report."""

from renda.core.text import as_clause
from supervision.grading import grade
from supervision.models import Appraisal, ElectionVillage, Inspection, InspectionKind


def spoken_inspection(inspection: Inspection) -> str:
    """9月11日专项督查……，听取镇长的专项工作汇报，提出意见建议2条：……；…… ; needs ``opinions``."""
    parts = [inspection.in_official_words, spoken_hearing(inspection)]
    if opinions := inspection.opinions.all():
        texts = "；".join(as_clause(opinion.text) for opinion in opinions)
        parts.append(f"提出意见建议{len(opinions)}条：{texts}")
    return "，".join(filter(None, parts))


def spoken_hearing(inspection: Inspection) -> str:
    """听取镇长陆海峰的专项工作汇报, 听取水利站负责人汇报 or 水利站负责人到会回答询问; nothing if nobody was heard."""
    if inspection.is_report_heard:
        return f"听取{inspection.heard_whom or f'{inspection.township.level}政府'}的专项工作汇报"
    if not inspection.heard_whom:
        return ""
    if inspection.kind == InspectionKind.INQUIRY:
        return f"{inspection.heard_whom}到会回答询问"
    return f"听取{inspection.heard_whom}汇报"


def spoken_appraisal(appraisal: Appraisal) -> str:
    """8月22日镇人大代表评议公安派出所，召开座谈会……，评议结果为满意；指出问题：……；提出意见建议：……"""
    day = f"{appraisal.held_on.month}月{appraisal.held_on.day}日"
    result = grade(appraisal)
    held = [
        f"{day}{appraisal.whose}评议{appraisal.unit.name}",
        as_clause(appraisal.forum),
        f"评议结果为{result.label}" if result.key else "",
    ]
    told = (("指出问题", appraisal.problems), ("提出意见建议", appraisal.opinions))
    said = [f"{name}：{as_clause(text).replace('；', '、')}" for name, text in told if text]
    return "；".join(["，".join(filter(None, held)), *said])


def spoken_village(village: ElectionVillage) -> str:
    """石坑坪村（沈国良，观察7个环节）; needs ``steps_seen``."""
    seen = f"，观察{village.steps_seen}个环节" if village.steps_seen else ""
    return f"{village.name}（{village.observer.name}{seen}）"
