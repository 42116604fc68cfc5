"""Writes that touch several models: intake, assignment, replies, verdicts."""

from motions.services.clocks import Clocks, clocks_from
from motions.services.handling import (
    add_contact,
    assign,
    end_assignments,
    follow_assignments,
    issue_reply,
    open_round,
    remind,
    remind_many,
    reply_checks,
    reply_mark,
    reply_of,
    what_hinders_issue,
)
from motions.services.intake import (
    answer_invitation,
    current_session,
    invite,
    number_motion,
    record_review,
)
from motions.services.people import authors_of, staff_of
from motions.services.verdict import rate

__all__ = [
    "Clocks",
    "add_contact",
    "answer_invitation",
    "assign",
    "authors_of",
    "clocks_from",
    "current_session",
    "end_assignments",
    "follow_assignments",
    "invite",
    "issue_reply",
    "number_motion",
    "open_round",
    "rate",
    "record_review",
    "remind",
    "remind_many",
    "reply_checks",
    "reply_mark",
    "reply_of",
    "staff_of",
    "what_hinders_issue",
]
