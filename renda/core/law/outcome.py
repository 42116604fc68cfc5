"""Who is elected: derived from the votes, never typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from renda.core.law.check import refuse_negative
from renda.core.law.registry import cite, share


class Verdict(StrEnum):
    """What the votes make of one candidate."""

    ELECTED = "elected"
    NOT_ELECTED = "not_elected"
    TIED = "tied"

    @property
    def label(self) -> str:
        """The word on screen and on the report of results."""
        return {"elected": "当选", "not_elected": "未当选", "tied": "票数相等，再次投票"}[
            self.value
        ]


@dataclass(frozen=True)
class CandidateResult:
    """One candidate's verdict with the computation behind it."""

    votes: int
    verdict: Verdict
    computed: str

    @property
    def is_elected(self) -> bool:
        """Whether this candidate is elected."""
        return self.verdict is Verdict.ELECTED


@dataclass(frozen=True)
class Outcome:
    """The result of one vote for one kind of post, candidates in the order given."""

    candidates: tuple[CandidateResult, ...]
    seats: int
    vacant: int
    """Posts left for 另行选举 (组织法 29); those that a tie leaves open are not among them."""
    open_by_tie: int
    """Posts that the tied candidates are voted on again for (组织法 29)."""
    advice: str
    """What comes next, in Chinese; empty when every post is filled."""
    article: str

    @property
    def elected(self) -> int:
        """How many are elected."""
        return sum(result.is_elected for result in self.candidates)

    @property
    def is_complete(self) -> bool:
        """Whether every post is filled."""
        return not self.vacant and not self.open_by_tie


def elected(votes_for: Sequence[int], seats: int, total: int) -> Outcome:
    """Who of the candidates is elected to ``seats`` posts by a congress of ``total`` deputies.

    More than half of all deputies is needed; of more such people than posts, those with most
    votes win, and equal votes on the last post are voted on again (组织法 25, 29).
    ``votes_for`` holds every candidate's 赞成, and every write-in's votes.
    """
    refuse_negative(*votes_for, seats, total)
    if seats < 1:
        raise ValueError(f"an election needs posts, not {seats}")
    half = share("election.winning")
    able = sorted((votes for votes in votes_for if half.reached(votes, total)), reverse=True)
    last = able[seats - 1] if len(able) > seats else 0  # the votes that the last post is won with
    is_tied = len(able) > seats and able[seats] == last

    def judged(votes: int) -> CandidateResult:
        computed = half.computed(votes, total)
        if not half.reached(votes, total):
            verdict, words = Verdict.NOT_ELECTED, "未过全体代表半数"
        elif votes < last:
            verdict, words = Verdict.NOT_ELECTED, "过全体代表半数，得票少于当选人"
        elif votes == last and is_tied:
            verdict, words = Verdict.TIED, "过全体代表半数，票数相等"
        else:
            verdict, words = Verdict.ELECTED, "过全体代表半数"
        return CandidateResult(votes, verdict, f"{computed}，{words}")

    results = [judged(votes) for votes in votes_for]
    left = seats - sum(result.is_elected for result in results)
    vacant, open_by_tie = (0, left) if is_tied else (left, 0)
    return Outcome(
        candidates=tuple(results),
        seats=seats,
        vacant=vacant,
        open_by_tie=open_by_tie,
        advice=_advice(results, vacant, open_by_tie),
        article=cite("election.tie" if left else "election.winning"),
    )


def _advice(results: list[CandidateResult], vacant: int, open_by_tie: int) -> str:
    if open_by_tie:
        people = sum(result.verdict is Verdict.TIED for result in results)
        return f"{people} 人票数相等，就这 {people} 人再次投票，选出 {open_by_tie} 名。"
    if vacant:
        return f"不足 {vacant} 名，另行选举；在本次会议还是下次会议进行，由大会决定。"
    return ""
