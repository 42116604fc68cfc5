"""What a step of a workflow promises, whatever it costs; every step and form of a case is among those timed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import ResolverMatch

from motions.models import Extension, Motion
from motions.urls import urlpatterns
from motions.workflow import (
    assignment_workflow,
    commitment_workflow,
    motion_workflow,
    publication_workflow,
    supplement_workflow,
)
from renda.core.audit import history
from renda.core.models import AuditEntry
from renda.core.scoping import township_scope
from tests.bench.data import Sizes, World
from tests.bench.goals import POST_QUERIES
from tests.bench.life import Way
from tests.bench.life.roads import WHOLE

pytestmark = pytest.mark.django_db

OF_A_CASE = (
    motion_workflow,
    assignment_workflow,
    commitment_workflow,
    supplement_workflow,
    publication_workflow,
)
UNTIMED_STEPS = {
    ("motions.motion", "lapse"): "taken of many cases at once, by the morning's job",
    ("motions.assignment", "spare"): "follows when a letter waits for no opinion any more",
}
UNTIMED_FORMS = {
    "meeting_create": "of a meeting",
    "meeting_update": "of a meeting",
    "meeting_roll": "of a meeting",
    "meeting_assign": "the batch page once more",
    "handlingreport_create": "of a report",
    "handlingreport_update": "of a report",
    "dossier_file": "only read",
}
UNRECORDED = {"POST similar cases": "only looks", "POST bind the case": "the worker records it"}


@pytest.fixture
def world():
    made = World(Sizes(townships=2, stages=(20, 40)), date(2026, 7, 1))
    with township_scope(made.township.pk):
        yield made


@dataclass(frozen=True)
class Sent:
    """A timed post: the page it went to, its queries and its lines in the history."""

    name: str
    page: ResolverMatch
    queries: int
    lines: int


def walk(world: World, *roads) -> Iterator[Sent]:
    """Every timed post, in the order of the roads."""
    for name, request in Way(world).requests(*roads).items():
        request.prepare()
        before = AuditEntry.objects.count()
        with CaptureQueriesContext(connection) as captured:
            answer = request.send()
        lines = AuditEntry.objects.count() - before
        yield Sent(name, answer.resolver_match, len(captured), lines)


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
    "POST draft_objection": ("assigned", ["signing"]),
    "POST sign_objection": ("assigned", ["objected"]),
    "POST deny": ("assigned", ["waiting"]),
    "POST sign": ("assigned", ["handling"]),
    "POST draft_extension": ("assigned", ["signing"]),
    "POST sign_extension": ("assigned", ["handling"]),
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


def test_every_post_of_the_whole_way_takes_its_step(world):
    found = {}
    for sent in walk(world, [WHOLE]):
        motion = Motion.objects.latest("pk")
        parts = motion.assignments.order_by("round").values_list("status", flat=True)
        found[sent.name] = (motion.status, list(parts))

    assert found == WAY
    assert (motion.title, motion.verdict) == ("关于新建凉亭和步道的建议", "satisfied")
    (extension,) = Extension.objects.filter(assignment__motion=motion)
    assert (extension.months, extension.decision) == (6, "granted")


@pytest.mark.django_db(transaction=True)  # what is done after a commit counts too
def test_every_step_and_form_of_a_case_is_timed_within_the_query_limit(world):
    posts = list(walk(world))
    forms = {p.page.url_name for p in posts if p.page.view_name.startswith("motions:")}
    silent = {post.name for post in posts if not post.lines}

    details = AuditEntry.objects.values_list("model", "detail__step")
    taken = {(model, step) for model, step in details if step}
    declared = {(w.model._meta.label_lower, name) for w in OF_A_CASE for name in w.transitions}
    assert declared - taken == UNTIMED_STEPS.keys()
    assert set(forms_of_motions()) - forms == UNTIMED_FORMS.keys()
    assert silent == UNRECORDED.keys()
    assert {p.name: p.queries for p in posts if p.queries > POST_QUERIES} == {}


def forms_of_motions() -> Iterator[str]:
    """The names of all addresses of the app that take a post."""
    for pattern in urlpatterns:
        view = getattr(pattern.callback, "view_class", None)
        if view is None or hasattr(view, "post"):
            yield pattern.name
