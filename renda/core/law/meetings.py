"""Checks about sessions and presidium meetings: who is there, when, and what passes."""

from datetime import date

from renda.core.calendar import Due, Overrides, add_months, chinese_numeral, due_by_months
from renda.core.law.check import Check, judge, judge_least, judge_share, refuse_negative
from renda.core.law.registry import default, rule, share


def quorum_needed(total: int) -> int:
    """How many of ``total`` deputies must be present: 58 → 39."""
    return share("session.quorum").least(total)


def majority_needed(total: int) -> int:
    """How many votes of ``total`` deputies are needed: 58 → 30."""
    return share("vote.majority").least(total)


def quorum(present: int, total: int) -> Check:
    """Two thirds or more of all deputies are present (组织法 14)."""
    return judge_share(
        "session.quorum", present, total, part_name="实到", whole_name="全体代表", unit="名"
    )


def majority_of_all(votes: int, total: int) -> Check:
    """More than half of all deputies, present or not (组织法 25)."""
    return judge_share(
        "vote.majority", votes, total, part_name="赞成", whole_name="全体代表", unit="票"
    )


def resolution_passed(votes_for: int, total: int) -> Check:
    """A resolution passes with more than half of all deputies (组织法 25)."""
    return majority_of_all(votes_for, total)


def presidium_quorum(present: int, total: int) -> Check:
    """More than half of the presidium is present (浙江条例 24)."""
    return judge_share(
        "presidium.quorum", present, total, part_name="实到", whole_name="主席团成员", unit="名"
    )


def presidium_majority(votes: int, total: int) -> Check:
    """More than half of all members of the presidium agree (浙江条例 24)."""
    return judge_share(
        "presidium.majority", votes, total, part_name="赞成", whole_name="主席团成员", unit="票"
    )


def presidium_size(
    members: int,
    *,
    minimum: int = default("presidium.size_min"),
    usual: int = default("presidium.size_usual"),
    maximum: int = default("presidium.size_max"),
) -> Check:
    """Between ``minimum`` and ``maximum`` members; above ``usual`` the article says who may."""
    refuse_negative(members)
    if members < minimum:
        law, computed = rule("presidium.size_min"), f"{members} 名 < {minimum} 名"
        return judge(law, False, computed, f"还差 {minimum - members} 名。", title="主席团人数")
    if members > maximum:
        law, computed = rule("presidium.size_max"), f"{members} 名 > {maximum} 名"
        return judge(law, False, computed, f"多 {members - maximum} 名。", title="主席团人数")
    if members > usual:
        law = rule("presidium.size_max")
        computed = f"{usual} 名 < {members} 名 ≤ {maximum} 名，经济较发达、规模较大的乡镇可以"
        return judge(law, True, computed, "", title="主席团人数")
    computed = f"{minimum} 名 ≤ {members} 名 ≤ {usual} 名"
    return judge(rule("presidium.size_min"), True, computed, "", title="主席团人数")


def presidium_interval(
    last_on: date,
    today: date,
    *,
    months: int = default("presidium.interval"),
    called: str = "今天",
) -> Check:
    """Not more than three months have passed since the last presidium meeting (浙江条例 24).

    ``called``: what the second day is, where it is not today but the day of the next meeting.
    """
    end = add_months(last_on, months)
    passed = today <= end
    compared = f"{called} {today} {'≤' if passed else '>'} {end}"
    return judge(
        rule("presidium.interval"),
        passed,
        f"上次 {last_on}，{chinese_numeral(months)}个月至 {end}；{compared}",
        f"已超过 {(today - end).days} 天，请尽快召开主席团会议。",
    )


def session_notice(
    notice_on: date | None, opens_on: date, *, days: int = default("session.notice")
) -> Check:
    """Deputies were told seven days before the session opens (浙江条例 20)."""
    return _ahead("session.notice", notice_on, opens_on, days, sent="通知")


def session_papers(
    sent_on: date | None, opens_on: date, *, days: int = default("session.papers")
) -> Check:
    """Papers reached deputies at least one day before the session opens (浙江条例 20)."""
    return _ahead("session.papers", sent_on, opens_on, days, sent="送达材料")


