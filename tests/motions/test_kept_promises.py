"""转A in 办理统计: a unit's case counts once all its promises were confirmed on site."""

from datetime import date

import pytest

from motions.models import Assignment, Commitment, Motion
from motions.tables import unit_table
from renda.core.figures import Period, measure
from tests.factories.motions import AssignmentFactory, CommitmentFactory, ReplyFactory
from tests.motions.helpers.tables import numbers

pytestmark = pytest.mark.django_db
ANSWERED, LATER = date(2025, 6, 20), date(2025, 7, 1)
STRUCK = {
    "status": "struck",
    "done_on": LATER,
    "done_note": "到现场看过",
    "no_letter_reason": "已当面向代表说明",
}


def promised(part: Assignment, **more: object) -> Commitment:
    """A promise in the letter of a unit's part, answered with B."""
    reply = ReplyFactory(
        township=part.township, assignment=part, result_class="B", number=f"{part.pk}号",
        issued_on=ANSWERED, issued_by="蒋文斌",
    )  # fmt: skip
    return CommitmentFactory(township=part.township, reply=reply, **more)


def test_a_unit_keeps_its_promises_of_every_round_or_none(in_township, people, case):
    motion = case("closed", assignment="replied", replied_on=ANSWERED, result_class="B", round=2)
    Assignment.objects.filter(pk=motion.row.pk).update(finished_on=ANSWERED)
    again = AssignmentFactory(
        township=in_township, motion=motion, unit=people.unit, round=2, status="replied",
        finished_on=LATER,
    )  # fmt: skip
    first = promised(motion.row)
    promised(again, **STRUCK)

    def told() -> list[int | str]:
        found = unit_table(Motion.objects.all(), 2025)
        row = numbers(found.rows[0], found.heads)
        return [row[label] for label in ("作出承诺", "转A", "转A率")]

    assert told() == [1, 0, "0.0%"]
    Commitment.objects.filter(pk=first.pk).update(**STRUCK)
    assert told() == [1, 1, "100.0%"]
    Motion.objects.filter(pk=motion.pk).update(result_class="A")
    assert told() == [0, 0, "—"]


def test_a_case_of_two_units_is_kept_in_the_sum_once_both_have_kept_their_promises(
    in_township, people, case
):
    motion = case("replied", assignment="replied", replied_on=ANSWERED, result_class="B")
    Assignment.objects.filter(pk=motion.row.pk).update(role="separate", finished_on=ANSWERED)
    other = AssignmentFactory(
        township=in_township, motion=motion, unit=people.other_unit, role="separate",
        status="replied", finished_on=ANSWERED,
    )  # fmt: skip
    promised(motion.row, **STRUCK)
    open_one = promised(other)

    def told() -> list[tuple[int | str, ...]]:
        found = unit_table(Motion.objects.all(), 2025)
        rows = {row.name: numbers(row, found.heads) for row in (*found.rows, found.total)}
        names = (str(people.unit), str(people.other_unit), "合计")
        return [tuple(rows[name][head] for head in ("作出承诺", "转A")) for name in names]

    assert told() == [(1, 1), (1, 0), (1, 0)]
    assert measure("motions.converted", Period.year(2025)).value == 0
    Commitment.objects.filter(pk=open_one.pk).update(**STRUCK)
    assert told() == [(1, 1), (1, 1), (1, 1)]
    assert measure("motions.converted", Period.year(2025)).value == 1
