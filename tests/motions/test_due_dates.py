"""Every last day of domain.md §5.1, around month ends, leap day, Spring Festival and make-up days.

The days were counted by hand with the State Council's arrangements: Spring Festival 2025-01-28 to 02-04
(people work on 01-26 and 02-08) and 2026-02-15 to 02-23 (on 02-14 and 02-28), May Day 2025-05-01 to 05-05
(on 04-27), National Day 2025-10-01 to 10-08 (on 09-28 and 10-11).
"""

from datetime import date, timedelta

import pytest

from motions import services
from motions.lanes import BY_KEY, fill
from motions.models import Assignment, Motion
from motions.timeline import fetch
from motions.views.deadlines import explained
from motions.views.review import review_of
from motions.workflow import assignment_workflow, motion_workflow
from renda.core.models import CalendarDay, LocalRule
from tests.factories.motions import ObjectionFactory, ReplyFactory

pytestmark = pytest.mark.django_db

SIGN = [
    ("2025-03-25", "2025-03-27"),
    ("2025-01-24", "2025-01-27"),  # 01-26, a Sunday, is worked
    ("2025-01-27", "2025-02-06"),  # over Spring Festival 2025
    ("2026-02-12", "2026-02-14"),  # a Saturday that is worked
    ("2026-02-13", "2026-02-24"),  # over Spring Festival 2026
    ("2025-04-30", "2025-05-07"),  # over May Day
    ("2025-09-26", "2025-09-29"),  # 09-28, a Sunday, is worked
    ("2025-10-10", "2025-10-13"),  # 10-11, a Saturday, is worked
    ("2024-02-28", "2024-03-01"),  # over the leap day
]
OBJECTION = [
    ("2025-03-25", "2025-04-07"),  # 04-04, 清明
    ("2025-01-20", "2025-02-05"),  # ends within Spring Festival 2025
    ("2025-01-16", "2025-01-26"),  # a Sunday that is worked
    ("2026-02-04", "2026-02-14"),  # a Saturday that is worked
    ("2026-02-06", "2026-02-24"),  # ends within Spring Festival 2026
    ("2025-04-21", "2025-05-06"),
    ("2025-09-26", "2025-10-09"),  # 10-06, 中秋 within National Day
    ("2024-02-19", "2024-02-29"),  # ends on the leap day
]
ASSIST = [
    ("2025-03-25", "2025-05-26"),  # 05-25 is a Sunday
    ("2024-12-31", "2025-02-28"),  # no 31 February
    ("2023-12-29", "2024-02-29"),  # the leap day corresponds
    ("2023-12-31", "2024-02-29"),
    ("2025-12-31", "2026-02-28"),  # a Saturday that is worked
    ("2025-12-16", "2026-02-24"),
    ("2025-08-01", "2025-10-09"),
    ("2025-03-01", "2025-05-06"),
]
REPLY = [
    ("2025-03-25", "2025-06-25"),
    ("2023-11-30", "2024-02-29"),
    ("2024-11-30", "2025-02-28"),
    ("2025-01-31", "2025-04-30"),
    ("2024-10-28", "2025-02-05"),
    ("2025-11-14", "2026-02-14"),  # a Saturday that is worked
    ("2025-11-16", "2026-02-24"),
    ("2025-02-05", "2025-05-06"),
    ("2025-07-04", "2025-10-09"),
    ("2025-07-11", "2025-10-11"),  # a Saturday that is worked
]
EXTENDED = [
    ("2025-03-25", "2025-09-25"),
    ("2023-08-31", "2024-02-29"),
    ("2024-08-31", "2025-02-28"),
    ("2024-07-28", "2025-02-05"),
    ("2025-08-17", "2026-02-24"),
    ("2024-11-01", "2025-05-06"),
    ("2025-04-01", "2025-10-09"),
    ("2025-03-28", "2025-09-28"),  # a Sunday that is worked
]
REDO = [
    ("2025-06-03", "2025-07-03"),
    ("2024-01-31", "2024-02-29"),
    ("2025-01-31", "2025-02-28"),
    ("2025-03-31", "2025-04-30"),
    ("2024-12-26", "2025-01-26"),  # a Sunday that is worked
    ("2024-12-28", "2025-02-05"),
    ("2026-01-20", "2026-02-24"),
    ("2025-04-01", "2025-05-06"),
    ("2025-09-08", "2025-10-09"),
]
FEEDBACK = [
    ("2025-05-20", "2025-06-04"),
    ("2024-02-14", "2024-02-29"),
    ("2025-01-13", "2025-02-05"),
    ("2026-01-30", "2026-02-14"),  # a Saturday that is worked
    ("2026-02-01", "2026-02-24"),
    ("2025-04-18", "2025-05-06"),
    ("2025-09-20", "2025-10-09"),
]
ACCEPT = [
    ("2025-01-20", "2025-01-27"),
    ("2025-01-21", "2025-02-05"),
    ("2024-02-22", "2024-02-29"),
    ("2026-02-07", "2026-02-14"),  # a Saturday that is worked
    ("2026-02-08", "2026-02-24"),
    ("2025-04-24", "2025-05-06"),
    ("2025-09-24", "2025-10-09"),
]
REDO_ASSIST = [
    ("2025-03-25", "2025-04-09"),
    ("2025-01-20", "2025-02-05"),  # ends within Spring Festival 2025
    ("2025-09-26", "2025-10-11"),  # a Saturday that is worked
    ("2026-02-06", "2026-02-24"),
    ("2024-02-14", "2024-02-29"),
]
FROM_ASSIGNMENT = {
    "sign": SIGN, "objection": OBJECTION, "assist": ASSIST, "reply": REPLY, "redo": REDO,
    "redo_assist": REDO_ASSIST,
}  # fmt: skip


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("name", "start", "last"),
    [(name, *each) for name, table in FROM_ASSIGNMENT.items() for each in table],
)
def test_the_days_that_begin_with_the_assignment(in_township, name, start, last):
    assert getattr(services.clocks_from(day(start)), name).on == day(last)


