"""议案、建议: from a deputy's phone to the deputy's verdict."""

from motions.models.asking import Extension, Objection
from motions.models.classes import ResultClass
from motions.models.dossier import Dossier
from motions.models.handling import Assignment, AssignmentMeeting
from motions.models.handling_report import HandlingReport
from motions.models.intake import CoSigner, KeyFollowUp, RepeatLink, Review
from motions.models.motion import Motion
from motions.models.promises import Commitment, CommitmentChange
from motions.models.publication import Publication
from motions.models.replies import (
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
    "CommitmentChange",
    "ContactLog",
    "Dossier",
    "Extension",
    "Feedback",
    "HandlingReport",
    "InternalNote",
    "KeyFollowUp",
    "Motion",
    "Objection",
    "Publication",
    "Rating",
    "Reminder",
    "RepeatLink",
    "Reply",
    "ReplyOpening",
    "ResultClass",
    "Review",
    "Supplement",
]
