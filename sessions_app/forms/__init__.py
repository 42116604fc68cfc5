"""What the office fills in about sessions, votes, elections, the presidium and its rules."""

from sessions_app.forms.credentials import CredentialForm
from sessions_app.forms.election import (
    ElectionForm,
    NominationForm,
    TallyForm,
    WriteIns,
    write_ins_of,
)
from sessions_app.forms.interpellation import InterpellationForm
from sessions_app.forms.others import (
    MemberForm,
    NoticeForm,
    RemovalForm,
    ResignationForm,
    RuleForm,
    VersionForm,
)
from sessions_app.forms.session import (
    DocumentForm,
    ResolutionForm,
    SessionForm,
    SignForm,
    SittingForm,
    VoteForm,
)

__all__ = [
    "CredentialForm",
    "DocumentForm",
    "ElectionForm",
    "InterpellationForm",
    "MemberForm",
    "NominationForm",
    "NoticeForm",
    "RemovalForm",
    "ResignationForm",
    "ResolutionForm",
    "RuleForm",
    "SessionForm",
    "SignForm",
    "SittingForm",
    "TallyForm",
    "VersionForm",
    "VoteForm",
    "WriteIns",
    "write_ins_of",
]
