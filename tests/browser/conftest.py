"""A real Chromium before a real server with the demo years; every test has its own copy of them."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from renda.core.models import Township, User
from tests.demo.database import DemoDatabase, pointing_to

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
DESK = {"width": 1366, "height": 900}
PATIENCE = 15_000
QUIET = ["background-networking", "component-update", "sync", "gpu"]

# Playwright keeps an event loop in the test's thread; the tests themselves await nothing.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items) -> None:
    """Mark everything here, and say why it does not run where there is no Chromium."""
    missing = pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")
            item.add_marker("django_db")
            if not Path(CHROMIUM).exists():
                item.add_marker(missing)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    args = ["--no-sandbox", *(f"--disable-{what}" for what in QUIET)]
    return {"executable_path": CHROMIUM, "args": args}


@pytest.fixture(scope="session")
def browser_context_args() -> dict:
    return {
        "locale": "zh-CN",
        "timezone_id": settings.TIME_ZONE,
    }


@dataclass
class Site:
    """The running server and the townships of its demo years."""

    url: str
    full: Township

    def cookie(self, username: str) -> dict[str, str]:
        """The session cookie of a user who has logged in."""
        client = Client()
        client.force_login(User.objects.get(username=username))
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.url}


# Django keeps the connections opened while Playwright's loop runs apart from the others: so the demo
# is loaded before the loop begins, and what the tests opened is closed before it ends.
@pytest.fixture(scope="session", autouse=True)
def before_the_loop(demo_database) -> None:
    """The demo years, loaded."""


@pytest.fixture(scope="session")
def within_the_loop(playwright) -> Iterator[None]:
    """The time in which Playwright runs."""
    yield
    connections.close_all()


@pytest.fixture(scope="package")
def server(within_the_loop, demo_database: DemoDatabase, django_db_blocker) -> Iterator[LiveServer]:
    with django_db_blocker.unblock(), pointing_to(demo_database.copy()):
        live = LiveServer("localhost")
        yield live
        live.stop()


@pytest.fixture
def site(server: LiveServer, demo_database: DemoDatabase, django_db_blocker) -> Iterator[Site]:
    """The server on a fresh copy of the demo years; what the test does to them is gone afterwards."""
    with django_db_blocker.unblock(), pointing_to(demo_database.copy()):
        yield Site(server.url, Township.objects.get(slug="lianxi"))


@pytest.fixture
def as_user(site: Site, new_context) -> Callable[..., Page]:
    """``as_user("clerk")``: a page of that user's own browser, logged in; keywords as for a context.

    Nobody has logged in where the name is empty.
    """

    def log_in(username: str, **options) -> Page:
        options = {"viewport": DESK, "base_url": site.url} | options
        context: BrowserContext = new_context(**options)
        context.set_default_timeout(PATIENCE)
        if username:
            context.add_cookies([site.cookie(username)])
        return context.new_page()

    return log_in
