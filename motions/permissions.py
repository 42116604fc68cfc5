"""Who may see and handle motions.

``sees_motion`` says it of one motion and ``visible_motions`` of many; a test holds the two together.

=================================  ==================================================
人大办, 主席                        everything handed in; drafts only if entered by the office
代表                                own ones, those they joined, and every numbered one
承办单位                            what was assigned to the unit
镇政府办                            what was assigned to anybody
县人大                              everything handed in
=================================  ==================================================
"""

import rules
from django.db.models import Q, QuerySet

from deputies.models import Deputy
from deputies.permissions import deputy_of
from motions.models import Assignment, CoSigner, Motion
from motions.querysets import HANDED_ON, NUMBERED, SIGNED_IN
from renda.core.models import Role, User
from renda.core.permissions import (
    has_role,
    is_clerk,
    is_county,
    is_deputy,
    is_gov_office,
    is_office,
    is_unit_head,
    is_unit_staff,
)
from renda.core.scoping import current_township_id

DRAFT = Motion.Status.DRAFT


def roles_of(user: User) -> set[str]:
    """The roles this user has in the township in scope."""
    here = current_township_id()
    return {role for township_id, role in user.roles if township_id == here}


def visible_motions(user: User, rows: QuerySet | None = None) -> QuerySet[Motion]:
    """The motions this user may open, of those given or of all."""
    roles = roles_of(user)
    wanted = Q(pk=None)
    if roles & {Role.CLERK, Role.CHAIR}:
        wanted |= ~Q(status=DRAFT) | Q(is_by_office=True)
    if Role.COUNTY in roles:
        wanted |= ~Q(status=DRAFT)
    if Role.GOV_OFFICE in roles:
        wanted |= Q(status__in=HANDED_ON)
    rows = Motion.objects.all() if rows is None else rows
    if Role.DEPUTY in roles:
        joined = CoSigner.objects.filter(deputy__user=user).exclude(state="declined")
        wanted |= Q(lead__user=user) | Q(status__in=NUMBERED)
        wanted |= ~Q(status=DRAFT) & Q(pk__in=joined.values("motion"))
    if roles & {Role.HANDLER, Role.UNIT_HEAD}:
        mine = Assignment.objects.of_units(user.unit_ids(current_township_id()))
        wanted |= Q(pk__in=mine.values("motion"))
    return rows.filter(wanted)


def _motion(record: object) -> Motion | None:
    """The motion itself, or the one a row of it hangs on."""
    if record is None or isinstance(record, Motion):
        return record
    if hasattr(record, "motion"):
        return record.motion
    if hasattr(record, "assignment"):
        return record.assignment.motion
    reply = getattr(record, "reply", None)
    return reply.assignment.motion if reply else None


@rules.predicate
def is_lead(user: User, record: object | None) -> bool:
    """The user is the deputy who leads the motion."""
    motion = _motion(record)
    if motion is None or not is_deputy(user, motion):
        return False
    if Motion.lead.is_cached(motion):
        return motion.lead.user_id == user.pk
    deputy = deputy_of(user)
    return deputy is not None and motion.lead_id == deputy.pk


def deputy_in(user: User, motion: Motion) -> Deputy | None:
    """The user as a deputy of the case, who reads and rates its answer; None for everybody else."""
    if not is_deputy(user, motion):
        return None
    if is_lead(user, motion):
        return motion.lead
    return deputy_of(user) if has_joined(user, motion) else None


@rules.predicate
def is_joined(user: User, record: object | None) -> bool:
    """The user was invited to join the motion and did not decline."""
    motion = _motion(record)
    if motion is None or not is_deputy(user, motion):
        return False
    deputy = deputy_of(user)
    return deputy is not None and any(
        c.deputy_id == deputy.pk and c.state != "declined" for c in motion.cosigners.all()
    )


@rules.predicate
def works_on(user: User, record: object | None) -> bool:
    """The user's unit handles the motion, or this very assignment; no longer once it went to another."""
    if record is None or not is_unit_staff(user, record):
        return False
    units = user.unit_ids(current_township_id())
    row = record if isinstance(record, Assignment) else _assignment(record)
    if row is not None:
        return row.unit_id in units and row.status != "reassigned"
    motion = None if hasattr(record, "assignment") else _motion(record)
    return motion is not None and any(
        a.unit_id in units and a.status != "reassigned" for a in motion.assignments.all()
    )


