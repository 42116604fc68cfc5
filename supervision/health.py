"""What looks wrong in the records of supervision."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils import timezone

from renda.core.figures import Period
from renda.core.health import Problem, health
from renda.core.models import Attachment
from supervision.models import (
    Appraisal,
    Finding,
    Inspection,
    InspectionOpinion,
    LivelihoodProject,
    WorkTarget,
)


@health("supervision.no_evidence", label="已销号的问题没有整改后照片或佐证")
def closed_without_evidence(period: Period) -> Iterator[Problem]:
    """Findings struck off without a file that shows it."""
    files = Attachment.objects.filter(
        model="supervision.finding", object_id=OuterRef("pk"), purpose="after"
    )
    rows = Finding.objects.found_between(*period.days).closed()
    for finding in rows.filter(~Exists(files)):
        yield Problem(str(finding), finding.get_absolute_url(), "补传整改后的照片或者佐证材料")


@health("supervision.no_source", label="问题没有来源")
def findings_without_source(period: Period) -> Iterator[Problem]:
    """Findings that hang on no event."""
    rows = Finding.objects.found_between(*period.days).filter(
        activity=None, inspection=None, motion=None, campaign=None
    )
    for finding in rows:
        yield Problem(str(finding), finding.get_absolute_url(), "选发现问题的活动、督查或者建议")


@health("supervision.open_roll", label="督查视察、评议已开展，签到没有截止")
def rolls_left_open(period: Period) -> Iterator[Problem]:
    """Held events whose attendance is not settled."""
    for inspection in Inspection.objects.held().between(*period.days).filter(roll__is_closed=False):
        yield Problem(str(inspection), inspection.get_absolute_url(), "登记到会情况，截止签到")
    for appraisal in Appraisal.objects.filter(
        held_on__range=period.days, roll__is_closed=False, returned__gt=0
    ):
        yield Problem(str(appraisal), appraisal.get_absolute_url(), "登记到会情况，截止签到")


@health("supervision.scheme_left", label="督查视察日期已过，仍是方案")
def schemes_left(period: Period) -> Iterator[Problem]:
    """Inspections whose day has passed and that nobody marked as carried out."""
    rows = Inspection.objects.between(*period.days).filter(
        status=Inspection.Status.PLANNED, held_on__lt=timezone.localdate()
    )
    for inspection in rows:
        yield Problem(
            str(inspection), inspection.get_absolute_url(), "已开展的按“已实施”，改期的改日期"
        )


@health("supervision.opinion_without_unit", label="意见没有选承办单位")
def opinions_without_unit(period: Period) -> Iterator[Problem]:
    """Opinions for nobody."""
    rows = InspectionOpinion.objects.filter(inspection__held_on__range=period.days, unit=None)
    for opinion in rows:
        yield Problem(str(opinion), opinion.get_absolute_url(), "选承办单位后交办")


@health("supervision.project_unwatched", label="民生实事项目没有督查过")
def projects_unwatched(period: Period) -> Iterator[Problem]:
    """Projects which no inspection covered, from September of their year on: the half-year check is past."""
    today = timezone.localdate()
    years = range(period.start.year, period.end.year + 1)
    due = [year for year in years if (today.year, today.month) >= (year, 9)]
    inspected = LivelihoodProject._meta.get_field("inspected").related_model.objects
    rows = LivelihoodProject.objects.filter(year__in=due).chosen()
    for project in rows.filter(~Exists(inspected.filter(project=OuterRef("pk")))):
        yield Problem(str(project), project.get_absolute_url(), "在督查视察里勾选这个项目")


@health("supervision.target_overdue", label="目标任务逾期没有完成")
def targets_overdue(period: Period) -> Iterator[Problem]:
    """Goals not reached in time."""
    rows = WorkTarget.objects.filter(year__range=(period.start.year, period.end.year))
    for target in rows.overdue(timezone.localdate()):
        yield Problem(str(target), target.get_absolute_url(), "更新进度，或者登记完成日期")
