"""The unit's inbox, and the opinions that it waits for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import Assignment, Commitment
from renda.core.models import AuditEntry, LocalRule, Notification
from renda.core.scoping import township_scope
from tests.factories.motions import (
    AssignmentFactory,
    CommitmentFactory,
    ReferenceFactory,
    ReplyFactory,
    SupplementFactory,
)
from tests.motions.helpers.letters import DAY

pytestmark = pytest.mark.django_db


# --- the inbox ---------------------------------------------------------------------------------
def buttons(page, key="rows") -> list[str]:
    return [button["label"] for row in page.context[key] for button in row["buttons"]]


def inbox(enter, name="handler", query=""):
    return enter(name).get(reverse("motions:inbox") + query)


def test_no_more_time_is_offered_than_the_township_allows(enter, people, case):
    motion = case("assigned", assignment="handling")
    with township_scope(motion.township_id):
        Assignment.objects.update(due_on=timezone.localdate() + timedelta(days=20), months=4)
    assert "申请延期（送负责人签）" in buttons(inbox(enter))

    with township_scope(motion.township_id):
        LocalRule.objects.create(key="suggestion.reply_months_extended", value=4)

    assert "申请延期（送负责人签）" not in buttons(inbox(enter))


@pytest.mark.parametrize(
    ("status", "left", "expected"),
    [
        ("waiting", 20, ["签收", "联系代表", "申请退办（送负责人签）"]),
        (
            "handling",
            20,
            ["答复", "联系代表", "申请退办（送负责人签）", "申请延期（送负责人签）"],
        ),
        ("signing", 20, ["联系代表", "撤回送签"]),
        ("objected", 20, []),
        ("replied", 20, ["补充答复"]),
        ("handling", -1, ["答复", "联系代表", "申请退办（送负责人签）"]),
    ],
)
def test_a_row_has_the_buttons_that_are_possible(enter, people, case, status, left, expected):
    today = timezone.localdate()
    motion = case("assigned", assignment=status)
    with township_scope(motion.township_id):
        Assignment.objects.filter(pk=motion.row.pk).update(
            due_on=today + timedelta(days=left),
            objection_due=today,
            assigned_on=today - timedelta(days=30),
        )

    page = inbox(enter, query="?tab=all")

    assert buttons(page) == expected


def test_a_late_objection_is_still_a_button(enter, people, case):
    case("assigned")

    assert "申请退办（送负责人签）" in buttons(inbox(enter))


def test_the_head_issues_or_calls_back_from_the_inbox(enter, people, case):
    case("assigned", assignment="signing")

    assert buttons(inbox(enter, "head")) == ["签发", "退回修改", "联系代表"]


def test_what_waits_to_be_signed_for_stands_first(enter, people, case):
    waiting = case("assigned", assignment="waiting")
    handling = case("assigned")

    page = inbox(enter)

    assert [row["assignment"] for row in page.context["waiting"]] == [waiting.row]
    assert list(page.context["object_list"]) == [handling.row]


def test_promises_for_the_coming_month_stand_in_the_inbox(enter, people, township, replied):
    motion = replied()
    today = timezone.localdate()
    with township_scope(township.pk):
        Commitment.objects.filter(pk=motion.promise.pk).update(due_on=today + timedelta(days=30))
        far = CommitmentFactory(
            township=township, reply=motion.reply, due_on=today + timedelta(days=31)
        )

    page = inbox(enter)

    shown = [row["commitment"].pk for row in page.context["promised"]]
    assert shown == [motion.promise.pk]
    assert far.pk not in shown
    assert buttons(page, "promised") == ["报完成", "申请改期（送负责人签）"]
    page = enter("head").get(reverse("motions:inbox"))
    assert buttons(page, "promised") == ["报完成", "申请改期"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_with_everything_in_it_costs_the_same(
    enter, people, township, case, replied, rows
):
    for _ in range(rows):
        motion = replied_once = case("replied", assignment="replied", replied_on=DAY)
        SupplementFactory(township=township, assignment=motion.row)
        reply = ReplyFactory(
            township=township, assignment=replied_once.row, result_class="B",
            number=f"练函〔2025〕{motion.pk}号", issued_on=DAY, issued_by="蒋文斌",
        )  # fmt: skip
        CommitmentFactory(township=township, reply=reply)
        ReferenceFactory(township=township, motion=case("reference"), unit=people.unit)
        case("assigned", assignment="waiting")
        case("assigned")
    browser = enter("handler")

    with CaptureQueriesContext(connection) as asked:
        page = browser.get(reverse("motions:inbox"))

    assert len(page.context["letters"]) == len(page.context["references"]) == rows
    assert len(asked) == 10, [q["sql"][:120] for q in asked]


# --- missing opinions ------------------------------------------------------------------------
def test_the_lead_unit_asks_for_the_opinion_that_is_missing(enter, people, township, case):
    motion = case("assigned")
    AssignmentFactory(
        township=township, motion=motion, unit=people.other_unit, role="assist", status="handling"
    )
    page = enter("handler").get(reverse("motions:reply_create", args=[motion.row.pk]))
    assert [a.unit for a in page.context["missing"]] == [people.other_unit]

    enter("handler").post(reverse("motions:ask_opinions", args=[motion.row.pk]))

    with township_scope(township.pk):
        for name in ("other_handler", "other_head"):
            told = Notification.objects.filter(to=people.users[name])
            assert told.get().text.startswith(f"{people.unit}请你们尽快回会办意见")
        assert AuditEntry.objects.filter(verb="催会办意见").count() == 1


@pytest.mark.parametrize("name", ["clerk", "lead", "other_handler", "county"])
def test_nobody_else_asks_for_opinions(enter, people, case, name):
    motion = case("assigned")

    answer = enter(name).post(reverse("motions:ask_opinions", args=[motion.row.pk]))

    assert answer.status_code == 403
