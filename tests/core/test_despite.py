"""A rule that warns needs a reason; a rule that stops can't be passed over."""

from datetime import date

import pytest

from renda.core import despite, law
from renda.core.workflow import Transition

OPENS_ON = date(2025, 1, 21)
LATE = law.session_notice(date(2025, 1, 15), OPENS_ON)
IN_TIME = law.session_notice(date(2025, 1, 14), OPENS_ON)
NO_QUORUM = law.quorum(38, 58)


def test_only_warnings_ask_for_a_reason():
    assert despite.warned([LATE, IN_TIME, NO_QUORUM]) == [LATE]
    assert despite.kept([IN_TIME, NO_QUORUM], {}) == {}
    assert despite.kept([IN_TIME], {"despite": "没有必要"}) == {}


@pytest.mark.parametrize("data", [{}, {"despite": ""}, {"despite": " \n"}, {"despite": None}])
def test_a_warning_is_not_passed_over_in_silence(data):
    with pytest.raises(despite.ReasonMissing, match="写明仍然继续的理由"):
        despite.kept([LATE], data)


def test_history_holds_what_warned_and_why_beside_the_steps_own_note():
    kept = despite.kept([LATE], {"despite": " 防汛推迟 "})
    said = "会议通知 2025-01-15 通知，2025-01-21 开会，提前 6 天 < 7 天。仍然继续，理由：防汛推迟"
    assert kept == {"note": said, "warned": ["session.notice"]}
    assert despite.with_note(kept, "已电话告知") == {
        "note": f"已电话告知\n{said}",
        "warned": ["session.notice"],
    }
    assert despite.with_note({}, "") == {"note": ""}


def test_a_rule_that_stops_hinders_the_step_after_its_own_hindrance():
    def step(why):
        return Transition(
            name="convene",
            label="宣布开会",
            sources=frozenset(),
            target="convened",
            blocked=lambda record: why,
        )

    assert step("").hindrance(None, [LATE, IN_TIME]) == ""
    assert step("").hindrance(None, [LATE, NO_QUORUM]) == (
        "到会人数 38 × 3 = 114 < 58 × 2 = 116。至少 39 名，还差 1 名。"
        "《地方组织法》第十四条：须三分之二以上出席"
    )
    assert step("还没有安排全体会议").hindrance(None, [NO_QUORUM]) == "还没有安排全体会议"
