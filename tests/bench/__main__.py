"""``python -m tests.bench``: how fast pages and the report are, beside this machine's limits.

It works in a database of its own (``var/bench.sqlite3``, or one named ``bench_…`` beside the PostgreSQL
database of ``DATABASE_URL``), prints its tables and keeps them in ``var/bench.md``. It fails when a goal is missed.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXPLAINED = ("list", "search", "overdue", "board", "detail", "workbench")


def prepare() -> None:
    """Settings as they are without a service, with a queue and files that nobody else reads."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renda.settings.dev")
    os.environ |= {
        "REDIS_URL": "",
        "BROKER_DIR": "var/bench/broker",
        "MEDIA_ROOT": "var/bench/media",
        "LOG_LEVEL": "ERROR",
    }
    import django
    from django.conf import settings

    django.setup()
    settings.ROOT_URLCONF = "tests.bench.urls"


def arguments() -> argparse.Namespace:
    """Sizes, for a shorter run."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--townships", type=int, default=1000)
    parser.add_argument("--motions", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument(
        "--rounds",
        type=int,
        default=40,
        help="timed requests of each page; half as many of each post",
    )
    parser.add_argument("--no-report", action="store_true", help="leave out demo year and report")
    return parser.parse_args()


def main() -> int:
    """Run it all, print and keep it; the exit status says whether every goal was met."""
    options = arguments()
    prepare()
    from tests.bench.database import own_database, own_files
    from tests.bench.machine import limits
    from tests.bench.table import table

    parts, goals = [], []
    with own_files(), own_database() as environment:
        say(parts, f"# Bench\n\n{table(('this machine', ''), limits())}", [])
        if not options.no_report:
            goals += say(parts, *demo_year(environment))
        goals += say(parts, *growth(options))
    from tests.bench.goals import exit_status
    from tests.bench.table import goal_table

    say(parts, f"## Goals\n\n{goal_table(goals)}", [])
    target = ROOT / "var/bench.md"
    target.write_text("\n\n".join(parts) + "\n")
    print(f"\n{target.relative_to(ROOT)}")
    return exit_status(goals)


def say(parts: list[str], text: str, goals: list) -> list:
    """Print a part now and keep it for the file."""
    parts.append(text)
    print(f"\n{text}", flush=True)
    return goals


def demo_year(environment: dict[str, str]) -> tuple[str, list]:
    """Load the demo and make its report, each in a process of its own."""
    from tests.bench.goals import load_goal, report_goals
    from tests.bench.table import report_table

    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "manage.py", "load_demo"],
        env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    loaded = time.perf_counter() - began
    found = subprocess.run(
        [sys.executable, "-m", "tests.bench.report"],
        env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    report = json.loads(found.stdout)
    text = (
        f"## The demo year\n\n`load_demo` took {loaded:.1f} s.\n\n"
        f"### Its report\n\n{report_table(report)}"
    )
    return text, [load_goal(loaded), *report_goals(report)]


def growth(options: argparse.Namespace) -> tuple[str, list]:
    """The pages at every stage, and the plans of the last."""
    from django.utils import timezone

    from tests.bench import goals as promised
    from tests.bench import table
    from tests.bench.data import Sizes, World
    from tests.bench.life import writing
    from tests.bench.pages import reading
    from tests.bench.plans import explaining
    from tests.bench.timing import take_turns

    sizes = Sizes(options.townships, tuple(options.motions))
    world = World(sizes, timezone.localdate())
    stages, texts, goals = [], [], []
    for motions in sizes.stages:
        began = time.perf_counter()
        world.grow(motions)
        spent = time.perf_counter() - began
        shown = reading(world)
        timings = take_turns(shown, options.rounds)
        timings += take_turns(writing(world), max(1, options.rounds // 2))
        stage = promised.Stage(motions, sizes.townships, timings)
        stages.append(stage)
        goals += promised.stage_goals(stage)
        texts.append(
            f"## {motions:,} motions in {sizes.townships:,} townships\n\n"
            f"Stored in {spent:.1f} s.\n\n{table.stage_table(stage)}"
        )
    plans = []
    for name in EXPLAINED:
        with explaining(name, plans):
            shown[name].send()
    texts.append(f"## Plans at {sizes.stages[-1]:,} motions\n\n{table.plan_table(plans)}")
    goals += [*promised.growth_goals(stages), promised.plan_goal(plans)]
    return "\n\n".join(texts), goals


if __name__ == "__main__":
    sys.exit(main())
