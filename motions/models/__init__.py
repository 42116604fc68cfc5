"""议案、建议: from a deputy's phone to the deputy's verdict."""

from motions.models.asking import Extension, Objection
from motions.models.classes import Rating, ResultClass
from motions.models.dossier import Dossier
from motions.models.handling import Assignment, AssignmentMeeting
from motions.models.handling_report import HandlingReport
from motions.models.intake import CoSigner, KeyFollowUp, Reference, RepeatLink, Review
from motions.models.issued import IssuedPaper
from motions.models.motion import Motion
from motions.models.owed import OwedLetter
from motions.models.promises import Commitment, CommitmentChange
from motions.models.publication import Publication
from motions.models.replies import (
    ContactLog,
    CoOpinion,
    Reply,
    ReplyOpening,
    Supplement,
    SupplementOpening,
)
from motions.models.signing import Submittal
from motions.models.verdict import Feedback, InternalNote, Reminder
from motions.models.voting import BillVote

__all__ = [
    "Assignment",
    "AssignmentMeeting",
    "BillVote",
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
    "IssuedPaper",
    "KeyFollowUp",
    "Motion",
    "Objection",
    "OwedLetter",
    "Publication",
    "Rating",
    "Reference",
    "Reminder",
    "RepeatLink",
    "Reply",
    "ReplyOpening",
    "ResultClass",
    "Review",
    "Submittal",
    "Supplement",
    "SupplementOpening",
]
