"""Writes that touch several models: intake, assignment, replies, verdicts."""

from motions.services.asking import (
    ask_extension,
    decide_extension,
    decide_objection,
    hand_over,
    object_to,
    pass_on,
    pending_extension,
)
from motions.services.clocks import Clocks, clocks_from
from motions.services.handling import (
    Plan,
    add_contact,
    assign,
    assign_all,
    end_assignments,
    follow_change,
    follow_reply,
    hold_assignment,
    hold_round,
    open_round,
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
    number_supplement,
    reply_checks,
    reply_mark,
    reply_of,
    what_hinders_issue,
)
from motions.services.urging import remind, remind_many
from motions.services.verdict import MOST_ROUNDS, rate

__all__ = [
    "MOST_ROUNDS",
    "Clocks",
    "Plan",
    "add_contact",
    "answer_invitation",
    "ask_extension",
    "assign",
    "assign_all",
    "authors_and",
    "authors_of",
    "clocks_from",
    "current_session",
    "decide_extension",
    "decide_objection",
    "end_assignments",
    "follow_change",
    "follow_reply",
    "give_opinion",
    "hand_over",
    "hold_assignment",
    "hold_round",
    "invite",
    "issue_reply",
    "number_motion",
    "number_supplement",
    "object_to",
    "open_round",
    "pass_on",
    "pending_extension",
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
