"""The case's history reads in the order the work takes, whatever the database returns first."""

from datetime import date

import pytest

from motions.models import Assignment, Motion
from motions.timeline import fetch, rounds_of
from motions.workflow import assignment_workflow, motion_workflow
from tests.factories.motions import ContactFactory, NoteFactory, ReplyFactory
from tests.motions.test_services import handed

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 25)


def test_a_case_settled_in_one_day_is_told_backwards_step_by_step(in_township, people, case):
    motion = case("submitted")
    Motion.objects.filter(pk=motion.pk).update(submitted_on=DAY)
    motion = motion_workflow.perform(
        "accept", motion, by=people.users["clerk"], data={"on": DAY, "note": "予以受理。"}
    )
    (row,) = handed(motion, people)
    row = assignment_workflow.perform(
        "sign", row, by=people.users["handler"], data={"person": "何敏", "on": DAY}
    )
    NoteFactory(township=in_township, motion=motion, on=DAY)
    ContactFactory(township=in_township, motion=motion, on=DAY)
    ReplyFactory(township=in_township, assignment=row, result_class="A")
    row = assignment_workflow.perform("send", row, by=people.users["handler"])
    assignment_workflow.perform("issue", row, by=people.users["head"], data={"on": DAY})
    motion = Motion.objects.get(pk=motion.pk)

    (only,) = rounds_of(
        motion, fetch(motion), Assignment.objects.filter(motion=motion), sees_notes=True, files={}
    )

    assert [event.at for event in only.events] == [DAY] * 7
    assert [event.kind for event in only.events] == [
        "note",
        "reply",
        "contact",
        "sign",
        "hand",
        "review",
        "submit",
    ]
