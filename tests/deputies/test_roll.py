"""The one roll: who is expected, how it is signed, closed, corrected and scanned."""

from datetime import date

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from deputies.health import off_duty
from deputies.models import Deputy, Roll, RollEntry
from deputies.services import NotExpected, RollClosed, check_in, close_roll, mark, open_roll
from deputies.views.scan import SIGNER
from renda.core.figures import Period
from renda.core.models import AuditEntry, Role, Term
from renda.core.scoping import township_scope
from supervision.models import InspectionStop
from tests.deputies.conftest import DAY
from tests.factories.activities import (
    ActivityFactory,
    ConsultationFactory,
    HeadCountFactory,
    StopFactory,
)
from tests.factories.core import MembershipFactory, UserFactory
from tests.factories.deputies import DeputyFactory, MandateFactory
from tests.factories.motions import AssignmentMeetingFactory
from tests.factories.sessions import MeetingFactory, SittingFactory, TopicFactory
from tests.factories.supervision import AppraisalFactory, InspectionFactory

pytestmark = pytest.mark.django_db


def states(roll):
    with township_scope(roll.township_id):
        return list(
            RollEntry.objects.filter(roll=roll).order_by("pk").values_list("state", flat=True)
        )


def test_everybody_in_office_that_day_is_expected(roll, people, township):
    with township_scope(township.pk):
        assert list(Deputy.objects.filter(roll_entries__roll=roll).order_by("pk")) == people
    assert states(roll) == ["expected"] * 3


def test_marking_writes_one_line_of_history(in_township, roll, people, clerk):
    changed = mark(roll=roll, deputies=people[:2], state="present", by=clerk, way="clerk")

    entry = AuditEntry.objects.get()
    assert changed == 2
    assert states(roll) == ["present", "present", "expected"]
    assert entry.verb == "签到册：出席"
    assert entry.detail["people"] == [p.name for p in people[:2]]


def test_marking_the_same_again_changes_nothing(in_township, roll, people, clerk):
    mark(roll=roll, deputies=people[:1], state="present", by=clerk)

    assert mark(roll=roll, deputies=people[:1], state="present", by=clerk) == 0
    assert AuditEntry.objects.count() == 1


def test_closing_counts_the_rest_absent(in_township, roll, people, clerk):
    mark(roll=roll, deputies=people[:1], state="present", by=clerk)
    mark(roll=roll, deputies=people[1:2], state="on_leave", by=clerk, reason="病假")

    assert close_roll(roll=roll, by=clerk) == 1
    assert states(roll) == ["present", "on_leave", "absent"]
    counted = Roll.objects.with_counts().get()
    assert counted.is_closed is True
    assert (counted.expected, counted.present, counted.on_leave, counted.absent) == (3, 1, 1, 1)


def test_checking_in_twice_keeps_the_first_time(in_township, roll, people):
    user, first, later = UserFactory(), timezone.now(), timezone.now()

    check_in(roll=roll, deputy=people[0], at=first, by=user)
    entry = check_in(roll=roll, deputy=people[0], at=later, by=user)

    assert (entry.state, entry.way, entry.at) == ("present", "scan", first)
    assert states(roll) == ["present", "expected", "expected"]


def test_checking_in_is_for_those_expected_while_it_is_open(in_township, roll, people, clerk):
    stranger = DeputyFactory(township=in_township)
    with pytest.raises(NotExpected):
        check_in(roll=roll, deputy=stranger, at=timezone.now(), by=clerk)
    close_roll(roll=roll, by=clerk)

    with pytest.raises(RollClosed):
        check_in(roll=roll, deputy=people[0], at=timezone.now(), by=clerk)
    assert states(roll) == ["absent"] * 3


def test_the_clerk_signs_and_notes_leave(client, clerk, roll, people):
    client.force_login(clerk)

    client.post(
        reverse("deputies:roll_sign", args=[roll.pk]), {"deputies": [p.pk for p in people[:2]]}
    )
    client.post(
        reverse("deputies:roll_leave", args=[roll.pk]),
        {"deputies": [people[2].pk], "reason": "公出", "approved_by": "沈国良"},
    )

    assert states(roll) == ["present", "present", "on_leave"]
    with township_scope(roll.township_id):
        leave = RollEntry.objects.get(state="on_leave")
    assert (leave.reason, leave.approved_by) == ("公出", "沈国良")


def test_leave_needs_a_reason(client, clerk, roll, people):
    client.force_login(clerk)

    page = client.post(reverse("deputies:roll_leave", args=[roll.pk]), {"deputies": [people[0].pk]})

    assert set(page.context["form"].errors) == {"reason", "approved_by"}
    assert states(roll) == ["expected"] * 3


def test_only_those_on_the_roll_can_be_signed(client, clerk, roll, township):
    stranger = DeputyFactory(township=township)
    client.force_login(clerk)

    client.post(reverse("deputies:roll_sign", args=[roll.pk]), {"deputies": [stranger.pk]})

    assert states(roll) == ["expected"] * 3


