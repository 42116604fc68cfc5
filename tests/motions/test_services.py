"""From 交办 to the verdict: clocks, statuses that follow, numbers of replies, rounds."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from motions import services
from motions.models import Assignment, Feedback, Motion, Reminder, Reply
from motions.workflow import assignment_workflow, motion_workflow
from renda.core.calendar import due_by_months
from renda.core.models import AuditEntry, LocalRule, Notification
from renda.core.workflow import IllegalTransition
from tests.factories.core import UnitFactory
from tests.factories.motions import (
    CommitmentFactory,
    ContactFactory,
    ReminderFactory,
    ReplyFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 25)


def handed(motion, people, *assists, role="lead"):
    """The motion handed to its unit and co-handlers on the day of the demo's meeting."""
    units = [(people.unit, role), *((unit, "assist") for unit in assists)]
    return services.assign(
        motion=motion, units=units, on=DAY, by=people.users["clerk"], leader="陆海峰"
    )


def answered(row, people, *, letter="A", on=date(2025, 5, 20)):
    """The unit signs, talks, writes and the head issues."""
    if row.status == "waiting":
        row = assignment_workflow.perform(
            "sign", row, by=people.users["handler"], data={"person": "何敏"}
        )
    ContactFactory(township=row.township, motion=row.motion, assignment=row, on=row.assigned_on)
    ReplyFactory(
        township=row.township,
        assignment=row,
        result_class=letter,
        declined="超出本镇职权" if letter == "C" else "",
    )
    row = assignment_workflow.perform("send", row, by=people.users["handler"])
    return assignment_workflow.perform("issue", row, by=people.users["head"], data={"on": on})


def test_the_clocks_of_the_demos_meeting(in_township):
    clocks = services.clocks_from(DAY)

    assert [
        str(due.on) for due in (clocks.sign, clocks.objection, clocks.assist, clocks.reply)
    ] == [
        "2025-03-27",
        "2025-04-07",
        "2025-05-26",
        "2025-06-25",
    ]
    assert clocks.objection.moved_because == "4月4日清明放假，顺延三天"


def test_a_town_may_set_a_shorter_reply(in_township):
    LocalRule.objects.create(key="suggestion.reply_months", value=2)

    assert str(services.clocks_from(DAY).reply.on) == "2025-05-26"


def test_assigning_starts_the_clock_and_tells_everyone_once(in_township, people, case):
    motion = case("accepted")

    lead, assist = handed(motion, people, people.other_unit)

    motion = Motion.objects.get(pk=motion.pk)
    assert (motion.status, motion.assigned_on, motion.due_on, motion.main_unit) == (
        "assigned",
        DAY,
        date(2025, 6, 25),
        people.unit,
    )
    assert (lead.due_on, lead.months, assist.due_on, assist.months) == (
        date(2025, 6, 25),
        3,
        date(2025, 5, 26),
        2,
    )
    told = Notification.objects.values_list("to__username", flat=True)
    wanted = (
        "lead",
        "joint",
        "handler",
        "head",
        "other_handler",
        "other_head",
        "chair",
        "gov_office",
    )
    assert sorted(told) == sorted(people.users[name].username for name in wanted)


def test_the_second_of_two_clerks_is_told(in_township, people, case):
    motion = case("accepted")
    handed(motion, people)

    with pytest.raises(IllegalTransition, match="已被他人交办"):
        services.assign(
            motion=motion, units=[(people.other_unit, "lead")], on=DAY, by=people.users["clerk"]
        )

    assert motion.assignments.count() == 1


def test_the_due_day_explains_itself(in_township, people, case):
    (row,) = handed(case("accepted"), people)

    assert row.due.explanation == "自 2025-03-25 起三个月，当日不计"
    assert row.due.on == row.due_on


def test_issuing_numbers_the_letter_and_answers_the_motion(in_township, people, case):
    motion = case("accepted")
    (row,) = handed(motion, people)

    row = answered(row, people)

    reply = Reply.objects.get(assignment=row)
    mark = services.reply_mark(people.unit, in_township.name)
    assert (reply.number, reply.issued_by, reply.issued_on) == (
        f"{mark}〔2025〕1号",
        people.users["head"].name,
        date(2025, 5, 20),
    )
    motion = Motion.objects.get(pk=motion.pk)
    assert (motion.status, motion.replied_on, motion.result_class, row.finished_on) == (
        "replied",
        date(2025, 5, 20),
        "A",
        date(2025, 5, 20),
    )


