"""What a deputy did at sessions and on the presidium: part two of the 履职档案."""

from collections.abc import Iterator

from deputies.models import Deputy, RollEntry
from renda.core.duty import DutyLine, duty
from renda.core.figures import Period
from sessions_app.models import InterpellationSponsor, PresidiumMember


@duty("sessions.sittings", part=2)
def sittings(deputy: Deputy, period: Period) -> Iterator[DutyLine]:
    """Every sitting and presidium meeting on whose roll the deputy's attendance is known."""
    entries = (
        RollEntry.objects.filter(deputy=deputy, roll__kind__in=("sitting", "presidium"))
        .exclude(state=RollEntry.State.EXPECTED)
        .held_between(*period.days)
        .select_related("roll")
    )
    for entry in entries:
        yield DutyLine(
            on=entry.roll.on,
            title=entry.roll.title,
            url=entry.roll.url,
            result=entry.in_words,
            tone=entry.status_tone,
        )


@duty("sessions.interpellations", part=6)
def interpellations(deputy: Deputy, period: Period) -> Iterator[DutyLine]:
    """Interpellations that the deputy signed."""
    signed = InterpellationSponsor.objects.filter(
        deputy=deputy, interpellation__submitted_on__range=period.days
    )
    for sponsor in signed.select_related("interpellation"):
        asked = sponsor.interpellation
        yield DutyLine(
            on=asked.submitted_on,
            title=str(asked),
            url=asked.get_absolute_url(),
            result="联名",
            tone=asked.state_tone,
        )


@duty("sessions.presidium", part=1)
def presidium(deputy: Deputy, period: Period) -> Iterator[DutyLine]:
    """A seat on the presidium held in the period."""
    seats = PresidiumMember.objects.filter(deputy=deputy, from_on__lte=period.end).exclude(
        until_on__lt=period.start
    )
    for seat in seats.select_related("term"):
        yield DutyLine(
            on=seat.from_on,
            title=f"{seat.term}人民代表大会主席团{seat.get_role_display()}",
            url="",
        )
