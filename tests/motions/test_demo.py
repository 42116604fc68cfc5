"""The demo's motions hold F19 to F22 of the year, and every state of the running one."""

import re
from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from motions.models import (
    Assignment,
    BillVote,
    Commitment,
    CommitmentChange,
    ContactLog,
    CoOpinion,
    Extension,
    HandlingReport,
    IssuedPaper,
    Motion,
    Objection,
    Reminder,
    Reply,
    Submittal,
    Supplement,
)
from renda.core.demo import parts
from renda.core.figures import Period, measure
from renda.core.models import Attachment, Notification, Township
from renda.core.paper.html import render_html
from renda.core.scoping import township_scope

YEAR = Period.year(2025)
LAST_OWN_PART = 30


@pytest.fixture(scope="module", params=["2026-11-23", "2026-02-06"])
def town(request, django_db_setup, django_db_blocker):
    """练溪镇 with the parts up to this one, on a late and on an early day of the year."""
    patch = pytest.MonkeyPatch()
    own = {key: part for key, part in parts._items.items() if part[0] <= LAST_OWN_PART}
    patch.setattr(parts, "_items", own)
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", today=date.fromisoformat(request.param), verbosity=0)
        with township_scope(Township.objects.get(slug="lianxi").pk):
            yield request.param
        transaction.set_rollback(True)
    patch.undo()


def value(key):
    return measure(f"motions.{key}", YEAR).value


def test_f19_six_at_the_second_session_one_of_them_key(town):
    rows = Motion.objects.filter(session__session_no=2, term__number=14).numbered()

    assert sorted(rows.values_list("code", flat=True)) == [f"14-2-0{n}" for n in range(1, 7)]
    assert (value("received"), value("key"), value("in_session")) == (6, 1, 6)


def test_f20_the_meeting_hands_each_to_a_unit(town):
    number = measure("motions.assignment_meetings_list", YEAR)

    assert number.items == ["3月25日召开代表建议交办会，交办议案、建议6件"]
    meeting = number.queryset.get()
    heads = [(e.guest_post, e.state) for e in meeting.roll.entries.order_by("pk")]
    assert [post for post, state in heads if state != "present"] == ["县国土资源局"]
    assert len(heads) == 10
    leads = meeting.assignments.filter(role="lead")
    assert leads.values("motion").distinct().count() == 6
    assert value("assigned") == 6


def test_f21_every_one_is_answered(town):
    assert measure("motions.reply_rate", YEAR).text == "100%"
    assert (value("replied"), value("rated"), value("replied_on_time")) == (6, 6, 6)


def test_f22_wulei_street_was_raised_before_and_built(town):
    number = measure("motions.adopted_list", YEAR)

    assert [m.code for m in number.queryset] == ["14-2-01"]
    assert number.items[0].startswith(
        "《关于对集镇五雷街道路硬化及雨污管网改造的建议》被采纳落实：这一问题代表曾先后3次提出，"
    )
    earlier = number.queryset.get().repeats.values_list("earlier__code", flat=True)
    assert sorted(earlier) == ["13-4-09", "14-1-04"]


def test_copies_on_the_motion_agree_with_its_rows(town):
    for motion in Motion.objects.numbered().exclude(code="13-4-09").prefetch_related("feedbacks"):
        rated = motion.feedbacks.filter(deputy=motion.lead_id).order_by("round").last()
        assert motion.verdict == (rated.result_rating if rated else ""), motion
        rows = (
            motion.assignments.filter(round=motion.round).answering().exclude(status="reassigned")
        )
        if rows:
            first, *others = rows
            owed = [a for a in rows if a.status != "replied"] or rows
            assert motion.due_on == min(a.due_on for a in owed), motion
            assert motion.main_unit_id == first.unit_id, motion
            assert {a.role for a in others} <= {"separate"}, motion
        assert all(a.due.on == a.due_on for a in motion.assignments.all()), motion


def test_what_was_struck_off_was_seen_on_site(town):
    struck = Commitment.objects.struck()
    files = Attachment.objects.filter(model="motions.commitment")

    assert struck.exists()
    for promise in Commitment.objects.exclude(status="open"):
        found = files.filter(object_id=promise.pk).order_by("pk")
        seen = ["confirmed"] if promise.done_on else []
        assert [f.purpose for f in found] == ["before", "reported", *seen], promise
        assert all(f.is_image for f in found)
        assert found[0].sha256 != found[1].sha256


