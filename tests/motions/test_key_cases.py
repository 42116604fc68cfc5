"""主席团, 重点 and 交办会: what is decided about a case beside its handling."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import Assignment, KeyFollowUp, Motion
from renda.core.calendar import chinese_date
from renda.core.models import Unit
from tests.factories.motions import AssignmentMeetingFactory
from tests.factories.sessions import MeetingFactory, MemberFactory
from tests.motions.helpers.handling import told

pytestmark = pytest.mark.django_db


# --- 主席团 ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "status", "decision", "kind"),
    [
        ("put_on_agenda", "on_agenda", "agenda", "bill"),
        ("convert", "accepted", "convert", "suggestion"),
    ],
)
def test_the_presidium_decides_on_a_bill_at_a_meeting(
    in_township, township, people, case, client, name, status, decision, kind
):
    motion = case("presidium", kind="bill")
    meeting = MeetingFactory(township=township)
    client.force_login(people.users["chair"])

    client.post(
        reverse("core:step", args=["motions.motion", motion.pk, name]),
        {"meeting": meeting.pk, "on": meeting.held_on.isoformat(), "note": "经主席团会议研究"},
    )

    after = Motion.objects.get(pk=motion.pk)
    assert (after.status, after.kind) == (status, kind)
    assert list(after.reviews.values_list("decision", "meeting", "note")) == [
        (decision, meeting.pk, "经主席团会议研究")
    ]
    words = client.get(motion.get_absolute_url()).context["sheet"]["presidium_words"]
    assert f"（{chinese_date(meeting.held_on)}主席团会议）。经主席团会议研究" in words


# --- 重点 --------------------------------------------------------------------------------
@pytest.fixture
def member(in_township, township, term, people):
    return MemberFactory(
        township=township, term=term, deputy=people.stranger, from_on=date(2022, 1, 1)
    )


def batch(motion, people, **more):
    pk = motion.pk
    data = {"pk": [pk], "assigned_on": str(timezone.localdate()), f"unit-{pk}": people.unit.pk}
    return data | {name.replace("X", str(pk)): value for name, value in more.items()}


def test_a_batch_hands_on_as_lead_and_assist_or_to_each_apart(
    in_township, township, people, case, client
):
    joint, apart = case("accepted", number=7), case("accepted", number=8)
    client.force_login(people.users["clerk"])
    data = batch(joint, people)
    data["pk"].append(apart.pk)
    data |= {
        f"assist-{joint.pk}": [people.other_unit.pk],
        f"leader-{joint.pk}": "陆海峰",
        f"instruction-{joint.pk}": "请现场办理",
        f"unit-{apart.pk}": people.unit.pk,
        f"assist-{apart.pk}": [people.other_unit.pk],
        f"separate-{apart.pk}": "on",
    }

    client.post(reverse("motions:assign"), data)

    assert set(Assignment.objects.values_list("motion", "unit", "role", "instruction")) == {
        (joint.pk, people.unit.pk, "lead", "请现场办理"),
        (joint.pk, people.other_unit.pk, "assist", "请现场办理"),
        (apart.pk, people.unit.pk, "separate", ""),
        (apart.pk, people.other_unit.pk, "separate", ""),
    }


def test_separate_handling_needs_two_units(in_township, people, case, client):
    motion = case("accepted", number=7)
    client.force_login(people.users["clerk"])

    page = client.post(reverse("motions:assign"), batch(motion, people, **{"separate-X": "on"}))

    assert "分办至少要两个单位" in page.content.decode()
    assert not Assignment.objects.exists()


def test_one_leader_is_set_for_all_ticked_cases_and_nothing_is_lost(
    in_township, people, case, client
):
    motion = case("accepted", number=7)
    client.force_login(people.users["clerk"])
    data = batch(motion, people, **{"instruction-X": "请现场办理"})

    page = client.post(
        reverse("motions:assign"), data | {"fill": "leader", "fill-leader": "汤晓琴"}
    )

    (row,) = page.context["rows"]
    assert (row.leader, row.instruction, row.unit) == ("汤晓琴", "请现场办理", people.unit)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (("", ""), "须写明领办领导和督办的主席团成员"),
        (("陆海峰", ""), "须写明领办领导和督办的主席团成员"),
        (("陆海峰", "某某"), "督办人不是现任主席团成员"),
    ],
)
def test_a_key_case_needs_both_names(people, case, client, member, names, problem):
    motion = case("accepted", number=7)
    client.force_login(people.users["clerk"])
    leader, supervisor = names
    more = {"key-X": "on", "key-leader-X": leader, "supervisor-X": supervisor}

    page = client.post(reverse("motions:assign"), batch(motion, people, **more))

    assert problem in page.content.decode()
    assert not Motion.objects.get(pk=motion.pk).is_key


def test_a_case_is_made_a_key_one_on_the_batch_page(people, case, client, member):
    motion = case("accepted", number=7)
    client.force_login(people.users["clerk"])
    more = {"key-X": "on", "key-leader-X": "陆海峰", "supervisor-X": member.deputy.name}

    client.post(reverse("motions:assign"), batch(motion, people, **more))

    motion = Motion.objects.get(pk=motion.pk)
    assert (motion.is_key, motion.status) == (True, "assigned")
    assert list(KeyFollowUp.objects.values_list("motion", "leader", "supervisor")) == [
        (motion.pk, "陆海峰", member.deputy.name)
    ]


def test_naming_who_leads_and_watches_on_the_cases_page_makes_it_a_key_one(
    people, case, client, member
):
    motion = case("assigned")
    client.force_login(people.users["clerk"])

    client.post(
        reverse("motions:followup_create", args=[motion.pk]),
        {"leader": "陆海峰", "supervisor": member.deputy.name, "on": "2025-04-01"},
    )

    assert Motion.objects.get(pk=motion.pk).is_key
    assert any("重点建议" in words for words in told(people.users["gov_office"]))


@pytest.mark.parametrize("page", ["batch", "case"])
def test_a_key_case_is_told_to_those_named_the_chairs_the_government_and_the_unit(
    people, case, client, member, page
):
    people.users["gov_office"].name = "陆海峰"
    people.users["gov_office"].save()
    motion = case("accepted", number=7) if page == "batch" else case("assigned")
    client.force_login(people.users["clerk"])
    name = member.deputy.name

    if page == "batch":
        more = {"key-X": "on", "key-leader-X": "镇长陆海峰", "supervisor-X": name}
        client.post(reverse("motions:assign"), batch(motion, people, **more))
    else:
        data = {"leader": "镇长陆海峰", "supervisor": name, "on": "2025-04-01"}
        client.post(reverse("motions:followup_create", args=[motion.pk]), data)

    words = f"重点建议：{Motion.objects.get(pk=motion.pk)}，镇长陆海峰领办，{name}督办"
    times = {each: told(user).count(words) for each, user in people.users.items()}
    assert {each: n for each, n in times.items() if n} == {
        "deputy": 1, "chair": 1, "gov_office": 1, "handler": 1, "head": 1,
    }  # fmt: skip


def test_whoever_is_named_finds_the_key_cases_that_name_them(people, case, client, member):
    mine, other = case("assigned"), case("assigned")
    member_user = people.stranger.user
    for motion, watcher in ((mine, f"主席{member_user.name}"), (other, "沈某某")):
        KeyFollowUp.objects.create(
            motion=motion, leader="陆海峰", supervisor=watcher, on=date(2025, 4, 1)
        )
    url = reverse("motions:motion_list")

    def found(user):
        client.force_login(user)
        return list(client.get(url, {"tab": "watched"}).context["object_list"])

    assert found(member_user) == [mine]
    assert found(people.users["joint"]) == []


# --- 交办会 ------------------------------------------------------------------------------
def test_the_meetings_roll_lists_the_heads_and_who_came(in_township, township, people, client):
    Unit.objects.filter(pk=people.unit.pk).update(head="蒋文斌")
    meeting = AssignmentMeetingFactory(township=township)
    client.force_login(people.users["clerk"])
    url = reverse("motions:meeting_roll", args=[meeting.pk])

    client.post(url, {"heads": "1"})
    client.post(url, {"heads": "1"})
    meeting.refresh_from_db()
    guests = {e.guest_post: e for e in meeting.roll.entries.all()}
    assert set(guests) == {people.unit.name, people.other_unit.name}
    came = guests[people.unit.name]
    client.post(url, {"present": [came.pk]})

    assert {e.guest: e.state for e in meeting.roll.entries.all()} == {
        "蒋文斌": "present",
        guests[people.other_unit.name].guest: "absent",
    }
    page = client.get(meeting.get_absolute_url())
    assert "应到 2 人，实到 1 人" in page.content.decode()


def test_only_a_case_on_its_way_is_made_a_key_one(in_township, people, case):
    states = [state for state in Motion.Status.values if state != "draft"]

    offered = {
        (state, is_key)
        for state in states
        for is_key in (True, False)
        if people.users["clerk"].has_perm("motions.add_followup", case(state, is_key=is_key))
    }

    assert offered == {(state, True) for state in states} | {
        (state, False) for state in ("accepted", "assigned", "replied")
    }
