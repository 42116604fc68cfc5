"""Limits that hold for every page: queries, size, the same for few and many rows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from renda.core.scoping import township_scope
from renda.core.views import DetailPage, ListPage
from tests.demo.urls import addresses, patterns

LIST_AT_MOST, DETAIL_AT_MOST, BYTES_AT_MOST = 10, 12, 40 * 1024


def pages_of(world, kind):
    classes = {name: getattr(p.callback, "view_class", None) for name, p in patterns()}
    with township_scope(world.full.pk):
        return [
            url
            for url in addresses()
            if classes.get(url.name) and issubclass(classes[url.name], kind)
        ]


@pytest.mark.parametrize(
    ("kind", "limit"), [(ListPage, LIST_AT_MOST), (DetailPage, DETAIL_AT_MOST)]
)
def test_pages_keep_their_query_limit(world, kind, limit):
    client = Client()
    client.force_login(world.user("clerk"))
    over = []
    for url in pages_of(world, kind):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            answer = client.get(url.path)
        if answer.status_code == 200 and len(captured) > limit:
            over.append((url.name, len(captured)))

    assert over == []


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