def test_two_separate_units_must_both_answer(in_township, people, case, person):
    motion = case("accepted")
    rows = services.assign(
        motion=motion,
        units=[(people.unit, "separate"), (people.other_unit, "separate")],
        on=DAY,
        by=people.users["clerk"],
    )
    answered(rows[0], people, letter="A")

    assert Motion.objects.get(pk=motion.pk).status == "assigned"

    others = type(people)(
        users={"handler": people.users["other_handler"], "head": people.users["other_head"]}
    )
    answered(rows[1], others, letter="C", on=date(2025, 6, 2))
    motion = Motion.objects.get(pk=motion.pk)
    assert (motion.status, motion.result_class, motion.replied_on) == (
        "replied",
        "C",
        date(2025, 6, 2),
    )


def test_no_letter_goes_out_without_a_talk_or_a_reason(in_township, people, case):
    motion = case("assigned")
    reply = ReplyFactory(township=in_township, assignment=motion.row)

    with pytest.raises(IllegalTransition, match="未面商代表"):
        assignment_workflow.perform("send", motion.row, by=people.users["handler"])

    reply.no_contact_reason = "代表在外地住院"
    reply.save()
    row = assignment_workflow.perform("send", motion.row, by=people.users["handler"])
    assert row.status == "signing"


def test_the_lead_unit_waits_for_opinions_or_says_why_not(in_township, people, case):
    motion = case("accepted")
    lead, assist = handed(motion, people, people.other_unit)
    ContactFactory(township=in_township, motion=motion, assignment=lead)
    reply = ReplyFactory(township=in_township, assignment=lead)
    handler = people.users["handler"]
    lead = assignment_workflow.perform("sign", lead, by=handler, data={"person": "何敏"})

    with pytest.raises(IllegalTransition, match="缺 1 份会办意见"):
        assignment_workflow.perform("send", lead, by=handler)
    reply.waiver = "与本件无关"
    reply.save()
    assert services.what_hinders_issue(lead) == ""

    reply.waiver = ""
    reply.save()
    other = people.users["other_handler"]
    assist = assignment_workflow.perform("sign", assist, by=other, data={"person": "钱小凤"})
    assignment_workflow.perform("draft_opinion", assist, by=other, data={"text": "同意"})
    assert services.what_hinders_issue(lead) != ""
    assignment_workflow.perform("sign_opinion", assist, by=people.users["other_head"])
    assert services.what_hinders_issue(lead) == ""
    assert Motion.objects.get(pk=motion.pk).status == "assigned"


def rate(motion, people, result, *, who="lead", words="说明"):
    deputy = getattr(people, who)
    return services.rate(
        motion=motion,
        deputy=deputy,
        work="satisfied",
        result=result,
        words=words,
        on=date(2025, 6, 3),
        by=people.users[who],
    )


@pytest.mark.parametrize("result", ["satisfied", "basically"])
def test_a_content_lead_closes_the_case(in_township, people, case, result):
    motion = case("accepted")
    answered(handed(motion, people)[0], people)

    rate(motion, people, result)

    motion = Motion.objects.get(pk=motion.pk)
    assert (motion.status, motion.verdict, motion.closed_on) == ("closed", result, date(2025, 6, 3))


def test_a_joint_deputys_rating_is_kept_and_decides_nothing(in_township, people, case):
    motion = case("accepted")
    answered(handed(motion, people)[0], people)

    rate(motion, people, "dissatisfied", who="joint")

    motion = Motion.objects.get(pk=motion.pk)
    assert (motion.status, motion.verdict, motion.round) == ("replied", "", 1)
    assert list(Feedback.objects.values_list("deputy", "result_rating")) == [
        (people.joint.pk, "dissatisfied")
    ]


def test_dissatisfaction_opens_a_second_round_of_one_month(in_township, people, case):
    motion = case("accepted")
    answered(handed(motion, people)[0], people)

    rate(motion, people, "dissatisfied", words="污水接户没有期限")

    motion, today = Motion.objects.get(pk=motion.pk), timezone.localdate()
    again, due = motion.assignments.get(round=2), due_by_months(today, 1).on
    assert (motion.status, motion.round, motion.verdict, motion.due_on) == (
        "assigned",
        2,
        "dissatisfied",
        due,
    )
    assert (again.unit, again.role, again.assigned_on, again.due_on, again.status) == (
        people.unit,
        "lead",
        today,
        due,
        "waiting",
    )
    assert motion.replied_on == date(2025, 5, 20)


