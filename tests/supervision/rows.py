"""Rows for every page of the app, and who looks at them."""

from datetime import date

from django.urls import reverse

from tests.factories.activities import ActivityFactory, CampaignFactory
from tests.factories.core import UnitFactory
from tests.factories.deputies import MandateFactory
from tests.factories.supervision import (
    AppraisalFactory,
    HandedFindingFactory,
    InspectionFactory,
    OpinionFactory,
    PlanItemFactory,
    ProjectFactory,
    VillageFactory,
    WatchFactory,
    WorkTargetFactory,
)


def fill(township, unit=None):
    """One row for every list, with everything a page may show of it."""
    deputy = MandateFactory(township=township).deputy
    campaign = CampaignFactory(township=township)
    plan = PlanItemFactory(township=township, unit=unit)
    inspection = InspectionFactory(township=township, plan_item=plan)
    unit = unit or UnitFactory(township=township)
    village = VillageFactory(township=township, observer=deputy)
    WatchFactory(township=township, village=village)
    return {
        "plan": plan,
        "target": WorkTargetFactory(township=township, unit=unit),
        "project": ProjectFactory(township=township, unit=unit),
        "inspection": inspection,
        "opinion": OpinionFactory(
            township=township,
            inspection=inspection,
            unit=unit,
            handed_on=date(2025, 9, 1),
            due_on=date(2025, 12, 1),
        ),
        "finding": HandedFindingFactory(
            township=township,
            unit=unit,
            found_by=deputy,
            campaign=campaign,
            activity=ActivityFactory(township=township, campaign=campaign),
        ),
        "appraisal": AppraisalFactory(township=township, unit=unit, plan_item=plan),
        "watch": village,
    }


def log_in(client, user):
    """As somebody who has been here a while: the session's own row is written already."""
    client.force_login(user)
    client.get(reverse("supervision:plan_create"))
