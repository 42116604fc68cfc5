"""What deputies do between sessions, whom they met, and what was written about it."""

from activities.models.activity import Activity, Campaign, HeadCount, Stop
from activities.models.opinions import Consultation, Opinion
from activities.models.publicity import Adoption, Article, Deed, DutyCase
from activities.models.voters import PublicMessage, VoterContact

__all__ = [
    "Activity",
    "Adoption",
    "Article",
    "Campaign",
    "Consultation",
    "Deed",
    "DutyCase",
    "HeadCount",
    "Opinion",
    "PublicMessage",
    "Stop",
    "VoterContact",
]
