"""Every page of the app: query counts, the other township, roles, and who sees what."""

import pytest
from django.urls import reverse

from renda.core import audit
from renda.core.models import Role
from renda.core.scoping import township_scope
from tests.deputies.rows import fill
from tests.factories.core import MembershipFactory

pytestmark = pytest.mark.django_db

LISTS = {
    "deputy": 8,
    "constituency": 6,
    "group": 6,
    "station": 6,
    "training": 6,
    "material": 6,
    "duty_report": 7,
    "honour": 6,
    "roll": 6,
    "record": 7,
    "fund": 6,
}


@pytest.mark.parametrize(("name", "queries"), LISTS.items())
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_for_one_row_and_three(
    desk, township, term, django_assert_num_queries, name, queries, rows
):
    for _ in range(rows):
        fill(township, term)

    with django_assert_num_queries(queries):
        page = desk.get(reverse(f"deputies:{name}_list"))

    assert len(page.context["object_list"]) == rows
    assert len(page.content) < 40_000


DETAILS = [
    "deputy",
    "constituency",
    "group",
    "station",
    "training",
    "material",
    "duty_report",
    "roll",
    "fund",
]


@pytest.mark.parametrize("name", DETAILS)
def test_a_record_costs_little(desk, township, term, django_assert_max_num_queries, name):
    rows = fill(township, term)
    with township_scope(township.pk):
        audit.record(None, "登记", township)

    with django_assert_max_num_queries(12):
        page = desk.get(reverse(f"deputies:{name}_detail", args=[rows[name].pk]))

    assert page.status_code == 200


PAGES = [
    *((f"{name}_detail", name) for name in [*DETAILS, "record"]),
    *((f"{name}_update", name) for name in DETAILS if name != "roll"),
    ("mandate_update", "mandate"),
    ("honour_update", "honour"),
    ("mandate_create", "deputy"),
    ("honour_create", "deputy"),
    ("guest_create", "roll"),
    ("roll_leave", "roll"),
    ("roll_code", "roll"),
    ("checked_in", "roll"),
]


@pytest.mark.parametrize(("page", "name"), PAGES)
def test_another_townships_rows_do_not_exist(client, outsider, township, term, page, name):
    row = fill(township, term)[name]
    client.force_login(outsider)

    status = client.get(reverse(f"deputies:{page}", args=[row.pk])).status_code

    assert status == (403 if page == "checked_in" else 404)


@pytest.mark.parametrize("page", ["roll_sign", "roll_close"])
def test_another_townships_roll_is_not_signed(client, outsider, township, term, page):
    roll = fill(township, term)["roll"]
    client.force_login(outsider)

    assert client.post(reverse(f"deputies:{page}", args=[roll.pk])).status_code == 404
    with township_scope(township.pk):
        roll.refresh_from_db()
    assert roll.is_closed is False


def test_strangers_log_in_first(client, township, term):
    rows = fill(township, term)

    for page, name in PAGES:
        response = client.get(reverse(f"deputies:{page}", args=[rows[name].pk]))
        assert response.status_code == 302
        assert response.url.startswith(reverse("core:login"))


@pytest.mark.parametrize("role", [Role.HANDLER, Role.UNIT_HEAD, Role.ADMIN])
def test_departments_and_admin_see_no_deputies_records(client, person, unit, township, term, role):
    rows = fill(township, term)
    client.force_login(person(role, unit if role != Role.ADMIN else None))

    seen = {
        page: client.get(reverse(f"deputies:{page}", args=[rows[name].pk])).status_code
        for page, name in PAGES
    }

    assert set(seen.values()) == {403}


MENUS = {
    Role.CLERK: [
        "代表名册",
        "履职档案",
        "代表小组、联络站",
        "学习培训",
        "代表述职",
        "履职经费",
        "签到册",
    ],
    Role.CHAIR: [
        "代表名册",
        "履职档案",
        "代表小组、联络站",
        "学习培训",
        "代表述职",
        "履职经费",
        "签到册",
    ],
    Role.DEPUTY: ["履职档案"],
    Role.COUNTY: [],
    Role.GOV_OFFICE: [],
    Role.ADMIN: [],
}


@pytest.mark.parametrize(("role", "labels"), MENUS.items())
def test_the_menu_of_a_role(client, person, role, labels):
    client.force_login(person(role))

    page = client.get(reverse("core:account"))
    entries = [e for g in page.context["frame"].menu for e in g.entries]

    assert [e.label for e in entries if e.url.startswith("/deputies/")] == labels


def test_a_place_list_marks_the_menu_and_shows_its_neighbours(client, clerk, township):
    client.force_login(clerk)

    page = client.get(reverse("deputies:station_list"))
    entries = [e for g in page.context["frame"].menu for e in g.entries]

    assert [e.label for e in entries if e.is_current] == ["代表小组、联络站"]
    assert [(t["label"], t["current"]) for t in page.context["tabs"]] == [
        ("代表小组", False),
        ("联络站", True),
        ("选区", False),
    ]


@pytest.mark.parametrize(
    ("name", "model", "key"),
    [
        ("deputy", "deputies.deputy", "basics"),
        ("roll", "deputies.roll", "signin"),
        ("duty_report", "deputies.dutyreport", "form"),
    ],
)
def test_papers_of_the_records(client, clerk, township, term, name, model, key):
    row = fill(township, term)[name]
    client.force_login(clerk)

    page = client.get(reverse("core:paper", args=[model, row.pk, key, "html"]))

    assert page.status_code == 200
    assert row.__str__() in page.content.decode()


def test_the_county_reads_and_writes_nothing(client, township, term):
    rows = fill(township, term)
    reader = MembershipFactory(township=township, role=Role.COUNTY).user
    client.force_login(reader)

    statuses = {
        page: client.get(reverse(f"deputies:{page}", args=[rows[name].pk])).status_code
        for page, name in PAGES
    }

    assert {p for p, s in statuses.items() if s == 200} == {
        f"{name}_detail" for name in [*DETAILS, "record"]
    }
