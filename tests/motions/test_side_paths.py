"""What may happen beside the straight way: 退办, 延期, 转交, 并案, 撤回, 主席团, 重点, and who is told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Assignment, Extension, KeyFollowUp, Motion, Objection
from motions.timeline import fetch, rounds_of
from motions.views.deadlines import explained
from motions.workflow import assignment_workflow, motion_workflow
from renda.core.calendar import due_by_months
from renda.core.models import AuditEntry, LocalRule, Notification, Role, Unit
from renda.core.scoping import township_scope
from renda.core.workflow import IllegalTransition
from tests.factories.core import UnitFactory
from tests.factories.motions import (
    AssignmentMeetingFactory,
    ContactFactory,
    ExtensionFactory,
    ObjectionFactory,
    ReplyFactory,
)
from tests.factories.sessions import MeetingFactory, MemberFactory

pytestmark = pytest.mark.django_db


def told(user) -> list[str]:
    return list(Notification.objects.filter(to=user).order_by("pk").values_list("text", flat=True))


def handed(motion, people, *assists, role="lead", on=None):
    units = [(people.unit, role), *((unit, "assist") for unit in assists)]
    return services.assign(
        motion=motion, units=units, on=on or timezone.localdate(), by=people.users["clerk"]
    )


def step(name, row, user, **data):
    return assignment_workflow.perform(name, row, by=user, data=data)


def objecting(row, people, **more):
    data = {"reason": "属其他单位职责", "signer": "钱小凤", **more}
    return step("object", row, people.users["handler"], **data)


def issued(row, people, handler="handler", head="head"):
    """From 待签收 to 已答复 by the people of one unit."""
    if row.status == "waiting":
        row = step("sign", row, people.users[handler], person="何敏")
    ContactFactory(township=row.township, motion=row.motion, on=row.assigned_on)
    ReplyFactory(township=row.township, assignment=row)
    row = step("send", row, people.users[handler])
    return step("issue", row, people.users[head])


# --- 退办 --------------------------------------------------------------------------------
def test_an_agreed_objection_starts_the_new_units_clock_and_hides_the_case_from_the_old(
    in_township, people, case
):
    motion, today = case("accepted", number=7), timezone.localdate()
    (row,) = handed(motion, people, on=today - timedelta(days=5))
    old_due = Motion.objects.get(pk=motion.pk).due_on
    row = objecting(row, people, suggested_unit=people.other_unit)
    assert row.status == "objected"
    assert any("申请退办" in words for words in told(people.users["clerk"]))

    step("agree", row, people.users["clerk"], to_unit=people.other_unit, note="职责在该单位")

    new = Assignment.objects.get(passed_from=row)
    assert (new.unit, new.role, new.status) == (people.other_unit, "lead", "waiting")
    assert (new.assigned_on, new.due_on) == (today, services.clocks_from(today).reply.on)
    motion = Motion.objects.get(pk=motion.pk)
    assert (motion.main_unit, motion.due_on, motion.status) == (
        people.other_unit,
        new.due_on,
        "assigned",
    )
    assert motion.due_on >= old_due
    handler, taker = people.users["handler"], people.users["other_handler"]
    assert not handler.has_perm("motions.view_motion", motion)
    assert taker.has_perm("motions.view_motion", motion)
    assert list(Assignment.objects.of_units({people.unit.pk})) == []
    assert any("同意退办，已改交" in words for words in told(handler))
    assert any("请签收" in words for words in told(taker))
    asked = Objection.objects.get()
    assert (asked.decision, asked.decided_by) == ("granted", people.users["clerk"].name)


def test_an_objection_denied_twice_is_on_the_presidiums_list(in_township, people, case, client):
    (row,) = handed(case("accepted", number=7), people)
    for number in (1, 2):
        row = objecting(row, people)
        row = step("deny", row, people.users["clerk"], note=f"第 {number} 次：属贵单位职责")
        assert list(Assignment.objects.twice_refused()) == ([row] if number == 2 else [])

    assert row.status == "waiting"
    assert any(
        "已 2 次不同意退办，提请主席团研究" in words for words in told(people.users["chair"])
    )
    client.force_login(people.users["chair"])
    page = client.get(reverse("motions:twice_refused"))
    assert [a.pk for a in page.context["object_list"]] == [row.pk]


def test_an_objection_after_ten_days_is_too_late(in_township, people, case):
    (row,) = handed(
        case("accepted", number=7), people, on=timezone.localdate() - timedelta(days=40)
    )

    with pytest.raises(IllegalTransition, match="申请退办的期限"):
        objecting(row, people)

    assert Assignment.objects.get(pk=row.pk).status == "waiting"
    assert not Objection.objects.exists()


def test_a_case_is_not_handed_to_a_unit_that_has_it_already(in_township, people, case):
    lead, _assist = handed(case("accepted", number=7), people, people.other_unit)
    row = objecting(lead, people)

    with pytest.raises(IllegalTransition, match="本轮已承办"):
        step("agree", row, people.users["clerk"], to_unit=people.other_unit, note="改交")

    assert Assignment.objects.get(pk=row.pk).status == "objected"
    assert Objection.objects.get().decision == "pending"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_offices_lists_cost_the_same_for_one_row_and_three(
    in_township, township, people, case, client, rows
):
    for _ in range(rows):
        ObjectionFactory(township=township, assignment=case("assigned", assignment="objected").row)
        ExtensionFactory(township=township, assignment=case("assigned").row)
        refused = case("assigned", assignment="waiting").row
        for _ in range(2):
            ObjectionFactory(
                township=township, assignment=refused, decision="denied", decided_by="周玉兰",
                decided_on=date(2025, 4, 1), note="属本单位职责",
            )  # fmt: skip
    client.force_login(people.users["clerk"])
    client.get(reverse("core:account"))

    for name in ("objection_list", "extension_list", "twice_refused"):
        with CaptureQueriesContext(connection) as captured:
            page = client.get(reverse(f"motions:{name}"))
        assert len(page.context["object_list"]) == rows
        assert len(captured) == 6, [q["sql"][:150] for q in captured]


# --- 延期 --------------------------------------------------------------------------------
def asking(row, people, months=6):
    data = {"to_months": months, "reason": "涉及三个村，须逐户协商", "signer": "钱小凤"}
    return step("ask_extension", row, people.users["handler"], **data)


def test_a_granted_extension_moves_the_day_and_its_explanation(in_township, people, case):
    motion = case("accepted", number=7)
    (row,) = handed(motion, people)
    row = asking(step("sign", row, people.users["handler"], person="何敏"), people)
    usual = row.due_on

    row = step("grant_extension", row, people.users["chair"], note="确有困难")

    longer = due_by_months(row.assigned_on, 6).on
    assert (row.status, row.months, row.due_on) == ("handling", 6, longer)
    assert longer > usual
    motion = Motion.objects.get(pk=motion.pk)
    assert motion.due_on == longer
    assert any(f"答复期限延至 {longer}" in words for words in told(people.users["lead"]))
    (card,) = explained([row], [row], fetch(motion))
    facts = dict(card["details"])
    assert card["due"].on == longer
    assert card["due"].rule == "六个月"
    assert "《代表法》第五十一条" in card["law"]
    assert "六个月内答复" in card["law"]
    assert "涉及三个村" in facts["延期"]
    assert f"{people.users['chair'].name}同意：确有困难" in facts["延期"]


def test_a_refused_extension_leaves_the_day(in_township, people, case):
    (row,) = handed(case("accepted", number=7), people)
    row = asking(step("sign", row, people.users["handler"], person="何敏"), people)
    due = row.due_on
    with pytest.raises(IllegalTransition, match="已有一份"):
        asking(row, people)

    row = step("refuse_extension", row, people.users["clerk"], note="情况不复杂")

    assert (row.due_on, row.months) == (due, 3)
    assert list(Extension.objects.values_list("decision", "note")) == [("denied", "情况不复杂")]
    assert f"不同意延期，期限仍为 {due}" in told(people.users["handler"])[-1]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"due_on": date(2025, 6, 25)}, "期限 2025-06-25 已过"),
        ({"round": 2}, "重新办理的期限不延长"),
        ({"months": 6}, "已延至自交办之日起 6 个月"),
    ],
)
def test_an_extension_too_late_in_the_second_round_or_again_is_refused(
    in_township, people, case, change, words
):
    row = case("assigned").row
    today = timezone.localdate()
    values = {"assigned_on": today, "due_on": today + timedelta(days=60), **change}
    if "due_on" in change:
        values["assigned_on"] = date(2025, 3, 25)
    Assignment.objects.filter(pk=row.pk).update(**values)

    with pytest.raises(IllegalTransition, match=words):
        asking(row, people)

    assert not Extension.objects.exists()


def test_a_town_may_allow_four_months_at_most(in_township, people, case):
    LocalRule.objects.create(key="suggestion.reply_months_extended", value=4)
    (row,) = handed(case("accepted", number=7), people)
    row = step("sign", row, people.users["handler"], person="何敏")

    with pytest.raises(IllegalTransition, match="最长延至自交办之日起 4 个月"):
        asking(row, people, months=6)
    row = asking(row, people, months=4)

    assert row.extensions.get().new_due == due_by_months(row.assigned_on, 4).on


# --- 转交 --------------------------------------------------------------------------------
def test_passing_on_inside_the_government_keeps_the_clock(in_township, people, case):
    motion, start = case("accepted", number=7), timezone.localdate() - timedelta(days=20)
    (row,) = handed(motion, people, on=start)
    due = row.due_on

    step("pass_on", row, people.users["gov_office"], to_unit=people.other_unit, note="转办")

    new = Assignment.objects.get(passed_from=row)
    assert (new.assigned_on, new.due_on, new.months) == (start, due, 3)
    assert new.objection_due > timezone.localdate()
    assert Motion.objects.get(pk=motion.pk).due_on == due
    rows = list(Assignment.objects.filter(motion=motion))
    (card,) = explained([new], rows, fetch(motion))
    assert "期限不变" in dict(card["details"])["转交"]
    (only,) = rounds_of(motion, fetch(motion), rows, sees_notes=True, files={})
    assert [e.title for e in only.events if e.kind == "hand"] == ["政府内转交", "交办"]


def test_only_the_governments_office_passes_on_and_only_inside(in_township, people, case):
    (row,) = handed(case("accepted", number=7), people)

    for name in ("clerk", "chair", "handler", "head", "other_head"):
        with pytest.raises(PermissionDenied):
            step("pass_on", row, people.users[name], to_unit=people.other_unit, note="转办")
    Unit.objects.filter(pk=people.unit.pk).update(kind="bureau")
    with pytest.raises(PermissionDenied):
        step("pass_on", row, people.users["gov_office"], to_unit=people.other_unit, note="转办")


# --- several units ------------------------------------------------------------------------
def test_a_case_with_three_handlers_stays_on_all_three_lists_until_each_is_through(
    in_township, township, people, person, case
):
    third = UnitFactory(township=township)
    people.users |= {
        "third_handler": person(Role.HANDLER, third),
        "third_head": person(Role.UNIT_HEAD, third),
    }
    motion = case("accepted", number=7)
    units = [(unit, "separate") for unit in (people.unit, people.other_unit, third)]
    rows = services.assign(
        motion=motion, units=units, on=timezone.localdate(), by=people.users["clerk"]
    )
    left = {row.unit_id for row in rows}

    def listed():
        return {
            unit.pk
            for unit in (people.unit, people.other_unit, third)
            if Assignment.objects.of_units({unit.pk}).open().exists()
        }

    for row, handler, head in (
        (rows[1], "other_handler", "other_head"),
        (rows[0], "handler", "head"),
        (rows[2], "third_handler", "third_head"),
    ):
        assert listed() == left
        assert Motion.objects.get(pk=motion.pk).status == "assigned"
        issued(row, people, handler, head)
        left.remove(row.unit_id)
    assert listed() == set()
    assert Motion.objects.get(pk=motion.pk).status == "replied"


def test_the_last_day_of_a_case_is_the_earliest_that_is_still_open(in_township, people, case):
    motion = case("accepted", number=7)
    first, second = services.assign(
        motion=motion,
        units=[(people.unit, "separate"), (people.other_unit, "separate")],
        on=timezone.localdate(),
        by=people.users["clerk"],
    )
    later = second.due_on + timedelta(days=30)
    Assignment.objects.filter(pk=second.pk).update(due_on=later)
    second.refresh_from_db()

    issued(first, people)

    assert Motion.objects.get(pk=motion.pk).due_on == later


# --- 并案 --------------------------------------------------------------------------------
@pytest.fixture
def two(in_township, people, case, seated):
    """A main case that is being handled, and another author's of the same matter."""
    main, other = case("accepted", number=7), case("submitted")
    other.lead = seated()
    other.save()
    other.cosigners.all().delete()
    (main.row,) = handed(main, people)
    return main, other


