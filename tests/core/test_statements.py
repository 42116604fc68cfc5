"""A statement that hangs ends by itself, sooner where somebody waits at a page."""

from importlib import import_module, reload

import pytest
from django.db import OperationalError, connection

from renda.core.statements import limit_statements
from renda.core.tasks import get_ready

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such limit"),
]


@pytest.fixture(autouse=True)
def _taken_back(monkeypatch):
    options = dict(connection.settings_dict["OPTIONS"])
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)


@pytest.fixture
def ask():
    """The answer to a statement on a connection that is opened now."""
    opened = []

    def answer(sql: str):
        opened.append(connection.copy())
        with opened[-1].cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0]

    yield answer
    for line in opened:
        line.close()


def test_postgresql_ends_a_statement_that_takes_too_long(ask):
    limit_statements(1)

    assert ask("SELECT pg_sleep(0.1)::text || 'in time'") == "in time"
    with pytest.raises(OperationalError, match="statement timeout"):
        ask("SELECT pg_sleep(20)")


def test_a_page_waits_half_a_minute_and_a_job_ten(ask):
    reload(import_module("renda.wsgi"))
    assert ask("SHOW statement_timeout") == "30s"

    get_ready()
    assert ask("SHOW statement_timeout") == "10min"


def test_no_seconds_are_no_limit(ask):
    limit_statements(0)

    assert ask("SHOW statement_timeout") == "0"
