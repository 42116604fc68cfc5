"""How long PostgreSQL may work at one statement, waiting for locks included."""

from django.db import connection


def limit_statements(seconds: int) -> None:
    """Have PostgreSQL end what takes longer on every connection of this process to come; 0: never.

    The web server and the workers say so when they start. A command like ``migrate`` or ``restore``
    takes the time that it needs; SQLite has no such limit.
    """
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"]["options"] = f"-c statement_timeout={seconds}s"
