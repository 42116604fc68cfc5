"""The county's table: a number opens its rows in the township it belongs to."""

import pytest
from django.urls import reverse

from renda.core.models import Role

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
