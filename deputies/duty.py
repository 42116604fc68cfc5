"""Lines of the 履职档案 from this app: trainings, reports to voters, honours."""

from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse

from deputies.models import Deputy, RollEntry
from renda.core.duty import DutyLine, duty
from renda.core.figures import Period


@duty("deputies.trainings", part=4)
def trainings(deputy: Deputy, period: Period) -> Iterator[DutyLine]:
    """Trainings on whose roll the deputy's attendance is known."""
    entries = (
        RollEntry.objects.exclude(state=RollEntry.State.EXPECTED)
        .filter(
            deputy=deputy,
            roll__trainings__voided_at=None,
            roll__trainings__held_on__range=period.days,
        )
        .annotate(
            training=F("roll__trainings__pk"),
            training_title=F("roll__trainings__title"),
            training_on=F("roll__trainings__held_on"),
        )
    )
    for entry in entries:
        yield DutyLine(
            on=entry.training_on,
            title=entry.training_title,
            url=reverse("deputies:training_detail", args=[entry.training]),
            result=entry.in_words,
            tone=entry.status_tone,
        )


@duty("deputies.duty_reports", part=7)
def duty_reports(deputy: Deputy, period: Period) -> Iterator[DutyLine]:
    """Reports to voters with their rating."""
    for report in deputy.duty_reports.filter(held_on__range=period.days):
        yield DutyLine(
            on=report.held_on,
            title=f"向选民述职（{report.place}）",
            url=report.get_absolute_url(),
            result=f"到会选民 {report.voters_present} 人，满意 {report.satisfied}，"
            f"基本满意 {report.basically_satisfied}，不满意 {report.dissatisfied}",
        )


@duty("deputies.honours", part=8)
def honours(deputy: Deputy, period: Period) -> Iterator[DutyLine]:
    """Honours given in the year."""
    for honour in deputy.honours.filter(on__range=period.days):
        yield DutyLine(
            on=honour.on,
            title=honour.name,
            url=deputy.get_absolute_url(),
            result=honour.by,
        )
