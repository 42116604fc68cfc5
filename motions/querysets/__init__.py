"""Questions about many rows at once, by the model they are asked of."""

from motions.querysets.contacts import ContactQuerySet
from motions.querysets.handling import AskingQuerySet, AssignmentQuerySet
from motions.querysets.intake import CoSignerQuerySet
from motions.querysets.motion import MotionQuerySet
from motions.querysets.promises import CommitmentQuerySet
from motions.querysets.states import (
    ANSWERING,
    FACE_TO_FACE,
    HANDED_ON,
    NUMBERED,
    SIGNED_IN,
    SOON_DAYS,
    WORKING,
)
from motions.querysets.verdict import ReminderQuerySet

__all__ = [
    "ANSWERING",
    "FACE_TO_FACE",
    "HANDED_ON",
    "NUMBERED",
    "SIGNED_IN",
    "SOON_DAYS",
    "WORKING",
    "AskingQuerySet",
    "AssignmentQuerySet",
    "CoSignerQuerySet",
    "CommitmentQuerySet",
    "ContactQuerySet",
    "MotionQuerySet",
    "ReminderQuerySet",
]
