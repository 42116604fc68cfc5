"""Checks about an election's ballots and candidates: the sums that must agree."""

from collections.abc import Iterable, Sequence
from typing import Literal

from renda.core.law.check import Check, judge, refuse_negative
from renda.core.law.registry import default, rule, share

Kind = Literal["regular", "by_election", "repeat"]
Post = Literal["principal", "vice"]


def ballots(
    *, issued: int, returned: int, valid: int, void: int, present: int, article: str = ""
) -> list[Check]:
    """收回 ≤ 发出 ≤ 实到, and 有效 + 无效 = 收回.

    ``article`` names the place in this election's own method, e.g. 本次选举办法第九条.
    Both block: a count that contradicts itself is no result under any method.
    """
    refuse_negative(issued, returned, valid, void, present)
    order = (
        f"收回 {returned} {'≤' if returned <= issued else '>'} "
        f"发出 {issued} {'≤' if issued <= present else '>'} 实到 {present}"
    )
    if returned > issued:
        mend = f"收回的票多于发出的票 {returned - issued} 张，本次投票无效，应当重新投票。"
    else:
        mend = f"发出的票多于实到代表 {issued - present} 张，请核对发票数和签到人数。"
    total = valid + void
    return [
        judge(
            rule("election.ballots_valid"),
            returned <= issued <= present,
            order,
            mend,
            article=article,
            blocking=True,
        ),
        judge(
            rule("election.ballots_sum"),
            total == returned,
            f"{valid} + {void} = 收回 {returned}"
            if total == returned
            else f"{valid} + {void} = {total} ≠ 收回 {returned}",
            f"有效票与无效票之和{_off(total, returned)}，请核对计票单。",
            article=article,
            blocking=True,
        ),
    ]


def candidate_sum(
    votes_for: int, against: int, abstain: int, valid: int, *, name: str = "", article: str = ""
) -> Check:
    """One candidate's 赞成 + 反对 + 弃权 = 有效票."""
    return candidate_sums([(name, votes_for, against, abstain)], valid, article=article)


def candidate_sums(
    rows: Iterable[tuple[str, int, int, int]], valid: int, *, article: str = ""
) -> Check:
    """Every candidate's 赞成 + 反对 + 弃权 = 有效票; rows are (name, for, against, abstain).

    More than the valid ballots can't be. Fewer only warns: a method may leave some ballots out of a
    candidate's three columns.
    """
    refuse_negative(valid)
    rows = list(rows)
    wrong, mend, is_over = [], [], False
    for name, *votes in rows:
        refuse_negative(*votes)
        total = sum(votes)
        if total != valid:
            is_over = is_over or total > valid
            wrong.append(f"{name} {total} ≠ 有效票 {valid}".lstrip())
            sums = " + ".join(map(str, votes))
            mend.append(f"{name}{_off(total, valid)}：{sums} = {total}，有效票 {valid}。")
    if wrong:
        computed = "；".join(wrong)
    elif len(rows) == 1:
        computed = f"{' + '.join(map(str, rows[0][1:]))} = 有效票 {valid}"
    else:
        computed = f"{len(rows)} 名候选人各栏之和均 = 有效票 {valid}"
    return judge(
        rule("election.candidate_sum"),
        not wrong,
        computed,
        f"{''.join(mend)}请核对计票单，"
        + ("改正后才能提交。" if is_over else "改正后再提交；选举办法另有规定的，说明理由。"),
        article=article,
        blocking=is_over,
    )


def choices_limit(votes_for: Sequence[int], seats: int, valid: int, *, article: str = "") -> Check:
    """All votes for somebody, write-ins included, fit on the valid ballots.

    A valid ballot chooses no more people than there are posts.
    """
    refuse_negative(*votes_for, seats, valid)
    chosen, room = sum(votes_for), seats * valid
    return judge(
        rule("election.ballot_choice"),
        chosen <= room,
        f"赞成 {chosen} {'≤' if chosen <= room else '>'} 有效票 {valid} × 应选 {seats} = {room}",
        f"赞成票多 {chosen - room} 票：选人超过应选名额的票应作无效票，请核对计票单。",
        article=article,
        blocking=True,
    )


