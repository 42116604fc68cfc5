"""退办, 延期, 转交: what a unit asks for, and what becomes of it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.ledger import LEDGER, ledger_rows
from motions.models import Assignment, Extension, Motion, Objection
from motions.timeline import fetch, rounds_of
from motions.views.deadlines import explained
from motions.workflow.day import in_words
from renda.core.calendar import chinese_date, due_by_months
from renda.core.figures import Period, measure
from renda.core.models import CalendarDay, LocalRule, Unit
from renda.core.workflow import IllegalTransition
from tests.factories.core import UnitFactory
from tests.factories.motions import (
    ExtensionFactory,
    ObjectionFactory,
)
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import asking, handed, objecting, step, told

pytestmark = pytest.mark.django_db


# --- 退办 --------------------------------------------------------------------------------
def test_an_agreed_objection_keeps_the_last_day_and_hides_the_case_from_the_old(
    in_township, people, case
):
    motion, today = case("accepted", number=7), timezone.localdate()
    start = today - timedelta(days=5)
    (row,) = handed(motion, people, on=start)
    due = services.clocks_from(start).reply.on
    row = objecting(row, people, suggested_unit=people.other_unit)
    assert row.status == "objected"
    assert any("申请退办" in words for words in told(people.users["clerk"]))

    step("agree", row, people.users["clerk"], to_unit=people.other_unit, note="职责在该单位")

    new = Assignment.objects.get(passed_from=row)
    assert (new.unit, new.role, new.status) == (people.other_unit, "lead", "waiting")
    assert (new.assigned_on, new.due_on, new.months, new.is_extended) == (start, due, 3, False)
    clocks = services.clocks_from(today)
    assert (new.sign_due, new.objection_due) == (clocks.sign.on, clocks.objection.on)
    motion = Motion.objects.get(pk=motion.pk)
    assert (motion.main_unit, motion.due_on, motion.status) == (
        people.other_unit,
        due,
        "assigned",
    )
    handler, taker = people.users["handler"], people.users["other_handler"]
    assert not handler.has_perm("motions.view_motion", motion)
    assert taker.has_perm("motions.view_motion", motion)
    assert list(Assignment.objects.of_units({people.unit.pk})) == []
    assert any("同意退办，已改交" in words for words in told(handler))
    assert told(taker) == [
        f"交办：{motion}，主办，由{people.unit}转来，期限自{in_words(start)}交办之日起算不变，{in_words(due)}前办结，请签收。职责在该单位"
    ]
    for name in ("lead", "joint"):
        words = f"改由{people.other_unit}承办：{motion}，期限不变，{in_words(due)}前答复"
        assert told(people.users[name])[-1] == words
    rows = list(Assignment.objects.filter(motion=motion))
    (card,) = explained([new], rows, fetch(motion))
    assert dict(card["details"])["改交"] == (
        f"原交{people.unit}，{today} 同意退办后改交，期限不变，仍自交办之日起算"
    )
    assert card["due"].on == due
    (only,) = rounds_of(motion, fetch(motion), rows, sees_notes=True, files={})
    assert [(e.title, e.at) for e in only.events if e.kind in {"passed", "hand"}] == [
        ("改交", today), ("交办", start),
    ]  # fmt: skip
    assert measure("motions.handed_over", Period.year(today.year)).value == 1
    asked = Objection.objects.get()
    assert (asked.decision, asked.decided_by) == ("granted", people.users["clerk"].name)


def test_only_an_extension_moves_the_last_day_that_the_next_unit_gets(in_township, people, case):
    motion, start = case("accepted", number=7), timezone.localdate() - timedelta(days=8)
    (row,) = handed(motion, people, on=start)
    row = asking(step("sign", row, people.users["handler"], person="何敏"), people)
    step("grant_extension", row, people.users["clerk"], note="同意")
    objecting(Assignment.objects.get(pk=row.pk), people)

    step("agree", row, people.users["clerk"], to_unit=people.other_unit, note="改交")

    new = Assignment.objects.get(passed_from=row)
    longer = due_by_months(start, 6).on
    assert (new.assigned_on, new.due_on, new.months, new.is_extended) == (start, longer, 6, True)
    assert Motion.objects.get(pk=motion.pk).due_on == longer


def test_going_round_three_units_wins_no_day(in_township, people, case, client):
    motion, start = case("accepted", number=7), timezone.localdate() - timedelta(days=6)
    (row,) = handed(motion, people, on=start)
    third = UnitFactory(township=in_township)
    due = row.due_on

    objecting(row, people)
    step("agree", row, people.users["clerk"], to_unit=people.other_unit, note="改交")
    second = Assignment.objects.get(passed_from=row)
    second = objecting(second, people, reason="也不是我们的职责")
    step("agree", second, people.users["chair"], to_unit=third, note="再改交")

    last = Assignment.objects.get(passed_from=second)
    assert (last.unit, last.assigned_on, last.due_on) == (third, start, due)
    assert Motion.objects.get(pk=motion.pk).due_on == due
    assert measure("motions.handed_over", Period.year(timezone.localdate().year)).value == 2
    client.force_login(people.users["clerk"])
    page = client.get(
        reverse("core:figure", args=["motions.handed_over"]), {"year": timezone.localdate().year}
    )
    text = page.content.decode()
    for words in ("属其他单位职责", "也不是我们的职责", str(people.unit), str(people.other_unit)):
        assert words in text


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


def test_the_ten_days_count_from_the_day_the_unit_signed(in_township, people, case):
    motion = case("accepted", number=7)
    (row,) = handed(motion, people, on=date(2025, 3, 25))
    assert row.objection_due == date(2025, 4, 7)
    assert row.objection_words == "2025-04-07（自交办之日起算，签收后自签收之日起算）"

    row = step("sign", row, people.users["handler"], person="何敏", on=date(2025, 3, 31))

    assert row.objection_due == date(2025, 4, 10)
    (card,) = explained([row], [row], fetch(motion))
    assert dict(card["details"])["退办"] == (
        "不属本单位职责的，说明理由申请，期限 2025-04-10（自签收之日 2025-03-31 起算）"
    )


def test_the_tens_last_day_is_the_offices_own_working_day(in_township, people, case):
    LocalRule.objects.create(key="suggestion.objection_days", value=5)
    CalendarDay.objects.create(date=date(2025, 4, 7), is_workday=False, note="防汛")
    (row,) = handed(case("accepted", number=7), people, on=date(2025, 3, 25))

    row = step("sign", row, people.users["handler"], person="何敏", on=date(2025, 3, 31))

    assert row.objection_due == date(2025, 4, 8)  # 04-05 and 04-06 are 清明


def test_a_late_objection_goes_on_with_a_reason_that_the_office_reads(
    in_township, people, case, client
):
    start = timezone.localdate() - timedelta(days=40)
    motion = case("accepted", number=7)
    (row,) = handed(motion, people, on=start)
    url = reverse("core:step", args=["motions.assignment", row.pk, "draft_objection"])
    data = {"reason": "属其他单位职责"}
    with pytest.raises(IllegalTransition, match="请写明逾期申请的理由"):
        objecting(row, people)
    client.force_login(people.users["handler"])
    page = client.post(url, data)
    assert list(page.context["form"].errors) == ["late_reason"]
    assert f"期限{chinese_date(row.objection_due)}已过" in page.content.decode()
    assert not Objection.objects.exists()

    client.post(url, data | {"late_reason": "职责调整，上周才移交"})
    step("sign_objection", row, people.users["head"])

    assert Assignment.objects.get(pk=row.pk).status == "objected"
    assert Objection.objects.get().late_reason == "职责调整，上周才移交"
    client.force_login(people.users["clerk"])
    for name in ("agree", "deny"):
        page = client.get(reverse("core:step", args=["motions.assignment", row.pk, name]))
        assert "职责调整，上周才移交" in page.content.decode()
    listed = client.get(reverse("motions:objection_list")).content.decode()
    assert "属其他单位职责（逾期申请：职责调整，上周才移交）" in listed
    page = client.get(motion.get_absolute_url())
    texts = [e.text for r in page.context["rounds"] for e in r.events]
    assert "属其他单位职责\n逾期申请的理由：职责调整，上周才移交" in texts
    paper = reverse(
        "core:paper", args=["motions.objection", Objection.objects.get().pk, "objection", "html"]
    )
    assert "职责调整，上周才移交" in client.get(paper).content.decode()


def test_an_objection_in_time_is_asked_for_no_such_reason(in_township, people, case, client):
    (row,) = handed(case("accepted", number=7), people)
    client.force_login(people.users["handler"])

    page = client.get(reverse("core:step", args=["motions.assignment", row.pk, "draft_objection"]))
    objecting(row, people, late_reason="多写的")

    assert "late_reason" not in page.context["form"].fields
    assert Objection.objects.get().late_reason == ""


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
    assert any(f"答复期限延至{in_words(longer)}" in words for words in told(people.users["lead"]))
    (card,) = explained([row], [row], fetch(motion))
    facts = dict(card["details"])
    assert card["due"].on == longer
    assert card["due"].rule == "六个月"
    assert "《代表法》第五十一条" in card["law"]
    assert "六个月内答复" in card["law"]
    assert "涉及三个村" in facts["延期"]
    assert f"{people.users['chair'].name}同意：确有困难" in facts["延期"]


def offers_time(motion, people) -> set[bool]:
    """Whether the case's page and the inbox offer 申请延期 to the unit's clerk and to its head."""
    found = set()
    for name in ("handler", "head"):
        browser = client_of(people.users[name])
        groups = browser.get(motion.get_absolute_url()).context["action_groups"]
        rows = browser.get(reverse("motions:inbox") + "?tab=all").context["rows"]
        shown = [b["label"] for each in (*groups, *rows) for b in each["buttons"]]
        offered = sum(label.startswith("申请延期") for label in shown)
        assert offered in {0, 2}, (name, shown)
        found.add(offered == 2)
    return found


def test_a_refused_extension_leaves_the_day(in_township, people, case):
    motion = case("accepted", number=7)
    (row,) = handed(motion, people)
    row = step("sign", row, people.users["handler"], person="何敏")
    assert offers_time(motion, people) == {True}
    row = asking(row, people)
    due = row.due_on
    assert offers_time(motion, people) == {False}
    with pytest.raises(IllegalTransition, match="已有一份"):
        asking(row, people)

    row = step("refuse_extension", row, people.users["clerk"], note="情况不复杂")

    assert (row.due_on, row.months) == (due, 3)
    assert list(Extension.objects.values_list("decision", "note")) == [("denied", "情况不复杂")]
    assert f"不同意延期，期限仍为{in_words(due)}" in told(people.users["handler"])[-1]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"due_on": date(2025, 6, 25)}, "期限2025年6月25日已过"),
        ({"round": 2}, "重新办理的期限不延长"),
        ({"months": 6}, "已延至自交办之日起 6 个月"),
    ],
)
def test_an_extension_too_late_in_the_second_round_or_again_is_refused(
    in_township, people, case, change, words
):
    motion = case("assigned", round=change.get("round", 1))
    row, today = motion.row, timezone.localdate()
    values = {"assigned_on": today, "due_on": today + timedelta(days=60), **change}
    if "due_on" in change:
        values["assigned_on"] = date(2025, 3, 25)
    Assignment.objects.filter(pk=row.pk).update(**values)

    with pytest.raises(IllegalTransition, match=words):
        asking(row, people)

    assert not Extension.objects.exists()
    assert offers_time(motion, people) == {False}


def test_a_town_may_allow_four_months_at_most(in_township, people, case):
    LocalRule.objects.create(key="suggestion.reply_months_extended", value=4)
    (row,) = handed(case("accepted", number=7), people)
    row = step("sign", row, people.users["handler"], person="何敏")

    with pytest.raises(IllegalTransition, match="最长延至自交办之日起 4 个月"):
        asking(row, people, months=6)
    row = asking(row, people, months=4)

    assert row.extensions.get().new_due == due_by_months(row.assigned_on, 4).on


def test_a_case_is_extended_once_the_office_agreed_however_many_months_it_has(
    in_township, people, case
):
    LocalRule.objects.create(key="suggestion.reply_months", value=2)
    motion = case("accepted", number=7)
    (row,) = handed(motion, people)
    row = asking(step("sign", row, people.users["handler"], person="何敏"), people, months=3)
    assert (row.months, row.is_extended, row.rule_key) == (2, False, "suggestion.reply_months")

    row = step("grant_extension", row, people.users["clerk"], note="确有困难")
    step("pass_on", row, people.users["gov_office"], to_unit=people.other_unit, note="转办")

    assert (row.months, row.is_extended) == (3, True)
    new = Assignment.objects.get(passed_from=row)
    assert (new.months, new.is_extended, new.rule_key) == (
        3, True, "suggestion.reply_months_extended",
    )  # fmt: skip
    told = {column.label: column for column in LEDGER}
    (listed,) = ledger_rows(Motion.objects.filter(pk=motion.pk))
    assert told["延期"].of(listed) is True


def test_a_refused_extension_is_none(in_township, people, case):
    (row,) = handed(case("accepted", number=7), people)
    row = asking(step("sign", row, people.users["handler"], person="何敏"), people)

    row = step("refuse_extension", row, people.users["clerk"], note="不难")

    assert (row.is_extended, row.rule_key) == (False, "suggestion.reply_months")


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
    assert [e.title for e in only.events if e.kind in {"passed", "hand"}] == ["政府内转交", "交办"]


def test_only_the_governments_office_passes_on_and_only_inside(in_township, people, case):
    (row,) = handed(case("accepted", number=7), people)

    for name in ("clerk", "chair", "handler", "head", "other_head"):
        with pytest.raises(PermissionDenied):
            step("pass_on", row, people.users[name], to_unit=people.other_unit, note="转办")
    Unit.objects.filter(pk=people.unit.pk).update(kind="bureau")
    with pytest.raises(PermissionDenied):
        step("pass_on", row, people.users["gov_office"], to_unit=people.other_unit, note="转办")
