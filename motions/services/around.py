"""What stands in a letter besides its own words: whom it answers, what was promised, who was heard."""

from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q, QuerySet

from motions.models import (
    Assignment,
    Commitment,
    CommitmentChange,
    CoOpinion,
    CoSigner,
    Motion,
    OwedLetter,
    Reply,
)
from renda.core.together import hang, prepared_together


@dataclass(frozen=True)
class Around:
    """What else a unit's letter says, as it is now.

    ``names`` are those whom it answers: the lead, those who joined, the authors of merged cases.
    ``merged`` are the cases merged into the one it is about; one ``is_owed`` whose authors have not
    been written to since. ``heard`` is what the co-handling units of the round said to the lead unit.
    """

    names: list[str]
    merged: list[Motion]
    heard: list[CoOpinion]


def around_letter(assignment: Assignment) -> Around:
    """What else the letter of this unit says; one query."""
    known = (assignment.motion_id, assignment.unit_id, assignment.round)
    return _around(assignment, *_heard_and_merged(*known, role=assignment.role))


@prepared_together
def _heard_and_merged(
    case: int, unit: int, number: int, *, role: Assignment.Role
) -> list[QuerySet]:
    return _asked(Assignment(motion_id=case, unit_id=unit, round=number, role=role))


def asked_of_letter(assignment: Assignment, replies: QuerySet[Reply]) -> list[QuerySet]:
    """What ``with_around`` wants to be read together of a unit's reply."""
    promised = Commitment.objects.filter(reply__assignment=assignment)
    moved = CommitmentChange.objects.filter(commitment__reply__assignment=assignment)
    return [replies.order_by(), promised.order_by(), moved.order_by(), *_asked(assignment)]


def with_around(assignment: Assignment, rows: list[list]) -> Reply | None:
    """The unit's reply, of which there is one at most, with its promises and ``around``."""
    found, promises, changes, *others = rows
    if not found:
        return None
    reply = found[0]
    reply.assignment, reply.around = assignment, _around(assignment, *others)
    promises.sort(key=attrgetter("due_on", "pk"))
    hang(changes, promises, "changes")
    hang(promises, [reply], "commitments")
    return reply


def _asked(assignment: Assignment) -> list[QuerySet]:
    """Who joined the case or one merged into it, these cases, and the opinions given to a lead unit."""
    case = assignment.motion_id
    authors = CoSigner.objects.filter(Q(motion=case) | Q(motion__merged_into=case))
    owed = OwedLetter.objects.open().of_part(assignment).filter(motion=OuterRef("pk"))
    merged = Motion.objects.filter(merged_into=case).annotate(is_owed=Exists(owed))
    heard = CoOpinion.objects.filter(assignment__motion=case, assignment__round=assignment.round)
    leads = assignment.role == Assignment.Role.LEAD
    return [
        authors.filter(state="accepted").select_related("deputy").order_by(),
        merged.select_related("lead", "session", "term").order_by(),
        (heard if leads else heard.none()).select_related("assignment__unit").order_by(),
    ]


def _around(
    assignment: Assignment, joined: list[CoSigner], merged: list[Motion], heard: list[CoOpinion]
) -> Around:
    merged.sort(key=attrgetter("accepted_on", "pk"))
    joined.sort(key=attrgetter("pk"))
    names = [
        name
        for motion in (assignment.motion, *merged)
        for name in (motion.lead.name, *(j.deputy.name for j in joined if j.motion_id == motion.pk))
    ]
    heard.sort(key=attrgetter("on", "pk"))
    return Around(list(dict.fromkeys(names)), merged, heard)
