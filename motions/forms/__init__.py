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
from motions.forms.intake import MotionForm, SignatureForm
from motions.forms.owed import WaiveLetterForm
from motions.forms.presidium import (
    LeaveOffForm,
    PresidiumForm,
    RulingForm,
    WithdrawBillForm,
)
from motions.forms.promises import ProposeDateForm, ReportDoneForm, StrikeForm
from motions.forms.publishing import PublicationForm, PublishForm
from motions.forms.steps import (
    AcceptForm,
    ExtendForm,
    ForwardForm,
    GiveBackForm,
    HandOverForm,
    HeadSignForm,
    MergeForm,
    ObjectForm,
    OpinionForm,
    PassOnForm,
    ReferForm,
    RejectForm,
    SendBackForm,
    SignForm,
    SignLateForm,
    WithdrawForm,
)
from motions.forms.submitting import SubmitForm
from motions.forms.urging import OrderAnswerForm, OrderCloseForm, OrderForm, ReminderForm
from motions.forms.verdict import RateForm, SignedRateForm

__all__ = [
    "AcceptForm",
    "AssignForm",
    "ContactForm",
    "ExtendForm",
    "FollowUpForm",
    "ForwardForm",
    "GiveBackForm",
    "HandOverForm",
    "HeadSignForm",
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
    "ReferForm",
    "RejectForm",
    "ReminderForm",
    "RepeatForm",
    "ReplyForm",
    "ReportDoneForm",
    "RulingForm",
    "SendBackForm",
    "SignForm",
    "SignLateForm",
    "SignatureForm",
    "SignedRateForm",
    "StrikeForm",
    "SubmitForm",
    "SupplementForm",
    "WaiveLetterForm",
    "WithdrawBillForm",
    "WithdrawForm",
]
