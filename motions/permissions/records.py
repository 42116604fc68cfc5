"""The case and the assignment that a record belongs to."""

from motions.models import Assignment, Motion


def motion_of(record: object) -> Motion | None:
    """The motion itself, or the one a row of it hangs on."""
    if record is None or isinstance(record, Motion):
        return record
    if hasattr(record, "motion"):
        return record.motion
    if hasattr(record, "assignment"):
        return record.assignment.motion
    reply = getattr(record, "reply", None)
    return reply.assignment.motion if reply else None


def assignment_of(record: object) -> Assignment | None:
    """The assignment that a letter, a contact or a promise belongs to."""
    reply = getattr(record, "reply", None)
    return getattr(reply or record, "assignment", None)
