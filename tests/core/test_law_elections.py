"""Elections: ballots that add up, candidates in number, and who is elected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda.core import law
from renda.core.law import Verdict

ELECTED, NOT, TIED = Verdict.ELECTED, Verdict.NOT_ELECTED, Verdict.TIED


def _ballots(**changes):
    counts = {"issued": 54, "returned": 54, "valid": 54, "void": 0, "present": 54, **changes}
    return law.ballots(**counts)


def test_ballots_that_agree_read_as_on_the_tally_page():
    order, total = _ballots(valid=53, void=1)
    assert [(c.title, c.passed, c.computed, c.article) for c in (order, total)] == [
        ("选举有效", True, "收回 54 ≤ 发出 54 ≤ 实到 54", "本次选举办法"),
        ("有效票与无效票", True, "53 + 1 = 收回 54", "本次选举办法"),
    ]


def test_ballots_cite_the_method_the_caller_names():
    checks = law.ballots(
        issued=54, returned=54, valid=54, void=0, present=54, article="本次选举办法第九条"
    )
    assert [check.article for check in checks] == ["本次选举办法第九条"] * 2


@pytest.mark.parametrize(
    ("changes", "order", "total", "advice"),
    [
        ({"returned": 53, "valid": 53}, True, True, ""),
        ({"issued": 53, "returned": 53, "valid": 53}, True, True, ""),
        (
            {"returned": 55, "valid": 55},
            False,
            True,
            "收回的票多于发出的票 1 张，本次投票无效，应当重新投票。",
        ),
        ({"issued": 56}, False, True, "发出的票多于实到代表 2 张，请核对发票数和签到人数。"),
        ({"valid": 50, "void": 3}, True, False, "有效票与无效票之和少 1 票，请核对计票单。"),
        ({"valid": 54, "void": 2}, True, False, "有效票与无效票之和多 2 票，请核对计票单。"),
    ],
)
def test_ballots_that_disagree_block(changes, order, total, advice):
    checks = _ballots(**changes)
    assert [check.passed for check in checks] == [order, total]
    assert "".join(check.advice for check in checks) == advice
    assert [check.stops for check in checks] == [not order, not total]


def test_one_vote_missing_reads_as_on_the_tally_page_and_warns():
    check = law.candidate_sums([("汤晓琴", 54, 0, 0), ("蒋文斌", 52, 1, 0)], 54)
    assert (check.title, check.computed, check.stops, check.warns) == (
        "各候选人合计",
        "蒋文斌 53 ≠ 有效票 54",
        False,
        True,
    )
    assert check.advice == (
        "蒋文斌少 1 票：52 + 1 + 0 = 53，有效票 54。"
        "请核对计票单，改正后再提交；选举办法另有规定的，说明理由。"
    )


def test_more_votes_than_valid_ballots_stop_the_count():
    check = law.candidate_sums([("汤晓琴", 54, 1, 0), ("蒋文斌", 52, 1, 0)], 54)
    assert (check.computed, check.stops, check.warns) == (
        "汤晓琴 55 ≠ 有效票 54；蒋文斌 53 ≠ 有效票 54",
        True,
        False,
    )
    assert check.advice == (
        "汤晓琴多 1 票：54 + 1 + 0 = 55，有效票 54。"
        "蒋文斌少 1 票：52 + 1 + 0 = 53，有效票 54。请核对计票单，改正后才能提交。"
    )


def test_candidate_sums_that_agree():
    both = law.candidate_sums([("汤晓琴", 54, 0, 0), ("蒋文斌", 52, 1, 1)], 54)
    assert (both.passed, both.computed) == (True, "2 名候选人各栏之和均 = 有效票 54")
    one = law.candidate_sum(52, 1, 1, 54, article="本次选举办法第十条")
    assert (one.passed, one.computed, one.article) == (
        True,
        "52 + 1 + 1 = 有效票 54",
        "本次选举办法第十条",
    )
    assert law.candidate_sum(52, 1, 2, 54).computed == "55 ≠ 有效票 54"
    assert law.candidate_sum(52, 1, 2, 54).advice.startswith("多 1 票：52 + 1 + 2 = 55")


def test_nobody_chooses_more_people_than_posts():
    assert law.choices_limit([54, 54], 2, 54).computed == "赞成 108 ≤ 有效票 54 × 应选 2 = 108"
    over = law.choices_limit([54, 54, 1], 2, 54)
    assert (over.stops, over.computed) == (True, "赞成 109 > 有效票 54 × 应选 2 = 108")


@pytest.mark.parametrize(
    ("present", "total", "passed", "computed"),
    [
        (54, 58, True, "至少 30 票（58 ÷ 2 = 29，须超过）"),
        (29, 57, True, "至少 29 票（57 ÷ 2 = 28.5，须超过）"),
        (28, 57, False, "至少 29 票（57 ÷ 2 = 28.5，须超过）"),
        (0, 0, False, "至少 1 票（0 ÷ 2 = 0，须超过）"),
    ],
)
def test_winning_votes(present, total, passed, computed):
    check = law.winning_votes(present, total)
    assert (check.title, check.passed, check.computed) == ("当选票数", passed, computed)
    assert check.article == "《地方组织法》第二十五条：过全体代表半数"


def test_equal_numbers_in_a_by_election_read_as_on_the_tally_page():
    check = law.candidates_number("by_election", "vice", 2, 2)
    assert (check.title, check.passed, check.blocking) == ("候选人数", True, True)
    assert check.computed == "2 名 = 应选 2 名，补选可以等额"
    assert check.article == "《地方组织法》第三十条"


@pytest.mark.parametrize(
    ("kind", "post", "seats", "candidates", "passed"),
    [
        ("by_election", "principal", 1, 0, False),
        ("by_election", "principal", 1, 1, True),
        ("by_election", "principal", 1, 3, True),
        ("by_election", "vice", 2, 1, False),
        ("regular", "principal", 1, 0, False),
        ("regular", "principal", 1, 1, True),
        ("regular", "principal", 1, 2, True),
        ("regular", "principal", 1, 3, False),
        ("regular", "vice", 2, 2, False),
        ("regular", "vice", 2, 3, True),
        ("regular", "vice", 2, 5, True),
        ("regular", "vice", 2, 6, False),
        ("repeat", "vice", 1, 1, False),
        ("repeat", "vice", 1, 2, True),
        ("repeat", "principal", 1, 2, True),
        ("regular", "vice", 0, 1, False),
        ("by_election", "vice", 0, 0, False),
    ],
)
def test_candidates_in_number(kind, post, seats, candidates, passed):
    check = law.candidates_number(kind, post, seats, candidates)
    assert (check.passed, check.stops, bool(check.advice)) == (passed, not passed, not passed)


def test_candidates_in_words():
    def words(*arguments, **options):
        check = law.candidates_number(*arguments, **options)
        return check.computed, check.advice, check.article

    law_27 = "《地方组织法》第二十七条"
    assert words("regular", "principal", 1, 1) == (
        "1 名 = 应选 1 名，正职只提名一人的，可以等额",
        "",
        law_27,
    )
    assert words("regular", "principal", 1, 2) == ("2 名 = 应选 1 名 + 差额 1 名", "", law_27)
    assert words("regular", "vice", 2, 2) == (
        "2 名，应选 2 名，应多 1 名",
        "还差 1 名候选人，请继续提名。",
        law_27,
    )
    assert words("regular", "vice", 2, 6) == (
        "6 名，应选 2 名，至多多 3 名",
        "多 1 名候选人，应当进行预选，按得票确定正式候选人。",
        law_27,
    )


def test_equal_numbers_for_a_principal_need_a_single_nominee():
    assert law.candidates_number("regular", "principal", 1, 1, nominated=1).passed is True
    assert law.candidates_number("regular", "principal", 1, 1, nominated=2).passed is False
    assert law.candidates_number("regular", "principal", 1, 2, nominated=2).passed is True


def test_equal_numbers_with_more_nominees_say_why_not():
    check = law.candidates_number("regular", "principal", 1, 1, nominated=2)
    assert (check.stops, check.computed, check.advice) == (
        True,
        "提名 2 名，候选人 1 名 = 应选 1 名",
        "提名不止一人的，不能等额选举：请将得票多的被提名人列入正式候选人。",
    )
    assert law.candidates_number("by_election", "principal", 1, 1, nominated=2).passed is True


@pytest.mark.parametrize(
    ("role", "number", "passed", "computed", "advice"),
    [
        ("chair", 0, True, "0 名 ≤ 1 名", ""),
        ("chair", 1, True, "1 名 ≤ 1 名", ""),
        ("chair", 2, False, "2 名 > 1 名", "多 1 名。"),
        ("vice_chair", 2, True, "2 名 ≤ 2 名", ""),
        ("vice_chair", 4, False, "4 名 > 2 名", "多 2 名。"),
    ],
)
def test_one_chair_and_two_vice_chairs(role, number, passed, computed, advice):
    check = law.chairs_number(role, number)
    assert (check.passed, check.blocking, check.computed, check.advice) == (
        passed,
        True,
        computed,
        advice,
    )


def test_chairs_are_elected_from_the_deputies():
    assert law.chairs_from_deputies("chair", []).computed == "候选人都是本级在任代表"
    wrong = law.chairs_from_deputies("vice_chair", ["甲", "乙"])
    assert (wrong.stops, wrong.title, wrong.computed, wrong.article) == (
        True,
        "候选人资格",
        "甲、乙不是本级在任代表",
        "《地方组织法》第十八条：从代表中选出",
    )


def test_the_difference_that_the_method_fixed_is_kept():
    assert law.candidates_number("regular", "vice", 2, 3, difference=1).passed is True
    assert law.candidates_number("regular", "vice", 2, 4, difference=1).passed is False
    assert law.candidates_number("regular", "vice", 2, 3, difference=2).passed is False
    unlawful = law.candidates_number("regular", "vice", 2, 6, difference=4)
    assert (unlawful.passed, unlawful.computed) == (
        False,
        "选举办法规定差额 4 名，应在 1 至 3 名之间",
    )


def test_unknown_elections_are_refused():
    with pytest.raises(ValueError, match="no such election"):
        law.candidates_number("primary", "vice", 1, 2)


def test_nobody_nominates_more_than_the_posts():
    assert law.nomination_limit(2, 2).passed is True
    over = law.nomination_limit(3, 2)
    assert (over.stops, over.computed) == (True, "提名 3 名 > 应选 2 名")


def _verdicts(votes, seats, total):
    return [result.verdict for result in law.elected(votes, seats, total).candidates]


def test_two_of_two_elected_read_as_on_the_tally_page():
    outcome = law.elected([54, 52], 2, 58)
    assert [(c.votes, c.verdict, c.computed) for c in outcome.candidates] == [
        (54, ELECTED, "54 × 2 = 108 > 58，过全体代表半数"),
        (52, ELECTED, "52 × 2 = 104 > 58，过全体代表半数"),
    ]
    assert (outcome.elected, outcome.vacant, outcome.open_by_tie) == (2, 0, 0)
    assert outcome.is_complete
    assert (outcome.advice, outcome.article) == ("", "《地方组织法》第二十五条")
    assert [verdict.label for verdict in Verdict] == ["当选", "未当选", "票数相等，再次投票"]


@pytest.mark.parametrize(
    ("votes", "seats", "verdicts"),
    [
        ([30], 1, [ELECTED]),
        ([29], 1, [NOT]),
        ([31, 40, 35], 2, [NOT, ELECTED, ELECTED]),
        ([40, 40, 35], 2, [ELECTED, ELECTED, NOT]),
        ([40, 35, 35], 2, [ELECTED, TIED, TIED]),
        ([35, 35], 1, [TIED, TIED]),
        ([40, 29, 29], 2, [ELECTED, NOT, NOT]),
        ([35, 35, 35, 40, 10], 3, [TIED, TIED, TIED, ELECTED, NOT]),
        ([], 1, []),
    ],
)
def test_who_is_elected(votes, seats, verdicts):
    assert _verdicts(votes, seats, 58) == verdicts


def test_a_tie_is_voted_on_again_by_the_tied():
    outcome = law.elected([40, 35, 35, 20], 2, 58)
    assert (outcome.elected, outcome.open_by_tie, outcome.vacant) == (1, 1, 0)
    assert not outcome.is_complete
    assert outcome.advice == "2 人票数相等，就这 2 人再次投票，选出 1 名。"
    assert outcome.article == "《地方组织法》第二十九条"


def test_too_few_winners_mean_another_election():
    outcome = law.elected([40, 29, 10], 2, 58)
    assert (outcome.elected, outcome.vacant, outcome.open_by_tie) == (1, 1, 0)
    assert not outcome.is_complete
    assert outcome.advice == "不足 1 名，另行选举；在本次会议还是下次会议进行，由大会决定。"
    assert outcome.candidates[1].computed == "29 × 2 = 58 ≤ 58，未过全体代表半数"


def test_a_majority_may_still_lose_to_more_votes():
    outcome = law.elected([35, 40], 1, 58)
    assert outcome.candidates[0].computed == ("35 × 2 = 70 > 58，过全体代表半数，得票少于当选人")
    assert outcome.is_complete is True


def test_an_election_has_posts_and_nobody_wins_without_deputies():
    with pytest.raises(ValueError, match="needs posts"):
        law.elected([30], 0, 58)
    assert _verdicts([0], 1, 0) == [NOT]


@given(
    votes=st.lists(st.integers(0, 60), max_size=8),
    seats=st.integers(1, 4),
    total=st.integers(60, 100),
)
def test_every_outcome_obeys_article_29(votes, seats, total):
    outcome = law.elected(votes, seats, total)
    results = outcome.candidates
    assert [result.votes for result in results] == votes
    by_verdict = {v: [r.votes for r in results if r.verdict is v] for v in Verdict}
    assert all(2 * n > total for n in by_verdict[ELECTED] + by_verdict[TIED])
    assert outcome.elected + outcome.vacant + outcome.open_by_tie == seats
    assert len(set(by_verdict[TIED])) <= 1
    assert bool(by_verdict[TIED]) is (outcome.open_by_tie > 0)
    assert not by_verdict[TIED] or len(by_verdict[TIED]) > outcome.open_by_tie
    lowest = min(by_verdict[ELECTED] + by_verdict[TIED], default=0)
    losers_with_majority = [n for n in by_verdict[NOT] if 2 * n > total]
    assert all(n < lowest for n in losers_with_majority)
    assert not (outcome.vacant and losers_with_majority)
