"""办理看板: every open case in one lane, the overdue on top, each lane opening its own rows."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.lanes import AT_MOST, LANES, fill
from motions.models import Assignment, Commitment, Motion
from renda.core.calendar import due_by_days
from renda.core.models import CalendarDay
from renda.core.scoping import township_scope
from tests.factories.core import TownshipFactory
from tests.factories.motions import (
    CommitmentFactory,
    FeedbackFactory,
    MotionFactory,
    ReplyFactory,
)

pytestmark = pytest.mark.django_db
URL = reverse("motions:board")


def day(days: int) -> date:
    """So many days from today."""
    return timezone.localdate() + timedelta(days=days)


def promise(township, motion, due=date(2025, 8, 31), **fields):
    """A promise of the case's issued reply."""
    with township_scope(township.pk):
        reply = motion.row.replies.first() or ReplyFactory(
            township=township,
            assignment=motion.row,
            result_class="B",
            number=f"练函〔2025〕{motion.pk}号",
            issued_on=date(2025, 5, 20),
            issued_by="蒋文斌",
        )
    return CommitmentFactory(township=township, reply=reply, due_on=due, **fields)


@pytest.fixture
def one_each(township, case):
    """A case in every lane, by the lane's key."""
    found = {
        "submitted": case("submitted", submitted_on=day(-3)),
        "presidium": case("presidium", kind="bill"),
        "accepted": case("accepted"),
        "unsigned": case("assigned", assignment="waiting", due_on=day(40)),
        "objected": case("assigned", assignment="objected", due_on=day(40)),
        "handling": case("assigned", due_on=day(5)),
        "signing": case("assigned", assignment="signing", due_on=day(-2)),
        "redo": case("assigned", round=2, due_on=day(20)),
        "rating": case("replied", replied_on=day(-1), feedback_due=day(14)),
        "twice": case("replied", round=2, replied_on=day(-20), verdict="dissatisfied"),
        "promises": case("closed", replied_on=day(-60), closed_on=day(-50)),
    }
    FeedbackFactory(
        township=township, motion=found["twice"], round=2, result_rating="dissatisfied",
        words="没有办。", on=day(-4),
    )  # fmt: skip
    promise(township, found["promises"])
    for status in ("draft", "returned", "rejected", "withdrawn", "closed", "merged", "on_agenda"):
        case(status)
    return found


def lanes_of(client) -> dict[str, dict]:
    return {lane["key"]: lane for lane in client.get(URL).context["lanes"]}


def test_every_open_case_stands_in_one_lane_and_what_is_over_in_none(client, clerk, one_each):
    client.force_login(clerk)

    lanes = lanes_of(client)

    assert {key: [c["title"] for c in lane["cards"]] for key, lane in lanes.items()} == {
        key: [
            motion.official_title,
            # what was left by ``merged``: the case it went into waits for 交办 too
            *([m.official_title for m in merged_targets()] if key == "accepted" else []),
        ]
        for key, motion in one_each.items()
    }


def merged_targets() -> list[Motion]:
    from renda.core.scoping import everywhere

    with everywhere():
        return [m.merged_into for m in Motion.objects.filter(status="merged")]


def test_a_lane_opens_exactly_its_rows_in_the_register(client, clerk, one_each):
    client.force_login(clerk)

    for key, lane in lanes_of(client).items():
        page = client.get(lane["url"])
        assert page.context["paginator"].count == lane["size"], key
        assert {m.official_title for m in page.context["object_list"]} == {
            card["title"] for card in lane["cards"]
        }, key


def test_the_filters_go_with_the_lane(client, clerk, people, township, case):
    case("assigned", field="traffic", due_on=day(30))
    case("assigned", field="urban", due_on=day(30))
    other = case("assigned", field="traffic", due_on=day(30))
    with township_scope(township.pk):
        Assignment.objects.filter(motion=other).update(unit=people.other_unit)
    client.force_login(clerk)
    narrowed = {"field": "traffic", "unit": people.unit.pk, "year": 2025, "is_key": "false"}

    page = client.get(URL, narrowed)

    (lane,) = [lane for lane in page.context["lanes"] if lane["size"]]
    assert (lane["key"], lane["size"]) == ("handling", 1)
    assert client.get(lane["url"]).context["paginator"].count == 1
    assert client.get(URL, narrowed | {"year": 2024}).context["total"] == 0
    assert "没有符合条件的件" in client.get(URL, narrowed | {"year": 2024}).content.decode()


def test_the_overdue_are_on_top_and_the_rest_is_counted(client, clerk, case):
    dues = [30, -5, 12, 3, 45, 60, -20, 8, 25, 1]
    for number in dues:
        case("assigned", due_on=day(number))
    client.force_login(clerk)

    lane = lanes_of(client)["handling"]

    assert (lane["size"], lane["rest"], len(lane["cards"])) == (10, 2, AT_MOST)
    assert [(c["words"], c["tone"]) for c in lane["cards"]] == [
        ("逾期 20 天", "late"),
        ("逾期 5 天", "late"),
        ("剩 1 天", "due"),
        ("剩 3 天", "due"),
        ("剩 8 天", "due"),
        ("剩 12 天", ""),
        ("剩 25 天", ""),
        ("剩 30 天", ""),
    ]
    assert "看全部 10 件" in client.get(URL).content.decode()


