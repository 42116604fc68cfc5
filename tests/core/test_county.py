"""The county's table: a number opens its rows in the township it belongs to."""

from datetime import date

import pytest
from django.urls import reverse

from renda.core.figures import Period, measure
from renda.core.models import Role
from renda.core.scoping import township_scope
from tests.factories.core import UnitFactory
from tests.factories.supervision import FindingFactory, HandedFindingFactory

pytestmark = pytest.mark.django_db
FIGURE = "/figures/motions.received/?year=2026"


def test_a_number_opens_in_its_township(client, person, township):
    client.force_login(person(Role.COUNTY))

    page = client.get(reverse("core:county"))
    answer = client.post(reverse("core:choose_township"), {"township": township.pk, "next": FIGURE})

    assert [row["township"] for row in page.context["rows"]] == [township.pk]
    assert (answer.url, client.session["township"]) == (FIGURE, township.pk)


def test_choosing_a_township_leads_nowhere_else(client, person, township):
    client.force_login(person(Role.COUNTY))

    answer = client.post(
        reverse("core:choose_township"), {"township": township.pk, "next": "https://example.com/"}
    )

    assert answer.url == reverse("core:workbench")


def test_the_rates_are_those_of_the_figures(client, person, township):
    FindingFactory(township=township)
    handed = {"township": township, "unit": UnitFactory(township=township)}
    HandedFindingFactory(**handed)
    done = {"rectified_on": date(2025, 10, 1), "closed_on": date(2025, 10, 5)}
    HandedFindingFactory(status="closed", **handed, **done)
    client.force_login(person(Role.COUNTY))

    page = client.get(reverse("core:county"), {"year": 2025})
    with township_scope(township.pk):
        figure = measure("supervision.closed_rate", Period.year(2025)).text

    (row,) = page.context["rows"]
    assert (figure, row["closed_rate"], page.context["total"]["closed_rate"]) == (
        "50%",
        "50.0",
        "50.0",
    )
