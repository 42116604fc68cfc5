"""Rows every app leans on: who, where, what happened, and what is still to do."""

from renda.core.models.base import OwnedKey, Record, TownshipModel
from renda.core.models.people import (
    UNIT_ROLES,
    County,
    Membership,
    Role,
    Township,
    Unit,
    User,
)
from renda.core.models.records import (
    Attachment,
    AuditEntry,
    AuditHead,
    Counter,
    Job,
    Notification,
    OnceKey,
    Robot,
)
from renda.core.models.rules import CalendarDay, LocalRule, Term

__all__ = [
    "UNIT_ROLES",
    "Attachment",
    "AuditEntry",
    "AuditHead",
    "CalendarDay",
    "Counter",
    "County",
    "Job",
    "LocalRule",
    "Membership",
    "Notification",
    "OnceKey",
    "OwnedKey",
    "Record",
    "Robot",
    "Role",
    "Term",
    "Township",
    "TownshipModel",
    "Unit",
    "User",
]
