"""The bench's findings as a Markdown page."""

from collections.abc import Iterable

from tests.bench.goals import BARE, Goal, Stage
from tests.bench.plans import Plan

HEADS = (
    "request",
    "p50 ms",
    "p95 ms",
    "CPU ms",
    "queries",
    "HTML KB",
    "× bare, no login",
    "× bare",
)


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def stage_table(stage: Stage) -> str:
    """Every request of a stage."""
    return table(
        HEADS,
        (
            (
                t.name,
                f"{t.p50:.1f}",
                f"{t.p95:.1f}",
                f"{t.cpu:.1f}",
                t.queries,
                f"{t.size / 1024:.1f}",
                f"{stage.times(t, BARE):.1f}",
                f"{stage.times(t, 'bare page'):.1f}",
            )
            for t in stage.timings
        ),
    )


def plan_table(plans: list[Plan]) -> str:
    """Every access of the pages' queries to a table, each once a page."""
    rows: dict[tuple, None] = {}
    for plan in plans:
        for step in plan.steps:
            how = f"{step.how} {step.index}".strip()
            mark = "yes" if step.is_fit else "NO"
            condition = step.condition.replace("|", "\\|")[:90]
            rows[plan.page, plan.query, step.table, how, condition, mark] = None
    heads = ("page", "query", "table", "access", "condition", "by township or key")
    return table(heads, rows)


def report_table(report: dict) -> str:
    """The report's times and memory."""
    rows = [
        (name, *(f"{seconds:.2f}" for seconds in report[key]))
        for name, key in (("first of a worker", "first"), ("again", "again"))
    ]
    facts = (
        f"A worker gets ready in {report['ready']:.2f} s. "
        f"{report['pages']} pages, {report['figures']} figures, {report['size'] / 1024:.0f} KB; "
        f"peak memory {report['peak']:.0f} MB, of which {report['idle']:.0f} MB before it began."
    )
    return f"{table(('report', 'seconds', 'CPU s'), rows)}\n\n{facts}"


def goal_table(goals: list[Goal]) -> str:
    """Promises beside measurements."""
    rows = ((g.name, g.promised, g.measured, "met" if g.is_met else "NOT MET") for g in goals)
    return table(("goal", "promised", "measured", ""), rows)
