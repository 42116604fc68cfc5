"""Writes that touch several models: intake, assignment, replies, verdicts."""

from motions.services.clocks import Clocks, clocks_from
from motions.services.handling import (
    Plan,
    add_contact,
    assign,
    assign_all,
    end_assignments,
    follow_reply,
    hold_assignment,
    hold_round,
    open_round,
    remind,
    remind_many,
)
from motions.services.intake import (
    answer_invitation,
    current_session,
    invite,
    number_motion,
    record_review,
    tell_invited,
)
from motions.services.people import authors_and, authors_of, staff_of
from motions.services.replies import (
    give_opinion,
    issue_reply,
    reply_checks,
    reply_mark,
    reply_of,
    what_hinders_issue,
)
from motions.services.verdict import rate

__all__ = [
    "Clocks",
    "Plan",
    "add_contact",
    "answer_invitation",
    "assign",
    "assign_all",
    "authors_and",
    "authors_of",
    "clocks_from",
    "current_session",
    "end_assignments",
    "follow_reply",
    "give_opinion",
    "hold_assignment",
    "hold_round",
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
    "tell_invited",
    "what_hinders_issue",
]
