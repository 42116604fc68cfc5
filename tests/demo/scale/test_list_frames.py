"""What stands around the rows of every list: filters and their reset, count, order, export, print, advice."""

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponse

from renda.core.scoping import township_scope
from tests.demo.scale.pages import LISTS, VIEWS, every_list, first_with_rows, rows_of
from tests.demo.test_pages import ROLES, reader


@pytest.fixture(scope="module")
def pages(loaded, django_db_blocker) -> Iterator[dict[str, HttpResponse]]:
    """Every list as the first account sees it that has rows there."""
    with django_db_blocker.unblock(), every_list(loaded) as paths:
        found = {}
        for role in ROLES:
            client = reader(loaded, role)
            for name in set(paths) - set(found):
                if page := first_with_rows(client, paths[name]):
                    found[name] = page
        yield found


def count_said(html: str) -> int | None:
    """How many rows the foot of the list says there are; a board without one says it lane by lane."""
    if foot := re.search(r'class="list-foot"[^>]*><span>共 (\d+) [条个]', html):
        return int(foot[1])
    lanes = re.findall(r'class="lane-title">[^<]*<span>(\d+)</span>', html)
    return sum(map(int, lanes)) if lanes else None


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_filters_count_order_export_print_and_advice(world, pages, name):
    page, view = pages[name], VIEWS[name]
    html = page.content.decode()
    with township_scope(world.full.pk):
        count = len(rows_of(page))
    has = {
        "a filter": bool(page.context["filter"].form.fields) and 'class="filters"' in html,
        "a reset": f'href="{page.wsgi_request.path}">重置</a>' in html,
        "its count": count_said(html) == count,
        "a file": 'id="export-link"' in html,
        "a print": "data-print" in html or "finding_paper" in html or "/paper." in html,
        "an advice when empty": bool(page.context["empty"]["text"]),
        "an order": any(column.sort for column in page.context["view"].columns)
        or "tap-list" in html,
    }

    assert [what for what, there in has.items() if not there] == []
    assert view.filterset_class or view.filterset_fields
