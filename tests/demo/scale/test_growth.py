"""Every page that is neither list nor form asks as often with a hundred rows more: records, boards, reports."""

from collections.abc import Iterator
from functools import cache

import pytest
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse

from deputies.permissions import deputy_of
from renda.core.duty import sources as duty_sources
from renda.core.health import checks as health_checks
from renda.core.scoping import township_scope
from renda.core.views import DetailPage
from renda.core.views.forms import FormPage
from tests.demo.lacking import add_what_the_demo_lacks
from tests.demo.scale.growing import grow, kinds
from tests.demo.scale.pages import LISTS, VIEWS, names_of
from tests.demo.test_pages import DETAIL_AT_MOST, HOME_AT_MOST, ROLES, asked, reader
from tests.demo.urls import Address, addresses_of, by_fullness, one

MANY = 99
# files and steps, which other tests ask for; the comparison of years is one query over every figure
APART = {
    "core:attachment", "core:paper", "core:step", "deputies:record_paper", "motions:dossier_file",
    "motions_public:photo", "reports:build", "reports:report_figures", "reports:years",
}  # fmt: skip
# lists have a test of their own; what a form saves is bounded in tests/demo/test_saving.py
FORMS = names_of(FormPage)
FRAME = 7  # who it is, where, and what stands around every page
# a query for each of many sources: what looks wrong, what a deputy did, what hangs on a record
SOURCES = {
    "core:health": len(list(health_checks)) + FRAME,
    "core:void": 26,
    "deputies:my_record": len(list(duty_sources)) + FRAME + 2,
    "deputies:record_detail": len(list(duty_sources)) + FRAME + 3,
}  # fmt: skip
# a case is another page for its deputy and for its unit
SEEN_OTHERWISE = {"motions:motion_detail": ("deputy", "handler")}
# the kinds of record that have a page
SHOWN = {view.model for view in VIEWS.values() if view and issubclass(view, DetailPage)}
Costs = dict[tuple[str, str], int]


@pytest.fixture(scope="module")
def costs(loaded, django_db_blocker) -> Iterator[tuple[Costs, Costs]]:
    """The queries of every page by its name and reader: with few rows, and with a hundred more."""
    with django_db_blocker.unblock(), transaction.atomic():
        with township_scope(loaded.full.pk):
            add_what_the_demo_lacks(loaded.user("clerk"))
            chosen = {kind: rows[0] for kind in kinds() if (rows := by_fullness(kind))}
            records = [record for kind, record in chosen.items() if kind in SHOWN]
            records.append(deputy_of(loaded.user("deputy")))
            grow(records, 1)
            pages = pages_about(chosen)
        few = every(loaded, pages)
        with township_scope(loaded.full.pk):
            grow(records, MANY)
        yield few, every(loaded, pages)
        transaction.set_rollback(True)


def pages_about(chosen: dict[type[models.Model], models.Model]) -> list[Address]:
    """A page of every name but the lists, those about a record of the chosen one."""
    found = addresses_of(lambda kind: [chosen[kind]] if kind in chosen else one(kind))
    names = {url.name: url for url in reversed(found)}
    return [url for name, url in names.items() if name not in APART.union(LISTS, FORMS)]


def every(world, pages: list[Address]) -> Costs:
    """What the pages cost, each for the first who may open it and for those who see it otherwise."""
    enter, found = cache(lambda role: reader(world, role)), {}
    for url in pages:
        others = SEEN_OTHERWISE.get(url.name, ())
        for role in ROLES:
            if role in others or not any((url.name, other) in found for other in ROLES):
                queries = cost(enter(role), url.path)
                if queries:
                    found[url.name, role] = queries
    return found


def cost(client: Client, path: str) -> int:
    """The queries of a page that leaves nothing behind; 0 if this reader may not open it."""
    client.get(reverse("core:healthz"))  # what is opened now and then writes the clock
    connection.queries_log.clear()
    with transaction.atomic():
        answer, queries = asked(client, path)
        transaction.set_rollback(True)
    return queries if answer.status_code == 200 else 0


def at_most(name: str) -> int:
    """The bound of a page of this name."""
    is_record = issubclass(VIEWS[name] or object, DetailPage)
    return SOURCES.get(name, DETAIL_AT_MOST if is_record else HOME_AT_MOST)


def test_a_page_costs_the_same_with_few_rows_and_with_many(costs):
    few, many = costs

    assert {
        page: (few.get(page), number) for page, number in many.items() if few.get(page) != number
    } == {}
    assert few.keys() == many.keys()
    assert len(few) > 90


def test_a_page_with_many_rows_keeps_its_query_limit(costs):
    many = costs[1]

    assert {page: number for page, number in many.items() if number > at_most(page[0])} == {}
