"""Which cases a user may open, said of one and of many; a test holds the two together."""

from django.db.models import Q, QuerySet

from motions.models import Assignment, CoSigner, Motion, Reference
from motions.permissions.people import (
    is_joined,
    is_lead,
    is_referred_to,
    roles_of,
    works_on_case,
)
from motions.permissions.states import (
    DRAFT,
    is_draft,
    is_entered_by_office,
    is_handed_on,
    is_numbered,
    is_shared,
    is_taken_back,
)
from motions.querysets import HANDED_ON, NUMBERED
from renda.core.models import Role, User
from renda.core.permissions import is_county, is_deputy, is_gov_office, is_office
from renda.core.scoping import current_township_id

sees_motion = (
    (is_office & (~is_draft | is_entered_by_office))
    | (is_county & ~is_draft)
    | (is_gov_office & (is_handed_on | is_taken_back))
    | is_lead
    | (is_joined & ~is_draft)
    | (is_deputy & (is_numbered | is_shared))
    | works_on_case
    | is_referred_to
)


def visible_motions(user: User, rows: QuerySet | None = None) -> QuerySet[Motion]:
    """The motions this user may open, of those given or of all."""
    roles = roles_of(user)
    wanted = Q(pk=None)
    if roles & {Role.CLERK, Role.CHAIR}:
        wanted |= ~Q(status=DRAFT) | Q(is_by_office=True)
    if Role.COUNTY in roles:
        wanted |= ~Q(status=DRAFT)
    if Role.GOV_OFFICE in roles:
        told = Assignment.objects.values("motion")
        wanted |= Q(status__in=HANDED_ON) | Q(status=Motion.Status.WITHDRAWN, pk__in=told)
    rows = Motion.objects.all() if rows is None else rows
    if Role.DEPUTY in roles:
        joined = CoSigner.objects.filter(deputy__user=user).exclude(state="declined")
        wanted |= Q(lead__user=user) | Q(status__in=NUMBERED)
        wanted |= Q(status=Motion.Status.WITHDRAWN, had_merged=True)
        wanted |= ~Q(status=DRAFT) & Q(pk__in=joined.values("motion"))
    if roles & {Role.HANDLER, Role.UNIT_HEAD}:
        units = user.unit_ids(current_township_id())
        mine = Assignment.objects.of_units(units)
        wanted |= Q(pk__in=mine.values("motion"))
        sent = Reference.objects.filter(unit__in=units)
        wanted |= Q(status=Motion.Status.REFERENCE, pk__in=sent.values("motion"))
    return rows.filter(wanted)
