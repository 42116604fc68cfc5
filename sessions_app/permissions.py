"""Who may see, keep and announce what the congress does."""

import rules
from django.db import models

from renda.core.models import User
from renda.core.permissions import is_clerk, is_deputy, is_gov_office, is_office, is_reader
from sessions_app.models import BallotCount, Nomination, Session


@rules.predicate
def is_archived(user: User, record: models.Model | None) -> bool:
    """The record belongs to a session that was archived: its papers are settled."""
    session = record if isinstance(record, Session) else getattr(record, "session", None)
    return session is not None and session.status == Session.Status.ARCHIVED


@rules.predicate
def is_settled(user: User, record: models.Model | None) -> bool:
    """A count that was checked, a notice that was issued: corrected by a step, not by an edit."""
    open_states = {None, "draft", BallotCount.Status.ENTERING}
    return getattr(record, "status", None) not in open_states


@rules.predicate
def is_counted(user: User, record: models.Model | None) -> bool:
    """The count of this post's ballots was checked: its candidates and nominations stand."""
    post = record.post if isinstance(record, Nomination) else record
    ballot = getattr(post, "ballot", None)
    return ballot is not None and ballot.status != BallotCount.Status.ENTERING


@rules.predicate
def is_preparing(user: User, record: models.Model | None) -> bool:
    """The session has not opened: nothing can be voted on yet."""
    session = record if isinstance(record, Session) else getattr(record, "session", None)
    return session is not None and session.status == Session.Status.PREPARING


writes = is_office & ~is_archived
may_read = is_reader | is_deputy
OFFICE_ONLY = (
    "sitting",
    "agendaitem",
    "vote",
    "election",
    "nomination",
    "nominationsponsor",
    "resignation",
    "removal",
    "interpellation",
    "interpellationsponsor",
    "credentialreport",
    "presidiummember",
    "presidiummeeting",
    "presidiumtopic",
)
FOR_DEPUTIES = ("session", "sessiondocument", "resolution", "ruledocument", "ruleversion")

for model in OFFICE_ONLY:
    rules.add_perm(f"sessions_app.list_{model}", is_reader)
    rules.add_perm(f"sessions_app.view_{model}", is_reader)
    rules.add_perm(f"sessions_app.change_{model}", writes)
for model in FOR_DEPUTIES:
    rules.add_perm(f"sessions_app.list_{model}", may_read)
    rules.add_perm(f"sessions_app.view_{model}", may_read)
    rules.add_perm(f"sessions_app.change_{model}", writes)

for model in ("vote", "resolution"):
    rules.set_perm(f"sessions_app.change_{model}", writes & ~is_preparing)

rules.add_perm("sessions_app.list_post", is_reader)
rules.add_perm("sessions_app.view_post", is_reader)
rules.add_perm("sessions_app.change_post", is_office & ~is_counted)
rules.set_perm("sessions_app.change_nomination", is_office & ~is_counted)
rules.add_perm("sessions_app.list_candidate", is_reader)
rules.add_perm("sessions_app.view_candidate", is_reader)
rules.add_perm("sessions_app.change_candidate", rules.always_deny)
rules.add_perm("sessions_app.view_ballotcount", is_reader)
rules.add_perm("sessions_app.change_ballotcount", is_office & ~is_settled)
rules.add_perm("sessions_app.view_documentreceipt", is_reader)
rules.add_perm("sessions_app.change_documentreceipt", rules.always_deny)
rules.add_perm("sessions_app.read_sessiondocument", is_deputy)


@rules.predicate
def is_issued(user: User, notice: models.Model | None) -> bool:
    """The notice was published."""
    return notice is not None and notice.status == "issued"


rules.add_perm("sessions_app.list_notice", may_read | is_gov_office)
rules.add_perm("sessions_app.view_notice", is_reader | ((is_deputy | is_gov_office) & is_issued))
rules.add_perm("sessions_app.change_notice", is_office & ~is_settled)
rules.add_perm("sessions_app.sign_roll", is_clerk)
rules.add_perm("sessions_app.view_screen", is_office)