def test_a_wrong_line_is_set_right(client, clerk, roll, people):
    with township_scope(roll.township_id):
        close_roll(roll=roll, by=clerk)
        line = RollEntry.objects.get(deputy=people[0])
    client.force_login(clerk)

    client.post(
        reverse("deputies:roll_correct", args=[roll.pk, line.pk]),
        {"state": "on_leave", "reason": "病假", "approved_by": "沈国良"},
    )

    assert states(roll) == ["on_leave", "absent", "absent"]


def test_whoever_was_not_in_office_that_day_is_found_and_taken_off(
    client, clerk, in_township, roll, people, term
):
    mark(roll=roll, deputies=people[1:], state="present", by=clerk)
    close_roll(roll=roll, by=clerk)
    Term.objects.filter(pk=term.pk).update(ends_on=date(2025, 5, 1))
    (problem,) = off_duty(Period.year(2025))
    assert problem.title == f"2025-06-01 学习培训：{people[0].name}当天不在任，仍计入应到"
    assert problem.url == roll.get_absolute_url()
    client.force_login(clerk)
    line = roll.entries.get(deputy=people[0])

    client.post(
        reverse("deputies:roll_correct", args=[roll.pk, line.pk]), {"state": "strike"}, follow=True
    )

    assert states(roll) == ["present"] * 2
    assert list(off_duty(Period.year(2025))) == []
    assert AuditEntry.objects.get(verb="移出签到册").detail["people"] == [people[0].name]
    Term.objects.filter(pk=term.pk).update(ends_on=None)
    kept = roll.entries.get(deputy=people[1])
    page = client.post(
        reverse("deputies:roll_correct", args=[roll.pk, kept.pk]), {"state": "strike"}
    )
    assert "state" in page.context["form"].errors


def test_a_correction_keeps_every_word_that_was_typed(client, clerk, roll, people):
    """Another reason for the same leave is a change; the same words again are none."""
    with township_scope(roll.township_id):
        mark(roll=roll, deputies=people[:1], state="on_leave", by=clerk, reason="公出")
        line = RollEntry.objects.get(deputy=people[0])
    client.force_login(clerk)
    url = reverse("deputies:roll_correct", args=[roll.pk, line.pk])
    told = {"state": "on_leave", "reason": "住院", "approved_by": "沈国良"}

    said = [[str(m) for m in client.post(url, told, follow=True).context["messages"]] for _ in "12"]

    name = people[0].name
    assert said == [[f"已更正：{name}"], [f"没有改动：{name} 请假"]]
    with township_scope(roll.township_id):
        line.refresh_from_db()
        notes = [e.note for e in AuditEntry.objects.order_by("seq")]
    assert (line.reason, line.approved_by) == ("住院", "沈国良")
    assert notes == [f"{name}（公出）", f"{name}（住院，沈国良批准）"]


def test_a_signature_entered_on_another_day_has_no_hour(client, clerk, in_township, people):
    """The paper book of June is entered now: nobody knows when they signed. Today's is signed on the spot."""
    client.force_login(clerk)
    found = []
    for on in (DAY, timezone.localdate()):
        roll = open_roll(title="学习培训", on=on, kind="training")
        keys = [p.pk for p in people[:2]]
        client.post(reverse("deputies:roll_sign", args=[roll.pk]), {"deputies": keys[:1]})
        line = RollEntry.objects.get(roll=roll, deputy=keys[1])
        correct = reverse("deputies:roll_correct", args=[roll.pk, line.pk])
        client.post(correct, {"state": "present"})
        client.post(reverse("deputies:guest_create", args=[roll.pk]), {"guest": "陆海峰"})
        lines = RollEntry.objects.filter(roll=roll, state="present")
        found.append([(line.way, line.at is None) for line in lines])

    assert found == [[("paper", True)] * 3, [("clerk", False)] * 3]


def test_nobody_waits_on_a_closed_roll(client, clerk, roll, people):
    """On a closed roll 应到 = 出席 + 请假 + 缺席: no line can be set to 未签到; it is closed once."""
    client.force_login(clerk)
    with township_scope(roll.township_id):
        line = RollEntry.objects.get(roll=roll, deputy=people[0])
    correct = reverse("deputies:roll_correct", args=[roll.pk, line.pk])
    client.post(correct, {"state": "absent"})
    assert client.post(correct, {"state": "expected"}).status_code == 302
    for _ in range(2):
        client.post(reverse("deputies:roll_close", args=[roll.pk]))

    page = client.post(correct, {"state": "expected"})

    assert list(page.context["form"].errors) == ["state"]
    assert states(roll) == ["absent"] * 3
    with township_scope(roll.township_id):
        assert AuditEntry.objects.filter(verb="签到截止").count() == 1
        with pytest.raises(RollClosed):
            close_roll(roll=roll, by=clerk)


@pytest.mark.parametrize("role", [Role.CHAIR, Role.COUNTY, Role.DEPUTY, Role.GOV_OFFICE])
@pytest.mark.parametrize("page", ["roll_sign", "roll_leave", "roll_close"])
def test_nobody_but_the_clerk_keeps_a_roll(client, person, roll, people, role, page):
    client.force_login(person(role))
    data = {"deputies": [people[0].pk], "reason": "病假", "approved_by": "我"}

    assert client.post(reverse(f"deputies:{page}", args=[roll.pk]), data).status_code == 403
    assert states(roll) == ["expected"] * 3


