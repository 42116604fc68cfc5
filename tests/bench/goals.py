"""What the bench promises: every limit, and whether it was kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.bench.plans import Plan
from tests.bench.timing import Timing

BARE = "bare page, no login"  # the one whose only query is that of its rows
LIST_TIMES = 4
REPORT_SECONDS, REPORT_PAGES = 2.5, 30
REPORT_MB = 300
LIST_QUERIES, DETAIL_QUERIES, POST_QUERIES = 10, 12, 20
LIST_KB, BOARD_KB = 40, 60
POST_MS = 25
BATCH, BATCH_MS = "POST assign twenty on the batch page", 100
GROWTH_TIMES = 1.5
LOAD_SECONDS = 20


@dataclass(frozen=True)
class Goal:
    """Something promised, and what was measured."""

    name: str
    promised: str
    measured: str
    is_met: bool


@dataclass
class Stage:
    """What was measured with one number of motions stored."""

    motions: int
    townships: int
    timings: list[Timing]
    plans: list[Plan] = field(default_factory=list)

    def timing(self, name: str) -> Timing:
        """The timing of a request."""
        return next(t for t in self.timings if t.name == name)

    def times(self, timing: Timing, base: str) -> float:
        """How many times the median of another request."""
        return timing.p50 / self.timing(base).p50


def stage_goals(stage: Stage) -> list[Goal]:
    """What the pages of a stage promise."""
    at = f"at {stage.motions:,} motions"
    listed, detail = stage.timing("list"), stage.timing("detail")
    lists = [t for t in stage.timings if t.name in {"list", "search", "overdue"}]
    posts = [t for t in stage.timings if t.name.startswith("POST")]
    board = stage.timing("board")
    times = stage.times(listed, BARE)
    most = max(t.queries for t in posts)
    slowest = max((t for t in posts if t.name != BATCH), key=lambda t: t.p50)
    batch = stage.timing(BATCH)
    return [
        Goal(f"list {at}", f"≤ {LIST_TIMES} × {BARE}", f"{times:.1f} ×", times <= LIST_TIMES),
        limit(f"queries of a list {at}", max(t.queries for t in lists), LIST_QUERIES),
        limit(f"queries of a detail page {at}", detail.queries, DETAIL_QUERIES),
        limit(f"queries of a POST {at}", most, POST_QUERIES),
        limit(f"p50 ms of the slowest POST {at} ({slowest.name})", round(slowest.p50, 1), POST_MS),
        limit(f"p50 ms of handing on twenty cases {at}", round(batch.p50, 1), BATCH_MS),
        limit(f"KB of a list {at}", round(listed.size / 1024, 1), LIST_KB),
        limit(f"queries of the board {at}", board.queries, LIST_QUERIES),
        limit(f"KB of the board {at}", round(board.size / 1024, 1), BOARD_KB),
    ]


def limit(name: str, measured: float, most: float) -> Goal:
    """A number that must not be exceeded."""
    return Goal(name, f"≤ {most}", str(measured), measured <= most)


def growth_goals(stages: list[Stage]) -> list[Goal]:
    """How much slower than the bare page the pages become from the first stage to the last."""
    first, last = stages[0], stages[-1]
    goals = []
    for name in ("list", "search", "overdue", "board", "detail", "workbench"):
        before, after = (stage.times(stage.timing(name), BARE) for stage in (first, last))
        words = f"{name}: {last.motions:,} beside {first.motions:,} motions, each beside bare"
        grown = after / before
        goals.append(Goal(words, f"≤ {GROWTH_TIMES} ×", f"{grown:.2f} ×", grown <= GROWTH_TIMES))
    return goals


def plan_goal(plans: list[Plan]) -> Goal:
    """Whether every access to a large table goes through the township or the table's key."""
    unfit = {(p.page, s.table, s.how) for p in plans for s in p.steps if not s.is_fit}
    words = "none" if not unfit else "; ".join(" ".join(each) for each in sorted(unfit))
    return Goal("large tables read past township_id", "none", words, not unfit)


def report_goals(report: dict) -> list[Goal]:
    """What the demo year's report promises, the first of a worker included.

    The promise is about ``REPORT_PAGES``; a longer report may take as much longer as it has more pages.
    """
    took, _ = report["first"]
    most = REPORT_SECONDS * max(report["pages"], REPORT_PAGES) / REPORT_PAGES
    name = f"report of the demo year, {report['pages']} pages"
    return [
        Goal(name, f"≤ {most:.2f} s", f"{took:.2f} s", took <= most),
        limit("MB of memory for the report", round(report["peak"]), REPORT_MB),
    ]


def load_goal(seconds: float) -> Goal:
    """How long the demo year may take to load."""
    return limit("seconds of load_demo", round(seconds, 1), LOAD_SECONDS)


def exit_status(goals: Iterable[Goal]) -> int:
    """What the command ends with: 1 if any goal was missed."""
    return int(any(not goal.is_met for goal in goals))
