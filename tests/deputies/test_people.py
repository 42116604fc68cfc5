"""Who is in office on a day, what a mandate may be, and the roster's pages."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from deputies.forms import MandateForm
from deputies.models import Constituency, Deputy, Mandate
from deputies.services import open_roll
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


@pytest.mark.parametrize(
    ("mandate", "seated", "in_office", "standing"),
    [
        ({}, True, True, "在任"),
        ({"from_on": date(2025, 6, 1)}, True, True, "在任"),
        ({"from_on": date(2025, 6, 2)}, False, False, "任期未开始"),
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


def test_two_pages_sent_at_once_do_not_take_one_seat(in_township, term):
    """Both are valid while nobody saved; the second to be written finds the seat taken."""
    place = ConstituencyFactory(township=in_township, seats=1)
    data = {
        "level": "township",
        "term": term.pk,
        "constituency": place.pk,
        "from_on": "2025-07-18",
    }
    first, second = (
        MandateForm(data, instance=Mandate(township=in_township, deputy=deputy))
        for deputy in (DeputyFactory(township=in_township), DeputyFactory(township=in_township))
    )
    assert (first.is_valid(), second.is_valid()) == (True, True)

    first.save()

    with pytest.raises(ValidationError, match="已有 1 名代表"):
        second.save()


def test_a_constituency_with_too_many_lacks_nobody(client, clerk, township, term):
    place = ConstituencyFactory(township=township, seats=1)
    for _ in range(2):
        MandateFactory(township=township, term=term, constituency=place)
    client.force_login(clerk)

    (row,) = client.get(reverse("deputies:constituency_list")).context["object_list"]

    assert (row.people, row.vacant) == (2, 0)


def test_nobody_is_born_after_today(client, clerk, township):
    client.force_login(clerk)

    page = client.post(reverse("deputies:deputy_create"), {"name": "钱一", "born_on": "2999-01-01"})

    assert page.context["form"].errors["born_on"] == ["出生年月不能晚于今天"]


@pytest.mark.parametrize(("last_day", "is_free"), [("2025-07-18", True), ("2025-07-19", False)])
def test_a_seat_passes_to_the_next_term_within_one_day(
    client, clerk, township, term, last_day, is_free
):
    place = ConstituencyFactory(township=township, seats=1)
    deputy = MandateFactory(
        township=township,
        term=TermFactory(township=township, number=13, starts_on="2019-01-10"),
        constituency=place,
        until_on=last_day,
        end_reason="term",
    ).deputy

    response = post_mandate(client, clerk, deputy, term=term.pk, constituency=place.pk)

    assert (response.status_code == 302) is is_free
    with township_scope(township.pk):
        assert Mandate.objects.filter(term=term).exists() is is_free


def test_the_day_on_which_a_term_hands_over_belongs_to_the_next_one(in_township, term):
    """The last day counts for the leaver only where no new mandate begins on it."""
    former = TermFactory(township=in_township, number=13, starts_on=date(2019, 1, 10))
    day, before = date(2024, 1, 9), date(2024, 1, 8)
    term.starts_on = day
    term.save()
    place = ConstituencyFactory(township=in_township)
    old = {
        "township": in_township,
        "term": former,
        "constituency": place,
        "from_on": date(2019, 1, 14),
        "end_reason": "term",
    }
    leaver = MandateFactory(**old, until_on=day)
    stays = MandateFactory(**old, until_on=day).deputy
    assert leaver.is_running(day)
    assert Deputy.objects.in_office(day).count() == 2

    new = {"township": in_township, "term": term, "constituency": place, "from_on": day}
    MandateFactory(**new, deputy=stays)
    newcomers = [MandateFactory(**new).deputy for _ in range(2)]

    assert [Deputy.objects.in_office(d).count() for d in (before, day)] == [2, 3]
    assert set(Deputy.objects.seated(day)) == {stays, *newcomers}
    assert list(Deputy.objects.left(day)) == [leaver.deputy]
    assert not leaver.is_running(day)
    assert [m.term for m in stays.seats_on(day)] == [term]
    assert leaver.deputy.standing(day)[1] == "已离任"
    people = [Constituency.objects.with_people("mandates", d).get().people for d in (before, day)]
    assert people == [2, 3]


def test_who_is_elected_before_the_first_session_counts_from_that_session_on(
    client, clerk, in_township, term
):
    """Reelected on a day before the handover, a deputy never holds two seats that count on one day."""
    nxt = TermFactory(township=in_township, number=15, starts_on=date(2027, 1, 12))
    place = ConstituencyFactory(township=in_township, seats=1)
    old = MandateFactory(township=in_township, term=term, constituency=place)
    client.force_login(clerk)
    url = reverse("deputies:mandate_create", args=[old.deputy_id])
    data = MANDATE | {"term": nxt.pk, "constituency": place.pk, "from_on": "2026-12-20"}

    early = client.post(url, data)
    assert early.context["form"].errors["from_on"] == [
        "这位代表在这段时间已有同级代表资格（第十四届），请先登记原资格的终止日期；"
        "换届的，在“系统 — 届次”登记新一届第一次会议的日期"
    ]
    term.ends_on = nxt.starts_on
    term.save()
    assert client.post(url, data).status_code == 302

    days = [date(2026, 12, 19), date(2026, 12, 20), date(2027, 1, 11), date(2027, 1, 12)]
    new = Mandate.objects.get(term=nxt)
    counted = [
        [m.term.number for m in Mandate.objects.running(day).select_related("term")] for day in days
    ]
    assert counted == [[14], [14], [14], [15]]
    deputy = Deputy.objects.for_list().get()
    assert [[m.term.number for m in deputy.seats_on(day)] for day in days] == counted
    assert (new.from_on, new.span[0]) == (date(2026, 12, 20), date(2027, 1, 12))


def test_a_newcomer_waits_for_the_first_session_and_is_not_gone(in_township, term):
    nxt = TermFactory(township=in_township, number=15, starts_on=date(2027, 1, 12))
    leaver = MandateFactory(township=in_township, term=term).deputy
    newcomer = MandateFactory(township=in_township, term=nxt, from_on=date(2026, 12, 20)).deputy
    type(term).objects.filter(pk=term.pk).update(ends_on=nxt.starts_on)
    before, day = date(2027, 1, 11), date(2027, 1, 12)

    assert list(Deputy.objects.in_office(before)) == [leaver]
    assert list(Deputy.objects.in_office(day)) == [newcomer]
    assert list(Deputy.objects.left(before)) == []
    assert newcomer.standing(before) == ("draft", "任期未开始")
    roll = open_roll(title="第一次会议", on=day, kind="sitting")
    assert [line.deputy for line in roll.entries.all()] == [newcomer]


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


def test_what_the_database_refuses_stands_beside_its_field(client, clerk, township):
    group = GroupFactory(township=township)
    client.force_login(clerk)

    page = client.post(reverse("deputies:group_create"), {"name": group.name})

    assert page.context["form"].errors == {"name": ["已有同名代表小组"]}
