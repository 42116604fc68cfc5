"""What a step of a workflow promises, whatever it costs."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from motions.models import Extension, Motion
from motions.workflow import motion_workflow
from renda.core.audit import history
from renda.core.scoping import township_scope
from tests.bench.data import Sizes, World
from tests.bench.life import writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = World(Sizes(townships=2, stages=(20, 40)), date(2026, 7, 1))
    with township_scope(made.township.pk):
        yield made


def test_a_step_that_breaks_a_constraint_says_which_and_changes_nothing(world):
    motion = Motion.objects.get(status="submitted")
    lines = history(motion).count()

    with pytest.raises(ValidationError) as error:
        motion_workflow.perform(
            "accept", motion, by=world.clerk, data={"is_adopted": True, "note": "受理"}
        )

    assert error.value.messages == ["标为典型的，请写明落实情况"]
    fresh = Motion.objects.get(pk=motion.pk)
    assert (fresh.status, fresh.code, fresh.reviews.count()) == ("submitted", "", 0)
    assert history(motion).count() == lines


def test_a_step_records_what_changed_in_words(world):
    motion = Motion.objects.get(status="submitted")

    motion_workflow.perform("accept", motion, by=world.clerk, data={"on": date(2026, 7, 1)})

    changes = history(motion)[0].detail["changes"]
    assert changes == {
        "序号": ["", "19"],
        "案号": ["", "14-2-19"],
        "受理日期": ["", "2026-07-01"],
        "状态": ["待受理", "待交办"],
    }


WAY = {
    "POST create": ("submitted", []),
    "POST correct": ("submitted", []),
    "POST accept": ("accepted", []),
    "POST assign": ("assigned", ["waiting"]),
    "POST object": ("assigned", ["objected"]),
    "POST deny": ("assigned", ["waiting"]),
    "POST sign": ("assigned", ["handling"]),
    "POST ask_extension": ("assigned", ["handling"]),
    "POST grant_extension": ("assigned", ["handling"]),
    "POST contact": ("assigned", ["handling"]),
    "POST reply": ("assigned", ["signing"]),
    "POST call_back": ("assigned", ["handling"]),
    "POST send": ("assigned", ["signing"]),
    "POST issue": ("replied", ["replied"]),
    "POST rate": ("assigned", ["replied", "waiting"]),
    "POST sign, round 2": ("assigned", ["replied", "handling"]),
    "POST reply, round 2": ("assigned", ["replied", "signing"]),
    "POST issue, round 2": ("replied", ["replied", "replied"]),
    "POST rate, round 2": ("closed", ["replied", "replied"]),
}


def test_every_post_of_the_way_takes_its_step(world):
    found = {}
    for name, request in writing(world).items():
        request.prepare()
        request.send()
        motion = Motion.objects.latest("pk")
        parts = motion.assignments.order_by("round").values_list("status", flat=True)
        found[name] = (motion.status, list(parts))

    assert found == WAY
    assert (motion.title, motion.verdict) == ("关于新建凉亭和步道的建议", "satisfied")
    (extension,) = Extension.objects.filter(assignment__motion=motion)
    assert (extension.months, extension.decision) == (6, "granted")