def test_a_second_dissatisfaction_goes_to_the_presidium(in_township, people, case):
    motion = case("accepted")
    answered(handed(motion, people)[0], people)
    rate(motion, people, "dissatisfied")
    answered(motion.assignments.get(round=2), people, on=date(2025, 6, 26))

    rate(motion, people, "dissatisfied")

    motion = Motion.objects.get(pk=motion.pk)
    assert (motion.status, motion.round, motion.verdict) == ("replied", 2, "dissatisfied")
    assert list(Motion.objects.twice_dissatisfied()) == [motion]
    chair = people.users["chair"]
    assert Notification.objects.filter(to=chair, text__startswith="再次不满意").count() == 1

    after = motion_workflow.perform("redo_again", motion, by=chair, data={"note": "再办一次"})
    assert (after.status, after.round) == ("assigned", 3)


def test_dissatisfaction_needs_words(in_township, people, case):
    motion = case("accepted")
    answered(handed(motion, people)[0], people)

    with pytest.raises(ValidationError, match="不满意请写明"):
        rate(motion, people, "dissatisfied", words="")

    assert Motion.objects.get(pk=motion.pk).status == "replied"
    assert not Feedback.objects.exists()


def test_a_case_is_rated_when_it_was_answered_only(in_township, people, case):
    motion = case("assigned")

    with pytest.raises(IllegalTransition):
        rate(motion, people, "satisfied")


def test_a_changed_rating_keeps_the_old_one_in_history(in_township, people, case):
    motion = case("accepted")
    answered(handed(motion, people)[0], people)
    rate(motion, people, "basically", who="joint")

    rate(motion, people, "satisfied", who="joint")

    last = AuditEntry.objects.filter(verb="评价").order_by("-seq").first()
    assert last.detail["changes"] == {"办理结果": ["基本满意", "满意"]}
    assert list(Feedback.objects.values_list("result_rating", "is_current")) == [
        ("basically", False),
        ("satisfied", True),
    ]


def test_co_signers_are_invited_once_and_answers_stay(in_township, people, case):
    motion = case("draft")
    lead = people.users["lead"]

    services.invite(motion=motion, deputies=[people.joint, people.stranger, people.lead], by=lead)

    assert sorted(motion.cosigners.values_list("deputy", "state")) == sorted(
        [(people.joint.pk, "accepted"), (people.stranger.pk, "invited")]
    )


def test_the_lead_hears_of_a_declined_invitation(in_township, people, case):
    motion = case("submitted")
    services.invite(motion=motion, deputies=[people.stranger], by=people.users["lead"])
    cosigner = motion.cosigners.get(deputy=people.stranger)

    services.answer_invitation(cosigner=cosigner, accept=False, by=people.users["deputy"], on=DAY)

    cosigner.refresh_from_db()
    assert (cosigner.state, cosigner.answered_on) == ("declined", DAY)
    assert Notification.objects.get(to=people.users["lead"]).text.startswith(
        f"{people.stranger}代表没有同意联名"
    )


def test_urging_reaches_open_units_only(in_township, people, case):
    motion = case("accepted")
    third = UnitFactory(township=in_township)
    lead, done, waiting = handed(motion, people, people.other_unit, third)
    Assignment.objects.filter(pk=done.pk).update(status="opinion_given")

    sent = services.remind_many(motions=[motion], by=people.users["clerk"], on=DAY)

    assert sent == 2
    told = dict(Reminder.objects.values_list("assignment", "told"))
    assert told == {lead.pk: told[lead.pk], waiting.pk: people.users["gov_office"].name}
    assert people.users["handler"].name in told[lead.pk]


def test_a_unit_is_urged_once_a_day(in_township, people, case):
    motion = case("accepted")
    lead, other = handed(motion, people, people.other_unit)
    clerk = people.users["clerk"]
    ReminderFactory(township=in_township, assignment=lead, on=DAY)

    sent = [
        services.remind_many(motions=[motion], by=clerk, on=day)
        for day in (DAY, DAY, DAY + timedelta(days=1))
    ]

    assert sent == [1, 0, 2]
    assert list(Reminder.objects.order_by("on", "pk").values_list("assignment", "on")) == [
        (lead.pk, DAY), (other.pk, DAY),
        (lead.pk, DAY + timedelta(days=1)), (other.pk, DAY + timedelta(days=1)),
    ]  # fmt: skip


def test_commitments_stay_open_until_done(in_township, people, case):
    motion = case("assigned")
    reply = ReplyFactory(township=in_township, assignment=motion.row)
    row = CommitmentFactory(township=in_township, reply=reply)

    assert list(type(row).objects.overdue(date(2025, 9, 1))) == [row]
    row.done_on, row.done_note, row.status = date(2025, 8, 28), "全部接通", "struck"
    row.no_letter_reason = "已当面说明"
    row.save()
    assert list(type(row).objects.open()) == []
