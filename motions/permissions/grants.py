"""Which right of the app needs what: each a sentence of facts."""

import rules

from motions.permissions.people import (
    has_joined,
    is_joined,
    is_lead,
    is_talked_with,
    works_on,
    works_on_case,
)
from motions.permissions.sight import sees_motion
from motions.permissions.states import (
    is_answered,
    is_answering,
    is_closed_unrated,
    is_draft,
    is_entered_by_office,
    is_handed_on,
    is_in_draft,
    is_in_handling,
    is_issued,
    is_joint,
    is_open_order,
    is_owed,
    is_rateable,
    is_supplementable,
    is_unconfirmed,
    is_unreported,
    is_unsent,
    is_verdict_open,
    takes_draft,
    takes_followup,
    takes_signatures,
)
from renda.core.models import Role
from renda.core.permissions import (
    has_role,
    is_clerk,
    is_county,
    is_deputy,
    is_gov_office,
    is_office,
    is_unit_staff,
)

reads_motions = has_role(
    Role.CLERK, Role.CHAIR, Role.COUNTY, Role.DEPUTY, Role.GOV_OFFICE, Role.HANDLER, Role.UNIT_HEAD
)
reads_register = has_role(Role.CLERK, Role.CHAIR, Role.COUNTY, Role.DEPUTY, Role.GOV_OFFICE)
writes_case = is_clerk | works_on

rules.add_perm("motions.list_motion", reads_motions)
rules.add_perm("motions.open_register", reads_register)
rules.add_perm("motions.view_motion", sees_motion)
rules.add_perm("motions.add_motion", is_clerk)
rules.add_perm("motions.submit_own", is_deputy)
rules.add_perm("motions.amend_motion", is_lead & is_unsent)
rules.add_perm("motions.drop_draft", is_lead & is_draft)
rules.add_perm("motions.find_similar", is_deputy | is_clerk)
rules.add_perm("motions.remind_cosigners", is_lead & takes_signatures)
rules.add_perm("motions.record_signatures", is_clerk & takes_signatures)
rules.add_perm("motions.change_motion", is_clerk & ~(is_draft & ~is_entered_by_office))
rules.add_perm("motions.void_motion", is_clerk & is_draft & is_entered_by_office)
rules.add_perm(
    "motions.unlink_earlier",
    (is_lead & is_unsent) | (is_clerk & ~(is_draft & ~is_entered_by_office)),
)
rules.add_perm("motions.answer_invitation", is_joined & ~is_draft)
rules.add_perm(
    "motions.rate_motion",
    ((is_lead | is_clerk) & (is_rateable | is_closed_unrated | is_verdict_open))
    | (is_answered & (has_joined | (is_clerk & is_joint))),
)
rules.add_perm("motions.see_notes", is_office | is_gov_office | is_unit_staff)
rules.add_perm("motions.see_phones", is_office | works_on | is_lead)
rules.add_perm("motions.add_note", (is_office | works_on) & sees_motion)
rules.add_perm("motions.add_reminder", (is_office | is_gov_office) & is_in_handling)
rules.add_perm("motions.add_order", is_office & is_in_handling)
rules.add_perm("motions.remind_promise", (is_office | is_gov_office) & is_unreported)
rules.add_perm("motions.order_promise", is_office & is_unreported)
rules.add_perm("motions.remind_letter", is_office & is_owed)
rules.add_perm("motions.order_letter", is_office & is_owed)
rules.add_perm("motions.answer_order", works_on & is_open_order)
rules.add_perm("motions.close_order", is_office & is_open_order)
rules.add_perm("motions.list_reminder", is_office | is_county | is_gov_office | is_unit_staff)
rules.add_perm("motions.add_followup", is_office & takes_followup)
rules.add_perm("motions.add_contact", writes_case & is_handed_on)
rules.add_perm("motions.confirm_contact", is_talked_with & is_unconfirmed)
rules.add_perm("motions.record_confirmation", is_clerk & is_handed_on)
rules.add_perm("motions.assign_motions", is_clerk)
rules.add_perm("motions.view_plan", is_office)
rules.add_perm("motions.add_assignment", is_clerk)
rules.add_perm("motions.write_reply", works_on & is_answering & takes_draft)
rules.add_perm("motions.write_supplement", works_on & is_supplementable)
rules.add_perm("motions.list_reference", is_office | is_unit_staff)
rules.add_perm("motions.list_owedletter", is_office | is_unit_staff)
rules.add_perm("motions.waive_letter", is_office & is_owed)
rules.add_perm("motions.view_letter", works_on | (sees_motion & is_issued))
rules.add_perm("motions.view_inbox", is_unit_staff)
rules.add_perm("motions.print_assignment", is_office | is_gov_office | works_on_case)
rules.add_perm("motions.print_part", is_office | is_gov_office | works_on_case)
rules.add_perm("motions.print_case", is_office)
reads_publications = is_office | is_county
rules.add_perm("motions.list_publication", reads_publications)
rules.add_perm("motions.view_publication", reads_publications)
rules.add_perm("motions.add_publication", is_clerk)
rules.add_perm("motions.change_publication", is_clerk)
rules.add_perm("motions.view_statistics", is_office | is_county | is_gov_office)
rules.add_perm("motions.view_board", is_office | is_county | is_gov_office)
reads_reports = has_role(Role.CLERK, Role.CHAIR, Role.COUNTY, Role.DEPUTY, Role.GOV_OFFICE)
rules.add_perm("motions.list_handlingreport", reads_reports)
rules.add_perm("motions.draft_handlingreport", is_office)
rules.add_perm("motions.add_handlingreport", is_clerk)
rules.add_perm("motions.view_handlingreport", is_office | (reads_reports & is_issued))
rules.add_perm("motions.change_handlingreport", is_clerk & is_in_draft)

rules.add_perm("motions.list_assignmentmeeting", is_office | is_county | is_gov_office)
rules.add_perm("motions.view_assignmentmeeting", is_office | is_county | is_gov_office)
rules.add_perm("motions.change_assignmentmeeting", is_clerk)

rules.add_perm("motions.list_commitment", is_office | is_gov_office | is_unit_staff)
rules.add_perm("motions.view_commitment", sees_motion)
rules.add_perm("motions.change_commitment", is_clerk | works_on)

for model in (
    "assignment",
    "review",
    "contactlog",
    "coopinion",
    "reply",
    "feedback",
    "reminder",
    "keyfollowup",
    "repeatlink",
    "cosigner",
    "objection",
    "extension",
    "supplement",
    "replyopening",
    "supplementopening",
    "commitmentchange",
    "owedletter",
    "reference",
    "billvote",
):
    rules.add_perm(f"motions.view_{model}", sees_motion)
    rules.add_perm(f"motions.change_{model}", is_clerk & sees_motion)
    rules.add_perm(f"motions.void_{model}", rules.always_false)  # what others did is not undone so

rules.add_perm("motions.view_submittal", works_on)
rules.add_perm("motions.change_submittal", works_on)

rules.add_perm(
    "motions.view_internalnote", (is_office | is_gov_office | is_unit_staff) & sees_motion
)
rules.add_perm("motions.change_internalnote", is_office & sees_motion)
