"""What a deputy's 履职档案 says of inspections, appraisals, findings and elections watched."""

from collections.abc import Iterable, Iterator

from activities.duty import attended
from deputies.models import Deputy
from renda.core.duty import DutyLine, duty
from renda.core.figures import Period
from supervision.models import Appraisal, Finding, Inspection, VillageElectionWatch


@duty("supervision.inspections", part=3)
def inspections(deputy: Deputy, period: Period) -> Iterable[DutyLine]:
    """Inspections carried out on whose roll the deputy's attendance is known."""
    return attended(Inspection.objects.held().between(*period.days), deputy)


@duty("supervision.appraisals", part=3)
def appraisals(deputy: Deputy, period: Period) -> Iterable[DutyLine]:
    """Appraisals on whose roll the deputy's attendance is known."""
    return attended(Appraisal.objects.filter(held_on__range=period.days), deputy)


@duty("supervision.findings", part=3)
def findings(deputy: Deputy, period: Period) -> Iterator[DutyLine]:
    """Problems that the deputy found."""
    for finding in Finding.objects.filter(found_by=deputy, found_on__range=period.days):
        yield DutyLine(
            on=finding.found_on,
            title=f"发现问题：{finding.title}",
            url=finding.get_absolute_url(),
            result=finding.get_status_display(),
            tone=finding.status_tone,
        )


@duty("supervision.watch", part=3)
def watched(deputy: Deputy, period: Period) -> Iterator[DutyLine]:
    """Steps of village elections that the deputy watched."""
    rows = VillageElectionWatch.objects.filter(observer=deputy, on__range=period.days)
    for watch in rows.select_related("village"):
        yield DutyLine(
            on=watch.on,
            title=f"{watch.village}换届：{watch.get_step_display()}",
            url=watch.get_absolute_url(),
            result=watch.get_verdict_display(),
            tone=watch.tone,
        )
