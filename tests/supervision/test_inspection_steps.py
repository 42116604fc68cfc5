"""The steps of an inspection."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from renda.core.models import Notification, Role
from renda.core.workflow import IllegalTransition
from supervision.forms import HoldInspectionForm
from supervision.models import Inspection, InspectionOpinion
from supervision.workflow import inspection_workflow
from tests.factories.deputies import RollFactory
from tests.factories.supervision import InspectionFactory, OpinionFactory
from tests.supervision.stages import N

pytestmark = pytest.mark.django_db


def test_handing_opinions_over_sets_the_three_months(in_township, unit, clerk):
    inspection = InspectionFactory(township=in_township, status=N.REPORTED)
    opinion = OpinionFactory(township=in_township, inspection=inspection, unit=unit)
    other = OpinionFactory(township=in_township, unit=unit)

    inspection_workflow.perform("hand_over", inspection, by=clerk, data={"day": date(2025, 9, 16)})

    opinion.refresh_from_db()
    other.refresh_from_db()
    assert (opinion.handed_on, opinion.due_on) == (date(2025, 9, 16), date(2025, 12, 16))
    assert other.handed_on is None


def test_an_opinion_that_came_later_is_handed_over_by_itself(in_township, unit, person, clerk):
    head = person(Role.UNIT_HEAD, unit=unit)
    inspection = InspectionFactory(township=in_township, status=N.HANDED)
    OpinionFactory(
        township=in_township, inspection=inspection, unit=unit, handed_on=date(2025, 9, 16),
        due_on=date(2025, 12, 16),
    )  # fmt: skip
    with pytest.raises(IllegalTransition, match="意见都已交办，没有新增的"):
        inspection_workflow.perform("hand_more", inspection, by=clerk)
    later = OpinionFactory(township=in_township, inspection=inspection, unit=unit)

    inspection_workflow.perform("hand_more", inspection, by=clerk, data={"day": date(2025, 9, 30)})

    days = [(o.handed_on, o.due_on) for o in InspectionOpinion.objects.order_by("pk")]
    assert days == [
        (date(2025, 9, 16), date(2025, 12, 16)), (date(2025, 9, 30), date(2025, 12, 30))
    ]  # fmt: skip
    told = Notification.objects.filter(to=head).values_list("text", flat=True)
    assert list(told) == [f"交办意见：{later}（请于 2025-12-30 前反馈）"]


def test_an_inspection_is_of_the_day_on_which_it_took_place(in_township, clerk):
    roll = RollFactory(township=in_township, on=date(2025, 9, 2))
    inspection = InspectionFactory(
        township=in_township, status=N.PLANNED, held_on=date(2025, 9, 2), roll=roll
    )

    assert HoldInspectionForm(instance=inspection)["day"].value() == date(2025, 9, 2)
    tomorrow = timezone.localdate() + timedelta(days=1)
    early = HoldInspectionForm({"day": tomorrow}, instance=inspection)
    assert early.errors == {"day": ["不能晚于今天"]}

    inspection_workflow.perform("hold", inspection, by=clerk, data={"day": date(2025, 9, 5)})

    inspection.refresh_from_db()
    roll.refresh_from_db()
    assert (inspection.held_on, roll.on) == (date(2025, 9, 5), date(2025, 9, 5))


def test_opinions_for_nobody_are_not_handed_over(in_township, clerk):
    inspection = InspectionFactory(township=in_township, status=N.REPORTED)
    OpinionFactory(township=in_township, inspection=inspection, unit=None)

    with pytest.raises(IllegalTransition, match="还有 1 条意见没有选承办单位"):
        inspection_workflow.perform("hand_over", inspection, by=clerk)

    assert InspectionOpinion.objects.get().handed_on is None
    assert Inspection.objects.get().status == N.REPORTED


def test_an_inspection_with_an_open_opinion_stays_open(in_township, clerk):
    inspection = InspectionFactory(township=in_township, status=N.HANDED)
    OpinionFactory(township=in_township, inspection=inspection)

    with pytest.raises(IllegalTransition, match="还有 1 条意见没有反馈"):
        inspection_workflow.perform("close", inspection, by=clerk)
