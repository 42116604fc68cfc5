"""The term, the clerk's desk, and a roll of those in office on a day."""

from datetime import date

import pytest
from django.urls import reverse

from deputies.services import open_roll
from renda.core.scoping import township_scope
from tests.factories.core import TermFactory
from tests.factories.deputies import MandateFactory

DAY = date(2025, 6, 1)


@pytest.fixture
def term(township):
    return TermFactory(township=township, number=14)


@pytest.fixture
def desk(client, clerk):
    """The clerk's browser, past the first page: that one writes the session's clock."""
    client.force_login(clerk)
    client.get(reverse("core:account"))
    return client


@pytest.fixture
def people(township, term):
    """Three in office; besides, one suspended, one gone, one elected later, one of the county only."""
    seated = [MandateFactory(township=township, term=term).deputy for _ in range(3)]
    MandateFactory(township=township, term=term, suspended_from=date(2025, 5, 1))
    MandateFactory(township=township, term=term, until_on=date(2025, 5, 31), end_reason="moved")
    MandateFactory(township=township, term=term, from_on=date(2025, 7, 18))
    MandateFactory(township=township, term=None, level="county")
    return seated


@pytest.fixture
def roll(township, people):
    with township_scope(township.pk):
        return open_roll(title="学习培训", on=DAY, kind="training", place="文化礼堂")