def merged(main, other, people):
    return motion_workflow.perform(
        "merge", other, by=people.users["clerk"], data={"merged_into": main, "note": "内容相同"}
    )


def test_merging_tells_both_authors_and_the_unit(two, people):
    main, other = two

    other = merged(main, other, people)

    assert (other.status, other.merged_into, other.number) == ("merged", main, 1)
    for user in (people.users["lead"], people.users["joint"], other.lead.user):
        assert "并入闭会第 7 号一并办理" in told(user)[-1]
    assert f"并入贵单位承办的{main}" in told(people.users["handler"])[-1]


def test_both_authors_get_the_answer_of_a_merged_case(two, people, client):
    main, other = two
    other = merged(main, other, people)

    issued(main.row, people)

    for user in (people.users["lead"], people.users["joint"], other.lead.user):
        assert f"已答复，请评价：{main}" in told(user)
    author = other.lead.user
    main = Motion.objects.get(pk=main.pk)
    assert author.has_perm("motions.rate_motion", main)
    assert author.has_perm("motions.view_letter", main.assignments.get().replies.get())
    client.force_login(author)
    assert main.get_absolute_url() in client.get(other.get_absolute_url()).content.decode()
    client.force_login(people.users["clerk"])
    page = client.get(main.get_absolute_url())
    assert [(row.pk, row.three) for row in page.context["merged"]] == [(other.pk, other.lead.name)]