@pytest.fixture
def phone(client, person, township, people):
    """The phone of the first deputy."""
    user = person(Role.DEPUTY)
    with township_scope(township.pk):
        people[0].user = user
        people[0].save()
    client.force_login(user)
    return client


def code(roll):
    return reverse("deputies:check_in", args=[SIGNER.sign(roll.pk)])


def test_a_deputy_scans_and_signs(phone, roll):
    page = phone.get(code(roll))
    assert page.context["roll"] == roll
    assert states(roll) == ["expected"] * 3

    response = phone.post(code(roll), follow=True)

    assert states(roll) == ["present", "expected", "expected"]
    assert response.context["entry"].way == "scan"
    assert "签到成功" in response.content.decode()
    assert phone.get(code(roll)).url == reverse("deputies:checked_in", args=[roll.pk])


def test_an_old_code_signs_nobody(phone, roll, monkeypatch):
    token = SIGNER.sign(roll.pk)
    later = signing.time.time() + 601
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    page = phone.post(reverse("deputies:check_in", args=[token]))

    assert page.context["problem"] == "二维码已过期，请重新扫会场屏幕上的二维码"
    assert states(roll) == ["expected"] * 3


def test_a_forged_code_is_unknown(phone, roll):
    assert phone.post(reverse("deputies:check_in", args=[f"{roll.pk}:1:x"])).status_code == 404


def test_a_closed_roll_takes_no_scan(phone, roll, clerk):
    with township_scope(roll.township_id):
        close_roll(roll=roll, by=clerk)

    page = phone.post(code(roll))

    assert (page.status_code, page.context["problem"]) == (409, "签到已经截止，请找工作人员补签")
    assert states(roll) == ["absent"] * 3


def test_another_townships_code_is_unknown(client, roll):
    other = MandateFactory()
    with township_scope(other.township_id):
        other.deputy.user = UserFactory()
        other.deputy.save()
    MembershipFactory(township=other.township, user=other.deputy.user, role=Role.DEPUTY)
    client.force_login(other.deputy.user)

    assert client.post(code(roll)).status_code == 404
    assert states(roll) == ["expected"] * 3


def test_the_code_on_the_wall_is_a_picture(client, clerk, roll):
    client.force_login(clerk)

    page = client.get(reverse("deputies:roll_code", args=[roll.pk]))

    assert page.context["code"].startswith("data:image/svg+xml")
    assert (page.context["present"], page.context["expected"]) == (0, 3)


@pytest.mark.parametrize(
    "factory",
    [
        SittingFactory,
        MeetingFactory,
        ActivityFactory,
        ConsultationFactory,
        InspectionFactory,
        AppraisalFactory,
        AssignmentMeetingFactory,
    ],
)
def test_a_voided_event_takes_its_roll_along(client, clerk, in_township, roll, factory):
    event = factory(township=in_township, roll=roll)
    assert list(Roll.objects.unsettled(date(2025, 6, 2))) == [roll]
    client.force_login(clerk)

    args = [event._meta.label_lower, event.pk]
    response = client.post(reverse("core:void", args=args), {"note": "登记错了"})

    assert response.status_code == 302
    assert (Roll.objects.count(), Roll.with_voided.count()) == (0, 1)


def test_what_a_voided_event_consists_of_goes_with_it(client, clerk, in_township):
    """Topics, places and other heads don't keep it: they exist for it only."""
    topic = TopicFactory(township=in_township)
    stop = StopFactory(township=in_township)
    heads = HeadCountFactory(township=in_township, activity=stop.activity)
    place = InspectionStop.objects.create(inspection=InspectionFactory(township=in_township))
    client.force_login(clerk)

    for event in (topic.meeting, stop.activity, place.inspection):
        args = [event._meta.label_lower, event.pk]
        client.post(reverse("core:void", args=args), {"note": "登记错了"})

    left = [type(row).objects.count() for row in (topic, stop, heads, place)]
    assert left == [0, 0, 0, 0]


def test_a_closed_roll_shows_that_it_adds_up(client, in_township, roll, people, clerk):
    mark(roll=roll, deputies=people[:1], state="present", by=clerk, way="clerk")
    mark(roll=roll, deputies=people[1:2], state="on_leave", by=clerk, reason="外出就医")
    client.force_login(clerk)
    assert client.get(roll.get_absolute_url()).context["sum"] is None
    close_roll(roll=roll, by=clerk)

    page = client.get(roll.get_absolute_url())

    assert page.context["sum"].passed
    assert "1 + 1 + 1 = 3 = 应到 3" in page.content.decode()

    RollEntry.objects.filter(roll=roll, deputy=people[2]).update(state="expected")
    page = client.get(roll.get_absolute_url())
    assert page.context["sum"].stops
    assert "1 + 1 + 0 = 2 ≠ 应到 3。少 1 名，请核对签到册。" in page.content.decode()
