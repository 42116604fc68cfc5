"""What has become of a case, its assignments, promises, letters and reports."""

import rules
from django.utils import timezone

from motions.models import Assignment, Motion
from motions.permissions.records import motion_of
from motions.querysets import HANDED_ON, NUMBERED, SIGNED_IN
from renda.core.law import joint_motion
from renda.core.models import User

DRAFT = Motion.Status.DRAFT
FOLLOWED = {Motion.Status.ACCEPTED, Motion.Status.ASSIGNED, Motion.Status.REPLIED}


@rules.predicate
def is_entered_by_office(user: User, record: object | None) -> bool:
    """The office wrote it down for the deputy (代录)."""
    motion = motion_of(record)
    return motion is not None and motion.is_by_office


@rules.predicate
def is_draft(user: User, record: object | None) -> bool:
    """Not handed in yet."""
    motion = motion_of(record)
    return motion is not None and motion.status == DRAFT


@rules.predicate
def is_unsent(user: User, record: object | None) -> bool:
    """A draft, or sent back: its text may still change."""
    motion = motion_of(record)
    return motion is not None and motion.status in {DRAFT, Motion.Status.RETURNED}


@rules.predicate
def takes_signatures(user: User, record: object | None) -> bool:
    """Handed in and not answered: somebody may still become a co-signer."""
    motion = motion_of(record)
    return motion is not None and motion.status in SIGNED_IN


@rules.predicate
def takes_followup(user: User, record: object | None) -> bool:
    """On its way to an answer, and so to be made a key case; or one already, to the end."""
    motion = motion_of(record)
    return motion is not None and (motion.is_key or motion.status in FOLLOWED)


@rules.predicate
def is_numbered(user: User, record: object | None) -> bool:
    """Accepted and not withdrawn."""
    motion = motion_of(record)
    return motion is not None and motion.status in NUMBERED


@rules.predicate
def is_handed_on(user: User, record: object | None) -> bool:
    """Assigned to units."""
    motion = motion_of(record)
    return motion is not None and motion.status in HANDED_ON


@rules.predicate
def is_taken_back(user: User, record: object | None) -> bool:
    """Withdrawn when it was with its units already."""
    motion = motion_of(record)
    if motion is None or motion.status != Motion.Status.WITHDRAWN:
        return False
    return bool(motion.assignments.all())


@rules.predicate
def is_shared(user: User, record: object | None) -> bool:
    """Withdrawn, and other deputies' cases had been merged into it, who were told of it."""
    motion = motion_of(record)
    return motion is not None and motion.status == "withdrawn" and motion.had_merged


@rules.predicate
def is_in_handling(user: User, record: object | None) -> bool:
    """With its units, and not answered in this round."""
    motion = motion_of(record)
    return motion is not None and motion.is_open


@rules.predicate
def is_rateable(user: User, record: object | None) -> bool:
    """Answered and waiting for the verdict."""
    motion = motion_of(record)
    return motion is not None and motion.status == Motion.Status.REPLIED


@rules.predicate
def is_answered(user: User, record: object | None) -> bool:
    """Answered, rated by the lead deputy or not."""
    motion = motion_of(record)
    return motion is not None and motion.status in {Motion.Status.REPLIED, Motion.Status.CLOSED}


@rules.predicate
def is_closed_unrated(user: User, record: object | None) -> bool:
    """Closed without the lead deputy's rating, which is still taken."""
    motion = motion_of(record)
    return motion is not None and motion.is_closed_unrated


@rules.predicate
def is_verdict_open(user: User, record: object | None) -> bool:
    """Closed by the lead deputy's rating, and the days in which it may be changed are not over."""
    motion = motion_of(record)
    return motion is not None and motion.is_verdict_open(timezone.localdate())


@rules.predicate
def is_joint(user: User, record: object | None) -> bool:
    """Other deputies than the lead get the answer too: co-signers, or authors of a merged case."""
    motion = motion_of(record)
    return motion is not None and (
        any(c.state == "accepted" for c in motion.cosigners.all()) or motion.merged.exists()
    )


