"""A database of the bench's own, made and taken away beside the one that ``DATABASE_URL`` names."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from renda.settings.env import ROOT

FILE = "var/bench.sqlite3"


@contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """An empty migrated database; gives the environment in which another process finds it."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        settings["TEST"]["NAME"] = str(ROOT / FILE)
        url = f"sqlite:///{FILE}"
        _forget_file()
    else:
        settings["TEST"]["NAME"] = f"bench_{settings['NAME']}"
        url = urlunsplit(
            urlsplit(os.environ["DATABASE_URL"])._replace(path=settings["TEST"]["NAME"])
        )
    original = settings["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield {**os.environ, "DATABASE_URL": url}
    finally:
        connection.creation.destroy_test_db(original, verbosity=0)
        if connection.vendor == "sqlite":
            _forget_file()


def _forget_file() -> None:
    for ending in ("", "-wal", "-shm"):
        Path(f"{ROOT / FILE}{ending}").unlink(missing_ok=True)