def _assignment(record: object) -> Assignment | None:
    """The assignment that a letter, a contact or a promise belongs to."""
    reply = getattr(record, "reply", None)
    return getattr(reply or record, "assignment", None)


@rules.predicate
def is_entered_by_office(user: User, record: object | None) -> bool:
    """The office wrote it down for the deputy (代录)."""
    motion = _motion(record)
    return motion is not None and motion.is_by_office


@rules.predicate
def is_draft(user: User, record: object | None) -> bool:
    """Not handed in yet."""
    motion = _motion(record)
    return motion is not None and motion.status == DRAFT


@rules.predicate
def is_unsent(user: User, record: object | None) -> bool:
    """A draft, or sent back: its text may still change."""
    motion = _motion(record)
    return motion is not None and motion.status in {DRAFT, Motion.Status.RETURNED}


@rules.predicate
def takes_signatures(user: User, record: object | None) -> bool:
    """Handed in and not answered: somebody may still become a co-signer."""
    motion = _motion(record)
    return motion is not None and motion.status in SIGNED_IN


@rules.predicate
def is_numbered(user: User, record: object | None) -> bool:
    """Accepted and not withdrawn."""
    motion = _motion(record)
    return motion is not None and motion.status in NUMBERED


@rules.predicate
def is_handed_on(user: User, record: object | None) -> bool:
    """Assigned to units."""
    motion = _motion(record)
    return motion is not None and motion.status in HANDED_ON


@rules.predicate
def is_in_handling(user: User, record: object | None) -> bool:
    """With its units, and not answered in this round."""
    motion = _motion(record)
    return motion is not None and motion.is_open


@rules.predicate
def is_rateable(user: User, record: object | None) -> bool:
    """Answered and waiting for the verdict."""
    motion = _motion(record)
    return motion is not None and motion.status == Motion.Status.REPLIED


@rules.predicate
def is_answered(user: User, record: object | None) -> bool:
    """Answered, rated by the lead deputy or not."""
    motion = _motion(record)
    return motion is not None and motion.status in {Motion.Status.REPLIED, Motion.Status.CLOSED}


@rules.predicate
def is_lapsed(user: User, record: object | None) -> bool:
    """未反馈: closed without the lead deputy's rating, which is still taken."""
    motion = _motion(record)
    return motion is not None and motion.lapsed_on is not None


@rules.predicate
def is_joint(user: User, record: object | None) -> bool:
    """Other deputies than the lead get the answer too: co-signers, or authors of a merged case."""
    motion = _motion(record)
    return motion is not None and (
        any(c.state == "accepted" for c in motion.cosigners.all()) or motion.merged.exists()
    )


@rules.predicate
def has_joined(user: User, record: object | None) -> bool:
    """The user confirmed to be a co-signer, or is an author of a case merged into this one."""
    motion = _motion(record)
    if motion is None or not is_deputy(user, motion):
        return False
    deputy = deputy_of(user)
    if deputy is None:
        return False
    if any(c.deputy_id == deputy.pk and c.state == "accepted" for c in motion.cosigners.all()):
        return True
    known = motion.__dict__.setdefault("_merged_authors", {})  # one query a page
    if deputy.pk not in known:
        known[deputy.pk] = motion.merged.authored_by(deputy.pk).exists()
    return known[deputy.pk]


@rules.predicate
def is_bill(user: User, record: object | None) -> bool:
    """议案, which the presidium decides on."""
    motion = _motion(record)
    return motion is not None and motion.is_bill


@rules.predicate
def was_redone(user: User, record: object | None) -> bool:
    """Handled again after a verdict of 不满意."""
    motion = _motion(record)
    return motion is not None and motion.round > 1


@rules.predicate
def is_answering(user: User, assignment: object | None) -> bool:
    """主办 or 分办: it replies to the deputy."""
    return isinstance(assignment, Assignment) and assignment.answers


