"""Who is in office on a day, what a mandate may be, and the roster's pages."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from deputies.models import Deputy, Mandate
from renda.core.models import AuditEntry, Role
from renda.core.scoping import township_scope
from tests.factories.core import TermFactory
from tests.factories.deputies import (
    ConstituencyFactory,
    DeputyFactory,
    GroupFactory,
    MandateFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 1)


@pytest.fixture
def term(township):
    return TermFactory(township=township, number=14)


@pytest.mark.parametrize(
    ("mandate", "seated", "in_office", "standing"),
    [
        ({}, True, True, "在任"),
        ({"from_on": date(2025, 6, 1)}, True, True, "在任"),
        ({"from_on": date(2025, 6, 2)}, False, False, "已离任"),
        ({"until_on": date(2025, 6, 1), "end_reason": "moved"}, True, True, "在任"),
        ({"until_on": date(2025, 5, 31), "end_reason": "moved"}, False, False, "已离任"),
        ({"suspended_from": date(2025, 6, 1)}, True, False, "暂停执行职务"),
        (
            {"suspended_from": date(2025, 5, 1), "suspended_until": date(2025, 5, 31)},
            True,
            True,
            "在任",
        ),
    ],
)
def test_who_is_in_office(in_township, term, mandate, seated, in_office, standing):
    found = MandateFactory(township=in_township, term=term, **mandate)

    assert list(Deputy.objects.seated(DAY)) == ([found.deputy] if seated else [])
    assert list(Deputy.objects.in_office(DAY)) == ([found.deputy] if in_office else [])
    assert found.deputy.standing(DAY)[1] == standing
    assert found.is_in_force(DAY) is in_office


def test_a_person_with_two_mandates_is_one_person(in_township, term):
    town = MandateFactory(township=in_township, term=term)
    MandateFactory(township=in_township, deputy=town.deputy, term=None, level="county")

    assert list(Deputy.objects.seated_any(DAY)) == [town.deputy]
    assert list(Deputy.objects.seated(DAY, "county")) == [town.deputy]
    assert [m.level for m in town.deputy.seats_on(DAY)] == ["township", "county"]


def test_those_who_left(in_township, term):
    left = MandateFactory(
        township=in_township, term=term, until_on=date(2025, 3, 1), end_reason="resigned"
    ).deputy
    MandateFactory(township=in_township, term=term)
    DeputyFactory(township=in_township)

    assert list(Deputy.objects.left(DAY)) == [left]


@pytest.mark.parametrize("text", ["根法", "cgf", "CG"])
def test_a_deputy_is_found_by_name_and_initials(in_township, text):
    found = DeputyFactory(township=in_township, name="陈根法")
    DeputyFactory(township=in_township, name="林美凤")

    assert list(Deputy.objects.matching(text)) == [found]


def test_an_ended_mandate_says_why(in_township, term):
    mandate = MandateFactory(township=in_township, term=term)
    mandate.until_on = date(2025, 1, 1)

    with pytest.raises(ValidationError, match="终止日期与终止原因应同时填写"):
        mandate.validate_constraints()


MANDATE = {"level": "township", "card_no": "14-001", "from_on": "2025-07-18"}


def post_mandate(client, clerk, deputy, **data):
    client.force_login(clerk)
    return client.post(reverse("deputies:mandate_create", args=[deputy.pk]), MANDATE | data)


def test_a_mandate_is_written_down_on_the_deputys_page(client, clerk, township, term):
    deputy = DeputyFactory(township=township)
    place = ConstituencyFactory(township=township)

    response = post_mandate(client, clerk, deputy, term=term.pk, constituency=place.pk)

    assert response.url == deputy.get_absolute_url()
    with township_scope(township.pk):
        row = Mandate.objects.get()
        entry = AuditEntry.objects.get()
        assert list(Deputy.objects.in_office(date(2025, 7, 18))) == [deputy]
        assert list(Deputy.objects.in_office(date(2025, 7, 17))) == []
    assert (row.deputy_id, row.term_id, row.constituency_id) == (deputy.pk, term.pk, place.pk)
    assert (entry.verb, entry.model, entry.object_id) == ("登记", "deputies.mandate", row.pk)


def test_a_town_mandate_needs_term_and_constituency(client, clerk, township):
    response = post_mandate(client, clerk, DeputyFactory(township=township))

    assert response.context["form"].errors == {
        "term": ["登记乡镇代表，请选届次"],
        "constituency": ["登记乡镇代表，请选选区"],
    }


def test_a_constituency_cannot_hold_more_than_its_seats(client, clerk, township, term):
    place = ConstituencyFactory(township=township, seats=1)
    MandateFactory(township=township, term=term, constituency=place)
    deputy = DeputyFactory(township=township)

    response = post_mandate(client, clerk, deputy, term=term.pk, constituency=place.pk)

    assert list(response.context["form"].errors) == ["constituency"]
    with township_scope(township.pk):
        assert Mandate.objects.count() == 1


def test_nobody_sits_twice_in_one_congress(client, clerk, township, term):
    place = ConstituencyFactory(township=township)
    deputy = MandateFactory(township=township, term=term, constituency=place).deputy

    response = post_mandate(client, clerk, deputy, term=term.pk, constituency=place.pk)

    assert list(response.context["form"].errors) == ["from_on"]


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.CLERK, 200), (Role.CHAIR, 403), (Role.DEPUTY, 403), (Role.COUNTY, 403)],
)
def test_only_the_clerk_writes_the_roster(client, person, township, role, status):
    client.force_login(person(role))
    deputy = DeputyFactory(township=township)

    for name, args in [("deputy_create", []), ("deputy_update", [deputy.pk])]:
        assert client.get(reverse(f"deputies:{name}", args=args)).status_code == status


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.CLERK, {"19900001234"}),
        (Role.COUNTY, {"19900001234"}),
        (Role.DEPUTY, set()),
        (Role.GOV_OFFICE, set()),
    ],
)
def test_a_phone_number_is_for_the_office_only(client, person, township, role, names):
    client.force_login(person(role))
    deputy = DeputyFactory(township=township, phone="19900001234")

    page = client.get(deputy.get_absolute_url()).content.decode()

    assert {n for n in ["19900001234"] if n in page} == names


def test_the_list_narrows_by_tab_and_filter(client, clerk, township, term):
    group = GroupFactory(township=township)
    ours = MandateFactory(township=township, term=term).deputy
    with township_scope(township.pk):
        ours.group = group
        ours.gender = "female"
        ours.save()
    seventh = ConstituencyFactory(township=township, number=7)
    other = MandateFactory(township=township, term=term, constituency=seventh).deputy
    county = MandateFactory(township=township, term=None, level="county").deputy
    gone = MandateFactory(
        township=township, term=term, until_on=date(2024, 5, 1), end_reason="death"
    ).deputy
    client.force_login(clerk)

    def shown(query):
        page = client.get(reverse("deputies:deputy_list") + query)
        return {deputy.pk for deputy in page.context["object_list"]}

    assert shown("") == {ours.pk, other.pk, county.pk}
    assert shown("?tab=all") == {ours.pk, other.pk, county.pk, gone.pk}
    assert shown("?tab=left") == {gone.pk}
    assert shown("?level=county") == {county.pk}
    assert shown(f"?group={group.pk}") == {ours.pk}
    assert shown("?gender=female") == {ours.pk}
    assert shown("?constituency=7") == {other.pk}
    assert shown(f"?q={other.name}") == {other.pk}
