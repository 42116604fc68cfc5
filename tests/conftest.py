"""Fixtures every app's tests use: a township, a person per role, a scope, and no worker in the way."""

import pytest
from django.db import connection

from renda.core.models import Role
from renda.core.scoping import township_scope
from tests.factories.core import MembershipFactory, TownshipFactory, UnitFactory


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
def django_db_setup(django_db_setup, django_db_blocker):
    """On SQLite a flush after a transactional test is a DELETE, which history would refuse.

    The trigger is put back where it is tested (``tests/core/test_audit.py``). PostgreSQL truncates.
    """
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER core_auditentry_no_delete")