def test_what_was_merged_into_a_case_goes_with_it(two, people, case):
    main, other = two
    third = case("submitted")
    second = motion_workflow.perform(
        "accept", other, by=people.users["clerk"], data={"note": "受理"}
    )
    motion_workflow.perform(
        "merge",
        third,
        by=people.users["clerk"],
        data={"merged_into": second, "note": "内容相同"},
    )

    merged(main, second, people)

    assert Motion.objects.get(pk=third.pk).merged_into == main
    assert AuditEntry.objects.filter(verb="随主件并案", object_id=third.pk).count() == 1


def test_nothing_is_merged_into_what_is_answered_or_withdrawn(two, people):
    main, other = two
    Motion.objects.filter(pk=main.pk).update(status="replied")

    with pytest.raises(IllegalTransition, match="不能并入"):
        merged(main, other, people)

    other = Motion.objects.get(pk=other.pk)
    assert (other.status, other.number, other.merged_into) == ("submitted", None, None)


# --- 撤回 --------------------------------------------------------------------------------
def test_withdrawing_ends_an_objection_that_waits_and_tells_the_unit(in_township, people, case):
    motion = case("accepted", number=7)
    (row,) = handed(motion, people)
    objecting(row, people)

    motion_workflow.perform("withdraw", motion, by=people.users["lead"], data={"note": "已经解决"})

    assert Assignment.objects.get(pk=row.pk).status == "ended"
    assert "代表已撤回，不再办理" in told(people.users["handler"])[-1]
    assert list(Assignment.objects.asking_to_return()) == []