@rules.predicate
def is_bill(user: User, record: object | None) -> bool:
    """议案, which the presidium decides on."""
    motion = motion_of(record)
    return motion is not None and motion.is_bill


@rules.predicate
def is_full_bill(user: User, record: object | None) -> bool:
    """A 议案 that enough deputies have confirmed: its fate is the presidium's to decide (组织法 22)."""
    motion = motion_of(record)
    if motion is None or not motion.is_bill:
        return False
    joined = sum(c.state == "accepted" for c in motion.cosigners.all())
    return joint_motion(1 + joined).passed


@rules.predicate
def was_redone(user: User, record: object | None) -> bool:
    """Handled again after a verdict of 不满意."""
    motion = motion_of(record)
    return motion is not None and motion.round > 1


@rules.predicate
def is_answering(user: User, assignment: object | None) -> bool:
    """主办 or 分办: it replies to the deputy."""
    return isinstance(assignment, Assignment) and assignment.answers


def is_sent_up(*kinds: str) -> rules.Predicate:
    """A predicate: what went last to the unit's head is of one of these kinds, signed by now or not."""

    @rules.predicate(f"is_sent_up:{'|'.join(kinds)}")
    def check(user: User, assignment: object | None) -> bool:
        return isinstance(assignment, Assignment) and assignment.to_sign in kinds

    return check


@rules.predicate
def is_reply_at_head(user: User, assignment: object | None) -> bool:
    """The reply waits for the signature of the unit's head."""
    return isinstance(assignment, Assignment) and assignment.awaits == Assignment.ToSign.REPLY


@rules.predicate
def takes_draft(user: User, assignment: object | None) -> bool:
    """The unit has signed for it and not finished; the letter is not with its head."""
    return isinstance(assignment, Assignment) and assignment.takes_draft


@rules.predicate
def is_asking_for_time(user: User, assignment: object | None) -> bool:
    """An 延期申请 of this assignment waits for the office."""
    return isinstance(assignment, Assignment) and assignment.asked_extension is not None


@rules.predicate
def is_before_presidium(user: User, assignment: object | None) -> bool:
    """The office has refused twice to take it back, and the presidium has not decided."""
    return isinstance(assignment, Assignment) and assignment.refusal is not None


@rules.predicate
def is_asking_for_another_day(user: User, commitment: object | None) -> bool:
    """The unit asked to move the day of this promise, and the office has not decided."""
    return getattr(commitment, "asked_change", None) is not None


@rules.predicate
def is_date_at_head(user: User, commitment: object | None) -> bool:
    """A 改期申请 of this promise waits for the signature of the unit's head."""
    return getattr(commitment, "is_at_head", False)


@rules.predicate
def is_supplementable(user: User, record: object | None) -> bool:
    """A reply that was issued, or a supplement to one that is a draft and not with the head."""
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
def is_owed(user: User, record: object | None) -> bool:
    """A letter to the authors of a merged case that was neither sent nor explained away."""
    return getattr(record, "is_open", False)


@rules.predicate
def is_unreported(user: User, commitment: object | None) -> bool:
    """A promise of an issued letter that the unit has not reported as done."""
    is_open = getattr(commitment, "status", "") == "open"
    return is_open and commitment.reply.issued_on is not None


@rules.predicate
def is_unconfirmed(user: User, contact: object | None) -> bool:
    """The deputy has not said yet whether the 面商记录 is true."""
    return getattr(contact, "confirmation", None) == ""


@rules.predicate
def is_issued(user: User, reply: object | None) -> bool:
    """The reply was signed by the unit's head."""
    return getattr(reply, "issued_on", None) is not None


@rules.predicate
def is_in_draft(user: User, report: object | None) -> bool:
    """The report to the congress has not been put before the presidium."""
    return getattr(report, "status", None) == "draft"
