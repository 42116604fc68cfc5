"""What people type about motions."""

from motions.forms.handling import (
    AssignForm,
    ContactForm,
    FollowUpForm,
    MeetingForm,
    NoteForm,
    RepeatForm,
    ReplyForm,
)
from motions.forms.intake import (
    MotionForm,
    SubmitForm,
)
from motions.forms.steps import (
    AcceptForm,
    ExtendForm,
    ForwardForm,
    HandOverForm,
    MergeForm,
    ObjectForm,
    OpinionForm,
    PassOnForm,
    PresidiumForm,
    RejectForm,
    ReportDoneForm,
    SignForm,
    StrikeForm,
    WithdrawForm,
)
from motions.forms.urging import ReminderForm
from motions.forms.verdict import RateForm

__all__ = [
    "AcceptForm",
    "AssignForm",
    "ContactForm",
    "ExtendForm",
    "FollowUpForm",
    "ForwardForm",
    "HandOverForm",
    "MeetingForm",
    "MergeForm",
    "MotionForm",
    "NoteForm",
    "ObjectForm",
    "OpinionForm",
    "PassOnForm",
    "PresidiumForm",
    "RateForm",
    "RejectForm",
    "ReminderForm",
    "RepeatForm",
    "ReplyForm",
    "ReportDoneForm",
    "SignForm",
    "StrikeForm",
    "SubmitForm",
    "WithdrawForm",
]
