"""办理看板: where each open case stands, one lane a state; a case stands in one lane.

Only what still needs somebody is shown, so that the board stays small however many cases are closed;
承诺未销号 alone looks back at answered ones.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable, Window
from django.db.models.functions import Coalesce

from motions.models import Assignment, Commitment, Feedback, Motion
from renda.core.registry import read_together

AT_MOST = 8


@dataclass(frozen=True)
class Lane:
    """A column: its rows, what makes one more urgent than another, and the words of its clock.

    ``day`` names the date on a card; with ``waits`` it is the day the wait began, else the last day.
    """

    key: str
    label: str
    rows: Callable[[QuerySet], QuerySet]
    day: str
    what: str
    waits: bool = False
    is_handed: bool = True
    if_any: bool = False


def _parts(rows: QuerySet) -> Exists:
    """A unit's part of the present round is among these."""
    return Exists(rows.filter(motion=OuterRef("pk"), round=OuterRef("round")))


def _is_objected() -> Exists:
    return _parts(Assignment.objects.asking_to_return())


def _is_unsigned() -> Exists:
    return _parts(Assignment.objects.unsigned())


def _is_signing() -> Exists:
    """A reply waits for a head; what else does is the unit's own affair."""
    return _parts(Assignment.objects.signing().filter(to_sign="reply"))


def _objected(rows: QuerySet) -> QuerySet:
    return rows.in_handling().filter(_is_objected(), round=1)


def _unsigned(rows: QuerySet) -> QuerySet:
    return rows.in_handling().filter(~_is_objected(), _is_unsigned(), round=1)


def _signing(rows: QuerySet) -> QuerySet:
    free = (~_is_objected(), ~_is_unsigned())
    return rows.in_handling().filter(*free, _is_signing(), round=1)


def _handling(rows: QuerySet) -> QuerySet:
    return rows.in_handling().filter(~_is_objected(), ~_is_unsigned(), ~_is_signing(), round=1)


def _promised(rows: QuerySet) -> QuerySet:
    cases = Commitment.objects.issued().open().order_by().values("reply__assignment__motion")
    return rows.filter(status__in=("replied", "closed"), pk__in=cases)


def _rating(rows: QuerySet) -> QuerySet:
    """Answered and not rated; what was rated 不满意 again is the presidium's."""
    return rows.filter(status="replied").exclude(pk__in=rows.twice_dissatisfied().values("pk"))


LANES = (
    Lane("submitted", "待受理", lambda rows: rows.awaiting_review(), "waits_since", "提交",
         waits=True, is_handed=False),
    Lane("presidium", "待主席团审议", lambda rows: rows.awaiting_presidium(), "accepted_on", "受理",
         waits=True, is_handed=False, if_any=True),
    Lane("accepted", "待交办", lambda rows: rows.awaiting_assignment(), "accepted_on", "受理",
         waits=True, is_handed=False),
    Lane("unsigned", "待签收", _unsigned, "sign_due", "签收期限"),
    Lane("objected", "退办待审", _objected, "due_on", "答复期限", if_any=True),
    Lane("handling", "办理中", _handling, "due_on", "答复期限"),
    Lane("signing", "待签发", _signing, "due_on", "答复期限"),
    Lane("redo", "重办", lambda rows: rows.in_handling().filter(round__gt=1), "due_on", "重办期限"),
    Lane("rating", "待评价", _rating, "feedback_due", "评价期限"),
    Lane("twice", "待主席团处理", lambda rows: rows.twice_dissatisfied(), "rated_on", "再次评价",
         waits=True, if_any=True),
    Lane("promises", "承诺未销号", _promised, "promise_due", "承诺期限"),
)  # fmt: skip
BY_KEY = {lane.key: lane for lane in LANES}


def _days() -> dict[str, Combinable]:
    """The dates that a case doesn't hold itself."""
    unsigned = Assignment.objects.unsigned().filter(motion=OuterRef("pk"), round=OuterRef("round"))
    promised = Commitment.objects.issued().unreported()
    promised = promised.filter(reply__assignment__motion=OuterRef("pk"))
    rated = Feedback.objects.filter(
        motion=OuterRef("pk"), round=OuterRef("round"), deputy=OuterRef("lead"), is_current=True
    )
    return {
        "waits_since": Coalesce("resubmitted_on", "submitted_on"),
        "sign_due": _earliest(unsigned, "motion", "sign_due"),
        "rated_on": _earliest(rated, "motion", "on"),
        "promise_due": _earliest(promised, "reply__assignment__motion", "due_on"),
    }


def _earliest(rows: QuerySet, group: str, day: str) -> Subquery:
    return Subquery(rows.order_by().values(group).annotate(day=Min(day)).values("day"))


@dataclass(frozen=True)
class Filled:
    """A lane with how many cases it holds, and the most urgent of them."""

    lane: Lane
    size: int
    cases: list[Motion]


def fill(rows: QuerySet[Motion], lanes: Iterable[Lane], at_most: int = AT_MOST) -> list[Filled]:
    """Every lane with its exact size and its most urgent cases, the overdue on top; two queries."""
    lanes, days = list(lanes), _days()
    asked = []
    for lane in lanes:
        part = lane.rows(rows).order_by()
        if lane.day in days:
            part = part.annotate(**{lane.day: days[lane.day]})
        part = part.annotate(lane_size=Window(Count("pk")))
        part = part.order_by(F(lane.day).asc(nulls_last=True), "pk").values("pk", "lane_size")
        asked.append((lane.key, "part.lane_size, part.pk", part[:at_most]))
    sizes: dict[str, int] = {}
    picked: dict[str, list[int]] = {}
    for key, size, pk in read_together(asked):
        sizes[key] = size
        picked.setdefault(key, []).append(pk)
    wanted = {pk for found in picked.values() for pk in found}
    cases = {
        case.pk: case
        for case in Motion.objects.for_list().with_clock().annotate(**days).filter(pk__in=wanted)
    }  # fmt: skip
    return [
        Filled(
            lane,
            sizes.get(lane.key, 0),
            _sorted([cases[pk] for pk in picked.get(lane.key, ())], lane),
        )
        for lane in lanes
    ]


def _sorted(cases: list[Motion], lane: Lane) -> list[Motion]:
    """As the database chose them: the earliest day first, those without one last."""
    return sorted(
        cases, key=lambda c: (getattr(c, lane.day) is None, getattr(c, lane.day) or 0, c.pk)
    )
