"""Every list with one row and with a hundred and one: the same queries, a page of rows, a page's size."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import IntegrityError, models, transaction
from django.http import HttpResponse
from django.test import Client

from renda.core.models import Membership, Record, Role
from renda.core.scoping import township_scope
from tests.demo.scale.copying import copies
from tests.demo.scale.pages import LISTS, VIEWS, also, every_list, first_with_rows, rows_of
from tests.demo.test_pages import BYTES_AT_MOST, LIST_AT_MOST, ROLES, asked, reader
from tests.factories.core import MembershipFactory

MANY = 101


@pytest.fixture(scope="module")
def paths(loaded, django_db_blocker) -> Iterator[dict[str, str]]:
    """Every list's address by its name."""
    with django_db_blocker.unblock(), every_list(loaded) as found:
        yield found


def fill(page: HttpResponse) -> None:
    """Copy the list's first row until it has a hundred and one."""
    rows = rows_of(page)
    missing, row = MANY - len(rows), rows[0]
    if isinstance(row, Membership):
        MembershipFactory.create_batch(missing, township=row.township, role=Role.DEPUTY)
    elif missing > 0:
        copy_one(rows, missing)


def copy_one(rows: models.QuerySet, number: int) -> None:
    """Copies of the first row that there may be more of: there is one chair, and many members."""
    for row in rows[:5]:
        with suppress(IntegrityError), transaction.atomic():
            copies(type(row)._base_manager.get(pk=row.pk), number)
            return
    pytest.fail(f"no row of {rows.model.__name__} can be copied")


def thin_out(page: HttpResponse) -> bool:
    """Leave only the list's first row; what is never taken back stays."""
    rows = rows_of(page)
    model, others = rows.model, [row.pk for row in rows[1:]]
    if issubclass(model, Record):
        model.with_voided.filter(pk__in=others).update(voided_at="2026-06-01T00:00:00+08:00")
    return issubclass(model, Record)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_with_one_row_and_with_a_hundred_and_one(world, paths, name):
    wrong, filled = [], []
    for role in ROLES:
        client = reader(world, role)
        if page := first_with_rows(client, paths[name]):
            with township_scope(world.full.pk):
                found = measured(client, page)
            filled += [role] * (found["rows"] >= MANY)
            wrong += [(role, problem) for problem in problems(name, found)]

    assert wrong == []
    assert filled, f"{name}: nobody sees rows there; say how one comes about"


def measured(client: Client, page: HttpResponse) -> dict:
    """Queries with one row, with a full page and with one row on the last; rows and bytes."""
    path, found = page.wsgi_request.get_full_path(), {}
    with transaction.atomic():
        if thin_out(page):
            thin, found["one"] = asked(client, path)
            found["thin"] = len(rows_of(thin))
        transaction.set_rollback(True)
    with transaction.atomic():
        fill(page)
        full, found["many"] = asked(client, path)
        found["rows"] = len(rows_of(full))
        found["shown"] = len(full.context["object_list"])
        found["bytes"] = len(full.content)
        pages = full.context["paginator"].num_pages
        _, found["last"] = asked(client, also(path, page=pages))
        transaction.set_rollback(True)
    return found


def problems(name: str, found: dict) -> Iterator[str]:
    size = VIEWS[name].paginate_by
    if len({found.get("one", found["many"]), found["many"], found["last"]}) > 1:
        yield f"queries differ: {found}"
    if found["many"] > LIST_AT_MOST:
        yield f"{found['many']} queries"
    if found.get("thin", 1) != 1:
        yield f"{found['thin']} rows left of one"
    if found["shown"] != min(size, found["rows"]):
        yield f"{found['shown']} of {size} rows shown"
    if found["bytes"] > BYTES_AT_MOST:
        yield f"{found['bytes']} bytes"
