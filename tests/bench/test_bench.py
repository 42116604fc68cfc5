"""The bench measures what it says: the promised rows, and a table with its columns."""

from datetime import date

import pytest
from django.test import override_settings

from motions.models import Assignment, Motion
from renda.core.models import AuditEntry, Township
from renda.core.scoping import everywhere, township_scope
from tests.bench.data import Sizes, World, motions_in_all
from tests.bench.goals import Goal, Stage, exit_status, plan_goal, stage_goals
from tests.bench.life import writing
from tests.bench.pages import reading
from tests.bench.plans import Plan, explaining
from tests.bench.table import HEADS, goal_table, stage_table
from tests.bench.timing import percentile, take_turns

TODAY = date(2026, 7, 1)
TINY = Sizes(townships=4, stages=(32, 120))


@pytest.fixture
def world(db):
    return World(TINY, TODAY)


def held(rows) -> list[int]:
    """How many of the rows each township holds."""
    found = []
    for township in Township.objects.order_by("pk"):
        with township_scope(township.pk):
            found.append(rows().count())
    return found


def test_every_stage_holds_the_promised_motions(world):
    world.grow(32)
    first = held(Motion.objects.all)
    world.grow(120)

    assert first == [30, 1, 1, 0]
    assert held(Motion.objects.all) == [30, 30, 30, 30]
    assert motions_in_all() == 120


def test_copies_are_whole_and_stay_at_home(world):
    world.grow(120)

    assert len(set(held(Assignment.objects.all))) == 1
    assert len(set(held(AuditEntry.objects.all))) == 1
    with everywhere():
        rows = Assignment.objects.select_related("motion__lead", "unit")
        strays = [
            r.pk for r in rows if {r.motion.township_id, r.unit.township_id} != {r.township_id}
        ]
    assert strays == []


def test_two_worlds_of_the_same_size_are_alike(world):
    with township_scope(world.township.pk):
        titles = list(Motion.objects.order_by("pk").values_list("title", "status", "due_on"))

    assert len(titles) == 30
    assert titles[0] == ("关于东塘自然村修复机耕路的建议", "submitted", None)
    assert titles[2] == ("关于路堰自然村改造饮水管网的建议", "assigned", date(2026, 9, 14))


@override_settings(ROOT_URLCONF="tests.bench.urls")
def test_the_table_has_a_line_for_every_request_and_its_columns(world):
    world.grow(32)

    requests = reading(world) | writing(world)
    stage = Stage(32, 4, take_turns(requests, rounds=1, warm_up=0))

    lines = stage_table(stage).splitlines()
    assert lines[0] == f"| {' | '.join(HEADS)} |"
    assert [line.split(" | ")[0].strip("| ") for line in lines[2:]] == list(requests)
    assert {line.count("|") for line in lines} == {len(HEADS) + 1}
    bare = stage.timing("bare page, no login")
    assert (bare.queries, len(bare.walls), len(bare.cpus)) == (1, 1, 1)
    assert goal_table(stage_goals(stage)).count("\n") == 1 + 9


@override_settings(ROOT_URLCONF="tests.bench.urls")
def test_plans_name_the_index_of_every_access(world):
    world.grow(32)
    send = reading(world)["bare page, no login"].send
    plans: list[Plan] = []

    with explaining("bare", plans):
        send()

    (plan,) = plans
    tables = {step.table for step in plan.steps}
    assert (plan.page, plan.query) == ("bare", "rows of motions_motion")
    assert tables == {"motions_motion", "deputies_deputy", "core_unit"}
    assert plan_goal(plans).is_met


@pytest.mark.parametrize(("share", "value"), [(50, 5), (95, 10), (100, 10), (1, 1)])
def test_a_percentile_is_a_measured_value(share, value):
    assert percentile([10, 1, 9, 2, 8, 3, 7, 4, 6, 5], share) == value


def test_one_missed_goal_fails_the_command():
    kept, missed = Goal("kept", "≤ 2", "1", True), Goal("missed", "≤ 2", "3", False)

    assert exit_status([kept, kept]) == 0
    assert exit_status([kept, missed, kept]) == 1
