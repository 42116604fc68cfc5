"""The demo years, loaded once for all tests of this package and taken back afterwards."""

from dataclasses import dataclass
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from renda.core.models import Township, User
from renda.core.scoping import township_scope

TODAY = date(2026, 6, 16)


@dataclass(frozen=True)
class World:
    """The two townships of the demo and how to find their people."""

    full: Township
    small: Township

    def user(self, name: str) -> User:
        return User.objects.get(username=name)


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", today=TODAY, stdout=StringIO())
        yield World(Township.objects.get(slug="lianxi"), Township.objects.get(slug="yaobu"))
        transaction.set_rollback(True)


@pytest.fixture
def world(loaded, db) -> World:
    """The demo's townships."""
    return loaded


@pytest.fixture
def in_full(world):
    """Inside 练溪镇."""
    with township_scope(world.full.pk):
        yield world.full
