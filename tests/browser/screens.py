"""Which screens there are: each role's links are followed from its first page, one page of a kind."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, resolve, reverse

from renda.core.models import User
from renda.core.scoping import township_scope
from renda.core.workflow import workflows
from tests.demo.urls import addresses

# These see the same records on pages of their own; the others only add what nobody had before.
WITH_PAGES_OF_THEIR_OWN = ["clerk", "deputy", "handler"]
ROLES = [*WITH_PAGES_OF_THEIR_OWN, "head", "gov", "chair", "county", "admin"]
NOT_A_SCREEN = {"core:logout", "core:healthz", "core:attachment", "reports:build"}
LINK = re.compile(r'<a [^>]*?href="(/[^"#]*)"')


@dataclass(frozen=True)
class Screen:
    """A page of some kind that a role can open."""

    kind: str
    path: str


def kind_of(path: str) -> str | None:
    """The URL's name; steps of a workflow are told apart."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name == "core:step":
        return f"core:step {match.kwargs['model']} {match.kwargs['step']}"
    return match.view_name


def records_in_every_state() -> Iterator[str]:
    """A record for each state of each workflow: on its page are the steps that are open in it."""
    for workflow in workflows():
        rows = workflow.model.objects
        for state in rows.order_by().values_list(workflow.field, flat=True).distinct():
            yield rows.filter(**{workflow.field: state}).first().get_absolute_url()


def screens_by_role(township) -> dict[str, list[Screen]]:
    """What each role has checked: a page of each kind that it can reach by links."""
    with township_scope(township.pk):
        records = list(records_in_every_state())
        records += [url.path for url in addresses() if url.name.endswith("_detail")]
    seen: set[str] = set()
    found = {}
    for role in ROLES:
        own: set[str] = set() if role in WITH_PAGES_OF_THEIR_OWN else {*seen}
        found[role] = list(reached(role, records, own))
        seen |= own
    return found


def reached(role: str, records: list[str], seen: set[str]) -> Iterator[Screen]:
    """Follow the links of the role's pages, breadth first; each kind once."""
    client = Client()
    client.force_login(User.objects.get(username=role))
    seen.discard("core:workbench")
    waiting = [reverse("core:workbench"), *records]
    asked = set()
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        is_seed = path in records and path not in asked
        asked.add(path)
        if kind is None or kind in NOT_A_SCREEN or (kind in seen and not is_seed):
            continue
        answer = client.get(path, follow=kind == "core:workbench")
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        if kind not in seen:
            seen.add(kind)
            yield Screen(kind, path)
        waiting += [urlsplit(link).path for link in LINK.findall(answer.content.decode())]
