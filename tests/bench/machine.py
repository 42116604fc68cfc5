"""What this machine can do, so that times from different machines can be compared."""

import os
import platform
import statistics
import tempfile
import time
from pathlib import Path

import django
from django.db import connection

from renda.settings.env import ROOT

LOOPS = 3_000_000


def limits() -> list[tuple[str, str]]:
    """Names and values of what limits every number below."""
    return [
        ("processor", f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start"),
        ("pure Python loop", f"{loop_score():.1f} million turns/s"),
        ("disk", disk()),
        ("software", f"Python {platform.python_version()}, Django {django.__version__}, {store()}"),
    ]


def loop_score() -> float:
    """Million turns a second of a loop that adds integers; the best of three."""
    best = min(_loop() for _ in range(3))
    return LOOPS / best / 1e6


def _loop() -> float:
    began = time.perf_counter()
    total = 0
    for turn in range(LOOPS):
        total += turn
    return time.perf_counter() - began


def disk(folder: Path = ROOT / "var") -> str:
    """How fast 32 MB are written and how long it takes to make 4 KB safe, where the data lies."""
    folder.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        began = time.perf_counter()
        for _ in range(32):
            file.write(b"\0" * 1_048_576)
        file.flush()
        os.fsync(file.fileno())
        rate = 32 / (time.perf_counter() - began)
        waits = []
        for _ in range(20):
            began = time.perf_counter()
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
            waits.append((time.perf_counter() - began) * 1000)
    return f"{rate:.0f} MB/s written, {statistics.median(waits):.1f} ms to make 4 KB safe"


def store() -> str:
    """The database and whether its row-level security applies to us."""
    if connection.vendor == "sqlite":
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version} (WAL)"
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        around = cursor.fetchone()[0]
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0].split()[0]
    security = "bypassed by this role" if around else "in force"
    return f"PostgreSQL {version}, row-level security {security}"
