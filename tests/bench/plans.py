"""How the database finds the rows of a page: which index each query uses."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from django.db import connection

SMALL = 5_000  # a table of fewer rows may be read whole
BEFORE = {"core_membership", "django_session"}  # read to learn which township it is
TABLE = re.compile(r'FROM "(\w+)"')


@dataclass(frozen=True)
class Step:
    """One access to a table within a query's plan."""

    table: str
    how: str
    index: str
    condition: str
    is_fit: bool


@dataclass(frozen=True)
class Plan:
    """The plan of one query of a page."""

    page: str
    query: str
    steps: tuple[Step, ...]


@contextmanager
def explaining(page: str, plans: list[Plan]) -> Iterator[None]:
    """Explain every SELECT of the block, in the very scope in which it runs."""
    busy = False

    def explain(execute, sql, params, many, context):
        nonlocal busy
        result = execute(sql, params, many, context)
        if not busy and sql.lstrip("( ").startswith("SELECT"):
            busy = True
            try:
                plans.append(Plan(page, words(sql), tuple(steps(sql, params))))
            finally:
                busy = False
        return result

    with connection.execute_wrapper(explain):
        yield


def words(sql: str) -> str:
    """A query in a few words: what it reads, counted or filtered by text."""
    tables = list(dict.fromkeys(TABLE.findall(sql)))
    what = "count" if "COUNT(" in sql.split(" FROM ")[0] else "rows"
    how = " by text" if "LIKE" in sql else ""
    return f"{what}{how} of {', '.join(tables[:2])}{' …' if len(tables) > 2 else ''}"


def steps(sql: str, params: tuple) -> Iterator[Step]:
    """Every access to a table in the plan of a query."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            for *_, detail in cursor.fetchall():
                yield from _sqlite_step(detail)
            return
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        told = cursor.fetchone()[0]
        tree = told if isinstance(told, list) else json.loads(told)
        yield from _postgresql_steps(tree[0]["Plan"], "")


def _sqlite_step(detail: str) -> Iterator[Step]:
    found = re.match(r"(SEARCH|SCAN) (\w+)(?: USING (?:COVERING )?(.+?))?(?: \((.*)\))?$", detail)
    if found:
        how, table, index, condition = (part or "" for part in found.groups())
        index = index.removeprefix("INDEX ")
        is_key = "PRIMARY KEY" in index
        by_township = is_key or condition.startswith("township_id")
        is_fit = by_township or table in BEFORE or table not in large_tables()
        yield Step(table, how.lower(), index, condition, is_fit)


def _postgresql_steps(node: dict, table: str) -> Iterator[Step]:
    table = node.get("Relation Name", table)
    how, index = node["Node Type"], node.get("Index Name", "")
    if "Scan" in how and (index or how == "Seq Scan"):
        condition = node.get("Index Cond", node.get("Filter", ""))
        is_fit = table in BEFORE or (
            starts_with_township(index) if index else table not in large_tables()
        )
        yield Step(table, how, index, condition, is_fit)
    for child in node.get("Plans", ()):
        yield from _postgresql_steps(child, table)


def starts_with_township(index: str) -> bool:
    """Whether an index begins with ``township_id``, or is the table's own key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indisprimary, pg_get_indexdef(i.indexrelid, 1, true) FROM pg_index i "
            "WHERE i.indexrelid = %s::regclass",
            [index],
        )
        is_key, first = cursor.fetchone()
    return is_key or first == "township_id"


@cache
def large_tables() -> frozenset[str]:
    """The tables that are too large to be read whole for one page; asked once, when all is loaded."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT relname, reltuples FROM pg_class WHERE relkind = 'r'")
            return frozenset(name for name, rows in cursor.fetchall() if rows > SMALL)
        large = set()
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")
            if cursor.fetchone()[0] > SMALL:
                large.add(name)
        return frozenset(large)