@pytest.mark.parametrize(
    ("name", "start", "last"),
    [(name, *each) for name, table in FROM_ASSIGNMENT.items() for each in table],
)
def test_an_assignment_keeps_its_last_days(in_township, people, case, name, start, last):
    """As rows of the database, in the first round and in the second one begun on the same day."""
    motion = case("accepted", accepted_on=day("2023-01-04"))
    units = [(people.unit, "lead"), (people.other_unit, "assist")]
    clerk = people.users["clerk"]
    services.assign(motion=motion, units=units, on=day(start), by=clerk)
    motion = Motion.objects.get(pk=motion.pk)
    reply_due = motion.due_on
    services.open_round(motion=motion, by=clerk, on=day(start))

    rows = list(Assignment.objects.order_by("pk"))
    assert [(a.role, a.round, a.months, a.days) for a in rows] == [
        ("lead", 1, 3, None), ("assist", 1, 2, None), ("lead", 2, 1, None), ("assist", 2, 0, 15),
    ]  # fmt: skip
    lead, assist, again, opinion = rows
    assert opinion.due_on < again.due_on
    stored = {
        "sign": {a.sign_due for a in rows},
        "objection": {a.objection_due for a in rows},
        "assist": {assist.due_on, assist.due.on},
        "reply": {lead.due_on, lead.due.on, reply_due},
        "redo": {motion.due_on, again.due_on, again.due.on},
        "redo_assist": {opinion.due_on, opinion.due.on},
    }
    assert stored[name] == {day(last)}
    assert {a.assigned_on for a in rows} == {day(start)}


