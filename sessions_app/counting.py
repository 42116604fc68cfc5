"""A count in words: what the votes make of each candidate, for screen and paper alike."""

from dataclasses import dataclass

from renda.core import law
from sessions_app.models import BallotCount, Candidate, Post


@dataclass(frozen=True)
class Line:
    """One candidate's result: votes, verdict with its tone, the computation."""

    candidate: Candidate
    label: str
    tone: str
    note: str
    is_elected: bool


OPEN = "待核对"
TONES = {
    law.Verdict.ELECTED: "done",
    law.Verdict.NOT_ELECTED: "draft",
    law.Verdict.TIED: "due",
}


@dataclass(frozen=True)
class Count:
    """A whole count: lines, checks and what comes next."""

    lines: list[Line]
    checks: list[law.Check]
    advice: str
    article: str
    seats: int

    @property
    def elected(self) -> int:
        return sum(line.is_elected for line in self.lines)

    @property
    def failed(self) -> int:
        return sum(not check.passed for check in self.checks)

    @property
    def passed(self) -> int:
        return len(self.checks) - self.failed

    @property
    def is_open(self) -> bool:
        """Whether somebody's votes don't add up, so that nothing can be said of the seats."""
        return any(line.label == OPEN for line in self.lines)

    @property
    def is_right(self) -> bool:
        """Whether nothing stops the count from being checked off."""
        return not any(check.stops for check in self.checks)


def examine(post: Post, ballot: BallotCount, standing: list[Candidate]) -> Count:
    """Checks and results of a count, saved or only being typed.

    Nobody is called elected while the sums are off: a wrong count proves nothing. Votes that a
    candidate lacks no longer count as wrong once somebody checked the count and said why.
    """
    checks = ballot.checks_of(standing)
    outcome = post.outcome_of(standing, ballot.total)
    sound = not any(check.stops for check in checks if check.key != "election.candidate_sum")
    lines = [
        _line(candidate, result, ballot, sound)
        for candidate, result in zip(standing, outcome.candidates, strict=True)
    ]
    settled = sound and all(line.label != OPEN for line in lines)
    return Count(
        lines=lines,
        checks=checks,
        advice=outcome.advice if settled else "",
        article=outcome.article,
        seats=post.seats,
    )


def _line(
    candidate: Candidate, result: law.CandidateResult, ballot: BallotCount, sound: bool
) -> Line:
    was_checked = ballot.status != BallotCount.Status.ENTERING and candidate.sum < ballot.valid
    adds_up = candidate.is_write_in or candidate.sum == ballot.valid or was_checked
    if not (sound and adds_up):
        why = "合计不符，暂不认定" if not adds_up else "票数不符，暂不认定"
        return Line(candidate, OPEN, "late", f"{result.computed.split('，')[0]}；{why}", False)
    whole = law.unanimous(candidate.votes_for, ballot.present, ballot.total)
    note = result.computed
    if whole:
        note += f"；{candidate.votes_for} / {ballot.present} 满票（{whole}代表）"
    tone = TONES[result.verdict]
    return Line(candidate, result.verdict.label, tone, note, result.is_elected)