def winning_votes(present: int, total: int) -> Check:
    """States how many votes elect, and that so many deputies are present (组织法 25)."""
    refuse_negative(present, total)
    needed = share("election.winning").least(total)
    half = f"{total // 2}.5" if total % 2 else f"{total // 2}"
    return judge(
        rule("election.winning"),
        total > 0 and needed <= present,
        f"至少 {needed} 票（{total} ÷ 2 = {half}，须超过）",
        f"实到 {present} 名，不可能有人当选，请核对签到人数。",
    )


def candidates_number(
    kind: Kind,
    post: Post,
    seats: int,
    candidates: int,
    *,
    nominated: int | None = None,
    difference: int | None = None,
) -> Check:
    """How many candidates may stand for ``seats`` posts (组织法 27, 29, 30).

    ``nominated``: how many people were put forward in all; equal numbers for a principal post
    are allowed only when one was. ``difference``: what this election's method fixed.
    """
    refuse_negative(seats, candidates)
    if kind not in ("regular", "by_election", "repeat") or post not in ("principal", "vice"):
        raise ValueError(f"no such election: {kind}, {post}")
    extra = candidates - seats
    if kind == "by_election":
        return _candidates("election.by_election", seats, extra, least=0, most=None, why="补选")
    if post == "vice":
        least, most = default("election.vice_min"), default("election.vice_max")
        if difference is not None and not least <= difference <= most:
            computed = f"选举办法规定差额 {difference} 名，应在 {least} 至 {most} 名之间"
            return _judge_candidates("election.vice_min", False, computed, "请核对选举办法。")
        if difference is not None:
            least = most = difference
        return _candidates("election.vice_min", seats, extra, least=least, most=most, why="副职")
    most = default("election.principal")
    if nominated is not None and nominated > seats == candidates:
        computed = f"提名 {nominated} 名，候选人 {candidates} 名 = 应选 {seats} 名"
        advice = "提名不止一人的，不能等额选举：请将得票多的被提名人列入正式候选人。"
        return _judge_candidates("election.principal", False, computed, advice)
    why = "正职只提名一人的，"
    return _candidates("election.principal", seats, extra, least=0, most=most, why=why)


def _candidates(
    key: str, seats: int, extra: int, *, least: int, most: int | None, why: str
) -> Check:
    """Hold the surplus of candidates over posts against its bounds; ``why`` allows none."""
    counted = f"{seats + extra} 名"
    if extra < least or seats < 1:
        words = f"应多 {least} 名" if least else "不得少于应选名额"
        computed = f"{counted}，应选 {seats} 名，{words}"
        advice = (
            f"还差 {max(least - extra, 0)} 名候选人，请继续提名。"
            if seats
            else "应选名额不能是零。"
        )
        return _judge_candidates(key, False, computed, advice)
    if most is not None and extra > most:
        computed = f"{counted}，应选 {seats} 名，至多多 {most} 名"
        advice = f"多 {extra - most} 名候选人，应当进行预选，按得票确定正式候选人。"
        return _judge_candidates(key, False, computed, advice)
    if extra:
        computed = f"{counted} = 应选 {seats} 名 + 差额 {extra} 名"
    else:
        computed = f"{counted} = 应选 {seats} 名，{why}可以等额"
    return _judge_candidates(key, True, computed, "")


def _judge_candidates(key: str, passed: bool, computed: str, advice: str) -> Check:
    return judge(rule(key), passed, computed, advice, title="候选人数")


def _off(found: int, expected: int) -> str:
    return f"{'少' if found < expected else '多'} {abs(found - expected)} 票"
