"""Who a user is to a case: its deputy, one who joined it, the unit that handles it."""

import rules

from deputies.models import Deputy
from deputies.permissions import deputy_of
from motions.models import Assignment, Motion
from motions.permissions.records import assignment_of, motion_of
from motions.querysets import TAKEN
from renda.core.models import User
from renda.core.permissions import is_deputy, is_unit_head, is_unit_staff
from renda.core.scoping import current_township_id


def roles_of(user: User) -> set[str]:
    """The roles this user has in the township in scope."""
    here = current_township_id()
    return {role for township_id, role in user.roles if township_id == here}


@rules.predicate
def is_lead(user: User, record: object | None) -> bool:
    """The user is the deputy who leads the motion."""
    motion = motion_of(record)
    if motion is None or not is_deputy(user, motion):
        return False
    if Motion.lead.is_cached(motion):
        return motion.lead.user_id == user.pk
    deputy = deputy_of(user)
    return deputy is not None and motion.lead_id == deputy.pk


@rules.predicate
def is_talked_with(user: User, contact: object | None) -> bool:
    """The user is the deputy whose words a 面商记录 keeps."""
    if contact is None or not is_deputy(user, contact):
        return False
    deputy = deputy_of(user)
    return deputy is not None and getattr(contact, "deputy_id", None) == deputy.pk


def deputy_in(user: User, motion: Motion) -> Deputy | None:
    """The user as a deputy of the case, who reads and rates its answer; None for everybody else."""
    if not is_deputy(user, motion):
        return None
    if is_lead(user, motion):
        return motion.lead
    return deputy_of(user) if has_joined(user, motion) else None


@rules.predicate
def is_joined(user: User, record: object | None) -> bool:
    """The user was invited to join the motion and did not decline."""
    motion = motion_of(record)
    if motion is None or not is_deputy(user, motion):
        return False
    deputy = deputy_of(user)
    return deputy is not None and any(
        c.deputy_id == deputy.pk and c.state != "declined" for c in motion.cosigners.all()
    )


@rules.predicate
def has_joined(user: User, record: object | None) -> bool:
    """The user confirmed to be a co-signer, or is an author of a case merged into this one."""
    motion = motion_of(record)
    if motion is None or not is_deputy(user, motion):
        return False
    deputy = deputy_of(user)
    if deputy is None:
        return False
    if any(c.deputy_id == deputy.pk and c.state == "accepted" for c in motion.cosigners.all()):
        return True
    known = motion.__dict__.setdefault("_merged_authors", {})  # one query a page
    if deputy.pk not in known:
        known[deputy.pk] = motion.merged.authored_by(deputy.pk).exists()
    return known[deputy.pk]


@rules.predicate
def works_on(user: User, record: object | None) -> bool:
    """The user's unit handles the motion, or this very assignment; no longer once it was taken from it."""
    if record is None or not is_unit_staff(user, record):
        return False
    return _has_record(user.unit_ids(current_township_id()), record)


def _has_record(units: set[int], record: object) -> bool:
    """One of the units handles it, and it was not taken from that."""
    row = record if isinstance(record, Assignment) else assignment_of(record)
    if row is not None:
        return row.unit_id in units and row.status not in TAKEN
    motion = None if hasattr(record, "assignment") else motion_of(record)
    return motion is not None and any(
        a.unit_id in units and a.status not in TAKEN for a in motion.assignments.all()
    )


@rules.predicate
def is_referred_to(user: User, record: object | None) -> bool:
    """The case was sent to the user's unit for reference."""
    motion = motion_of(record)
    if motion is None or motion.status != Motion.Status.REFERENCE:
        return False
    units = user.unit_ids(current_township_id()) if is_unit_staff(user, motion) else ()
    return bool(units) and any(row.unit_id in units for row in motion.references.all())


@rules.predicate
def works_on_case(user: User, record: object | None) -> bool:
    """The user's unit handles the case that the record belongs to, in whatever part."""
    motion = motion_of(record)
    return motion is not None and works_on(user, motion)


@rules.predicate
def heads_unit(user: User, record: object | None) -> bool:
    """The user is the head of the unit that handles it: whose signature it goes out with."""
    if record is None or not is_unit_head(user, record):
        return False
    return _has_record(user.headed_unit_ids(current_township_id()), record)


drafts_for_head = works_on & ~heads_unit
