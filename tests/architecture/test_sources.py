"""Rules that the source itself shows: who writes a status, who looks everywhere, what a page may hold."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ["renda", "deputies", "sessions_app", "motions", "activities", "supervision", "reports"]
SOURCES = [
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))

STATUS_WRITERS = {
    "renda/core/jobs.py": "a job's state is its own, claimed by conditional update",
}
LOOKS_EVERYWHERE = {
    "renda/core/scoping.py": "defines it",
    "renda/core/jobs.py": "the sweep for lost work",
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def status_writes(tree: ast.AST) -> list[int]:
    """Lines that assign ``x.status`` or call ``update(status=...)``."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            lines += [
                t.lineno
                for t in node.targets
                if isinstance(t, ast.Attribute) and t.attr == "status"
            ]
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update":
            lines += [k.value.lineno for k in node.keywords if k.arg == "status"]
    return lines


def test_nobody_but_the_workflow_writes_a_status():
    offenders = [
        f"{named(path)}:{line}"
        for path in SOURCES
        if named(path) not in STATUS_WRITERS
        for line in status_writes(ast.parse(path.read_text()))
    ]

    assert offenders == []


def test_the_check_sees_both_ways_of_writing():
    tree = ast.parse("motion.status = 'closed'\nrows.update(status='closed')\nrows.update(x=1)")

    assert status_writes(tree) == [1, 2]


def test_only_named_places_look_everywhere():
    lookers = {named(p) for p in SOURCES if re.search(r"\beverywhere\(\)", p.read_text())}

    assert lookers == set(LOOKS_EVERYWHERE)


def test_no_page_carries_script_style_or_foreign_addresses():
    bad = re.compile(
        r"<style|style=\"|\son[a-z]+=\"|(?:src|href)=\"https?:|\|\s*safe\b|<script(?![^>]*\bsrc=)"
    )
    offenders = [
        f"{named(path)}: {match.group(0)}"
        for path in TEMPLATES
        if (match := bad.search(path.read_text()))
    ]

    assert offenders == []


def test_no_swallowed_errors():
    bare = [
        named(path)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or all(isinstance(line, ast.Pass) for line in node.body))
    ]

    assert bare == []


def test_today_is_passed_in_not_asked_for():
    asking = re.compile(r"\bdate\.today\(\)|datetime\.now\(\)")
    offenders = [named(p) for p in SOURCES if asking.search(p.read_text())]

    assert offenders == []
