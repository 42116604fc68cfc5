"""Rules that the source itself shows: who writes a status, who looks everywhere, what a page may hold."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.models import OURS

ROOT = Path(__file__).resolve().parents[2]
APPS = ["renda", "deputies", "sessions_app", "motions", "activities", "supervision", "reports"]
SOURCES = [
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))

# who writes a status, or whatever field it is told
STATUS_WRITERS = {
    "renda/core/jobs.py": "a job's state is its own, claimed by conditional update",
    "renda/core/workflow.py": "takes a step",
    "renda/core/steps.py": "takes the same step of many records",
    "renda/core/accounts.py": "an account has no status",
    "renda/core/together.py": "puts what a query counted on its rows",
    "renda/core/views/system.py": "a rule of law has no status",
    "renda/core/views/forms.py": "the parent of a new row",
    "sessions_app/forms/election.py": "a count that is only looked at",
    "sessions_app/services.py": "the numbers of a count",
    "supervision/workflow/shared.py": "the day of a step",
    "reports/services.py": "the fields of a new report's form",
}
# the past of the demo is written down as it was left, step by step or whole
WRITES_THE_PAST = re.compile(r"^\w+/demo/")
WITH_STATUS = {m.__name__ for m in OURS if any(f.name == "status" for f in m._meta.fields)}
ROW_WRITERS = {"update", "create", "get_or_create", "update_or_create", "aupdate", "acreate"}
LOOKS_EVERYWHERE = {
    "renda/core/scoping.py": "defines it",
    "renda/core/jobs.py": "the sweep for lost work",
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def status_writes(tree: ast.AST) -> list[int]:
    """Lines that write ``status`` to a row, or a field that the source does not name."""
    lines = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "status":
            lines |= {node.lineno} if isinstance(node.ctx, ast.Store) else set()
        if isinstance(node, ast.Call) and "status" in written_by(node):
            lines.add(node.lineno)
    return sorted(lines)


def written_by(call: ast.Call) -> set[str]:
    """The fields that a call writes; one that only running it would tell counts as ``status``."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    given = {k.arg: k.value for k in call.keywords}
    if name == "setattr":
        return strings(call.args[1])
    if name in {"bulk_update", "abulk_update"}:
        return strings(call.args[1] if len(call.args) > 1 else given["fields"])
    if name == "bulk_create":
        return strings(given["update_fields"]) if "update_fields" in given else set()
    if name not in ROW_WRITERS | WITH_STATUS:
        return set()
    inside = [given[k] for k in (None, "defaults", "create_defaults") if k in given]
    return set(given).union(*(strings(value) for value in inside))


def strings(node: ast.expr) -> set[str]:
    """The texts, or the keys, that an expression spells out; ``status`` where it leaves one open."""
    parts = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [node])
    told = [
        getattr(part, "value", None) if isinstance(part, ast.Constant) else None for part in parts
    ]
    return {text or "status" for text in told}


def test_nobody_but_the_workflow_writes_a_status():
    writers = {
        named(path): lines
        for path in SOURCES
        if not WRITES_THE_PAST.match(named(path))
        and (lines := status_writes(ast.parse(path.read_text())))
    }

    assert {path: lines for path, lines in writers.items() if path not in STATUS_WRITERS} == {}
    assert set(STATUS_WRITERS) - set(writers) == set(), "named, but writes none"


@pytest.mark.parametrize(
    "line",
    [
        "motion.status = 'closed'",
        "motion.status: str = 'closed'",
        "motion.status, motion.note = 'closed', ''",
        "setattr(motion, 'status', 'closed')",
        "setattr(motion, name, 'closed')",
        "rows.update(status='closed')",
        "rows.update(**{'status': 'closed'})",
        "rows.update(**values)",
        "rows.update(**{name: 'closed'})",
        "rows.bulk_update(motions, ['title', 'status'])",
        "rows.bulk_update(motions, fields=names)",
        "rows.bulk_update(motions, ['title', *names])",
        "rows.bulk_create(motions, update_conflicts=True, update_fields=['status'])",
        "rows.create(title='', status='closed')",
        "rows.get_or_create(code='1', defaults={'status': 'closed'})",
        "rows.update_or_create(code='1', create_defaults=values)",
        "Motion(title='', status='closed')",
        "Motion(**values)",
    ],
)
def test_the_check_sees_every_way_of_writing(line):
    assert status_writes(ast.parse(line)) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "print(motion.status)",
        "setattr(motion, 'title', '')",
        "rows.filter(status='closed').update(title='', note='')",
        "rows.update(**{'title': ''})",
        "rows.bulk_update(motions, ['title', 'note'])",
        "rows.bulk_create(motions)",
        "rows.get_or_create(code='1', defaults={'title': ''})",
        "Motion(title='')",
        "JsonResponse({}, status=403)",
    ],
)
def test_the_check_lets_other_fields_pass(line):
    assert status_writes(ast.parse(line)) == []


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
