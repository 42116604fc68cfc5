"""What is done to many at once asks as often for a hundred as for one, and no more than twenty times."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deputies.models import Roll, RollEntry
from motions.models import AssignmentMeeting, CoSigner
from renda.core.models import Notification, Role, User
from renda.core.scoping import township_scope
from tests.factories.core import MembershipFactory, UnitFactory
from tests.factories.deputies import MandateFactory, RollEntryFactory, RollFactory
from tests.factories.motions import AssignmentMeetingFactory, CoSignerFactory, MotionFactory
from tests.factories.sessions import SittingFactory

pytestmark = pytest.mark.django_db
MANY, AT_MOST = 100, 20
Post = tuple[str, dict]


def roll_of(township, number: int) -> tuple[Roll, list[int]]:
    """A roll with so many expected, and their keys."""
    roll = RollFactory(township=township)
    entries = RollEntryFactory.create_batch(number, township=township, roll=roll)
    return roll, [entry.deputy_id for entry in entries]


def signing(township, number: int, user: User) -> Post:
    roll, people = roll_of(township, number)
    return reverse("deputies:roll_sign", args=[roll.pk]), {"deputies": people}


def leave(township, number: int, user: User) -> Post:
    roll, people = roll_of(township, number)
    said = {"deputies": people, "reason": "外出就医", "approved_by": "沈国良"}
    return reverse("deputies:roll_leave", args=[roll.pk]), said


def closing(township, number: int, user: User) -> Post:
    return reverse("deputies:roll_close", args=[roll_of(township, number)[0].pk]), {}


def sitting(township, number: int, user: User) -> Post:
    roll, people = roll_of(township, number)
    held = SittingFactory(township=township, roll=roll)
    return reverse("sessions_app:sitting_sign", args=[held.pk]), {"deputies": people}


def heads(township, number: int, user: User) -> Post:
    return reverse("motions:meeting_roll", args=[meeting_of(township, number).pk]), {"heads": "1"}


def meeting_of(township, number: int) -> AssignmentMeeting:
    UnitFactory.create_batch(number, township=township)
    return AssignmentMeetingFactory(township=township, roll=RollFactory(township=township))


def attendance(township, number: int, user: User) -> Post:
    meeting = meeting_of(township, 1)
    guests = RollEntryFactory.create_batch(
        number, township=township, roll=meeting.roll, deputy=None, guest="单位负责人"
    )
    present = {"present": [entry.pk for entry in guests]}
    return reverse("motions:meeting_roll", args=[meeting.pk]), present


def reading(township, number: int, user: User) -> Post:
    Notification.objects.bulk_create(
        Notification(township=township, to=user, text=f"第{n}条", url="/") for n in range(number)
    )
    return reverse("core:read_all"), {}


def cosigners(township, number: int, user: User) -> Post:
    lead = MandateFactory(township=township).deputy
    lead.user = user
    lead.save()
    motion = MotionFactory(township=township, lead=lead, status="submitted", is_by_office=False)
    for _ in range(number):
        joint = MandateFactory(township=township, term=motion.term).deputy
        joint.user = MembershipFactory(township=township, role=Role.DEPUTY).user
        joint.save()
        CoSignerFactory(
            township=township, motion=motion, deputy=joint, state=CoSigner.State.INVITED
        )
    return reverse("motions:remind_cosigners", args=[motion.pk]), {}


def done() -> dict[str, int]:
    """What the posts leave behind."""
    return {
        "marked": RollEntry.objects.exclude(state=RollEntry.State.EXPECTED).count(),
        "on rolls": RollEntry.objects.count(),
        "read": Notification.objects.exclude(read_at=None).count(),
        "told": Notification.objects.count(),
    }


def posted(user: User, url: str, data: dict) -> int:
    """The queries of a post that led on, after a look at a page."""
    browser = Client()
    browser.force_login(user)
    browser.get(reverse("core:account"))
    with CaptureQueriesContext(connection) as captured:
        assert browser.post(url, data).status_code == 302
    return len(captured)


@pytest.mark.parametrize(
    ("role", "act", "leaves"),
    [
        (Role.CLERK, signing, "marked"),
        (Role.CLERK, leave, "marked"),
        (Role.CLERK, closing, "marked"),
        (Role.CLERK, sitting, "marked"),
        (Role.CLERK, heads, "on rolls"),
        (Role.CLERK, attendance, "marked"),
        (Role.CLERK, reading, "read"),
        (Role.DEPUTY, cosigners, "told"),
    ],
)
def test_a_hundred_at_once_cost_what_one_costs(township, person, role, act: Callable, leaves):
    costs = []
    for number in (1, MANY):
        user = person(role)
        with township_scope(township.pk):
            url, data = act(township, number, user)
            before = done()[leaves]
        costs.append(posted(user, url, data))
        with township_scope(township.pk):
            assert done()[leaves] >= before + number - 1

    assert costs[0] == costs[1] <= AT_MOST
