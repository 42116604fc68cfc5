"""A database and files of the bench's own, made and taken away beside those that the settings name."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from renda.settings.env import ROOT

FILE = "var/bench.sqlite3"
MEDIA = "var/bench/media"


@contextmanager
def own_files() -> Iterator[None]:
    """An empty folder for what is uploaded meanwhile, taken away with what is in it."""
    shutil.rmtree(ROOT / MEDIA, ignore_errors=True)
    try:
        yield
    finally:
        shutil.rmtree(ROOT / MEDIA, ignore_errors=True)


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
