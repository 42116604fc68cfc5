"""Meetings: thresholds at their exact edge, in integers, with the computation shown."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda.core import law
from renda.core.law import Check

HEADS = st.integers(1, 3000)


def test_quorum_reads_as_on_the_tally_page():
    assert law.quorum(54, 58) == Check(
        key="session.quorum",
        title="到会人数",
        passed=True,
        blocking=True,
        computed="54 × 3 = 162 ≥ 58 × 2 = 116",
        article="《地方组织法》第十四条：须三分之二以上出席",
        advice="",
    )


@pytest.mark.parametrize(
    ("present", "total", "passed"),
    [(40, 60, True), (39, 60, False), (39, 58, True), (38, 58, False), (1, 1, True), (0, 1, False)],
)
def test_quorum_includes_exactly_two_thirds(present, total, passed):
    check = law.quorum(present, total)
    assert (check.passed, check.stops, check.warns) == (passed, not passed, False)


def test_quorum_says_how_many_are_missing():
    check = law.quorum(38, 58)
    assert check.computed == "38 × 3 = 114 < 58 × 2 = 116"
    assert check.advice == "至少 39 名，还差 1 名。"


def test_quorum_of_impossible_numbers_fails_with_the_reason():
    assert law.quorum(60, 58).computed == "实到 60 > 全体代表 58"
    assert law.quorum(60, 58).advice == "实到不能多于全体代表，请核对。"
    assert law.quorum(60, 58).passed is False
    assert law.quorum(0, 0).passed is False
    assert law.quorum(0, 0).advice == "先确定全体代表的人数。"
    with pytest.raises(ValueError, match="negative"):
        law.quorum(-1, 58)


@given(HEADS, st.data())
def test_quorum_equals_the_comparison_of_fractions(total, data):
    present = data.draw(st.integers(0, total))
    assert law.quorum(present, total).passed is (Fraction(present, total) >= Fraction(2, 3))
    assert law.quorum(present, total).passed is (present >= law.quorum_needed(total))


@given(HEADS, st.data())
def test_quorum_is_monotonic(total, data):
    present = data.draw(st.integers(0, total - 1))
    assert law.quorum(present, total).passed <= law.quorum(present + 1, total).passed


@pytest.mark.parametrize(
    ("votes", "total", "passed", "computed"),
    [
        (29, 58, False, "29 × 2 = 58 ≤ 58"),
        (30, 58, True, "30 × 2 = 60 > 58"),
        (28, 57, False, "28 × 2 = 56 ≤ 57"),
        (29, 57, True, "29 × 2 = 58 > 57"),
        (54, 58, True, "54 × 2 = 108 > 58"),
    ],
)
def test_a_majority_is_more_than_half_of_all_deputies(votes, total, passed, computed):
    check = law.majority_of_all(votes, total)
    assert (check.passed, check.computed, check.blocking) == (passed, computed, True)
    assert check.article == "《地方组织法》第二十五条：过全体代表半数"
    assert law.resolution_passed(votes, total) == check


@given(HEADS, st.data())
def test_a_majority_equals_the_comparison_of_fractions(total, data):
    votes = data.draw(st.integers(0, total))
    assert law.majority_of_all(votes, total).passed is (Fraction(votes, total) > Fraction(1, 2))
    assert law.majority_of_all(votes, total).passed is (votes >= law.majority_needed(total))


def test_needed_numbers():
    assert [law.quorum_needed(n) for n in (58, 60, 61)] == [39, 40, 41]
    assert [law.majority_needed(n) for n in (57, 58)] == [29, 30]


def test_the_presidium_needs_more_than_half_but_only_warns():
    half = law.presidium_quorum(5, 10)
    assert (half.passed, half.warns, half.stops) == (False, True, False)
    assert half.computed == "5 × 2 = 10 ≤ 10"
    assert half.article == ("《浙江省乡镇人民代表大会工作条例》第二十四条：须全体成员过半数出席")
    assert law.presidium_quorum(6, 10).passed is True
    assert (law.presidium_majority(5, 10).passed, law.presidium_majority(6, 10).passed) == (
        False,
        True,
    )


@pytest.mark.parametrize(
    ("members", "passed", "computed"),
    [
        (6, False, "6 名 < 7 名"),
        (7, True, "7 名 ≤ 7 名 ≤ 13 名"),
        (13, True, "7 名 ≤ 13 名 ≤ 13 名"),
        (14, True, "13 名 < 14 名 ≤ 17 名，经济较发达、规模较大的乡镇可以"),
        (17, True, "13 名 < 17 名 ≤ 17 名，经济较发达、规模较大的乡镇可以"),
        (18, False, "18 名 > 17 名"),
    ],
)
def test_presidium_size(members, passed, computed):
    check = law.presidium_size(members)
    assert (check.passed, check.computed, check.blocking) == (passed, computed, False)
    assert check.title == "主席团人数"


def test_presidium_size_with_another_provinces_numbers():
    assert law.presidium_size(12, minimum=7, usual=11, maximum=13).passed is True
    assert law.presidium_size(14, minimum=7, usual=11, maximum=13).advice == "多 1 名。"


@pytest.mark.parametrize(
    ("today", "passed", "advice"),
    [
        (date(2025, 6, 16), True, ""),
        (date(2025, 7, 2), True, ""),
        (date(2025, 7, 3), False, "已超过 1 天，请尽快召开主席团会议。"),
    ],
)
def test_presidium_meets_every_three_months(today, passed, advice):
    check = law.presidium_interval(date(2025, 4, 2), today)
    assert (check.passed, check.advice, check.blocking) == (passed, advice, False)


def test_presidium_interval_shows_the_days():
    assert law.presidium_interval(date(2025, 11, 30), date(2026, 2, 28)).computed == (
        "上次 2025-11-30，三个月至 2026-02-28；今天 2026-02-28 ≤ 2026-02-28"
    )
    assert law.presidium_interval(date(2025, 1, 31), date(2025, 3, 1), months=1).passed is False


@pytest.mark.parametrize(
    ("notice_on", "passed", "computed"),
    [
        (date(2025, 1, 14), True, "2025-01-14 通知，2025-01-21 开会，提前 7 天 ≥ 7 天"),
        (date(2025, 1, 15), False, "2025-01-15 通知，2025-01-21 开会，提前 6 天 < 7 天"),
    ],
)
def test_notice_is_seven_days_ahead(notice_on, passed, computed):
    check = law.session_notice(notice_on, date(2025, 1, 21))
    assert (check.passed, check.computed, check.blocking) == (passed, computed, False)


def test_notice_by_a_local_number_and_papers_one_day_ahead():
    opens_on = date(2025, 1, 21)
    assert law.session_notice(date(2025, 1, 14), opens_on, days=10).passed is False
    assert law.session_papers(date(2025, 1, 20), opens_on).passed is True
    assert law.session_papers(opens_on, opens_on).warns is True
    unsent = law.session_notice(None, opens_on)
    assert (unsent.warns, unsent.computed, unsent.advice) == (
        True,
        "没有登记通知的日期",
        "应当提前 7 天通知：请在会议里登记日期，或者说明原因。",
    )


@pytest.mark.parametrize(
    ("held", "stops", "warns"), [(0, True, True), (1, False, True), (2, False, False)]
)
def test_sessions_of_a_year(held, stops, warns):
    must, usual = law.session_per_year(held)
    assert (must.stops, usual.warns) == (stops, warns)
    assert (must.warns, usual.stops) == (False, False)
    assert usual.computed == f"{held} 次 {'≥' if held >= 2 else '<'} 2 次"


def test_the_first_session_opens_within_two_months():
    due = law.first_session_due(date(2021, 12, 30))
    assert (due.raw, due.on) == (date(2022, 2, 28), date(2022, 2, 28))
    assert law.first_session(date(2021, 12, 30), date(2022, 2, 28)).passed is True
    late = law.first_session(date(2021, 12, 30), date(2022, 3, 1))
    assert (late.stops, late.advice) == (
        True,
        "晚 1 天，请将开会日期提前到 2022-02-28 或者以前。",
    )
    assert late.computed == "选举完成 2021-12-30，二个月至 2022-02-28；开会 2022-03-01 > 2022-02-28"


def test_the_roll_adds_up():
    assert law.roll_sum(58, 54, 3, 1).computed == "54 + 3 + 1 = 58 = 应到 58"
    assert law.roll_sum(58, 54, 3, 1).passed is True
    wrong = law.roll_sum(58, 54, 3, 0)
    assert (wrong.stops, wrong.computed, wrong.advice) == (
        True,
        "54 + 3 + 0 = 57 ≠ 应到 58",
        "少 1 名，请核对签到册。",
    )


def test_the_vote_adds_up():
    assert law.vote_sum(50, 2, 1, 1, 54).passed is True
    wrong = law.vote_sum(50, 2, 3, 0, 54)
    assert (wrong.stops, wrong.computed, wrong.advice) == (
        True,
        "50 + 2 + 3 + 0 = 55 ≠ 实到 54",
        "多 1 票，请核对表决结果。",
    )
    few = law.vote_sum(50, 2, 1, 0, 54)
    assert (few.stops, few.warns, few.computed, few.advice) == (
        False,
        True,
        "50 + 2 + 1 + 0 = 53 ≠ 实到 54",
        "少 1 票，请核对表决结果。",
    )


@pytest.mark.parametrize(
    ("votes", "present", "total", "result"),
    [
        (58, 58, 58, "全体"),
        (54, 54, 58, "实到"),
        (53, 54, 58, None),
        (0, 0, 58, None),
        (55, 54, 58, None),
        (60, 60, 58, None),
    ],
)
def test_unanimous_is_derived_from_the_votes(votes, present, total, result):
    assert law.unanimous(votes, present, total) == result


@pytest.mark.parametrize(
    ("check", "edge", "key"),
    [
        (law.joint_motion, 5, "motion.sponsors"),
        (law.nomination, 10, "election.nomination"),
        (law.interpellation, 10, "interpellation.sponsors"),
    ],
)
def test_joint_proposals_need_their_number_of_deputies(check, edge, key):
    below, enough = check(edge - 1), check(edge)
    assert (below.stops, below.advice) == (True, f"联名代表至少 {edge} 名，还差 1 名。")
    assert (enough.passed, enough.computed, enough.key) == (True, f"{edge} 名 ≥ {edge} 名", key)
    assert below.computed == f"{edge - 1} 名 < {edge} 名"


@pytest.mark.parametrize("check", [law.extraordinary_session, law.removal])
def test_one_fifth_of_all_deputies(check):
    assert (check(12, 60).passed, check(11, 60).passed) == (True, False)
    assert check(12, 58).computed == "12 × 5 = 60 ≥ 58"
    assert check(11, 58).advice == "至少 12 名，还差 1 名。"


@given(HEADS, st.data())
def test_one_fifth_equals_the_comparison_of_fractions(total, data):
    sponsors = data.draw(st.integers(0, total))
    expected = Fraction(sponsors, total) >= Fraction(1, 5)
    assert law.removal(sponsors, total).passed is expected
    assert law.extraordinary_session(sponsors, total).passed is expected


def test_half_of_the_sponsors_may_demand_another_reply():
    assert law.interpellation_again(5, 10).passed is True
    assert law.interpellation_again(4, 10).passed is False
    assert law.interpellation_again(5, 11).passed is False


@pytest.mark.parametrize(
    ("population", "seats"),
    [
        (0, 45),
        (1499, 45),
        (1500, 46),
        (19499, 57),
        (19500, 58),
        (172499, 159),
        (172500, 160),
        (900000, 160),
    ],
)
def test_seats_by_population(population, seats):
    assert law.seats(population) == seats
