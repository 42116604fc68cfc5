"""An office without PostgreSQL begins with an empty SQLite file: the migrations must make all of it."""

from collections import defaultdict

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections

from renda.settings.env import database

# what only migrations make: history that nobody can change
TRIGGERS = {"core_auditentry_no_update", "core_auditentry_no_delete"}


@pytest.fixture
def empty(settings, tmp_path, monkeypatch, django_db_blocker):
    """``empty(alias)``: an empty SQLite file and the application's connection to it."""
    made = []

    def connect(alias: str):
        monkeypatch.delenv("DATABASE_URL", raising=False)
        here = database("sqlite:///x") | {"NAME": tmp_path / f"{alias}.sqlite3"}
        connections.settings[alias] = connections.configure_settings(
            {"default": here, alias: dict(here)}
        )[alias]
        made.append(alias)
        return connections[alias]

    with django_db_blocker.unblock():
        yield connect
        for alias in made:
            connections[alias].close()
            del connections[alias], connections.settings[alias]


def schema(connection) -> dict[str, set[str]]:
    """By table or index, the parts of its definition, in whatever order they stand."""
    found = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        for kind, name, sql in cursor.fetchall():
            if kind in {"table", "index"} and name != "django_migrations":
                found[name] = set(parts(sql))
    return found


def parts(sql: str) -> list[str]:
    """What stands before, after and, between commas, in a definition's outermost brackets."""
    cut, depth = [""], 0
    for sign in sql:
        opens, closes = sign == "(" and depth == 0, sign == ")" and depth == 1
        depth += (sign == "(") - (sign == ")")
        if opens or closes or (sign == "," and depth == 1):
            cut.append("")
        else:
            cut[-1] += sign
    return [part.strip() for part in cut]


def triggers(connection) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {name for (name,) in cursor.fetchall()}


def test_an_empty_sqlite_file_is_migrated_to_what_the_models_say(settings, empty):
    settings.MIGRATION_MODULES = {}
    migrated = empty("migrated")
    call_command("migrate", database="migrated", verbosity=0)
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    modelled = empty("modelled")
    call_command("migrate", database="modelled", run_syncdb=True, verbosity=0)

    made, wanted = schema(migrated), schema(modelled)

    assert sorted(made) == sorted(wanted)
    assert {name: made[name] ^ wanted[name] for name in made if made[name] != wanted[name]} == {}
    assert len(made) > len(list(apps.get_models()))
    assert triggers(migrated) == TRIGGERS