def _ahead(key: str, sent_on: date | None, opens_on: date, days: int, *, sent: str) -> Check:
    refuse_negative(days)
    if sent_on is None:
        advice = f"应当提前 {days} 天{sent}：请在会议里登记日期，或者说明原因。"
        return judge(rule(key), False, f"没有登记{sent}的日期", advice)
    ahead = (opens_on - sent_on).days
    sign = "≥" if ahead >= days else "<"
    computed = f"{sent_on} {sent}，{opens_on} 开会，提前 {ahead} 天 {sign} {days} 天"
    advice = f"提前不足 {days} 天：请推迟开会日期，或者说明原因。"
    return judge(rule(key), ahead >= days, computed, advice)


def session_per_year(held: int) -> tuple[Check, Check]:
    """Sessions held in a year: the least that the law demands, and the usual two (组织法 14)."""
    must = judge_least("session.per_year", held, default("session.per_year"), what="每年")
    law, usual = rule("session.usual_per_year"), default("session.usual_per_year")
    # 一般 leaves room for a year with one session: say so, but hold nobody up.
    return must, judge(
        law,
        held >= usual,
        f"{held} 次 {'≥' if held >= usual else '<'} {usual} 次",
        f"一般每年举行 {usual} 次，还差 {usual - held} 次。",
        blocking=False,
    )


def first_session_due(elected_on: date, overrides: Overrides | None = None) -> Due:
    """The last day for a new term's first session, counted from the election (组织法 20)."""
    return due_by_months(elected_on, default("session.first"), overrides)


def first_session(elected_on: date, opens_on: date, overrides: Overrides | None = None) -> Check:
    """A new term's first session opens within two months of the election (组织法 20)."""
    due = first_session_due(elected_on, overrides)
    passed = opens_on <= due.on
    compared = f"开会 {opens_on} {'≤' if passed else '>'} {due.on}"
    return judge(
        rule("session.first"),
        passed,
        f"选举完成 {elected_on}，{due.rule}至 {due.on}；{compared}",
        f"晚 {(opens_on - due.on).days} 天，请将开会日期提前到 {due.on} 或者以前。",
    )


def roll_sum(expected: int, present: int, on_leave: int, absent: int) -> Check:
    """应到 = 实到 + 请假 + 缺席: the roll contradicts itself otherwise."""
    refuse_negative(expected, present, on_leave, absent)
    total = present + on_leave + absent
    return judge(
        rule("session.roll"),
        total == expected,
        f"{present} + {on_leave} + {absent} = {total} {'=' if total == expected else '≠'} "
        f"应到 {expected}",
        f"{_off(total, expected, '名')}，请核对签到册。",
        blocking=True,
    )


def vote_sum(votes_for: int, against: int, abstain: int, not_voting: int, present: int) -> Check:
    """赞成、反对、弃权和未表决之和 = 实到. More than that can't be; fewer only warns, for a place may count otherwise."""
    refuse_negative(votes_for, against, abstain, not_voting, present)
    total = votes_for + against + abstain + not_voting
    return judge(
        rule("vote.sum"),
        total == present,
        f"{votes_for} + {against} + {abstain} + {not_voting} = {total} "
        f"{'=' if total == present else '≠'} 实到 {present}",
        f"{_off(total, present, '票')}，请核对表决结果。",
        blocking=total > present,
    )


def unanimous(votes_for: int, present: int, total: int) -> str | None:
    """满票: 全体 if every deputy voted for, 实到 if every deputy present did, else None.

    Numbers that contradict each other are never unanimous; the sum checks name the error.
    """
    refuse_negative(votes_for, present, total)
    if not 0 < votes_for <= present <= total:
        return None
    if votes_for == total:
        return "全体"
    return "实到" if votes_for == present else None


def _off(found: int, expected: int, unit: str) -> str:
    return f"{'少' if found < expected else '多'} {abs(found - expected)} {unit}"
