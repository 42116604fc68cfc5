"""The lists, found in the URLconf, in a township that has some row of every kind."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from urllib.parse import urlencode

from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client

from motions.models import Assignment
from renda.core.models import Township
from renda.core.scoping import township_scope
from renda.core.views import ListPage
from tests.demo.lacking import add_what_the_demo_lacks
from tests.demo.urls import addresses, patterns
from tests.factories.motions import ObjectionFactory

VIEWS = {name: getattr(p.callback, "view_class", None) for name, p in patterns()}


def names_of(kind: type) -> list[str]:
    """The names of all pages of a kind."""
    return sorted(name for name, view in VIEWS.items() if view and issubclass(view, kind))


# a paper of a list has all its rows on it, and no pages
LISTS = [name for name in names_of(ListPage) if VIEWS[name].paginate_by]


@contextmanager
def every_list(world) -> Iterator[dict[str, str]]:
    """Every list's address by its name, and a row of every kind meanwhile."""
    with transaction.atomic():
        with township_scope(world.full.pk):
            add_what_the_demo_lacks(world.user("clerk"))
            refuse_twice(world.full)
            found = {url.name: url.path for url in addresses() if url.name in LISTS}
        yield found
        transaction.set_rollback(True)


def refuse_twice(township: Township) -> None:
    """A unit that asked twice to be relieved, and was told no."""
    part = Assignment.objects.filter(status="handling").first()
    for _ in range(2):
        ObjectionFactory(
            township=township,
            assignment=part,
            decision="denied",
            note="仍由原单位办理。",
            decided_by="周玉兰",
            decided_on=date(2026, 6, 2),
        )


def rows_of(page: HttpResponse) -> models.QuerySet:
    """All rows of a list, on whichever page."""
    return page.context["paginator"].object_list


def first_with_rows(client: Client, path: str) -> HttpResponse | None:
    """The list if this account may open it, of this year or of the demo's full one, with rows on it."""
    for asked_for in (path, also(path, year=2025)):
        page = client.get(asked_for)
        if page.status_code == 200 and len(page.context["object_list"]):
            return page
    return None


def also(path: str, **more: object) -> str:
    """The address with more in its query."""
    if not more:
        return path
    return path + ("&" if "?" in path else "?") + urlencode(more)