def test_numbers_have_no_gap(town):
    between = Motion.objects.filter(session=None, term__number=14, number__isnull=False)

    numbers = sorted(between.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_running_year_has_something_in_every_state(town):
    states = Counter(
        Motion.objects.filter(submitted_on__year=2026).values_list("status", flat=True)
    )
    today = date.fromisoformat(town)
    assert Motion.objects.filter(status="draft").count() == 1
    if today.month < 6:
        assert Motion.objects.filter(accepted_on__year=2025).count() == 6
        return
    assert {s for s, n in states.items() if n} >= {
        "submitted", "returned", "rejected", "accepted", "assigned", "replied", "closed",
    }  # fmt: skip
    assert Motion.objects.overdue(today).count() == 1
    assert Motion.objects.due_soon(today).count() == 1
    assert Motion.objects.in_handling().rehandled().count() == 1
    assert set(Assignment.objects.open().values_list("status", flat=True)) == {
        "waiting",
        "handling",
        "signing",
    }


def test_everything_that_went_out_is_kept_as_it_went_out(town):
    issued = {
        "motions.assignment": Assignment.objects.all(),
        "motions.reply": Reply.objects.filter(issued_on__isnull=False),
        "motions.supplement": Supplement.objects.filter(issued_on__isnull=False),
        "motions.reminder": Reminder.objects.by_people(),
    }
    for label, rows in issued.items():
        kept = IssuedPaper.objects.filter(model=label)
        assert set(kept.values_list("object_id", flat=True)) == {row.pk for row in rows}


def test_every_request_and_opinion_was_signed_by_a_head(town):
    made = Counter()
    for kind, model in (("opinion", CoOpinion), ("objection", Objection), ("extension", Extension)):
        for row in model.objects.select_related("assignment__unit"):
            assert row.signer == row.assignment.unit.head
            made[kind, row.assignment_id, row.on] += 1
    for row in CommitmentChange.objects.select_related("commitment__reply__assignment__unit"):
        part = row.commitment.reply.assignment
        assert row.signer == part.unit.head
        made["date", part.pk, row.on] += 1
    signed = Submittal.objects.filter(outcome="signed")
    assert made == Counter(signed.values_list("kind", "assignment", "settled_on"))


def test_every_desk_has_something_that_was_asked_or_waits(town):
    if town == "2026-02-06":
        return
    decided = Extension.objects.values_list("decision", flat=True)
    assert set(decided) == {"pending", "granted", "denied"}
    waiting = Submittal.objects.pending().order_by("kind")
    heads = [(s.kind, s.assignment.to_sign, s.assignment.unit.head) for s in waiting]
    assert heads == [
        ("date", "", "蒋文斌"),
        ("extension", "extension", "潘建新"),
        ("objection", "objection", "蒋文斌"),
    ]
    apart = Assignment.objects.filter(role="separate").values_list("motion__status", "status")
    assert sorted(apart) == [("assigned", "handling"), ("assigned", "replied")]


def test_records_read_as_an_office_writes_them(town):
    """Each talk names the deputy and has its answer; no sign stands apart from its number; photos
    are of the day they were handed in; reports
    go out on working days."""
    for talk in ContactLog.objects.select_related("deputy"):
        assert f"{talk.deputy}代表" in talk.people
        assert talk.response
    texts = [
        *Motion.objects.values_list("situation", "analysis", "proposal"),
        *Reply.objects.values_list("body", "done_items", "declined"),
        *CoOpinion.objects.values_list("text"),
        *Commitment.objects.values_list("text", "reported_note", "done_note"),
    ]
    apart = re.compile(r"[\u4e00-\u9fff] \d|\d [\u4e00-\u9fff]")
    assert [text for row in texts for text in row if apart.search(text)] == []
    for promise in Commitment.objects.filter(reported_on__isnull=False):
        (photo,) = Attachment.objects.filter(
            model="motions.commitment", object_id=promise.pk, purpose="reported"
        )
        assert timezone.localdate(photo.created_at) == promise.reported_on
    days = HandlingReport.objects.filter(status="issued").values_list("issued_on", flat=True)
    assert [day for day in days if day.weekday() > 4] == []


def test_who_was_invited_has_a_day_to_answer_by(town):
    asked = Motion.objects.filter(cosigners__state="invited", status="submitted").distinct()
    assert {(m.join_by - m.submitted_on).days for m in asked} <= set(range(7, 16))
    assert Motion.objects.exclude(join_by=None).count() == asked.count() == 1


def test_two_cases_of_one_matter_go_on_as_one_and_one_letter_answers_both(town):
    merged = Motion.objects.get(status="merged")
    main = merged.merged_into
    assert (main.lead.name, merged.lead.name) == ("林美凤", "陈根法")
    assert main.status == "replied"
    assert [r.decision for r in merged.reviews.order_by("pk")] == ["accept", "merge"]
    assert {talk.deputy for talk in main.contacts.all()} == {main.lead, merged.lead}
    letter = Reply.objects.get(assignment__motion=main)
    kept = IssuedPaper.objects.get(model="motions.reply", object_id=letter.pk)
    words = render_html(kept.document)
    assert "林美凤" in words
    assert "陈根法" in words
    assert [row.deputy for row in letter.openings.all()] == [merged.lead]
    told = Notification.objects.filter(text=f"已答复，请评价：{main}")
    pages = {(each.lead.user, each.get_absolute_url()) for each in (main, merged)}
    assert pages <= {(row.to, row.url) for row in told}
    assert {timezone.localdate(row.created_at) for row in told} == {letter.issued_on}


def test_the_congress_voted_on_a_listed_bill(town):
    row = BillVote.objects.get()
    assert (row.motion.code, row.motion.status) == ("14-4-04", "on_agenda")
    assert row.motion.cosigners.filter(state="accepted").count() == 5
    assert (row.vote.session.session_no, row.vote.result) == (4, "通过")
    assert row.vote.resolutions.get().title == "关于石坑坪饮用水源保护范围的决定"
