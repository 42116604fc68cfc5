"""What everybody reads of the deputies: those in office, without anything private, township by township."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deputies.models import Deputy
from deputies.services import mark, open_roll
from renda.core.scoping import township_scope
from tests.factories.core import TownshipFactory
from tests.factories.deputies import (
    ConstituencyFactory,
    GroupFactory,
    MandateFactory,
    StationFactory,
)

pytestmark = pytest.mark.django_db
PRIVATE = {"phone": "13912345678", "workplace": "某村茶厂厂长", "ethnicity": "畲族"}


def listed(township, **asked):
    return Client().get(reverse("deputies_public:deputies", args=[township.slug]), asked)


def shown(deputy, township=None):
    slug = (township or deputy.township).slug
    return Client().get(reverse("deputies_public:deputy", args=[slug, deputy.pk]))


def names(page) -> list[str]:
    return [deputy.name for deputy, _ in page.context["people"]]


@pytest.fixture
def seated(township, term):
    """Two deputies of two constituencies and two groups."""
    return [
        MandateFactory(
            township=township,
            term=term,
            constituency=ConstituencyFactory(township=township, number=number),
            deputy__name=name,
            deputy__group=GroupFactory(township=township),
        ).deputy
        for number, name in [(1, "王桂花"), (2, "潘水根")]
    ]


def test_those_in_office_are_listed_and_nobody_else(township, term, seated):
    today = timezone.localdate()
    for mandate in (
        {"suspended_from": today},
        {"until_on": today - timedelta(days=1), "end_reason": "moved"},
        {"from_on": today + timedelta(days=1)},
        {"term": None, "level": "county"},
    ):
        MandateFactory(**{"township": township, "term": term} | mandate)
    MandateFactory(township=TownshipFactory())

    page = listed(township)

    assert names(page) == ["王桂花", "潘水根"]
    assert page.context["title"] == f"{township}{term}人大代表"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"place": 2}, ["潘水根"]),
        ({"name": "桂"}, ["王桂花"]),
        ({"place": 1, "name": "潘"}, []),
        ({"place": "x", "group": "y", "page": "z"}, ["王桂花", "潘水根"]),
    ],
)
def test_a_deputy_is_found_by_constituency_and_name(township, seated, asked, found):
    assert names(listed(township, **asked)) == found


def test_a_deputy_is_found_by_group(township, seated):
    assert names(listed(township, group=seated[1].group_id)) == ["潘水根"]


@pytest.mark.parametrize("key", ["place", "group", "page"])
@pytest.mark.parametrize("value", ["9" * 25, "9" * 5000, "-1", "１", "x"])
def test_an_address_that_names_nothing_narrows_nothing(township, seated, key, value):
    page = listed(township, **{key: value})
    assert page.status_code == 200
    assert names(page) == ["王桂花", "潘水根"]


def test_signs_that_nobody_types_are_no_part_of_a_name(township, seated):
    assert names(listed(township, name="王\0桂")) == ["王桂花"]


def test_a_card_tells_what_the_deputy_came_to_this_year(township, clerk, seated):
    with township_scope(township.pk):
        roll = open_roll(title="学习", on=timezone.localdate(), kind="training", place="文化礼堂")
        mark(roll=roll, deputies=[seated[0]], state="present", by=clerk)

    words = listed(township, name="王桂花").content.decode()

    assert "参加会议、活动 1 次" in words


def test_a_deputys_page_tells_who_came_and_who_stayed_away(township, clerk, seated):
    with township_scope(township.pk):
        roll = open_roll(title="学习", on=timezone.localdate(), kind="training", place="文化礼堂")
        mark(roll=roll, deputies=seated[:1], state="present", by=clerk)
        mark(roll=roll, deputies=seated[1:], state="on_leave", by=clerk, reason="住院")

    words = [shown(deputy).content.decode() for deputy in seated]

    assert "应参加 1 次，实参加 1 次</dd><dt>闭会期间履职</dt><dd>1 天" in words[0]
    assert "应参加 1 次，实参加 0 次</dd><dt>闭会期间履职</dt><dd>0 天" in words[1]
    assert "住院" not in words[1]


def test_a_deputys_page_says_how_to_reach_the_deputy_and_nothing_private(township, seated):
    deputy = seated[0]
    station = StationFactory(
        township=township, name="五雷代表联络站", address="五雷街 8 号", reception_day="每月 15 日"
    )
    with township_scope(township.pk):
        Deputy.objects.filter(pk=deputy.pk).update(station=station, **PRIVATE)
    township.office_phone = "0570-0000000"
    township.save()

    words = shown(deputy).content.decode() + listed(township).content.decode()

    said = [
        "王桂花",
        "五雷街 8 号",
        "每月 15 日",
        "人大主席团办公室 0570-0000000",
        "建议意见</dt><dd>0 件",
    ]
    assert [each for each in said if each not in words] == []
    private = [*PRIVATE.values(), "1975", deputy.get_education_display()]
    assert [each for each in private if each in words] == []


def test_only_a_page_of_the_own_township_and_of_one_in_office_opens(township, term, seated):
    gone = MandateFactory(
        township=township, term=term, until_on=date(2025, 5, 31), end_reason="moved"
    ).deputy
    other = TownshipFactory()

    assert shown(seated[0]).status_code == 200
    assert shown(gone).status_code == 404
    assert shown(seated[0], other).status_code == 404
    assert Client().get("/public/nowhere/deputies/").status_code == 404


def test_a_deputys_page_asks_little(seated, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert shown(seated[0]).status_code == 200


def test_the_list_asks_the_same_for_one_and_for_three(township, term, django_assert_num_queries):
    for number in (1, 2):
        for _ in range(number):
            MandateFactory(
                township=township, term=term, constituency=ConstituencyFactory(township=township)
            )
        with django_assert_num_queries(7):
            page = listed(township)
        assert len(names(page)) == {1: 1, 2: 3}[number]
    with township_scope(township.pk):
        assert Deputy.objects.count() == 3
