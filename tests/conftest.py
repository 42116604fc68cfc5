"""Fixtures every app's tests use: a township, a person per role, a scope, and no worker in the way."""

import gc
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

from renda.core.models import Role
from renda.core.scoping import township_scope
from tests.demo.database import DemoDatabase
from tests.factories.core import MembershipFactory, TownshipFactory, UnitFactory


def pytest_configure(config) -> None:
    """On PostgreSQL the tables come from the migrations, with their walls; on SQLite from the models.

    SQLite has no row-level security, and its flush after a transactional test is a DELETE that
    append-only history would refuse: ``tests/core/test_audit.py`` puts the triggers up itself.
    """
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        config.option.nomigrations = False
    # a run holds much that it never lets go of; looking through it over and over took a tenth of the time
    gc.set_threshold(200_000, 50, 100)
    # an example is not wrong because the machine was busy
    hypothesis.settings.register_profile(
        "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("patient")


def pytest_itemcollected(item) -> None:
    """Who asks for the tables gets them, whatever else runs: they are made for marked tests only."""
    if "django_db_setup" in item.fixturenames and "_django_db_helper" not in item.fixturenames:
        item.add_marker(pytest.mark.django_db)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items) -> None:
    """Long modules first, for whatever begins last keeps the other cores waiting; then folder by folder,
    for the demo years are loaded once a folder; at the end those that commit and empty the tables."""

    def place(item) -> tuple[bool, bool, Path]:
        marked = item.get_closest_marker("django_db")
        commits = marked is not None and marked.kwargs.get("transaction", False)
        return commits, item.get_closest_marker("long") is None, item.path

    items.sort(key=place)


@pytest.fixture(scope="session", autouse=True)
def media(tmp_path_factory) -> None:
    """Uploads go to a folder of this run, which pytest clears."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture
def township(db):
    return TownshipFactory()


@pytest.fixture
def unit(township):
    return UnitFactory(township=township)


@pytest.fixture
def in_township(township):
    """Run the test inside this township's scope, as the middleware does for a request."""
    with township_scope(township.pk):
        yield township


@pytest.fixture
def person(township):
    """``person(Role.CLERK)``: an account with that role here; unit roles get the unit given."""

    def make(role, unit=None, **user):
        return MembershipFactory(
            township=township, role=role, unit=unit, **{f"user__{k}": v for k, v in user.items()}
        ).user

    return make


@pytest.fixture
def clerk(person):
    return person(Role.CLERK)


@pytest.fixture
def chair(person):
    return person(Role.CHAIR)


@pytest.fixture
def outsider(db):
    """The clerk of another township."""
    return MembershipFactory(role=Role.CLERK).user


@pytest.fixture(scope="session")
def demo_database(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo years in a database of their own, for tests that commit."""
    database = DemoDatabase(tmp_path_factory.mktemp("demo"))
    with django_db_blocker.unblock():
        database.load()
        yield database
        database.drop()
