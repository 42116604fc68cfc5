"""Rows for every page of the app."""

from django.utils import timezone

from renda.core.scoping import township_scope
from tests.factories.deputies import (
    ConstituencyFactory,
    DutyReportFactory,
    FundFactory,
    GroupFactory,
    HonourFactory,
    MandateFactory,
    MaterialFactory,
    ReceiptFactory,
    RollEntryFactory,
    StationFactory,
    TrainingFactory,
)


def fill(township, term):
    """One row for every list."""
    place = ConstituencyFactory(township=township)
    group = GroupFactory(township=township)
    station = StationFactory(township=township)
    mandate = MandateFactory(township=township, term=term, constituency=place)
    deputy = mandate.deputy
    with township_scope(township.pk):
        deputy.group, deputy.station = group, station
        deputy.save()
        group.leader = deputy
        group.save()
    today = timezone.localdate()
    training = TrainingFactory(township=township, held_on=today)
    with township_scope(township.pk):
        training.roll.on = today
        training.roll.save()
    RollEntryFactory(township=township, roll=training.roll, deputy=deputy, state="present")
    material = MaterialFactory(township=township, training=training)
    ReceiptFactory(township=township, material=material, deputy=deputy)
    report = DutyReportFactory(township=township, deputy=deputy, held_on=today)
    honour = HonourFactory(township=township, deputy=deputy, on=today)
    return {
        "deputy": deputy,
        "mandate": mandate,
        "constituency": place,
        "group": group,
        "station": station,
        "training": training,
        "material": material,
        "duty_report": report,
        "honour": honour,
        "roll": training.roll,
        "record": deputy,
        "fund": FundFactory(township=township),
    }
