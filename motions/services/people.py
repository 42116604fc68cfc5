"""Whom to tell about a motion."""

from motions.models import Motion
from renda.core.models import Role, User
from renda.core.notifications import people_in


def authors_of(motion: Motion) -> list[User]:
    """The accounts of the lead deputy and of every co-signer who confirmed."""
    joined = motion.cosigners.filter(state="accepted").select_related("deputy__user")
    deputies = [motion.lead, *(c.deputy for c in joined)]
    return [d.user for d in deputies if d.user_id]


def staff_of(unit_id: int, *, heads_only: bool = False) -> list[User]:
    """The accounts of a unit."""
    roles = (Role.UNIT_HEAD,) if heads_only else (Role.HANDLER, Role.UNIT_HEAD)
    return people_in(*roles, unit_id=unit_id)