@rules.predicate
def is_open_assignment(user: User, assignment: object | None) -> bool:
    """The unit has signed for it and not finished."""
    return isinstance(assignment, Assignment) and assignment.status == "handling"


@rules.predicate
def is_asking_for_time(user: User, assignment: object | None) -> bool:
    """An 延期申请 of this assignment waits for the office."""
    return isinstance(assignment, Assignment) and assignment.asked_extension is not None


@rules.predicate
def is_asking_for_another_day(user: User, commitment: object | None) -> bool:
    """The unit asked to move the day of this promise, and the office has not decided."""
    return getattr(commitment, "asked_change", None) is not None


@rules.predicate
def is_supplementable(user: User, record: object | None) -> bool:
    """A reply that was issued, or a supplement to one that was not issued yet."""
    if isinstance(record, Assignment):
        return record.answers and record.status == "replied"
    return getattr(record, "status", "") == "draft" and getattr(record, "issued_on", "") is None


@rules.predicate
def is_inside(user: User, assignment: object | None) -> bool:
    """Handled by the government or one of its own offices, among which 镇政府办 may pass it on."""
    return isinstance(assignment, Assignment) and assignment.unit.kind in {"government", "office"}


@rules.predicate
def is_open_order(user: User, record: object | None) -> bool:
    """A 督办单 that the office has not closed."""
    return getattr(record, "is_order", False) and record.closed_on is None


@rules.predicate
def is_issued(user: User, reply: object | None) -> bool:
    """The reply was signed by the unit's head."""
    return getattr(reply, "issued_on", None) is not None


@rules.predicate
def is_in_draft(user: User, report: object | None) -> bool:
    """The report to the congress has not been put before the presidium."""
    return getattr(report, "status", None) == "draft"


@rules.predicate
def works_on_case(user: User, record: object | None) -> bool:
    """The user's unit handles the case that the record belongs to, in whatever part."""
    motion = _motion(record)
    return motion is not None and works_on(user, motion)


sees_motion = (
    (is_office & (~is_draft | is_entered_by_office))
    | (is_county & ~is_draft)
    | (is_gov_office & is_handed_on)
    | is_lead
    | (is_joined & ~is_draft)
    | (is_deputy & is_numbered)
    | works_on
)
heads_unit = is_unit_head & works_on
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
rules.add_perm("motions.answer_invitation", is_joined & ~is_draft)
rules.add_perm(
    "motions.rate_motion",
    ((is_lead | is_clerk) & (is_rateable | is_lapsed))
    | (is_answered & (has_joined | (is_clerk & is_joint))),
)
rules.add_perm("motions.see_notes", is_office | is_gov_office | is_unit_staff)
rules.add_perm("motions.see_phones", is_office | works_on | is_lead)
rules.add_perm("motions.add_note", (is_office | works_on) & sees_motion)
rules.add_perm("motions.add_reminder", is_office & is_in_handling)
rules.add_perm("motions.add_order", is_office & is_in_handling)
rules.add_perm("motions.answer_order", works_on & is_open_order)
rules.add_perm("motions.close_order", is_office & is_open_order)
rules.add_perm("motions.list_reminder", is_office | is_county | is_gov_office | is_unit_staff)
rules.add_perm("motions.add_followup", is_office & sees_motion)
rules.add_perm("motions.add_contact", writes_case & is_handed_on)
rules.add_perm("motions.assign_motions", is_clerk)
rules.add_perm("motions.add_assignment", is_clerk)
rules.add_perm("motions.write_reply", works_on & is_answering & is_open_assignment)
rules.add_perm("motions.write_supplement", works_on & is_supplementable)
rules.add_perm("motions.view_letter", works_on | (sees_motion & is_issued))
rules.add_perm("motions.view_inbox", is_unit_staff)
rules.add_perm("motions.print_assignment", is_office | is_gov_office | works_on)
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
    "commitmentchange",
):
    rules.add_perm(f"motions.view_{model}", sees_motion)
    rules.add_perm(f"motions.change_{model}", is_clerk & sees_motion)

rules.add_perm(
    "motions.view_internalnote", (is_office | is_gov_office | is_unit_staff) & sees_motion
)
rules.add_perm("motions.change_internalnote", is_office & sees_motion)
