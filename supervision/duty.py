"""What a deputy's 履职档案 says of inspections, appraisals, findings and elections watched."""

from collections.abc import Iterable, Iterator

from deputies.models import Deputy, RollEntry
from renda.core.duty import DutyLine, duty
from renda.core.figures import Period
from supervision.models import Appraisal, Finding, Inspection, VillageElectionWatch

RESULTS = {
    RollEntry.State.PRESENT: ("参加", "done"),
    RollEntry.State.ON_LEAVE: ("请假", "draft"),
    RollEntry.State.ABSENT: ("缺席", "late"),
}


def _states(deputy: Deputy, rolls: Iterable[int | None]) -> dict[int, str]:
    """The deputy's state on each of these rolls, where it is known."""
    entries = RollEntry.objects.filter(deputy=deputy, roll__in=[pk for pk in rolls if pk])
    known = entries.exclude(state=RollEntry.State.EXPECTED)
    return dict(known.values_list("roll_id", "state"))


@duty("supervision.inspections", part=3)
def inspections(deputy: Deputy, period: Period) -> Iterator[DutyLine]:
    """Inspections carried out on whose roll the deputy's attendance is known."""
    held = list(Inspection.objects.held().between(*period.days))
    states = _states(deputy, [i.roll_id for i in held])
    for inspection in held:
        if inspection.roll_id in states:
            result, tone = RESULTS[states[inspection.roll_id]]
            yield DutyLine(
                on=inspection.held_on,
                title=inspection.title,
                url=inspection.get_absolute_url(),
                result=result,
                tone=tone,
                event=inspection.get_kind_display(),
            )


@duty("supervision.appraisals", part=3)
def appraisals(deputy: Deputy, period: Period) -> Iterator[DutyLine]:
    """Appraisals on whose roll the deputy's attendance is known."""
    held = list(Appraisal.objects.filter(held_on__range=period.days))
    states = _states(deputy, [a.roll_id for a in held])
    for appraisal in held:
        if appraisal.roll_id in states:
            result, tone = RESULTS[states[appraisal.roll_id]]
            yield DutyLine(
                on=appraisal.held_on,
                title=appraisal.title,
                url=appraisal.get_absolute_url(),
                result=result,
                tone=tone,
                event="工作评议",
            )


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
            event="发现问题",
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
            event="换届观察",
        )
