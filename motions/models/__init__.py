"""议案、建议: from a deputy's phone to the deputy's verdict."""

from motions.models.asking import Extension, Objection
from motions.models.classes import ResultClass
from motions.models.handling import Assignment, AssignmentMeeting
from motions.models.intake import CoSigner, KeyFollowUp, RepeatLink, Review
from motions.models.motion import Motion
from motions.models.replies import (
    Commitment,
    ContactLog,
    CoOpinion,
    Reply,
    ReplyOpening,
    Supplement,
)
from motions.models.verdict import Feedback, InternalNote, Rating, Reminder

__all__ = [
    "Assignment",
    "AssignmentMeeting",
    "CoOpinion",
    "CoSigner",
    "Commitment",
    "ContactLog",
    "Extension",
    "Feedback",
    "InternalNote",
    "KeyFollowUp",
    "Motion",
    "Objection",
    "Rating",
    "Reminder",
    "RepeatLink",
    "Reply",
    "ReplyOpening",
    "ResultClass",
    "Review",
    "Supplement",
]
