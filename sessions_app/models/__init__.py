"""What the congress and its presidium meet on, vote on and elect; the rules they adopt."""

from sessions_app.models.ballot import BallotCount
from sessions_app.models.credentials import CredentialReport
from sessions_app.models.election import (
    Candidate,
    Election,
    Nomination,
    NominationSponsor,
    Post,
    PostKind,
)
from sessions_app.models.interpellation import Interpellation, InterpellationSponsor
from sessions_app.models.outcome import Notice, Removal, Resignation
from sessions_app.models.presidium import PresidiumMeeting, PresidiumMember, PresidiumTopic
from sessions_app.models.rules import RuleDocument, RuleVersion
from sessions_app.models.session import (
    AgendaItem,
    DocumentReceipt,
    Session,
    SessionDocument,
    Sitting,
)
from sessions_app.models.voting import Resolution, Vote

__all__ = [
    "AgendaItem",
    "BallotCount",
    "Candidate",
    "CredentialReport",
    "DocumentReceipt",
    "Election",
    "Interpellation",
    "InterpellationSponsor",
    "Nomination",
    "NominationSponsor",
    "Notice",
    "Post",
    "PostKind",
    "PresidiumMeeting",
    "PresidiumMember",
    "PresidiumTopic",
    "Removal",
    "Resignation",
    "Resolution",
    "RuleDocument",
    "RuleVersion",
    "Session",
    "SessionDocument",
    "Sitting",
    "Vote",
]