HANDED_OVER = [
    # first 交办, reply due; handed over, to be signed for, to be objected to
    ("2025-03-03", "2025-06-03", "2025-03-25", "2025-03-27", "2025-04-07"),
    ("2025-07-04", "2025-10-09", "2025-09-26", "2025-09-29", "2025-10-09"),
]


@pytest.mark.parametrize("round", [1, 2])
@pytest.mark.parametrize(("first", "due", "over", "sign", "objection"), HANDED_OVER)
@pytest.mark.parametrize(
    ("step", "status", "name"),
    [("agree", "objected", "clerk"), ("pass_on", "waiting", "gov_office")],
)
def test_handing_over_leaves_the_last_day_and_gives_new_days_to_sign_and_to_object(
    in_township, people, case, step, status, name, first, due, over, sign, objection, round
):
    """改交 and 政府内转交, in both rounds."""
    motion = case("assigned", assignment=status, round=round)
    Assignment.objects.filter(pk=motion.row.pk).update(
        assigned_on=day(first), due_on=day(due), round=round, months=4 - round
    )
    old = Assignment.objects.get(pk=motion.row.pk)
    if step == "agree":
        ObjectionFactory(township=in_township, assignment=old)
    data = {"to_unit": people.other_unit, "note": "改由其承办", "on": day(over)}

    assignment_workflow.perform(step, old, by=people.users[name], data=data)

    new = Assignment.objects.get(passed_from=old)
    assert (new.unit, new.round, new.status) == (people.other_unit, round, "waiting")
    assert (new.assigned_on, new.due_on, new.months) == (day(first), day(due), 4 - round)
    assert (new.sign_due, new.objection_due) == (day(sign), day(objection))
    assert Motion.objects.get(pk=motion.pk).due_on == day(due)
    assignment_workflow.perform(
        "sign", new, by=people.users["other_handler"], data={"person": "何敏", "on": day(over)}
    )
    signed = Assignment.objects.get(pk=new.pk)
    assert (signed.signed_on, signed.objection_due) == (day(over), day(objection))
    assert (signed.due_on, signed.sign_due) == (day(due), day(sign))


@pytest.mark.parametrize(("start", "last"), EXTENDED)
def test_six_months_count_from_the_assignment_too(in_township, people, case, start, last):
    row = case("assigned").row
    row.assigned_on, row.due_on = day(start), services.clocks_from(day(start)).reply.on
    row.save()

    asked = services.ask_extension(
        assignment=row, months=6, reason="涉及面广", signer="钱小凤", by=people.users["head"],
        on=day(start),
    )  # fmt: skip

    assert (asked.old_due, asked.new_due) == (row.due_on, day(last))
    held = Assignment.objects.get(pk=row.pk)
    assignment_workflow.perform(
        "grant_extension", held, by=people.users["clerk"], data={"note": "同意"}
    )
    stored = Assignment.objects.get(pk=row.pk)
    assert (stored.due_on, stored.months, stored.is_extended) == (day(last), 6, True)
    assert Motion.objects.get(pk=row.motion_id).due_on == day(last)


@pytest.mark.parametrize(("start", "last"), FEEDBACK)
def test_the_deputy_rates_within_fifteen_days_of_the_reply(in_township, people, case, start, last):
    motion = case("assigned", assignment="signing")
    reply = ReplyFactory(township=in_township, assignment=motion.row)

    held = services.hold_in_round(motion.row)
    services.follow_reply(motion=held.motion, reply=reply, by=people.users["head"], on=day(start))

    motion = Motion.objects.get(pk=motion.pk)
    assert (motion.status, motion.feedback_due) == ("replied", day(last))


def test_the_days_for_rating_end_on_the_offices_own_working_day(in_township, people, case):
    CalendarDay.objects.create(date=day("2025-06-04"), is_workday=False, note="防汛")
    motion = case("assigned", assignment="signing")
    reply = ReplyFactory(township=in_township, assignment=motion.row)

    held = services.hold_in_round(motion.row)
    services.follow_reply(
        motion=held.motion, reply=reply, by=people.users["head"], on=day("2025-05-20")
    )

    assert Motion.objects.get(pk=motion.pk).feedback_due == day("2025-06-05")