def test_each_lane_has_its_own_clock(client, clerk, township, one_each):
    with township_scope(township.pk):
        waiting = Assignment.objects.filter(motion=one_each["unsigned"])
        waiting.update(sign_due=day(-1))
        Motion.objects.filter(pk=one_each["submitted"].pk).update(submitted_on=day(-30))
        Commitment.objects.all().update(due_on=day(9))
    client.force_login(clerk)

    words = {
        key: (lane["cards"][0]["words"], lane["cards"][0]["tone"])
        for key, lane in lanes_of(client).items()
        if key in {"submitted", "unsigned", "rating", "twice", "promises", "redo"}
    }

    assert words == {
        "submitted": ("已等 30 天", "late"),
        "unsigned": ("逾期 1 天", "late"),
        "redo": ("剩 20 天", ""),
        "rating": ("剩 14 天", ""),
        "twice": ("已等 4 天", ""),
        "promises": ("剩 9 天", "due"),
    }


def test_the_board_knows_the_offices_own_day_table(client, clerk, township, one_each):
    ends = due_by_days(day(-8), 7).on
    start = day(-8)
    while ends >= day(0):
        start -= timedelta(days=1)
        ends = due_by_days(start, 7).on
    with township_scope(township.pk):
        Motion.objects.filter(pk=one_each["submitted"].pk).update(submitted_on=start)
    client.force_login(clerk)
    assert lanes_of(client)["submitted"]["cards"][0]["tone"] == "late"

    with township_scope(township.pk):
        for number in range((day(0) - ends).days + 1):
            rest = ends + timedelta(days=number)
            CalendarDay.objects.create(date=rest, is_workday=False, note="防汛")

    assert lanes_of(client)["submitted"]["cards"][0]["tone"] == ""


def test_a_case_leaves_the_last_lane_with_its_last_promise(client, clerk, township, case):
    motion = case("closed")
    first, second = promise(township, motion), promise(township, motion)
    client.force_login(clerk)
    sizes = [lanes_of(client)["promises"]["size"]]
    for row in (first, second):
        with township_scope(township.pk):
            Commitment.objects.filter(pk=row.pk).update(
                status="struck", done_on=date(2025, 9, 1), done_note="到现场看过",
                no_letter_reason="已当面说明",
            )  # fmt: skip
        sizes.append(lanes_of(client)["promises"]["size"])

    assert sizes == [1, 1, 0]


def test_a_promise_reported_as_done_is_not_late_but_to_be_looked_at(client, clerk, township, case):
    motion = case("closed")
    reported = {"status": "reported", "reported_on": day(-12), "reported_note": "修完"}
    promise(township, motion, due=day(-9), **reported)
    client.force_login(clerk)
    (card,) = lanes_of(client)["promises"]["cards"]
    assert (card["words"], card["tone"], card["why"]) == ("已报完成，待核实", "due", "")

    promise(township, motion, due=day(30))

    (card,) = lanes_of(client)["promises"]["cards"]
    assert card["words"] == "剩 30 天"


def test_a_case_with_several_units_stands_where_the_slowest_is(in_township, people, case):
    from tests.factories.motions import AssignmentFactory

    motion = case("assigned", assignment="signing", due_on=day(9))
    AssignmentFactory(
        township=in_township, motion=motion, unit=people.other_unit, status="waiting", role="assist"
    )

    sizes = {f.lane.key: f.size for f in fill(Motion.objects.all(), LANES)}

    assert {key: size for key, size in sizes.items() if size} == {"unsigned": 1}


def test_the_government_office_sees_only_what_was_handed_on(client, people, one_each):
    client.force_login(people.users["gov_office"])

    lanes = lanes_of(client)

    assert list(lanes) == [
        "unsigned", "objected", "handling", "signing", "redo", "rating", "twice", "promises",
    ]  # fmt: skip
    for lane in lanes.values():
        assert client.get(lane["url"]).context["paginator"].count == lane["size"]


def test_the_board_opens_for_those_who_watch(client, people):
    opened = set()
    for name, user in people.users.items():
        client.force_login(user)
        status = client.get(URL).status_code
        assert status in {200, 403}
        if status == 200:
            opened.add(name)

    assert opened == {"clerk", "chair", "gov_office", "county"}
    client.logout()
    assert client.get(URL).url.startswith(reverse("core:login"))


def test_another_townships_cases_and_units_are_not_there(client, outsider, people, one_each):
    client.force_login(outsider)

    page = client.get(URL, {"unit": people.unit.pk})

    assert [lane["size"] for lane in page.context["lanes"]] == [0] * 8
    assert one_each["handling"].title not in page.content.decode()
    assert client.get(one_each["handling"].get_absolute_url()).status_code == 404


@pytest.mark.parametrize("rows", [1, 12])
def test_the_board_costs_the_same_for_few_and_many(client, clerk, township, case, rows):
    for _ in range(rows):
        for status in ("submitted", "accepted", "replied"):
            case(status)
        for assignment in ("waiting", "handling", "signing"):
            case("assigned", assignment=assignment, due_on=day(9))
        promise(township, case("closed"))
    MotionFactory(township=TownshipFactory(), status="submitted")
    client.force_login(clerk)
    client.get(reverse("core:account"))

    with CaptureQueriesContext(connection) as asked:
        page = client.get(URL)

    assert len(asked) == 8, [q["sql"][:120] for q in asked]
    assert [lane["size"] for lane in page.context["lanes"] if lane["size"]] == [rows] * 7
    assert len(page.content) < 60 * 1024


def test_a_narrowed_board_is_sent_without_its_frame(client, clerk, one_each):
    client.force_login(clerk)

    page = client.get(URL, {"field": "other"}, headers={"HX-Request": "true"})

    assert page.content.decode().startswith('<div id="list">')
    assert page.context["total"] == len(LANES) + 1
