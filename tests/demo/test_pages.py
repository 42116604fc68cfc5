"""Limits that hold for every page: queries, size, the same for few and many rows."""

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from renda.core.papers import papers
from renda.core.scoping import township_scope
from renda.core.views import DetailPage, ListPage
from reports.models import AnnualReport
from tests.demo.urls import addresses, by_fullness, full_addresses, patterns
from tests.factories.reports import read_preview

LIST_AT_MOST, DETAIL_AT_MOST, HOME_AT_MOST, BYTES_AT_MOST = 10, 12, 20, 40 * 1024
FRAME = 12 * 1024  # bytes that stand around what a page is about
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
def test_pages_keep_their_query_limit_and_size(world, name, kind, limit):
    client, over, seen = reader(world, name), [], 0
    for url in pages_of(world, kind, full_addresses):
        answer, queries = asked(client, url.path)
        seen += answer.status_code == 200
        size = len(answer.content)
        if answer.status_code == 200 and (queries > limit or size > BYTES_AT_MOST):
            over.append((url.path, queries, size))

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


def test_every_other_page_keeps_its_size(world):
    client, over, seen = reader(world, "clerk"), [], 0
    with township_scope(world.full.pk):
        found = {url.path: url.name for url in full_addresses()}
    for path, name in found.items():
        answer = client.get(path)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            seen += 1
            if len(answer.content) > BYTES_AT_MOST:
                over.append((name, path, len(answer.content)))

    assert over == []
    assert seen > 200


def test_every_portion_of_a_report_keeps_its_size(world):
    client = reader(world, "clerk")
    with township_scope(world.full.pk):
        reports = list(AnnualReport.objects.all())
    for report in reports:
        whole, *further = read_preview(client, report)
        assert len(whole.encode()) <= BYTES_AT_MOST
        assert all(len(each.encode()) <= BYTES_AT_MOST - FRAME for each in further)
        assert len(further) > 2

    assert {report.year for report in reports} == {2024, 2025}


def test_every_paper_on_screen_keeps_its_size(world):
    client, over, seen = reader(world, "clerk"), [], set()
    with township_scope(world.full.pk):
        for found in papers:
            model = apps.get_model(found.model)
            for record in [row for row in by_fullness(model)[:30] if found.when(row)][:3]:
                path = reverse("core:paper", args=[found.model, record.pk, found.key, "html"])
                answer = client.get(path)
                if answer.status_code == 200:
                    seen.add(found.key)
                    if len(answer.content) > BYTES_AT_MOST:
                        over.append((path, len(answer.content)))

    assert over == []
    assert seen


def test_every_list_exports_to_excel(world):
    client = Client()
    client.force_login(world.user("clerk"))
    wrong = []
    for url in pages_of(world, ListPage):
        answer = client.get(f"{url.path}?export=xlsx")
        if answer.status_code == 200 and not answer.content.startswith(b"PK"):
            wrong.append(url.name)

    assert wrong == []
