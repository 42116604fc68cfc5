"""Checks about how many deputies must stand behind a proposal, and how many seats there are."""

from renda.core.law.check import Check, judge, judge_least, judge_share, refuse_negative
from renda.core.law.registry import default, rule


def joint_motion(sponsors: int) -> Check:
    """Five or more deputies jointly put a motion (组织法 22)."""
    return judge_least("motion.sponsors", sponsors, default("motion.sponsors"), what="联名代表")


def nomination(sponsors: int) -> Check:
    """Ten or more deputies jointly nominate in writing (组织法 26)."""
    least = default("election.nomination")
    return judge_least("election.nomination", sponsors, least, what="联名代表")


def nomination_limit(nominated: int, seats: int) -> Check:
    """Neither the presidium nor a group of deputies nominates more than the posts (组织法 26)."""
    refuse_negative(nominated, seats)
    return judge(
        rule("election.nomination_limit"),
        nominated <= seats,
        f"提名 {nominated} 名 {'≤' if nominated <= seats else '>'} 应选 {seats} 名",
        f"多提 {nominated - seats} 名，请退回提名人减少。",
    )


def interpellation(sponsors: int) -> Check:
    """Ten or more deputies jointly put an interpellation (组织法 24)."""
    least = default("interpellation.sponsors")
    return judge_least("interpellation.sponsors", sponsors, least, what="联名代表")


def interpellation_again(dissatisfied: int, sponsors: int) -> Check:
    """Half or more of the sponsors may demand a further reply (组织法 24)."""
    return judge_share(
        "interpellation.again",
        dissatisfied,
        sponsors,
        part_name="不满意",
        whole_name="提案代表",
        unit="名",
    )


def extraordinary_session(sponsors: int, total: int) -> Check:
    """One fifth or more of the deputies propose a session (组织法 14)."""
    return judge_share(
        "session.extraordinary",
        sponsors,
        total,
        part_name="提议代表",
        whole_name="全体代表",
        unit="名",
    )


def removal(sponsors: int, total: int) -> Check:
    """One fifth or more of the deputies propose a removal (组织法 31)."""
    return judge_share(
        "removal.sponsors", sponsors, total, part_name="联名代表", whole_name="全体代表", unit="名"
    )


def seats_number(number: int, population: int) -> Check:
    """A term's seats are those of its population (选举法 12); the county's committee fixes them, so it only warns."""
    refuse_negative(number)
    base, step, cap = (default(f"seats.{name}") for name in ("base", "step", "cap"))
    fixed, more = seats(population), population // step
    is_small = population < default("seats.small") and number <= base
    sum_up = f"{base} + {population} ÷ {step} = {base} + {more} = {base + more} 名"
    limit = f"，上限 {cap} 名" if base + more > cap else ""
    return judge(
        rule("seats.base"),
        number == fixed or is_small,
        f"登记 {number} 名 {'=' if number == fixed else '≠'} 按人口 {sum_up}{limit}",
        f"按人口应为 {fixed} 名：请核对人口数，或者写明县级人大常委会确定名额的决定。",
        title="代表名额",
        article="《选举法》第十二条、第十三条",
        blocking=False,
    )


def seats(population: int) -> int:
    """The township's seats by its population (选举法 12); a small one may have fewer."""
    refuse_negative(population)
    return min(default("seats.cap"), default("seats.base") + population // default("seats.step"))
