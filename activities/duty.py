"""What a deputy's 履职档案 says of activities, contacts with voters, opinions and deeds."""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import F, Model, QuerySet

from activities.models import Activity, Consultation, Deed, DutyCase, Opinion, VoterContact
from deputies.models import Deputy, RollEntry
from renda.core.duty import DutyLine, duty
from renda.core.figures import Period

VISITS = (Activity.Kind.SITE_VISIT, Activity.Kind.RESEARCH, Activity.Kind.PRE_SESSION)
RESULTS = {
    RollEntry.State.PRESENT: ("参加", "done"),
    RollEntry.State.ON_LEAVE: ("请假", "draft"),
    RollEntry.State.ABSENT: ("缺席", "late"),
}


def attended(
    events: QuerySet, deputy: Deputy, title: Callable[[Model], str] = str
) -> Iterator[DutyLine]:
    """Those of the events, each with a ``roll`` and ``held_on``, at which the deputy's attendance is known."""
    rows = (
        events.filter(roll__entries__deputy=deputy, roll__entries__voided_at=None)
        .annotate(entry_state=F("roll__entries__state"))
        .exclude(entry_state=RollEntry.State.EXPECTED)
    )
    for event in rows:
        result, tone = RESULTS[event.entry_state]
        yield DutyLine(event.held_on, title(event), event.get_absolute_url(), result, tone)


@duty("activities.visits", part=3)
def visits(deputy: Deputy, period: Period) -> Iterable[DutyLine]:
    """视察、调研 the deputy was expected at."""
    return attended(Activity.objects.between(*period.days).filter(kind__in=VISITS), deputy)


@duty("activities.consultations", part=3)
def consultations(deputy: Deputy, period: Period) -> Iterable[DutyLine]:
    """征求意见会 the deputy was expected at."""
    held = Consultation.objects.between(*period.days)
    return attended(held, deputy, lambda meeting: f"征求意见会：{meeting.matter}")


@duty("activities.group", part=5)
def group_activities(deputy: Deputy, period: Period) -> Iterable[DutyLine]:
    """Every other activity the deputy was expected at."""
    return attended(Activity.objects.between(*period.days).exclude(kind__in=VISITS), deputy)


@duty("activities.voters", part=5)
def voters(deputy: Deputy, period: Period) -> Iterable[DutyLine]:
    """Receptions and visits."""
    rows = VoterContact.objects.between(*period.days).filter(deputy=deputy)
    for contact in rows.select_related("station"):
        where = contact.station or contact.place
        yield DutyLine(
            on=contact.met_on,
            title=f"{contact.get_way_display()}选民 {contact.voters} 人"
            + (f"（{where}）" if where else ""),
            url=contact.get_absolute_url(),
            result=contact.get_outcome_display(),
            tone="due" if contact.is_open else "done",
        )


@duty("activities.deeds", part=5)
def deeds(deputy: Deputy, period: Period) -> Iterable[DutyLine]:
    """What the deputy did first, and the cases reported of it."""
    for deed in Deed.objects.between(*period.days).filter(deputy=deputy):
        yield DutyLine(
            on=deed.on,
            title=deed.text[:60],
            url=deed.get_absolute_url(),
            result=deed.get_kind_display(),
            tone="done",
        )
    for case in DutyCase.objects.between(*period.days).filter(deputy=deputy):
        yield DutyLine(
            on=case.reported_on,
            title=case.title,
            url=case.get_absolute_url(),
            result="上报",
            tone="done",
        )


@duty("activities.opinions", part=6)
def opinions(deputy: Deputy, period: Period) -> Iterable[DutyLine]:
    """Opinions the deputy gave at activities and consultations."""
    rows = Opinion.objects.between(*period.days).filter(deputy=deputy).with_day()
    for opinion in rows:
        yield DutyLine(
            on=opinion.given_on,
            title=str(opinion),
            url=opinion.get_absolute_url(),
            result=opinion.get_status_display(),
            tone=opinion.status_tone,
        )