@pytest.mark.parametrize("last", ["2025-06-11", "2025-06-13"])
def test_the_grace_ends_on_a_working_day_too(in_township, people, case, last):
    """Seven days after 2025-06-04; the office's own table may rest on the 11th and 12th."""
    if last == "2025-06-13":
        for number in (11, 12):
            CalendarDay.objects.create(date=date(2025, 6, number), is_workday=False, note="防汛")
    case("replied", assignment="replied", feedback_due=day("2025-06-04"))

    assert services.lapse_unrated(day(last)) == 0
    assert services.lapse_unrated(day(last) + timedelta(days=1)) == 1


@pytest.mark.parametrize(("start", "last"), ACCEPT)
def test_the_deputy_hears_within_seven_days(in_township, people, case, start, last):
    motion = case("submitted", submitted_on=day(start))

    review = review_of(motion, people.users["clerk"], day(start))

    assert review["due"].on == day(last)
    assert "十条" in review["due_law"]


def test_a_case_sent_back_has_its_days_from_the_day_it_comes_again(
    in_township, people, case, client
):
    clerk, lead = people.users["clerk"], people.users["lead"]
    motion = case("submitted", submitted_on=day("2025-03-03"))
    motion = motion_workflow.perform("send_back", motion, by=clerk, data={"note": "缺具体建议"})
    assert (motion.submitted_on, motion.resubmitted_on) == (day("2025-03-03"), None)

    motion = motion_workflow.perform("submit", motion, by=lead, data={"on": day("2025-03-17")})

    assert (motion.submitted_on, motion.resubmitted_on) == (day("2025-03-03"), day("2025-03-17"))
    motion = Motion.objects.for_detail().get(pk=motion.pk)
    due = review_of(motion, clerk, day("2025-03-18"))["due"]
    assert (due.start, due.on) == (day("2025-03-17"), day("2025-03-24"))
    (lane,) = fill(Motion.objects.all(), [BY_KEY["submitted"]])
    assert [each.waits_since for each in lane.cases] == [day("2025-03-17")]
    client.force_login(clerk)
    page = client.get(motion.get_absolute_url())
    events = [e for r in page.context["rounds"] for e in r.events]
    assert ("补充后再次提交", day("2025-03-17")) in [(e.title, e.at) for e in events]
    assert ("提交", day("2025-03-03")) in [(e.title, e.at) for e in events]


def test_the_offices_own_day_table_comes_first(in_township):
    CalendarDay.objects.create(date=day("2025-06-25"), is_workday=False, note="防汛")

    reply = services.clocks_from(day("2025-03-25")).reply

    assert reply.on == day("2025-06-26")
    assert reply.moved_because == "6月25日按节假日调整放假，顺延一天"


def test_a_day_that_was_fixed_stays_when_the_table_changes(in_township, people, case):
    motion = case("accepted")
    (row,) = services.assign(
        motion=motion, units=[(people.unit, "lead")], on=day("2025-03-25"), by=people.users["clerk"]
    )
    CalendarDay.objects.create(date=day("2025-06-25"), is_workday=False, note="防汛")
    row = Assignment.objects.select_related("unit").get(pk=row.pk)

    (card,) = explained([row], [row], fetch(motion))

    assert card["due"].on == row.due_on == day("2025-06-25")


def test_a_township_may_set_its_own_days(in_township):
    LocalRule.objects.create(key="suggestion.objection_days", value=5)
    LocalRule.objects.create(key="suggestion.redo_months", value=2)

    clocks = services.clocks_from(day("2025-03-25"))

    assert clocks.objection.on == day("2025-03-31")  # 03-30 is a Sunday
    assert clocks.redo.on == day("2025-05-26")
