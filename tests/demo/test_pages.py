"""Limits that hold for every page: queries, size, the same for few and many rows."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from renda.core.scoping import township_scope
from renda.core.views import DetailPage, ListPage
from tests.demo.urls import addresses, full_addresses, patterns

LIST_AT_MOST, DETAIL_AT_MOST, HOME_AT_MOST, BYTES_AT_MOST = 10, 12, 20, 40 * 1024
# one account of each role in the full township
ROLES = ("clerk", "chair", "gov", "county", "deputy", "handler", "head", "admin")


def pages_of(world, kind, found=addresses):
    classes = {name: getattr(p.callback, "view_class", None) for name, p in patterns()}
    with township_scope(world.full.pk):
        return [
            url for url in found() if classes.get(url.name) and issubclass(classes[url.name], kind)
        ]


def asked(client: Client, path: str) -> tuple[HttpResponse, int]:
    """A page and how many queries it made."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    return answer, len(captured)


def reader(world, name: str) -> Client:
    """Somebody who has opened a page before: the first one also writes the session."""
    client = Client()
    client.force_login(world.user(name))
    client.get(reverse("core:account"))
    return client


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize(
    ("kind", "limit"), [(ListPage, LIST_AT_MOST), (DetailPage, DETAIL_AT_MOST)]
)
def test_pages_keep_their_query_limit(world, name, kind, limit):
    client, over, seen = reader(world, name), [], 0
    for url in pages_of(world, kind, full_addresses):
        answer, queries = asked(client, url.path)
        seen += answer.status_code == 200
        if answer.status_code == 200 and queries > limit:
            over.append((url.path, queries))

    assert over == []
    assert seen


@pytest.mark.parametrize("name", ROLES)
def test_the_page_after_logging_in_keeps_its_query_limit(world, name):
    client = reader(world, name)
    home = client.get(reverse("core:workbench"))
    path = home.url if home.status_code == 302 else reverse("core:workbench")

    answer, queries = asked(client, path)

    assert answer.status_code == 200
    assert queries <= HOME_AT_MOST


def test_list_pages_keep_their_size(world):
    client = Client()
    client.force_login(world.user("clerk"))
    over = []
    for url in pages_of(world, ListPage):
        answer = client.get(url.path)
        if answer.status_code == 200 and len(answer.content) > BYTES_AT_MOST:
            over.append((url.name, len(answer.content)))

    assert over == []


def test_every_list_exports_to_excel(world):
    client = Client()
    client.force_login(world.user("clerk"))
    wrong = []
    for url in pages_of(world, ListPage):
        answer = client.get(f"{url.path}?export=xlsx")
        if answer.status_code == 200 and not answer.content.startswith(b"PK"):
            wrong.append(url.name)

    assert wrong == []
