"""Figures of inspections and of the opinions given to units."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from deputies.models import RollEntry
from renda.core.figures import Period, count, listing, rate
from supervision.models import Inspection, InspectionKind, InspectionOpinion, InspectionProject
from supervision.words import spoken_hearing, spoken_inspection

GROUP = "监督"
K = InspectionKind


def held(period: Period, kinds: Iterable[str] = ()) -> QuerySet[Inspection]:
    """Inspections carried out in the period, of some kinds or of all, oldest first."""
    rows = Inspection.objects.held().between(*period.days).order_by("held_on", "pk")
    return rows.filter(kind__in=list(kinds)) if kinds else rows


@count(
    "supervision.inspections", label="督查视察", unit="次", group=GROUP, on="held_on",
    empty="missing", record_url="supervision:inspection_create",
)  # fmt: skip
def inspections(period: Period) -> QuerySet[Inspection]:
    """日期在统计期内、已经实施的督查、视察、执法检查、专题调研、听取专项工作报告和专题询问，跨日的计一次；只有方案的不计。"""
    return held(period)


@listing(
    "supervision.inspections_list", label="督查视察一览", group=GROUP, unit="次", on="held_on",
    item=spoken_inspection,
)  # fmt: skip
def inspections_list(period: Period) -> QuerySet[Inspection]:
    """日期在统计期内、已经实施的督查视察，按日期列出日期、名称、听取谁的汇报和提出的意见建议。"""
    return held(period).select_related("township").prefetch_related("opinions")


@count(
    "supervision.half_year_checks", label="半年督查", unit="次", group=GROUP, on="held_on",
)  # fmt: skip
def half_year_checks(period: Period) -> QuerySet[Inspection]:
    """日期在统计期内、已经实施、类别为半年督查的。"""
    return held(period, [K.HALF_YEAR])


@count(
    "supervision.checked_projects", label="半年督查覆盖民生实事", unit="件", group=GROUP,
    law="supervision.livelihood",
)  # fmt: skip
def checked_projects(period: Period) -> QuerySet[InspectionProject]:
    """统计期内已经实施的半年督查所查看的民生实事项目；同一次督查同一项目只计一次。"""
    return InspectionProject.objects.filter(inspection__in=half_year_checks(period))


@count(
    "supervision.special_checks", label="专项督查", unit="次", group=GROUP, on="held_on",
)  # fmt: skip
def special_checks(period: Period) -> QuerySet[Inspection]:
    """日期在统计期内、已经实施、类别为专项督查的。"""
    return held(period, [K.SPECIAL])


@listing(
    "supervision.special_checks_list", label="专项督查一览", group=GROUP, unit="次",
    item=lambda inspection: inspection.in_official_words, on="held_on",
)  # fmt: skip
def special_checks_list(period: Period) -> QuerySet[Inspection]:
    """日期在统计期内、已经实施的专项督查，按日期列出日期和名称。"""
    return special_checks(period)


@count(
    "supervision.checks", label="督查", unit="次", group=GROUP, on="held_on",
)  # fmt: skip
def checks(period: Period) -> QuerySet[Inspection]:
    """日期在统计期内、已经实施的督查，含半年督查、专项督查和一般督查。"""
    return held(period, [K.HALF_YEAR, K.SPECIAL, K.CHECK])


@count(
    "supervision.research", label="专题调研", unit="次", group=GROUP, on="held_on",
    law="supervision.research",
)  # fmt: skip
def research(period: Period) -> QuerySet[Inspection]:
    """日期在统计期内、已经实施、类别为专题调研的。"""
    return held(period, [K.RESEARCH])


@listing(
    "supervision.research_list", label="专题调研一览", group=GROUP, unit="次",
    item=lambda inspection: inspection.in_official_words, law="supervision.research", on="held_on",
)  # fmt: skip
def research_list(period: Period) -> QuerySet[Inspection]:
    """日期在统计期内、已经实施的专题调研，按日期列出日期和名称。"""
    return research(period)


@count(
    "supervision.law_inspections", label="执法检查", unit="次", group=GROUP, on="held_on",
    law="supervision.law_inspection",
)  # fmt: skip
def law_inspections(period: Period) -> QuerySet[Inspection]:
    """日期在统计期内、已经实施、类别为执法检查的。"""
    return held(period, [K.LAW])


@count(
    "supervision.inquiries", label="专题询问", unit="次", group=GROUP, on="held_on",
    law="supervision.plan",
)  # fmt: skip
def inquiries(period: Period) -> QuerySet[Inspection]:
    """日期在统计期内、已经实施、类别为专题询问的。"""
    return held(period, [K.INQUIRY])


@count(
    "supervision.special_reports", label="听取专项工作报告", unit="项", group=GROUP, on="held_on",
    law="supervision.plan",
)  # fmt: skip
def special_reports(period: Period) -> QuerySet[Inspection]:
    """日期在统计期内、已经实施，类别为听取专项工作报告或者在督查视察中听取了政府专题汇报的，一次计一项。"""
    return held(period).filter(Q(kind=K.REPORT) | Q(is_report_heard=True))


@listing(
    "supervision.special_reports_list", label="听取专项工作报告一览", group=GROUP,
    item=lambda inspection: f"{inspection.in_official_words}，{spoken_hearing(inspection)}",
    law="supervision.plan", on="held_on",
)  # fmt: skip
def special_reports_list(period: Period) -> QuerySet[Inspection]:
    """日期在统计期内听取的专项工作报告，按日期列出日期、名称和汇报人。"""
    return special_reports(period).select_related("township")


@count("supervision.inspection_person_times", label="参加督查视察", unit="人次", group=GROUP)
def inspection_person_times(period: Period) -> QuerySet[RollEntry]:
    """统计期内已经实施的督查视察的签到册上出席的代表，每人每次计一人次。"""
    return (
        RollEntry.objects.of_deputies()
        .present()
        .filter(roll__in=held(period).order_by().values("roll"))
    )


@count(
    "supervision.opinions", label="提出意见建议", unit="条", group=GROUP,
    law="supervision.opinions",
)  # fmt: skip
def opinions(period: Period) -> QuerySet[InspectionOpinion]:
    """统计期内已经实施的督查视察中提出的意见建议，一条计一条，不论是否已反馈。"""
    return InspectionOpinion.objects.filter(inspection__in=held(period).order_by())


@listing(
    "supervision.opinions_list", label="意见建议一览", group=GROUP, unit="条",
    item=lambda opinion: opinion.text, law="supervision.opinions",
)  # fmt: skip
def opinions_list(period: Period) -> QuerySet[InspectionOpinion]:
    """统计期内已经实施的督查视察中提出的意见建议，按督查日期列出。"""
    return opinions(period).order_by("inspection__held_on", "pk")


@count(
    "supervision.opinions_answered", label="意见建议已反馈", unit="条", group=GROUP,
    law="deputy.visit_feedback",
)  # fmt: skip
def opinions_answered(period: Period) -> QuerySet[InspectionOpinion]:
    """统计期内督查视察提出的意见建议中，有关单位已反馈办理情况的。"""
    return opinions(period).filter(answered_on__isnull=False)


rate(
    "supervision.opinions_rate",
    label="意见建议反馈率",
    group=GROUP,
    numerator="supervision.opinions_answered",
    denominator="supervision.opinions",
    definition="意见建议已反馈 ÷ 统计期内督查视察提出的意见建议。",
    law="deputy.visit_feedback",
)
