"""What a list says about the number of its rows."""

import pytest
from django.urls import reverse

from renda.core.models import Role
from tests.factories.motions import MotionFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def register(client, person, township):
    """The register's page for a query, with two suggestions, one of them 重点, and a bill."""
    for fields in ({}, {"is_key": True}, {"kind": "bill"}):
        MotionFactory(township=township, status="submitted", **fields)
    client.force_login(person(Role.CLERK))

    def page(query: str, headers: dict | None = None):
        return client.get(f"{reverse('motions:motion_list')}?{query}", headers=headers)

    return page


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", 3),
        ("sort=code&page=1", 3),
        ("tab=key", 1),
        ("kind=suggestion", 2),
        ("kind=&q=", 3),
        ("tab=key&kind=bill", 0),
    ],
)
@pytest.mark.parametrize("headers", [None, HTMX])
def test_the_pages_count_the_rows_of_tab_and_filter(register, query, rows, headers):
    page = register(query, headers)

    assert page.context["paginator"].count == len(page.context["object_list"]) == rows


def test_tabs_tell_their_numbers_whatever_the_filter(register):
    tabs = register("kind=bill").context["tabs"]

    assert {tab["label"]: tab["count"] for tab in tabs if tab["count"]} == {
        "全部": 3,
        "待我办": 3,
        "重点": 1,
    }


def test_htmx_gets_the_card_and_no_tabs(register):
    page = register("kind=bill", HTMX)

    assert page.context["tabs"] == []
    assert "共 1 条" in page.content.decode()
    assert "list-tabs" not in page.content.decode()
