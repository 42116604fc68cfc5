"""Who may see and keep the records of activities, contacts with voters, and publicity."""

import rules

from activities.models import Opinion
from deputies.permissions import is_own_record
from renda.core.models import User
from renda.core.permissions import is_deputy, is_office, is_reader, is_unit_staff


@rules.predicate
def is_passed_to_own_unit(user: User, opinion: Opinion | None) -> bool:
    """The opinion was passed on to the unit this user works for."""
    return (
        opinion is not None
        and opinion.status != Opinion.Status.RECORDED
        and opinion.unit_id in user.unit_ids(opinion.township_id)
    )


answers_for_unit = is_unit_staff & is_passed_to_own_unit

rules.add_perm("activities.use", is_reader)

for meant_for_all in ("campaign", "activity", "stop", "headcount", "consultation", "article"):
    rules.add_perm(f"activities.list_{meant_for_all}", is_reader | is_deputy)
    rules.add_perm(f"activities.view_{meant_for_all}", is_reader | is_deputy)
    rules.add_perm(f"activities.change_{meant_for_all}", is_office)

rules.add_perm("activities.list_opinion", is_reader)
rules.add_perm("activities.view_opinion", is_reader | is_own_record | answers_for_unit)
rules.add_perm("activities.change_opinion", is_office)

rules.add_perm("activities.list_votercontact", is_reader | is_deputy)
rules.add_perm("activities.view_votercontact", is_reader | is_own_record)
rules.add_perm("activities.add_votercontact", is_office | is_deputy)
rules.add_perm("activities.change_votercontact", is_office | is_own_record)
rules.add_perm("activities.print_votercontact", is_office | is_own_record)

rules.add_perm("activities.list_publicmessage", is_office)
rules.add_perm("activities.view_publicmessage", is_office | is_own_record)
rules.add_perm("activities.add_publicmessage", is_office)
rules.add_perm("activities.change_publicmessage", is_office)

for about_one in ("deed", "dutycase"):
    rules.add_perm(f"activities.list_{about_one}", is_reader)
    rules.add_perm(f"activities.view_{about_one}", is_reader | is_own_record)
    rules.add_perm(f"activities.change_{about_one}", is_office)

rules.add_perm("activities.view_adoption", is_reader | is_deputy)
rules.add_perm("activities.change_adoption", is_office)
