"""What the embedded database can do more than Django expects of the oldest one."""

import sqlite3

from django.db.backends.base.base import BaseDatabaseWrapper


def say_how_much_fits(*, connection: BaseDatabaseWrapper, **signal: object) -> None:
    """Let one statement hold as many values as this SQLite takes, not 999: a hundred rows are one insert."""
    if connection.vendor == "sqlite":
        limit = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = limit
