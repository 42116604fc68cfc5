"""What people type about motions."""

from motions.forms.handling import (
    AssignForm,
    CommitmentDone,
    ContactForm,
    FollowUpForm,
    MeetingForm,
    NoteForm,
    RateForm,
    ReminderForm,
    RepeatForm,
    ReplyForm,
)
from motions.forms.intake import (
    MotionForm,
    SubmitForm,
)
from motions.forms.steps import (
    AcceptForm,
    OpinionForm,
    RejectForm,
    SignForm,
)

__all__ = [
    "AcceptForm",
    "AssignForm",
    "CommitmentDone",
    "ContactForm",
    "FollowUpForm",
    "MeetingForm",
    "MotionForm",
    "NoteForm",
    "OpinionForm",
    "RateForm",
    "RejectForm",
    "ReminderForm",
    "RepeatForm",
    "ReplyForm",
    "SignForm",
    "SubmitForm",
]
