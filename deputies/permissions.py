"""Who may see and keep deputies' records."""

import rules
from django.db.models import QuerySet

from deputies.models import Deputy
from renda.core.models import Role, User
from renda.core.permissions import has_role, is_clerk, is_deputy, is_office, is_reader
from renda.core.prepared import prepared
from renda.core.scoping import current_township_id


def deputy_of(user: User) -> Deputy | None:
    """The deputy this account belongs to in the township in scope; one query per request."""
    # asked by name, so that the request's lazy user and the account behind it share the answer
    cache = getattr(user, "_deputies", None)
    if cache is None:
        cache = user._deputies = {}
    township_id = current_township_id()
    if township_id not in cache:
        found = _deputies_of(user.pk) if user.is_authenticated else []
        cache[township_id] = found[0] if found else None
    return cache[township_id]


@prepared
def _deputies_of(user_id: int) -> QuerySet[Deputy]:
    return Deputy.objects.filter(user=user_id).order_by("pk")[:1]


@rules.predicate
def is_own_record(user: User, record: object | None) -> bool:
    """The record is this deputy, or belongs to this deputy."""
    if record is None or not user.is_authenticated:
        return False
    deputy = record if isinstance(record, Deputy) else getattr(record, "deputy", None)
    return deputy is not None and deputy.user_id == user.pk


@rules.predicate
def has_deputy(user: User) -> bool:
    """The account belongs to a deputy of the township in scope."""
    return deputy_of(user) is not None


reads_roster = has_role(Role.CLERK, Role.CHAIR, Role.COUNTY, Role.DEPUTY, Role.GOV_OFFICE)

rules.add_perm("deputies.list_deputy", reads_roster)
rules.add_perm("deputies.view_deputy", reads_roster)
rules.add_perm("deputies.view_duty_record", is_reader | is_own_record)
rules.add_perm("deputies.change_deputy", is_clerk)

for model in (
    "constituency",
    "deputygroup",
    "liaisonstation",
    "training",
    "studymaterial",
    "dutyreport",
):
    rules.add_perm(f"deputies.list_{model}", is_reader | is_deputy)
    rules.add_perm(f"deputies.view_{model}", is_reader | is_deputy)
    rules.add_perm(f"deputies.change_{model}", is_clerk)

rules.add_perm("deputies.view_roll", is_reader)
rules.add_perm("deputies.change_roll", is_clerk)
rules.add_perm("deputies.view_rollentry", is_reader)
for act in ("list", "view"):
    rules.add_perm(f"deputies.{act}_fund", is_reader)
rules.add_perm("deputies.change_fund", is_clerk)
rules.add_perm("deputies.view_mandate", is_reader)
rules.add_perm("deputies.change_mandate", is_clerk)
rules.add_perm("deputies.view_honour", is_reader | is_own_record)
rules.add_perm("deputies.change_honour", is_clerk)

rules.add_perm("deputies.read_material", is_deputy)
rules.add_perm("deputies.list_roll", is_reader)
rules.add_perm("deputies.change_rollentry", is_clerk)
rules.add_perm("deputies.view_receipt", is_reader | is_own_record)
rules.add_perm("deputies.change_receipt", is_clerk)
rules.add_perm("deputies.list_honour", is_reader)
rules.add_perm("deputies.list_duty_record", is_reader)
rules.add_perm("deputies.view_own_duty_record", is_deputy)
rules.add_perm("deputies.check_in", has_deputy)
rules.add_perm("deputies.keep_register", is_office)