def test_what_was_answered_once_is_not_withdrawn(in_township, people, case):
    motion = case("assigned", replied_on=date(2025, 5, 20))

    with pytest.raises(IllegalTransition, match="2025-05-20 已经答复"):
        motion_workflow.perform("withdraw", motion, by=people.users["lead"], data={"note": "撤"})

    assert Motion.objects.get(pk=motion.pk).status == "assigned"


def test_a_case_others_were_merged_into_is_not_withdrawn(two, people):
    main, other = two
    merged(main, other, people)

    with pytest.raises(IllegalTransition, match="另有 1 件并入本件办理"):
        motion_workflow.perform("withdraw", main, by=people.users["lead"], data={"note": "撤"})


def test_the_office_withdraws_only_with_the_deputys_written_request(
    in_township, people, case, client
):
    motion = case("submitted")
    client.force_login(people.users["clerk"])

    page = client.post(
        reverse("core:step", args=["motions.motion", motion.pk, "withdraw"]), {"note": "代表要求"}
    )

    assert page.context["form"].errors["files"] == ["请上传代表签名的书面撤回申请"]
    assert Motion.objects.get(pk=motion.pk).status == "submitted"


# --- 主席团 ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "status", "decision", "kind"),
    [
        ("put_on_agenda", "on_agenda", "agenda", "bill"),
        ("convert", "accepted", "convert", "suggestion"),
        ("leave_off", "not_listed", "not_listed", "bill"),
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
    assert f"（{meeting.held_on} 主席团会议）。经主席团会议研究" in words


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


# --- the case's page ----------------------------------------------------------------------
def labels(page) -> list[str]:
    return [b["label"] for group in page.context["action_groups"] for b in group["buttons"]]


def test_a_departments_clerk_sees_five_buttons(in_township, people, case, client):
    motion = case("accepted", number=7)
    (row,) = handed(motion, people)
    client.force_login(people.users["handler"])

    assert labels(client.get(motion.get_absolute_url())) == ["签收", "联系代表", "申请退办"]
    step("sign", row, people.users["handler"], person="何敏")

    assert labels(client.get(motion.get_absolute_url())) == [
        "答复", "联系代表", "申请退办", "申请延期",
    ]  # fmt: skip


def test_the_office_sees_what_waits_for_its_decision(in_township, people, case, client):
    motion = case("accepted", number=7)
    (row,) = handed(motion, people)
    row = asking(step("sign", row, people.users["handler"], person="何敏"), people)
    client.force_login(people.users["clerk"])

    page = client.get(motion.get_absolute_url())

    asked = next(g for g in page.context["action_groups"] if g["label"] == "待审核")
    assert [b["label"] for b in asked["buttons"]] == ["同意延期", "不同意延期"]
    listed = client.get(reverse("motions:extension_list"))
    assert [a.pk for a in listed.context["object_list"]] == [row.pk]


def test_the_review_card_shows_checks_and_decisions(in_township, people, case, client):
    motion = case("submitted", title="关于修路以及修桥的建议")
    client.force_login(people.users["clerk"])

    review = client.get(motion.get_absolute_url()).context["review"]

    assert [d["label"] for d in review["decisions"]] == [
        "受理", "退回补充", "并案", "转工作参考", "转报上级", "不予受理",
    ]  # fmt: skip
    assert [c.passed for c in review["checks"]] == [True, False, True]
    assert review["due"].start == motion.submitted_on
    client.force_login(people.users["chair"])
    assert client.get(motion.get_absolute_url()).context["review"] is None


def test_notes_are_hidden_from_deputies_and_everything_else_is_in_the_history(
    in_township, township, people, case, client
):
    motion = case("accepted", number=7)
    (row,) = handed(motion, people)
    row = objecting(row, people)
    row = step("deny", row, people.users["clerk"], note="属贵单位职责")
    with township_scope(township.pk):
        motion.notes.create(text="内部意见", by="沈国良", on=timezone.localdate())

    def history(name):
        client.force_login(people.users[name])
        page = client.get(motion.get_absolute_url())
        return [e.title for r in page.context["rounds"] for e in r.events]

    assert history("clerk") == ["内部批注", "不同意退办", "申请退办", "交办", "提交"]
    assert history("lead") == ["不同意退办", "申请退办", "交办", "提交"]
