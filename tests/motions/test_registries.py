"""What motions offer the shared rooms: figures, to-dos, duty record, warnings, deadlines, health."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from motions import health as health_of_motions
from motions.models import Assignment, KeyFollowUp, Motion
from renda.core import agenda, health, searching, todos
from renda.core.duty import duty_record
from renda.core.figures import Period, by_township, figures, measure
from renda.core.scoping import reading_scope
from tests.factories.motions import (
    AssignmentFactory,
    AssignmentMeetingFactory,
    ContactFactory,
    CoSignerFactory,
    MotionFactory,
)

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)
TODAY = date(2025, 6, 16)


def value(key):
    return measure(f"motions.{key}", YEAR).value


def test_every_figure_has_a_definition_and_the_groups_name():
    mine = [f for key, f in figures.items() if key.startswith("motions.")]

    assert len(mine) >= 40
    assert {f.group for f in mine} == {"议案建议"}
    assert all(f.definition.endswith("。") for f in mine)


def test_received_counts_numbered_cases_of_the_year_once(in_township, people, case):
    for status in Motion.Status.values:
        case(status)
    case("accepted", accepted_on=date(2024, 12, 31))

    number = measure("motions.received", YEAR)

    assert sorted(number.queryset.values_list("status", flat=True)) == [
        "accepted", "accepted", "assigned", "closed", "merged", "not_listed", "on_agenda",
        "presidium", "replied",
    ]  # fmt: skip
    assert number.value == 9  # one more 待交办 is the case that the merged one went into
    assert (value("assigned"), value("open"), value("closed")) == (3, 3, 1)


def test_rates_have_the_assigned_as_their_base(in_township, people, case):
    replied = case("replied", replied_on=date(2025, 5, 20), assignment="replied")
    Assignment.objects.filter(pk=replied.row.pk).update(finished_on=date(2025, 5, 20))
    late = case("closed", replied_on=date(2025, 7, 1), verdict="satisfied", assignment="replied")
    Assignment.objects.filter(pk=late.row.pk).update(finished_on=date(2025, 7, 1))
    case("assigned", due_on=date(2025, 6, 25))
    ContactFactory(township=in_township, motion=late)

    assert measure("motions.reply_rate", YEAR).text == "66.7%"
    assert measure("motions.on_time_rate", YEAR).text == "50%"
    assert measure("motions.contact_rate", YEAR).text == "33.3%"
    assert measure("motions.satisfaction_rate", YEAR).text == "100%"
    assert (value("replied"), value("replied_on_time"), value("rated"), value("overdue")) == (
        2,
        1,
        1,
        1,
    )


def test_nothing_assigned_has_no_rate(in_township, people):
    assert measure("motions.reply_rate", YEAR).text == "—"


def test_units_are_counted_once(in_township, people, case):
    case("assigned")
    motion = case("assigned")
    AssignmentFactory(township=in_township, motion=motion, unit=people.other_unit, role="assist")

    assert set(measure("motions.units", YEAR).queryset) == {people.unit, people.other_unit}


def test_a_unit_that_handed_its_only_case_back_is_counted_no_more(in_township, people, case):
    motion = case("assigned")
    Assignment.objects.filter(pk=motion.row.pk).update(leader="")
    back = AssignmentFactory(
        township=in_township, motion=motion, unit=people.other_unit, leader="汤晓琴"
    )
    assert (value("units"), value("led")) == (2, 1)

    Assignment.objects.filter(pk=back.pk).update(status="reassigned")

    assert set(measure("motions.units", YEAR).queryset) == {people.unit}
    assert value("led") == 0


def test_a_meeting_counts_its_cases_not_its_units(in_township, people, case):
    meeting = AssignmentMeetingFactory(township=in_township)
    motion = case("assigned")
    for unit, role in ((people.unit, "lead"), (people.other_unit, "assist")):
        Assignment.objects.filter(motion=motion, unit=unit).delete()
        AssignmentFactory(
            township=in_township, motion=motion, unit=unit, role=role, meeting=meeting
        )

    assert measure("motions.assignment_meetings_list", YEAR).items == [
        "3月25日召开代表建议交办会，交办议案、建议1件"
    ]


def test_the_county_reads_the_counts_of_several_townships(in_township, people, case):
    case("assigned")

    with reading_scope([in_township.pk]):
        found = by_township(["motions.received", "motions.overdue"], YEAR)

    assert found == {in_township.pk: {"motions.received": 1, "motions.overdue": 0}}


# what has rows behind it; the other tiles are shown empty
TILES = {
    "clerk": {"待受理": 1, "待交办": 1, "待签收": 1, "即将到期": 1, "已逾期": 1, "待评价": 1},
    "gov_office": {"待签收": 1, "即将到期": 1, "已逾期": 1},
    "lead": {"待评价": 1, "待补充": 1},
    "handler": {"待签收": 1, "待答复": 2, "即将到期": 1, "已逾期": 1},
    "head": {"待签收": 1, "待答复": 2, "即将到期": 1, "已逾期": 1, "待签发": 1},
}  # fmt: skip


@pytest.mark.parametrize("name", TILES)
def test_everyone_is_told_what_waits(in_township, people, case, name):
    def handed(days, state):
        due = TODAY + timedelta(days=days)
        motion = case("assigned", assignment=state, due_on=due)
        Assignment.objects.filter(pk=motion.row.pk).update(due_on=due)

    case("submitted")
    case("accepted")
    case("returned")
    case("replied", assignment="replied")
    handed(40, "waiting")
    handed(5, "handling")
    handed(-3, "handling")
    handed(60, "signing")

    mine = [t for t in todos.todos if t.key.startswith("motions.")]
    user = people.users[name]
    found = {t.label: t.rows(user, TODAY).count() for t in mine if user.has_perm(t.perm)}

    assert {label: number for label, number in found.items() if number} == TILES[name]


def test_a_deputys_record_lists_led_and_joined_cases(in_township, people, case):
    motion = case("closed", verdict="satisfied")
    other = MotionFactory(
        township=in_township, term=motion.term, lead=people.stranger, status="accepted"
    )
    CoSignerFactory(township=in_township, motion=other, deputy=people.lead)
    case("draft")

    lines = duty_record(people.lead, YEAR)[6]

    assert sorted((line.title, line.result) for line in lines) == sorted(
        [(motion.official_title, "领衔，已办结，满意"), (other.official_title, "联名，待交办")]
    )
    assert duty_record(people.lead, Period.year(2024))[6] == []


def test_open_replies_are_statutory_deadlines(in_township, people, case):
    motion = case("assigned")
    case("replied", assignment="replied")

    mine = [d for d in agenda.open_deadlines(TODAY) if d.url == motion.get_absolute_url()]

    assert [(d.on, d.law) for d in mine] == [(date(2025, 6, 25), "《代表法》第五十一条")]
    assert [d for d in agenda.open_deadlines(TODAY) if "/motions/" in d.url] == mine


def test_what_looks_wrong_is_found(in_township, people, case):
    motion = case("replied", assignment="replied", replied_on=date(2025, 5, 20), is_key=True)

    found = {
        check.key: [p.url for p in problems]
        for check, problems in health.examine(YEAR)
        if check.key.startswith("motions.")
    }

    assert found == {
        "motions.no_contact": [motion.get_absolute_url()],
        "motions.key_without_followup": [motion.get_absolute_url()],
    }


def test_a_voided_followup_watches_nothing_and_a_unit_without_the_case_lacks_no_leader(
    in_township, people, case
):
    motion = case("assigned", is_key=True)
    watch = KeyFollowUp.objects.create(
        township=in_township, motion=motion, leader="陆海峰", supervisor="沈国良", on=TODAY
    )
    before = AssignmentFactory(
        township=in_township, motion=motion, unit=people.other_unit, status="reassigned", leader=""
    )

    def found(check):
        return [problem.url for problem in check(Period.year(before.assigned_on.year))]

    assert found(health_of_motions.key_without_followup) == []
    KeyFollowUp.objects.filter(pk=watch.pk).update(voided_at=timezone.now())
    assert found(health_of_motions.key_without_followup) == [motion.get_absolute_url()]
    assert motion.row.leader
    assert found(health_of_motions.no_leader) == []


def test_the_search_box_finds_only_what_one_may_open(in_township, people, case):
    seen = case("accepted", title="关于截污工程的建议")
    case("submitted", title="关于截污管网的建议")

    def found(name):
        source = searching.sources["motions"]
        return list(source.rows("截污", people.users[name]).order_by("pk"))

    assert found("deputy") == [seen]
    assert len(found("clerk")) == 2
    assert found("other_handler") == []
