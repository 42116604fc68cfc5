"""Twice 不满意: the presidium decides, on its own page, and nobody settles it or hands it back by a note."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Assignment, Motion
from motions.timeline import fetch, rounds_of
from motions.workflow import motion_workflow
from motions.workflow.day import in_words
from renda.core.models import AuditEntry, Notification
from renda.core.workflow import IllegalTransition
from tests.factories.core import TownshipFactory
from tests.factories.motions import FeedbackFactory
from tests.factories.sessions import MeetingFactory
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import told
from tests.motions.helpers.verdict import again, answer_again, rated

pytestmark = pytest.mark.django_db
STEPS = {"settle": "closed", "redo_again": "assigned"}
MAY = {"clerk", "chair"}
ROUND_TWO = date(2025, 6, 20)
LAST_WORD = date(2025, 6, 25)


def page_of(step, motion):
    return reverse("core:step", args=["motions.motion", motion.pk, step])


def said(**more):
    return {"on": "2025-07-02", "note": "请镇长领办，年底前接通。", **more}


@pytest.fixture
def twice(answered, in_township, people):
    """A case whose lead deputy was not content with the second answer either."""
    rated(answered, people.lead, "dissatisfied")
    Assignment.objects.filter(motion=answered, round=2).update(assigned_on=date(2025, 6, 4))
    answer_again(answered, in_township, on=ROUND_TWO)
    rated(again(answered), people.lead, "dissatisfied", on=LAST_WORD)
    Notification.objects.all().delete()
    return again(answered)


def events(motion):
    """The round and the title of every event, the latest first."""
    rows = list(motion.assignments.select_related("unit"))
    rounds = rounds_of(motion, fetch(motion), rows, sees_notes=True, files={})
    return [(each.number, event.title) for each in rounds for event in each.events]


@pytest.mark.parametrize("status", Motion.Status.values)
@pytest.mark.parametrize("step", STEPS)
def test_the_page_is_open_to_the_office_where_the_case_is_answered(
    in_township, people, case, step, status
):
    for name, user in people.users.items():
        motion = Motion.objects.get(pk=case(status, round=2).pk)
        FeedbackFactory(
            township=in_township, motion=motion, round=2, result_rating="dissatisfied", words="没办"
        )
        lines = AuditEntry.objects.count()

        page = client_of(user).post(page_of(step, motion), said())

        after = again(motion)
        if status == "replied" and name in MAY:
            assert (page.status_code, after.status) == (302, STEPS[step]), name
        else:
            assert page.status_code in ({302} if name in MAY else {403, 404}), name
            assert (after.status, after.revision) == (status, motion.revision), name
            assert not after.reviews.exists(), name
            assert AuditEntry.objects.count() == lines, name


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("round", [1, 2])
def test_what_is_not_twice_dissatisfied_is_not_the_presidiums(answered, people, step, round):
    Motion.objects.filter(pk=answered.pk).update(round=round)

    page = client_of(people.users["chair"]).post(page_of(step, answered), said(), follow=True)

    assert page.status_code == (403 if round == 1 else 200)
    if round == 2:
        assert "重办后代表仍不满意的，才提交主席团会议处理" in page.content.decode()
    assert (again(answered).status, again(answered).round) == ("replied", round)


@pytest.mark.parametrize("step", STEPS)
def test_the_decision_needs_words_and_a_day_that_has_come(twice, people, step):
    client = client_of(people.users["clerk"])
    tomorrow = str(timezone.localdate() + timedelta(days=1))

    page = client.post(page_of(step, twice), said(on=tomorrow, note=""))

    assert page.context["form"].errors == {
        "on": ["日期还没有到，请填今天或者以前的日期"], "note": ["请填写这一项。"],
    }  # fmt: skip
    assert again(twice).status == "replied"


@pytest.mark.parametrize("step", STEPS)
def test_another_townships_meeting_is_no_choice(twice, people, step):
    meeting = MeetingFactory(township=TownshipFactory())

    page = client_of(people.users["clerk"]).post(page_of(step, twice), said(meeting=meeting.pk))

    assert list(page.context["form"].errors) == ["meeting"]
    assert again(twice).status == "replied"


def test_the_presidium_settles_the_case(twice, in_township, people):
    meeting = MeetingFactory(township=in_township)
    clerk = client_of(people.users["clerk"])
    clerk.get(reverse("core:account"))

    with CaptureQueriesContext(connection) as captured:
        clerk.post(page_of("settle", twice), said(meeting=meeting.pk))

    assert len(captured) <= 20
    motion = again(twice)
    assert (motion.status, motion.closed_on, motion.verdict, motion.round, motion.lapsed_on) == (
        "closed", date(2025, 7, 2), "dissatisfied", 2, None,
    )  # fmt: skip
    review = motion.reviews.get()
    assert (review.decision, review.meeting, review.on, review.by, review.note) == (
        "settled", meeting, date(2025, 7, 2), people.users["clerk"].name, "请镇长领办，年底前接通。",
    )  # fmt: skip
    words = f"主席团处理：{motion}"
    for name in ("lead", "joint", "chair"):
        assert told(people.users[name]) == [words], name
    for name in ("clerk", "deputy", "handler", "head", "other_handler", "gov_office"):
        assert told(people.users[name]) == [], name
    assert events(motion)[:3] == [(2, "办结"), (2, "主席团会议处理"), (2, "评价：不满意")]
    page = client_of(people.lead.user).get(motion.get_absolute_url()).content.decode()
    assert f"{meeting.held_on} 主席团会议" in page
    rate = client_of(people.lead.user).get(reverse("motions:rate", args=[motion.pk]))
    assert rate.status_code == 403


def test_the_presidium_hands_it_back_for_a_third_round(twice, in_township, people):
    meeting, today = MeetingFactory(township=in_township), timezone.localdate()
    chair = client_of(people.users["chair"])
    chair.get(reverse("core:account"))

    with CaptureQueriesContext(connection) as captured:
        chair.post(page_of("redo_again", twice), said(meeting=meeting.pk))

    assert len(captured) <= 20
    motion = again(twice)
    row = Assignment.objects.get(motion=motion, round=3)
    assert (motion.status, motion.round, motion.due_on) == ("assigned", 3, row.due_on)
    assert (row.unit, row.assigned_on, row.status) == (people.unit, today, "waiting")
    review = motion.reviews.get()
    assert (review.decision, review.meeting, review.on) == ("redo", meeting, date(2025, 7, 2))
    words = f"主席团决定交回重办：{motion}，{in_words(row.due_on)}前再次答复"
    for name in ("lead", "joint", "clerk", "gov_office"):
        assert told(people.users[name]) == [words], name
    assert told(people.users["chair"]) == []
    assert [text.split("：")[0] for text in told(people.users["handler"])] == [
        "代表不满意，交回重办"
    ]
    assert told(people.users["other_handler"]) == told(people.users["deputy"]) == []
    assert [pair for pair in events(motion) if "主席团" in pair[1]] == [(2, "主席团决定重新办理")]


def test_the_third_round_ends_at_the_presidium_again(twice, in_township, people):
    chair = people.users["chair"]
    motion = motion_workflow.perform(
        "redo_again", twice, by=chair, data={"note": "再办一次", "on": date(2025, 7, 2)}
    )
    Assignment.objects.filter(motion=motion, round=3).update(status="replied")
    Motion.objects.filter(pk=motion.pk).update(status="replied")
    rated(again(motion), people.lead, "dissatisfied", on=date(2025, 8, 5))

    motion = motion_workflow.perform(
        "settle", again(motion), by=chair, data={"note": "列入明年计划", "on": date(2025, 8, 8)}
    )

    decided = [pair for pair in events(again(motion)) if pair[1].startswith("主席团")]
    assert decided == [(3, "主席团会议处理"), (2, "主席团决定重新办理")]


@pytest.mark.parametrize("name", ["clerk", "chair"])
def test_nobody_opens_a_round_by_a_note(twice, people, name):
    client = client_of(people.users[name])

    page = client.post(page_of("redo", twice), {"note": "再办"})

    assert page.status_code == 404
    with pytest.raises(IllegalTransition, match="请用“主席团处理”或者“主席团交回重办”"):
        motion_workflow.perform("close", twice, by=people.users["clerk"], data={"note": "办结"})
    assert (again(twice).status, again(twice).round) == ("replied", 2)
    labels = [link["label"] for link in client.get(twice.get_absolute_url()).context["transitions"]]
    assert {"主席团处理", "主席团交回重办"} <= set(labels)
    assert "交回重办" not in labels


def test_the_presidium_reads_what_was_said_and_what_follows(twice, people):
    said = [("第一轮评价", "不满意：没有办。"), ("第二轮评价", "不满意：没有办。")]

    for step, (label, words) in {
        "settle": ("此后", "办结，评价仍为不满意"),
        "redo_again": ("再次答复期限", f"{services.clocks_from(timezone.localdate()).redo.on}（自"),
    }.items():
        facts = motion_workflow.transitions[step].confirm(twice)
        assert facts[-3:-1] == said
        assert (facts[-1][0], facts[-1][1].startswith(words)) == (label, True)


def test_the_lead_reads_of_another_round_only_while_there_is_one(twice, people):
    """After the second answer 不满意 goes to the presidium."""
    text = (
        client_of(people.lead.user).get(reverse("motions:rate", args=[twice.pk])).content.decode()
    )

    assert "再次不满意的提交主席团会议处理" in text
    assert "个月内重办" not in text
