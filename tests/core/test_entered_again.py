"""What was voided as entered by mistake can be entered again; another like what stands can't."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from renda.core.models import Record
from tests.factories.activities import ArticleFactory, CampaignFactory
from tests.factories.core import UnitFactory
from tests.factories.deputies import DeputyFactory, GroupFactory, MandateFactory, StationFactory
from tests.factories.motions import (
    BillVoteFactory,
    CoOpinionFactory,
    OwedLetterFactory,
    PublicationFactory,
    ReferenceFactory,
)
from tests.factories.supervision import (
    PlanItemFactory,
    ProjectFactory,
    VillageFactory,
    WatchFactory,
)

AGAIN = {
    "unit": (UnitFactory, ("name",)),
    "group": (GroupFactory, ("name",)),
    "station": (StationFactory, ("name",)),
    "card": (MandateFactory, ("term", "card_no")),
    "campaign": (CampaignFactory, ("name", "starts_on")),
    "article": (ArticleFactory, ("title", "sent_on")),
    "plan": (PlanItemFactory, ("year", "title")),
    "project": (ProjectFactory, ("year", "no")),
    "village": (VillageFactory, ("year", "name")),
    "bill's vote": (BillVoteFactory, ("motion",)),
    "reference": (ReferenceFactory, ("motion", "unit")),
    "publication": (PublicationFactory, ("motion",)),
    "opinion": (CoOpinionFactory, ("assignment",)),
    "owed letter": (OwedLetterFactory, ("assignment", "motion")),
    "watch": (WatchFactory, ("village", "step", "observer")),
}


@pytest.mark.parametrize(("factory", "names"), AGAIN.values(), ids=AGAIN)
def test_a_voided_record_makes_room_for_the_same(in_township, factory, names):
    more = {"card_no": "0017"} if "card_no" in names else {}
    first: Record = factory(township=in_township, **more)
    same = {name: getattr(first, name) for name in names}
    with transaction.atomic(), pytest.raises(IntegrityError):
        factory(township=in_township, **same)

    type(first).objects.filter(pk=first.pk).update(voided_at=timezone.now())

    assert factory(township=in_township, **same).pk != first.pk


def test_an_account_of_a_voided_deputy_is_free(in_township, clerk):
    first = DeputyFactory(township=in_township, user=clerk)
    type(first).objects.filter(pk=first.pk).update(voided_at=timezone.now())

    assert DeputyFactory(township=in_township, user=clerk).user == clerk
