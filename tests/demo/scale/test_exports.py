"""What a list exports is the list: the same rows in the same order, on whichever page they stand."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from io import BytesIO

import pytest
from django import forms
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from renda.core.excel import DANGEROUS
from renda.core.scoping import township_scope
from tests.demo.scale.pages import LISTS, VIEWS, also, every_list, first_with_rows, rows_of
from tests.demo.test_pages import ROLES, reader

# how many rows a file holds here: every list of the demo needs several
FEW = 7
PAGES_READ = 8  # of the longest lists; the number of their rows is compared as well
# a download is kept as a line of these two lists: asked for so, they don't grow while they are compared
STILL = {
    "core:audit": {"kind": "write"},
    "core:done": {"until": timezone.localdate() - timedelta(days=1)},
}


@pytest.fixture(scope="module")
def paths(loaded, django_db_blocker) -> Iterator[dict[str, str]]:
    """Every list's address by its name."""
    with django_db_blocker.unblock(), every_list(loaded) as found:
        yield {name: also(path, **STILL.get(name, {})) for name, path in found.items()}


def address_of(page: HttpResponse) -> str:
    return page.wsgi_request.get_full_path()


def sheet_of(client: Client, path: str) -> tuple[list[str], list[list[str]]]:
    """The heads and the lines of a downloaded file, in words."""
    answer = client.get(path)
    heads, *lines = load_workbook(BytesIO(answer.content), read_only=True).active.values
    missing = [None] * len(heads)
    return list(heads), [[in_cell(v) for v in (*line, *missing)[: len(heads)]] for line in lines]


def in_cell(value: object) -> str:
    """A cell as a person reads it."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    text = str(value)
    return text[1:] if text[:1] == "'" and text[1:].startswith(DANGEROUS) else text


def on_pages(client: Client, page: HttpResponse, labels: list[str]) -> list[list[str]]:
    """What the pages of the list show in the columns of these names, row after row."""
    path, lines = address_of(page), []
    for number in page.context["paginator"].page_range[:PAGES_READ]:
        each = client.get(also(path, page=number)).context
        columns = {column.label: column for column in each["view"].columns}
        lines += [[columns[la].text(row) for la in labels] for row in each["object_list"]]
    return lines


def shared(page: HttpResponse) -> list[str]:
    """The columns that the list shows and its file has; a ledger says some things at more length."""
    view = page.context["view"]
    shown = {(column.label, column.value) for column in view.columns}
    return [c.label for c in view.get_exported() if (c.label, c.value) in shown]


def narrowed(client: Client, page: HttpResponse) -> Iterator[HttpResponse]:
    """The list narrowed by each filter that leaves some rows and not all."""
    whole, path = len(rows_of(page)), address_of(page)
    for name, field in page.context["filter"].form.fields.items():
        if f"{name}=" in path:
            continue
        for value in values_of(field, page):
            found = client.get(also(path, **{name: value}))
            if found.status_code == 200 and 0 < len(rows_of(found)) < whole:
                yield found
                break


def values_of(field: forms.Field, page: HttpResponse) -> list[object]:
    """Values somebody might choose in a filter."""
    if isinstance(field, forms.ModelChoiceField):
        return list(field.queryset.values_list("pk", flat=True)[:20])
    if isinstance(field, forms.ChoiceField):
        return [key for key, _ in field.choices if key][:20]
    if isinstance(field, forms.CharField):
        return [str(row)[-3:] for row in page.context["object_list"][:5]]
    return [2025, 2026, 2024]


def differences(client: Client, page: HttpResponse) -> Iterator[str]:
    """Where the file is not the list."""
    path = address_of(page)
    heads, lines = sheet_of(client, also(path, export="xlsx"))
    labels = shared(page)
    if not labels:
        yield f"{path}: no column of the list in {heads}"
        return
    places = [heads.index(label) for label in labels]
    wanted = on_pages(client, page, labels)
    given = [[line[place] for place in places] for line in lines]
    if len(given) != page.context["paginator"].count:
        yield f"{path}: {len(given)} lines for {page.context['paginator'].count} rows"
    for shown, told in zip(wanted, given, strict=False):
        if shown != told:
            yield f"{path}: {labels} {shown} / {told}"
            return


@pytest.mark.parametrize("name", LISTS)
def test_a_file_holds_the_rows_of_the_list(world, paths, name):
    wrong, seen = [], []
    for role in ROLES:
        client = reader(world, role)
        if page := first_with_rows(client, paths[name]):
            with township_scope(world.full.pk):
                asked_for = [page, *(() if seen else narrowed(client, page))]
                wrong += [
                    (role, found) for each in asked_for for found in differences(client, each)
                ]
            seen.append(role)

    assert wrong == []
    assert seen, f"{name}: nobody sees rows there"


@pytest.mark.parametrize("name", LISTS)
def test_no_row_is_lost_where_one_file_is_too_long(world, paths, name, monkeypatch):
    client = next(c for role in ROLES if first_with_rows(c := reader(world, role), paths[name]))
    page = first_with_rows(client, paths[name])
    heads, whole = sheet_of(client, also(address_of(page), export="xlsx"))
    monkeypatch.setattr(VIEWS[name], "rows_a_file", max(1, min(FEW, len(whole) - 1)))

    page = client.get(address_of(page))
    links = page.context["exports"]
    files = [sheet_of(client, page.wsgi_request.path + link["url"]) for link in links]

    if len(whole) > 1:
        assert len(links) > 1
        assert all(link["label"] in page.content.decode() for link in links)
        assert all(lines[-1][0].startswith("本文件是第") for _, lines in files)
        assert [line for _, lines in files for line in lines[:-1]] == whole
    assert all(found == heads for found, _ in files)
