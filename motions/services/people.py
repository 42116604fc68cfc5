"""Whom to tell about a motion."""

from collections.abc import Sequence
from functools import partial

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.urls import reverse

from deputies.models import Deputy
from motions.models import Assignment, CoSigner, Motion
from motions.querysets import TAKEN
from renda.core import audit
from renda.core.accounts import without_head as without_head
from renda.core.models import AuditEntry, Membership, Role, User
from renda.core.notifications import people_in, reading, staff_and
from renda.core.prepared import prepared
from renda.core.together import hang


def with_authors(motions: Sequence[Motion]) -> None:
    """Let motions read with ``lead__user`` know what else ``authors_of`` needs of them; two queries."""
    keys = tuple(motion.pk for motion in motions)
    if not keys:
        return
    merged = _merged_into(keys)
    hang(merged, motions, "merged")
    hang(_joined(keys), [*motions, *merged], "cosigners")


@prepared
def _merged_into(keys: tuple[int, ...]) -> QuerySet[Motion]:
    return Motion.objects.filter(merged_into__in=keys).select_related("lead__user")


@prepared
def _joined(keys: tuple[int, ...]) -> QuerySet[CoSigner]:
    of = Q(motion__in=keys) | Q(motion__merged_into__in=keys)
    return CoSigner.objects.filter(of).select_related("deputy__user")


def authors_of(motion: Motion) -> list[User]:
    """The accounts of the lead deputy, of every co-signer who confirmed, and of those of the cases
    merged into this one; one query at most.

    Each is told on the page of the own case: what goes on under another one's page may be out of
    reach some day, and is shown there.
    """
    if {"cosigners", "merged"} <= getattr(motion, "_prefetched_objects_cache", {}).keys():
        found = [(d, m.pk) for m in (motion, *motion.merged.all()) for d in _own_deputies(m)]
    else:
        rows = sorted(_authors(motion.pk), key=lambda d: (d.pk != motion.lead_id, d.pk))
        found = [(row, row.of) for row in rows]
    authors: dict[int, User] = {}
    for deputy, of in found:
        if deputy.user_id and deputy.user_id not in authors:
            authors[deputy.user_id] = reading(deputy.user, _page(of))
    return list(authors.values())


@prepared
def _authors(case: int) -> QuerySet[Deputy]:
    return _by_case(Motion(pk=case)).select_related("user").order_by()


def _own_deputies(motion: Motion) -> list[Deputy]:
    joined = [c.deputy for c in motion.cosigners.all() if c.state == "accepted"]
    return [motion.lead, *joined]


def authors_and(motion: Motion, *roles: Role) -> list[User]:
    """The authors' accounts, told as ``authors_of`` says, and those in the roles; one query."""
    return people_in(*roles, also=partial(_staff_and_authors, motion.pk), page=_page)


@prepared
def _staff_and_authors(case: int) -> QuerySet[Membership]:
    return staff_and(_by_case(Motion(pk=case)))


def deputies_of(motion: Motion) -> QuerySet[Deputy]:
    """The lead deputy, the co-signers who confirmed, and those of the cases merged into this one."""
    cases = _cases(motion)
    joined = CoSigner.objects.filter(state="accepted", motion__in=cases.values("pk")).order_by()
    return Deputy.with_voided.filter(
        Q(pk__in=cases.values("lead")) | Q(pk__in=joined.values("deputy"))
    )


def own_page(motion: Motion, deputy: Deputy) -> str:
    """Where a deputy of the case reads of it: the page of the case that this one raised or joined."""
    if deputy.pk == motion.lead_id:
        return motion.get_absolute_url()
    found = _by_case(motion).filter(pk=deputy.pk).values_list("of", flat=True).first()
    return _page(found or motion.pk)


def _by_case(motion: Motion) -> QuerySet[Deputy]:
    """``deputies_of``, each with the key ``of`` the case that this one raised or joined: itself first."""
    signed = CoSigner.objects.filter(
        state="accepted", motion=OuterRef("pk"), deputy=OuterRef(OuterRef("pk"))
    )
    own = _cases(motion).filter(Q(lead=OuterRef("pk")) | Exists(signed))
    own = own.order_by(Case(When(pk=motion.pk, then=0), default=1), "pk").values("pk")[:1]
    return deputies_of(motion).annotate(of=Subquery(own))


def _cases(motion: Motion) -> QuerySet[Motion]:
    return Motion.objects.filter(Q(pk=motion.pk) | Q(merged_into=motion.pk)).order_by()


def _page(pk: int) -> str:
    return reverse("motions:motion_detail", args=[pk])


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
