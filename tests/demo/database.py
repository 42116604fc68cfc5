"""The demo years as a database of their own, loaded once and copied for whoever may change it.

Browser tests and tests with real processes commit: they can't be taken back by a transaction. A
copy of a file (SQLite) or of a template database (PostgreSQL) takes a moment, loading ten seconds.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from itertools import count
from pathlib import Path
from urllib.parse import quote

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.utils import timezone

_serial = count(1)


@contextmanager
def pointing_to(name: str | Path) -> Iterator[None]:
    """This process's connections, its server threads' included, use another database meanwhile.

    The suite's own connection is put aside, not closed: its database may live in memory.
    """
    aside, before = connections[DEFAULT_DB_ALIAS], connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(name)
    connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        yield
    finally:
        connection.close()
        connections[DEFAULT_DB_ALIAS] = aside
        connection.settings_dict["NAME"] = before


@dataclass
class DemoDatabase:
    """The loaded template; ``copy`` gives databases to work in."""

    folder: Path
    empty: str = ""
    template: str = ""
    copies: list[str] = field(default_factory=list)

    def load(self) -> None:
        """Copy the suite's empty database and load the demo years into it."""
        self.empty = connection.settings_dict["NAME"]
        self.template = self._name()
        if connection.vendor == "sqlite":
            import sqlite3

            connection.ensure_connection()
            target = sqlite3.connect(self.template)
            connection.connection.backup(target)
            target.close()
        else:
            connection.close()
            self._drop(*self._left_behind())
            self._create(self.template, self.empty)
        with pointing_to(self.template):
            call_command("load_demo", today=timezone.localdate(), stdout=StringIO())
            if connection.vendor == "sqlite":
                # everything into the one file that is copied from now on
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy(self) -> str:
        """The name of a fresh database with the demo years in it."""
        name = self._name()
        if connection.vendor == "sqlite":
            shutil.copyfile(self.template, name)
        else:
            self._create(name, self.template)
        self.copies.append(name)
        return name

    def drop(self) -> None:
        """Remove every copy and the template."""
        if connection.vendor == "sqlite":
            return  # the folder is pytest's, which clears it
        self._drop(*self.copies, self.template)

    def url(self, name: str) -> str:
        """``DATABASE_URL`` of a copy, for another process."""
        if connection.vendor == "sqlite":
            return f"sqlite:///{name}"
        given = connection.settings_dict
        login = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}"
        return f"postgres://{login}@{given['HOST']}:{given['PORT'] or 5432}/{name}"

    def _name(self) -> str:
        number = next(_serial)
        if connection.vendor == "sqlite":
            return str(self.folder / f"demo-{number}.sqlite3")
        return f"{self.empty}_demo_{number}"

    def _create(self, name: str, template: str) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def _left_behind(self) -> list[str]:
        """What an earlier run, killed before it could clean up, made of this suite's database."""
        with connection._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)",
                [f"{self.empty}_demo_"],
            )
            return [name for (name,) in cursor.fetchall()]

    def _drop(self, *names: str) -> None:
        for name in names:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
