"""Five hundred random walks over the workflows: whatever people do, some things hold."""

from random import Random

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.motions.helpers.walking import ACTS, WORKFLOWS, Walker, step_key
from tests.motions.helpers.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.long]

WALKS = 500
PARTS = 5
STEPS = 25
STEERED = 60
NUMBERS = st.integers(0, 10_000)
COMMON = {
    "a letter issued": 40,
    "a joint deputy answered": 30,
    "a case merged": 20,
    "a second round": 8,
    "a second round answered": 20,
    "ten numbers": 40,
    "a bill decided by the presidium": 15,
    "a request signed": 10,
    "a request sent back": 5,
    "somebody refused": 40,
}
"""In how many of the steered walks each of these must have happened; in every hundred others, in one."""


class Walk(RuleBasedStateMachine):
    """Every rule is something that one of the township's people does."""

    world = None  # made once, outside the walks

    def __init__(self) -> None:
        super().__init__()
        self.walker = Walker(self.world)

    def teardown(self) -> None:
        self.walker.end()

    @initialize(way=st.integers(0, 3))
    def begin(self, way: int) -> None:
        self.walker.begin(way)

    @rule(act=st.sampled_from(ACTS), where=NUMBERS, how=NUMBERS)
    def do(self, act, where: int, how: int) -> None:
        act(self.walker, where, how)


@pytest.fixture
def world(in_township, term, people, seated):
    return World(in_township, term, people, [seated() for _ in range(3)])


@pytest.mark.parametrize("part", range(PARTS))
def test_five_hundred_walks_keep_what_holds(world, part):
    """In parts: a walk that fails is found again by its part's seed, without the other parts."""
    Walk.world = world

    run_state_machine_as_test(
        seed(part)(Walk),
        settings=settings(
            max_examples=WALKS // PARTS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert world.walks >= WALKS // PARTS
    assert [what for what in COMMON if not world.met[what]] == []


def test_sixty_steered_walks_meet_every_step(world):
    """Hypothesis draws otherwise when other modules are loaded; these walks are the same in every run,
    and every third act is the step that they have met least."""
    chance = Random(2025)
    for _ in range(STEERED):
        walker = Walker(world)
        walker.begin(chance.randrange(4))
        for number in range(STEPS):
            act = chance.choice(ACTS) if number % 3 else Walker.take_the_rarest
            act(walker, chance.randrange(10_000), chance.randrange(10_000))
        walker.end()

    steps = {step_key(workflow, name) for workflow in WORKFLOWS for name in workflow.transitions}
    assert steps - set(world.taken) == set()
    assert {what: world.met[what] for what in COMMON if world.met[what] < COMMON[what]} == {}
