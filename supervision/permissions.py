"""Who may see, keep and answer what the presidium supervises."""

import rules
from django.db.models import QuerySet

from deputies.permissions import deputy_of
from renda.core.models import User
from renda.core.permissions import (
    is_deputy,
    is_gov_office,
    is_office,
    is_reader,
    is_unit_staff,
)
from renda.core.scoping import current_township_id
from supervision.models import Finding, Inspection, InspectionOpinion


@rules.predicate
def is_of_unit(user: User, record: Finding | InspectionOpinion | None) -> bool:
    """The record was handed to a unit that this user works for."""
    if record is None or not user.is_authenticated or record.handed_on is None:
        return False
    return record.unit_id in user.unit_ids(record.township_id)


@rules.predicate
def is_handed(user: User, record: Finding | InspectionOpinion | None) -> bool:
    """The record was handed over."""
    return record is not None and record.handed_on is not None


@rules.predicate
def is_finder(user: User, record: Finding | None) -> bool:
    """The user is the deputy who found it."""
    if record is None or record.found_by_id is None or not user.is_authenticated:
        return False
    deputy = deputy_of(user)
    return deputy is not None and deputy.pk == record.found_by_id


def visible(user: User, rows: QuerySet) -> QuerySet:
    """Of these findings or opinions those that the user may see in a list."""
    if is_reader(user):
        return rows
    if is_gov_office(user):
        return rows.handed()
    return rows.of_units(user.unit_ids(current_township_id()))


@rules.predicate
def is_closed(user: User, inspection: Inspection | None) -> bool:
    """The inspection was closed: nothing more is asked of units."""
    return inspection is not None and inspection.status == Inspection.Status.CLOSED


reads_government_work = is_reader | is_gov_office

for model in ("planitem", "worktarget", "livelihoodproject"):
    rules.add_perm(f"supervision.list_{model}", reads_government_work)
    rules.add_perm(f"supervision.view_{model}", reads_government_work | is_deputy)
    rules.add_perm(f"supervision.change_{model}", is_office)

for model in ("inspection", "appraisal", "electionvillage"):
    rules.add_perm(f"supervision.list_{model}", is_reader)
    rules.add_perm(f"supervision.view_{model}", is_reader | is_deputy)
    rules.add_perm(f"supervision.change_{model}", is_office)

for model in ("projectprogress", "inspectionstop", "inspectionproject", "villageelectionwatch"):
    rules.add_perm(f"supervision.view_{model}", is_reader | is_deputy)
    rules.add_perm(f"supervision.change_{model}", is_office)

for model, mine in (("finding", is_of_unit | is_finder), ("inspectionopinion", is_of_unit)):
    rules.add_perm(f"supervision.list_{model}", reads_government_work | is_unit_staff)
    rules.add_perm(f"supervision.view_{model}", is_reader | (is_gov_office & is_handed) | mine)
    rules.add_perm(f"supervision.change_{model}", is_office)

rules.add_perm("supervision.add_inspectionopinion", is_office & ~is_closed)
rules.add_perm("supervision.browse_finding", reads_government_work)
rules.add_perm("supervision.browse_own_finding", is_unit_staff)
rules.add_perm("supervision.follow_finding", is_office | is_gov_office | is_unit_staff)
