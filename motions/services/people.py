"""Whom to tell about a motion."""

from django.db.models import Prefetch, Q, QuerySet

from deputies.models import Deputy
from motions.models import CoSigner, Motion
from renda.core.models import Role, User
from renda.core.notifications import people_in

WITH_AUTHORS = Prefetch("cosigners", CoSigner.objects.select_related("deputy__user"))
"""What ``authors_of`` needs of many motions: prefetch it, and join ``lead__user``."""


def authors_of(motion: Motion) -> list[User]:
    """The accounts of the lead deputy and of every co-signer who confirmed; one query at most."""
    if "cosigners" in getattr(motion, "_prefetched_objects_cache", {}):
        joined = [c.deputy for c in motion.cosigners.all() if c.state == "accepted"]
        deputies = [motion.lead, *joined]
    else:
        rows = _deputies_of(motion).select_related("user").order_by("pk")
        deputies = sorted(rows, key=lambda deputy: deputy.pk != motion.lead_id)
    return [d.user for d in deputies if d.user_id]


def authors_and(motion: Motion, *roles: Role) -> list[User]:
    """The authors' accounts and those in the roles; one query."""
    return people_in(*roles, also=_deputies_of(motion))


def _deputies_of(motion: Motion) -> QuerySet[Deputy]:
    joined = motion.cosigners.filter(state="accepted").order_by().values("deputy")
    return Deputy.with_voided.filter(Q(pk=motion.lead_id) | Q(pk__in=joined))


def staff_of(unit_id: int, *, heads_only: bool = False) -> list[User]:
    """The accounts of a unit."""
    roles = (Role.UNIT_HEAD,) if heads_only else (Role.HANDLER, Role.UNIT_HEAD)
    return people_in(*roles, unit_id=unit_id)
