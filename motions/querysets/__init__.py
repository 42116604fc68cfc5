"""Questions about many rows at once, by the model they are asked of."""

from motions.querysets.handling import AskingQuerySet, AssignmentQuerySet
from motions.querysets.intake import CoSignerQuerySet
from motions.querysets.motion import MotionQuerySet
from motions.querysets.promises import CommitmentQuerySet
from motions.querysets.states import (
    ANSWERING,
    HANDED_ON,
    NUMBERED,
    SIGNED_IN,
    SOON_DAYS,
    WORKING,
)
from motions.querysets.verdict import ReminderQuerySet

__all__ = [
    "ANSWERING",
    "HANDED_ON",
    "NUMBERED",
    "SIGNED_IN",
    "SOON_DAYS",
    "WORKING",
    "AskingQuerySet",
    "AssignmentQuerySet",
    "CoSignerQuerySet",
    "CommitmentQuerySet",
    "MotionQuerySet",
    "ReminderQuerySet",
]
