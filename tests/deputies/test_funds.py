"""履职经费."""

import pytest
from django.urls import reverse

from deputies.models import Fund
from renda.core.models import Role
from renda.core.scoping import township_scope

pytestmark = pytest.mark.django_db


def test_money_is_registered_once_a_year_and_kind(client, clerk, person, township):
    given = {"year": 2025, "kind": "activity", "budget": 60000, "spent": 57320, "note": ""}
    client.force_login(clerk)
    saved = client.post(reverse("deputies:fund_create"), given)
    with township_scope(township.pk):
        [fund] = Fund.objects.all()
    assert saved.url == fund.get_absolute_url()
    assert (str(fund), fund.rate) == ("2025年代表活动经费", "95.5%")
    assert "57320" in client.get(saved.url).content.decode()

    again = client.post(reverse("deputies:fund_create"), given)
    assert "这一年度的这类经费已经登记" in again.content.decode()
    with township_scope(township.pk):
        assert Fund.objects.count() == 1

    client.force_login(person(Role.COUNTY))
    assert client.get(fund.get_absolute_url()).status_code == 200
    assert client.post(reverse("deputies:fund_create"), given).status_code == 403
    client.force_login(person(Role.DEPUTY))
    assert client.get(reverse("deputies:fund_list")).status_code == 403
