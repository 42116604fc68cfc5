"""Whom to tell about a motion."""

from django.db.models import Prefetch, Q, QuerySet

from deputies.models import Deputy
from motions.models import Assignment, CoSigner, Motion
from motions.querysets import TAKEN
from renda.core import audit
from renda.core.accounts import without_head as without_head
from renda.core.models import AuditEntry, Role, User
from renda.core.notifications import people_in

JOINED = CoSigner.objects.select_related("deputy__user")
WITH_AUTHORS = (
    Prefetch("cosigners", JOINED),
    Prefetch(
        "merged",
        Motion.objects.select_related("lead__user").prefetch_related(Prefetch("cosigners", JOINED)),
    ),
)
"""What ``authors_of`` needs of many motions: prefetch them, and join ``lead__user``."""


def authors_of(motion: Motion) -> list[User]:
    """The accounts of the lead deputy, of every co-signer who confirmed, and of those of the cases
    merged into this one; one query at most."""
    if {"cosigners", "merged"} <= getattr(motion, "_prefetched_objects_cache", {}).keys():
        deputies = [d for m in (motion, *motion.merged.all()) for d in _own_deputies(m)]
    else:
        rows = deputies_of(motion).select_related("user").order_by("pk")
        deputies = sorted(rows, key=lambda deputy: deputy.pk != motion.lead_id)
    return list({d.user_id: d.user for d in deputies if d.user_id}.values())


def _own_deputies(motion: Motion) -> list[Deputy]:
    joined = [c.deputy for c in motion.cosigners.all() if c.state == "accepted"]
    return [motion.lead, *joined]


def authors_and(motion: Motion, *roles: Role) -> list[User]:
    """The authors' accounts and those in the roles; one query."""
    return people_in(*roles, also=deputies_of(motion))


def deputies_of(motion: Motion) -> QuerySet[Deputy]:
    """The lead deputy, the co-signers who confirmed, and those of the cases merged into this one."""
    cases = Motion.objects.filter(Q(pk=motion.pk) | Q(merged_into=motion.pk)).order_by()
    joined = CoSigner.objects.filter(state="accepted", motion__in=cases.values("pk")).order_by()
    return Deputy.with_voided.filter(
        Q(pk__in=cases.values("lead")) | Q(pk__in=joined.values("deputy"))
    )


def taken_from(motion: Motion, user: User) -> Assignment | None:
    """The last part in the case that one of the user's units had and has no more; None without one."""
    rows = motion.assignments.filter(unit__in=user.unit_ids(motion.township_id), status__in=TAKEN)
    return rows.select_related("unit", "motion").order_by("-pk").first()


def why_taken(part: Assignment) -> AuditEntry | None:
    """The line about the step by which the case was taken from the unit: who, when, why."""
    return audit.history(part).filter(detail__after__in=TAKEN).first()


def staff_of(unit_id: int, *, heads_only: bool = False) -> list[User]:
    """The accounts of a unit."""
    roles = (Role.UNIT_HEAD,) if heads_only else (Role.HANDLER, Role.UNIT_HEAD)
    return people_in(*roles, unit_id=unit_id)
