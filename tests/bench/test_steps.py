"""What a step of a workflow promises, whatever it costs."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from motions.models import Motion
from motions.workflow import motion_workflow
from renda.core.audit import history
from renda.core.scoping import township_scope
from tests.bench.data import Sizes, World

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
