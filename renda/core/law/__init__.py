"""The law as data: every rule with its article, and checks that compute and cite.

Rules live in ``texts``; a number that a place may set for itself is read by ``value`` (the one
reader of the database here), everything else is pure and works on integers.
"""

from renda.core.law.ballots import (
    ballots,
    candidate_sum,
    candidate_sums,
    candidates_number,
    choices_limit,
    winning_votes,
)
from renda.core.law.check import Check
from renda.core.law.meetings import (
    first_session,
    first_session_due,
    majority_needed,
    majority_of_all,
    presidium_interval,
    presidium_majority,
    presidium_quorum,
    presidium_size,
    quorum,
    quorum_needed,
    resolution_passed,
    roll_sum,
    session_notice,
    session_papers,
    session_per_year,
    unanimous,
    vote_sum,
)
from renda.core.law.outcome import CandidateResult, Outcome, Verdict, elected
from renda.core.law.registry import cite, default, groups, rule, rules, share, value, values
from renda.core.law.rule import Rule, Share
from renda.core.law.sources import SOURCES, Source
from renda.core.law.sponsors import (
    extraordinary_session,
    interpellation,
    interpellation_again,
    joint_motion,
    nomination,
    nomination_limit,
    removal,
    seats,
)

__all__ = [
    "SOURCES",
    "CandidateResult",
    "Check",
    "Outcome",
    "Rule",
    "Share",
    "Source",
    "Verdict",
    "ballots",
    "candidate_sum",
    "candidate_sums",
    "candidates_number",
    "choices_limit",
    "cite",
    "default",
    "elected",
    "extraordinary_session",
    "first_session",
    "first_session_due",
    "groups",
    "interpellation",
    "interpellation_again",
    "joint_motion",
    "majority_needed",
    "majority_of_all",
    "nomination",
    "nomination_limit",
    "presidium_interval",
    "presidium_majority",
    "presidium_quorum",
    "presidium_size",
    "quorum",
    "quorum_needed",
    "removal",
    "resolution_passed",
    "roll_sum",
    "rule",
    "rules",
    "seats",
    "session_notice",
    "session_papers",
    "session_per_year",
    "share",
    "unanimous",
    "value",
    "values",
    "vote_sum",
    "winning_votes",
]
