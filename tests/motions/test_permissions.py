"""Who sees which motion: the rule for one and the query for many say the same."""

import pytest

from motions.models import CoSigner, Motion
from motions.permissions import visible_motions
from motions.timeline import fetch, rounds_of
from motions.workflow import motion_workflow
from tests.factories.motions import NoteFactory

pytestmark = pytest.mark.django_db

ALL = frozenset(Motion.Status.values)
OUT = ALL - {"draft"}
NUMBERED = frozenset(
    {"presidium", "on_agenda", "not_listed", "accepted", "merged", "assigned", "replied", "closed"}
)
HANDED = frozenset({"assigned", "replied", "closed"})
SEES = {
    "clerk": OUT,
    "chair": OUT,
    "county": OUT,
    "lead": ALL,
    "joint": OUT,
    "deputy": NUMBERED,
    "handler": HANDED,
    "head": HANDED,
    "gov_office": HANDED,
    "other_handler": frozenset(),
    "other_head": frozenset(),
    "admin": frozenset(),
}


@pytest.mark.parametrize("name", SEES)
def test_everyone_sees_exactly_their_share(in_township, people, case, name):
    motions = {status: case(status) for status in Motion.Status.values}
    user = people.users[name]

    listed = {m.status for m in visible_motions(user)}
    opened = {s for s, m in motions.items() if user.has_perm("motions.view_motion", m)}

    assert listed == SEES[name]
    assert opened == SEES[name]


@pytest.mark.parametrize("name", ["clerk", "chair", "deputy", "county", "handler"])
def test_the_office_sees_the_drafts_it_entered(in_township, people, case, name):
    motion = case("draft", by_office=True)
    user = people.users[name]

    expected = name in {"clerk", "chair"}
    assert user.has_perm("motions.view_motion", motion) is expected
    assert visible_motions(user).filter(pk=motion.pk).exists() is expected


def test_who_was_handed_a_case_still_opens_it_once_it_is_withdrawn(in_township, people, case):
    motion = case("assigned")
    motion_workflow.perform("withdraw", motion, by=people.users["lead"], data={})
    taken_back = Motion.objects.get(pk=motion.pk)

    opened = {n for n, u in people.users.items() if u.has_perm("motions.view_motion", taken_back)}
    listed = {n for n, user in people.users.items() if visible_motions(user).exists()}

    assert taken_back.status == "withdrawn"
    assert opened == listed
    assert opened == {
        "clerk", "chair", "county", "lead", "joint", "handler", "head", "gov_office",
    }  # fmt: skip


def test_who_declined_does_not_follow_the_case(in_township, people, case):
    motion = case("submitted")
    CoSigner.objects.filter(deputy=people.joint).update(state="declined")
    user = people.users["joint"]

    assert user.has_perm("motions.view_motion", motion) is False
    assert not visible_motions(user).exists()


@pytest.mark.parametrize("name", SEES)
def test_internal_notes_are_hidden_from_deputies(in_township, people, case, name):
    motion = case("assigned")
    NoteFactory(township=in_township, motion=motion)
    sees = people.users[name].has_perm("motions.see_notes", motion)

    rounds = rounds_of(motion, fetch(motion), [], sees_notes=sees, files={})

    shown = [e.internal for r in rounds for e in r.events if e.internal]
    hidden = name in {"lead", "joint", "deputy", "county", "admin"}
    assert shown == ([] if hidden else ["内部意见，不给代表看"])
