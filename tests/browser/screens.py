"""Which screens there are: every URL pattern, for each role whose pages differ, in a state in which it opens.

The map of URLs (tests/demo/urls.py) names them all; following the links of each role's pages finds
records of its own and the steps that are open in each state.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, resolve, reverse

from renda.core.models import Township, User
from renda.core.scoping import township_scope
from renda.core.workflow import workflows
from tests.demo.urls import addresses, more_addresses, patterns

NOBODY = "nobody"
# These see the same records on pages of their own; the others only add what nobody had before.
WITH_PAGES_OF_THEIR_OWN = [NOBODY, "clerk", "deputy", "handler"]
ROLES = [*WITH_PAGES_OF_THEIR_OWN, "head", "gov", "chair", "county", "admin"]
# GET leads on to another page
LEADS_ON = {"core:entry", "core:message", "core:logout"}
# GET answers with words for a machine, or with a file that the demo has not built
NO_PAGE = {"core:healthz", "reports:build", "motions:dossier_file"}
LINK = re.compile(r'<a [^>]*?href="(/[^"#]*)"')


@dataclass(frozen=True)
class Screen:
    """A page of some kind that a role can open."""

    kind: str
    path: str


@dataclass
class Screens:
    """The screens of each role, and the patterns whose GET shows nobody a page."""

    by_role: dict[str, list[Screen]] = field(default_factory=dict)
    unseen: set[str] = field(default_factory=set)


def kind_of(path: str) -> str | None:
    """The URL's name; steps of a workflow are told apart."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name == "core:step":
        return f"core:step {match.kwargs['model']} {match.kwargs['step']}"
    return match.view_name


def actions() -> Iterator[str]:
    """The patterns that only take a POST."""
    for name, pattern in patterns():
        view = getattr(pattern.callback, "view_class", None)
        if view and ("get" not in view.http_method_names or not hasattr(view, "get")):
            yield name


def records_in_every_state() -> Iterator[str]:
    """A record for each state of each workflow: on its page are the steps that are open in it."""
    for workflow in workflows():
        rows = workflow.model.objects
        for state in rows.order_by().values_list(workflow.field, flat=True).distinct():
            yield rows.filter(**{workflow.field: state}).first().get_absolute_url()


def screens_of(township: Township) -> Screens:
    """What each role has checked: a page of each kind that it can reach by links or by the map."""
    with township_scope(township.pk):
        records = list(records_in_every_state())
        mapped = addresses()
        records += [url.path for url in mapped if url.name.endswith("_detail")]
        more = more_addresses()
    crawl, found = Crawl(records), Screens()
    for role in WITH_PAGES_OF_THEIR_OWN:
        own: set[str] = set()
        more_seeds = [url.path for url in mapped] if role in {NOBODY, "clerk"} else []
        found.by_role[role] = list(crawl.reached(role, own, more_seeds))
        crawl.seen |= own
    for role in ROLES:
        crawl.seen -= {"core:workbench"} if role not in WITH_PAGES_OF_THEIR_OWN else set()
        opened = crawl.opened(role, [url.path for url in [*mapped, *more]])
        found.by_role[role] = [*found.by_role.get(role, ()), *opened]
    named = {kind.split()[0] for kind in crawl.seen}
    found.unseen = {name for name, _ in patterns()} - named - crawl.no_screens
    return found


class Crawl:
    """Looks at pages as one role after the other."""

    def __init__(self, records: list[str]) -> None:
        self.records = records
        self.seen: set[str] = set()
        self.no_screens = LEADS_ON | NO_PAGE | set(actions())

    def client(self, role: str) -> Client:
        """A browser in which the role has logged in."""
        client = Client()
        if role != NOBODY:
            client.force_login(User.objects.get(username=role))
        return client

    def page(self, client: Client, path: str, kind: str) -> str | None:
        """The page's HTML if there is one; notes what is an action, a file or a part of a page."""
        is_home = kind == "core:workbench" and bool(client.cookies)
        answer = client.get(path, follow=is_home)
        if answer.status_code not in {200, 405}:
            return None
        is_html = answer.get("Content-Type", "").startswith("text/html")
        html = answer.content.decode() if is_html and answer.status_code == 200 else ""
        if html[:9].lower() == "<!doctype":
            return html
        self.no_screens.add(kind.split()[0])
        return None

    def reached(self, role: str, seen: set[str], mapped: Iterable[str]) -> Iterator[Screen]:
        """Follow the links of the role's pages, breadth first, then try the map; each kind once."""
        client = self.client(role)
        seen.discard("core:workbench")
        waiting = [reverse("core:workbench"), *self.records, *mapped]
        asked = set()
        while waiting:
            path = waiting.pop(0)
            kind = kind_of(path)
            is_seed = path in self.records and path not in asked
            if kind is None or kind.split()[0] in self.no_screens:
                continue
            if path in asked or (kind in seen and not is_seed):
                continue
            asked.add(path)
            html = self.page(client, path, kind)
            if html is None:
                continue
            if kind not in seen:
                seen.add(kind)
                yield Screen(kind, path)
            waiting += [urlsplit(link).path for link in LINK.findall(html)]

    def opened(self, role: str, paths: Iterable[str]) -> Iterator[Screen]:
        """Of the kinds that nobody has seen yet those that open at one of the addresses."""
        client = self.client(role)
        for path in paths:
            kind = kind_of(path)
            if kind in self.seen or kind.split()[0] in self.no_screens:
                continue
            if self.page(client, path, kind) is not None:
                self.seen.add(kind)
                yield Screen(kind, path)
