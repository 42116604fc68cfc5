"""What people type about motions."""

from motions.forms.handling import (
    AssignForm,
    ContactForm,
    FollowUpForm,
    MeetingForm,
    NoteForm,
    RepeatForm,
    ReplyForm,
    SupplementForm,
)
from motions.forms.intake import (
    MotionForm,
    SignatureForm,
    SubmitForm,
)
from motions.forms.presidium import LeaveOffForm, PresidiumForm, WithdrawBillForm
from motions.forms.promises import ProposeDateForm, ReportDoneForm, StrikeForm
from motions.forms.publishing import PublicationForm, PublishForm
from motions.forms.steps import (
    AcceptForm,
    ExtendForm,
    ForwardForm,
    HandOverForm,
    MergeForm,
    ObjectForm,
    OpinionForm,
    PassOnForm,
    RejectForm,
    SignForm,
    WithdrawForm,
)
from motions.forms.urging import OrderAnswerForm, OrderCloseForm, OrderForm, ReminderForm
from motions.forms.verdict import RateForm, SignedRateForm

__all__ = [
    "AcceptForm",
    "AssignForm",
    "ContactForm",
    "ExtendForm",
    "FollowUpForm",
    "ForwardForm",
    "HandOverForm",
    "LeaveOffForm",
    "MeetingForm",
    "MergeForm",
    "MotionForm",
    "NoteForm",
    "ObjectForm",
    "OpinionForm",
    "OrderAnswerForm",
    "OrderCloseForm",
    "OrderForm",
    "PassOnForm",
    "PresidiumForm",
    "ProposeDateForm",
    "PublicationForm",
    "PublishForm",
    "RateForm",
    "RejectForm",
    "ReminderForm",
    "RepeatForm",
    "ReplyForm",
    "ReportDoneForm",
    "SignForm",
    "SignatureForm",
    "SignedRateForm",
    "StrikeForm",
    "SubmitForm",
    "SupplementForm",
    "WithdrawBillForm",
    "WithdrawForm",
]
