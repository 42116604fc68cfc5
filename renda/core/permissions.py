"""Predicates about a user's role. Apps combine these with their own.

Rules are asked of the township of the object, or of the one in scope.
"""

import rules
from django.db import models

from renda.core.models import UNIT_ROLES, Role, User
from renda.core.scoping import NoTownship, current_township_id


def has_role(*wanted: Role) -> rules.Predicate:
    """A predicate: the user holds one of the roles in the object's (or current) township."""

    @rules.predicate(f"has_role:{'|'.join(wanted)}")
    def check(user: User, obj: models.Model | None = None) -> bool:
        if not user.is_authenticated:
            return False
        try:
            township_id = getattr(obj, "township_id", None) or current_township_id()
        except NoTownship:
            return False
        return any((township_id, role) in user.roles for role in wanted)

    return check


is_clerk = has_role(Role.CLERK)
is_chair = has_role(Role.CHAIR)
is_deputy = has_role(Role.DEPUTY)
is_unit_head = has_role(Role.UNIT_HEAD)
is_gov_office = has_role(Role.GOV_OFFICE)
is_county = has_role(Role.COUNTY)
is_admin = has_role(Role.ADMIN)

is_office = has_role(Role.CLERK, Role.CHAIR)
is_unit_staff = has_role(*UNIT_ROLES)
is_reader = has_role(Role.CLERK, Role.CHAIR, Role.COUNTY)
is_member = has_role(*Role)

rules.add_perm("core.use", is_member)
rules.add_perm("core.view_audit", has_role(Role.CLERK, Role.CHAIR, Role.ADMIN))
rules.add_perm("core.view_changes", is_office)
rules.add_perm("core.change_rules", has_role(Role.CLERK, Role.ADMIN))
rules.add_perm("core.change_term", has_role(Role.CLERK, Role.ADMIN))
rules.add_perm("core.void_term", has_role(Role.CLERK, Role.ADMIN))
rules.add_perm("core.view_term", has_role(Role.CLERK, Role.CHAIR, Role.COUNTY, Role.ADMIN))
rules.add_perm("core.view_rules", has_role(Role.CLERK, Role.CHAIR, Role.COUNTY, Role.ADMIN))
rules.add_perm("core.view_calendar", has_role(Role.CLERK, Role.CHAIR, Role.COUNTY, Role.ADMIN))
rules.add_perm("core.change_calendar", is_admin)
rules.add_perm("core.change_robot", is_admin)
rules.add_perm("core.manage_accounts", is_admin)
rules.add_perm("core.list_unit", has_role(Role.CLERK, Role.CHAIR, Role.ADMIN, Role.GOV_OFFICE))
rules.add_perm("core.view_unit", has_role(Role.CLERK, Role.CHAIR, Role.ADMIN, Role.GOV_OFFICE))
rules.add_perm("core.change_unit", has_role(Role.CLERK, Role.ADMIN))
rules.add_perm("core.view_figures", is_reader)
rules.add_perm("core.view_agenda", is_reader | is_gov_office | is_admin)
rules.add_perm("core.view_county", is_county)
rules.add_perm("core.view_health", is_office)
rules.add_perm("core.void_record", is_office)
rules.add_perm("core.view_workbench", has_role(Role.CLERK, Role.CHAIR, Role.GOV_OFFICE, Role.ADMIN))


def void_perm(record: models.Model) -> str:
    """The right to void a record: its model's own where an app has made one, else the office's."""
    meta = record._meta
    own = f"{meta.app_label}.void_{meta.model_name}"
    return own if rules.perm_exists(own) else "core.void_record"
