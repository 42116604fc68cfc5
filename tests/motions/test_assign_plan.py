"""保存，会后再交: the batch page of 交办 is kept before the meeting and handed over after it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import Assignment, Motion
from renda.core.models import AuditEntry, Notification
from renda.core.scoping import township_scope
from tests.factories.core import UnitFactory
from tests.factories.motions import AssignmentMeetingFactory, MotionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(client, people, township):
    """``batch("clerk")``: that person's browser and the meeting's batch page."""
    meeting = AssignmentMeetingFactory(township=township)

    def of(name):
        client.force_login(people.users[name])
        return client, reverse("motions:meeting_assign", args=[meeting.pk]), meeting

    return of


def chosen(motion, people, **more) -> dict:
    return {
        "assigned_on": "2025-03-25",
        "pk": [motion.pk],
        f"unit-{motion.pk}": people.unit.pk,
        f"assist-{motion.pk}": [people.other_unit.pk],
        f"leader-{motion.pk}": "陆海峰",
        f"instruction-{motion.pk}": "请现场办理",
        f"key-{motion.pk}": "on",
        f"key-leader-{motion.pk}": "镇长陆海峰",
        f"supervisor-{motion.pk}": "方丽",
    } | more


def test_a_plan_is_kept_and_nothing_reaches_the_units(batch, people, township, case):
    motion, left = case("accepted", number=7), case("accepted", number=8)
    browser, url, _ = batch("clerk")

    answer = browser.post(url, chosen(motion, people, keep="1"), follow=True)

    assert "已保存 1 件的交办方案。还没有交办，承办单位看不到" in answer.content.decode()
    with township_scope(township.pk):
        kept = Motion.objects.get(pk=motion.pk)
        assert (kept.status, kept.is_key, kept.main_unit, kept.revision) == (
            "accepted", False, None, motion.revision + 1,
        )  # fmt: skip
        assert kept.plan == {
            "unit": str(people.unit.pk), "others": [str(people.other_unit.pk)], "separate": False,
            "leader": "陆海峰", "instruction": "请现场办理", "key": True,
            "key_leader": "镇长陆海峰", "supervisor": "方丽",
        }  # fmt: skip
        assert Motion.objects.get(pk=left.pk).plan is None
        assert (Assignment.objects.count(), Notification.objects.count()) == (0, 0)
        line = AuditEntry.objects.get(verb="拟定交办")
        assert line.detail["note"] == f"{people.unit}主办、{people.other_unit}协办"
    browser.force_login(people.users["head"])
    assert motion.title not in browser.get(reverse("motions:inbox")).content.decode()
    assert browser.get(motion.get_absolute_url()).status_code == 403


def test_the_plan_stands_on_both_pages_until_it_is_handed_over(batch, people, township, case):
    motion = case("accepted", number=7)
    browser, url, meeting = batch("clerk")
    data = chosen(motion, people)
    del data[f"key-{motion.pk}"]
    browser.post(url, data | {"keep": "1"})

    (row,) = browser.get(url).context["rows"]
    assert (row.unit, row.others, row.leader) == (people.unit, [people.other_unit], "陆海峰")
    assert (row.instruction, row.makes_key, row.is_planned) == ("请现场办理", False, True)
    shown = browser.get(meeting.get_absolute_url()).content.decode()
    assert "会前拟定 1 件" in shown
    assert f"{people.unit}主办、{people.other_unit}协办" in shown

    browser.post(url, data)

    with township_scope(township.pk):
        rows = Assignment.objects.order_by("pk").values_list("unit", "role", "leader", "meeting")
        assert list(rows) == [
            (people.unit.pk, "lead", "陆海峰", meeting.pk),
            (people.other_unit.pk, "assist", "陆海峰", meeting.pk),
        ]
    assert "会前拟定" not in browser.get(meeting.get_absolute_url()).content.decode()


def test_an_unfinished_plan_is_kept_and_handing_it_over_asks_for_the_rest(
    batch, people, township, case
):
    motion = case("accepted", number=7)
    browser, url, meeting = batch("clerk")

    browser.post(url, {"pk": [motion.pk], f"unit-{motion.pk}": "", "keep": "1"})

    assert "还没有选主办单位" in browser.get(meeting.get_absolute_url()).content.decode()
    answer = browser.post(
        url, {"pk": [motion.pk], f"unit-{motion.pk}": "", "assigned_on": "2025-03-25"}
    )
    assert answer.context["rows"][0].problem == "请选主办单位"


def test_a_unit_out_of_use_since_falls_out_of_the_plan(batch, people, township, case):
    motion, gone = case("accepted", number=7), UnitFactory(township=township)
    browser, url, _ = batch("clerk")
    browser.post(url, {"pk": [motion.pk], f"unit-{motion.pk}": gone.pk, "keep": "1"})
    with township_scope(township.pk):
        gone.is_active = False
        gone.save()

    (row,) = browser.get(url).context["rows"]

    assert row.unit is None


def test_what_was_handed_on_meanwhile_keeps_no_plan(batch, people, township, case):
    motion = case("assigned")
    browser, url, _ = batch("clerk")

    answer = browser.post(url, chosen(motion, people, keep="1"))

    assert "请先勾选要保存的件" in answer.content.decode()
    with township_scope(township.pk):
        assert Motion.objects.get(pk=motion.pk).plan is None


def test_another_townships_case_gets_no_plan(batch, people):
    foreign = MotionFactory(status="accepted", number=1)
    browser, url, _ = batch("clerk")

    browser.post(url, chosen(foreign, people, keep="1"))

    with township_scope(foreign.township_id):
        assert Motion.objects.get(pk=foreign.pk).plan is None


def test_keeping_three_plans_asks_no_more_than_one(batch, people, case):
    browser, url, _ = batch("clerk")
    browser.post(url, {"keep": "1", "pk": [case("accepted", number=6).pk]})  # history has begun
    one = [case("accepted", number=7)]
    three = [case("accepted", number=number) for number in (8, 9, 10)]
    asked = []
    for motions in (one, three):
        data = {f"unit-{m.pk}": people.unit.pk for m in motions}
        data |= {"keep": "1", "pk": [m.pk for m in motions]}
        with CaptureQueriesContext(connection) as captured:
            assert browser.post(url, data).status_code == 302
        asked.append(len(captured))

    assert asked[0] == asked[1] <= 20


@pytest.mark.parametrize("name", ["county", "gov_office"])
def test_only_the_office_sees_the_plan(batch, people, township, case, name):
    motion = case("accepted", number=7)
    browser, url, meeting = batch("clerk")
    browser.post(url, chosen(motion, people, keep="1"))
    browser, url, _ = batch(name)

    shown = browser.get(meeting.get_absolute_url())

    assert (shown.status_code, shown.context["planned"]) == (200, [])
    assert browser.post(url, chosen(motion, people, keep="1")).status_code == 403


def test_handing_on_is_a_meetings_main_button_while_its_cases_wait(batch, township, case):
    browser, url, meeting = batch("clerk")

    def is_main() -> bool:
        page = browser.get(meeting.get_absolute_url())
        (found,) = [a for a in page.context["page_actions"] if a["url"] == url]
        assert found["label"] == "交办建议"
        return found["primary"]

    assert not is_main()
    later = case("accepted", accepted_on=meeting.held_on + timedelta(days=1))
    assert not is_main()
    case("accepted", accepted_on=meeting.held_on)
    assert is_main()
    AssignmentMeetingFactory(township=township, held_on=timezone.localdate() + timedelta(days=9))
    assert is_main()
    AssignmentMeetingFactory(township=township, held_on=later.accepted_on)
    assert not is_main()
