"""Questions about many rows at once, by the model they are asked of."""

from motions.querysets.contacts import ContactQuerySet
from motions.querysets.handling import AskingQuerySet, AssignmentQuerySet, SubmittalQuerySet
from motions.querysets.intake import CoSignerQuerySet
from motions.querysets.motion import LONG_TEXTS, MotionQuerySet
from motions.querysets.owed import OwedLetterQuerySet
from motions.querysets.promises import CommitmentQuerySet
from motions.querysets.publication import PublicationQuerySet
from motions.querysets.states import (
    ANSWERING,
    FACE_TO_FACE,
    GONE,
    HANDED_ON,
    NUMBERED,
    REFUSALS_FOR_PRESIDIUM,
    SIGNED_IN,
    SOON_DAYS,
    TAKEN,
    TEXT_OPEN,
    UNFINISHED,
    WORKING,
)
from motions.querysets.verdict import ReminderQuerySet

__all__ = [
    "ANSWERING",
    "FACE_TO_FACE",
    "GONE",
    "HANDED_ON",
    "LONG_TEXTS",
    "NUMBERED",
    "REFUSALS_FOR_PRESIDIUM",
    "SIGNED_IN",
    "SOON_DAYS",
    "TAKEN",
    "TEXT_OPEN",
    "UNFINISHED",
    "WORKING",
    "AskingQuerySet",
    "AssignmentQuerySet",
    "CoSignerQuerySet",
    "CommitmentQuerySet",
    "ContactQuerySet",
    "MotionQuerySet",
    "OwedLetterQuerySet",
    "PublicationQuerySet",
    "ReminderQuerySet",
    "SubmittalQuerySet",
]
