"""The demo's history tells the days on which things happened, in their order, in one sound chain."""

from datetime import date, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.utils import timezone

from motions.models import Motion
from renda.core import audit
from renda.core.models import AuditEntry
from renda.core.scoping import township_scope
from sessions_app.models import BallotCount, PresidiumMeeting, Session
from supervision.models import Finding, Inspection
from tests.demo.conftest import TODAY


def days_of(record) -> dict[str, date]:
    """The day of each of a record's lines, by what was done."""
    return {e.verb: timezone.localdate(e.at) for e in audit.history(record)}


@pytest.mark.parametrize("place", ["full", "small"])
def test_the_chain_is_sound_and_in_the_order_of_time(world, place):
    with township_scope(getattr(world, place).pk):
        moments = [entry.at for entry in AuditEntry.objects.order_by("seq")]

        assert audit.verify() is None
    assert all(earlier <= later for earlier, later in pairwise(moments))
    assert moments[-1] <= timezone.now()


def test_a_finding_is_told_on_the_days_of_its_steps(in_full):
    closed = Finding.objects.filter(status=Finding.Status.CLOSED)
    assert closed.exists()
    for finding in closed:
        days = days_of(finding)

        assert days["登记"] == finding.found_on
        assert days["交办"] == finding.handed_on
        assert days["报整改"] == finding.rectified_on
        assert days["复查销号"] == finding.closed_on


def test_meetings_are_told_on_their_own_days(in_full):
    meetings = PresidiumMeeting.objects.all()
    sessions = Session.objects.filter(status=Session.Status.ARCHIVED, term__number=14)
    inspections = Inspection.objects.filter(held_on__year=2025)
    assert [each.exists() for each in (meetings, sessions, inspections)] == [True] * 3
    for meeting in meetings:
        assert days_of(meeting) == {"登记": meeting.held_on}
    for session in sessions:
        days = days_of(session)
        assert (days["登记"], days["宣布开会"]) == (session.published_on, session.opens_on)
        assert days["闭幕"] == session.closes_on
        assert days["归档"] == session.closes_on + timedelta(days=30)
    for inspection in inspections:
        assert days_of(inspection)["办结"] == inspection.closed_on


def test_a_count_is_told_at_the_minute_of_its_announcement(in_full):
    counts = BallotCount.objects.all()
    assert counts.exists()
    for ballot in counts:
        told = {e.verb: e.at for e in audit.history(ballot)}
        assert told["公布结果"] == ballot.released_at
        assert told["录入计票"] < told["核对无误"] < told["公布结果"]


def told(record) -> list[tuple[str, str, date]]:
    """A record's lines, the earliest first: who did what on which day."""
    lines = reversed(audit.history(record))
    return [(e.actor_name, e.verb, timezone.localdate(e.at)) for e in lines]


def test_a_case_is_told_by_those_who_took_its_steps(in_full):
    motion = Motion.objects.get(code="14-2-01")
    first, again = motion.assignments.filter(role="lead").order_by("round")
    letters = [part.replies.get() for part in (first, again)]

    assert told(motion) == [
        ("周玉兰", "登记", date(2025, 1, 20)),
        ("周玉兰", "联名名单", date(2025, 1, 20)),
        ("周玉兰", "提交", date(2025, 1, 20)),
        ("周玉兰", "上传附件", date(2025, 1, 20)),
        ("周玉兰", "上传附件", date(2025, 1, 20)),
        ("周玉兰", "受理", date(2025, 1, 21)),
        ("周玉兰", "列为重点", date(2025, 3, 25)),
        ("周玉兰", "交办", date(2025, 3, 25)),
        ("蒋文斌", "答复", date(2025, 5, 20)),
        ("陈根法", "评价", date(2025, 6, 3)),
        ("陈根法", "交回重办", date(2025, 6, 3)),
        ("蒋文斌", "答复", date(2025, 6, 26)),
        ("陈根法", "评价", date(2025, 7, 1)),
        ("陈根法", "办结", date(2025, 7, 1)),
    ]
    assert told(first) == [
        ("周玉兰", "交办", date(2025, 3, 25)),
        ("何敏", "签收", date(2025, 3, 26)),
        ("何敏", "送负责人签发", date(2025, 5, 20)),
        ("蒋文斌", "签发", date(2025, 5, 20)),
    ]
    assert [told(letter)[-1] for letter in letters] == [
        ("蒋文斌", "签发", date(2025, 5, 20)),
        ("蒋文斌", "签发", date(2025, 6, 26)),
    ]
    assert [told(talk) for talk in motion.contacts.all()] == [
        [("何敏", "登记", talk.on), ("陈根法", "确认面商", talk.confirmed_on)]
        for talk in motion.contacts.all()
    ]


def test_what_everybody_did_is_found_under_their_own_name(world, in_full):
    for name, wanted in {
        "deputy": {"填写", "联名名单", "提交", "评价", "办结", "交回重办"},
        "handler": {"签收", "登记", "拟稿", "送负责人签发", "报完成", "申请改期（送负责人签）"},
        "head": {"申请退办", "签发", "答复", "申请变更承诺日期", "签发改期申请"},
        "waterhead": {"会办意见", "签发补充答复"},
    }.items():
        lines = AuditEntry.objects.filter(actor=world.user(name), model__startswith="motions.")
        assert {line.verb for line in lines} >= wanted, name


def test_a_motion_never_comes_back_from_what_ended_it(in_full):
    ends = {"办结", "未反馈办结", "不予受理", "撤回"}
    for motion in Motion.objects.filter(term__number=14).exclude(status="draft"):
        verbs = [verb for _, verb, _ in told(motion)]
        assert set(verbs[:-1]) & ends == set(), motion
        assert (verbs[-1] in ends) == (motion.status in {"closed", "rejected"}), motion


@pytest.mark.parametrize(
    "app", ["deputies", "sessions_app", "motions", "activities", "supervision"]
)
def test_nothing_is_dated_after_the_day_that_the_demo_calls_today(in_full, app):
    last = AuditEntry.objects.filter(model__startswith=f"{app}.").order_by("-at").first()

    assert timezone.localdate(last.at) <= TODAY


def test_loading_again_adds_no_line(world, in_full):
    lines = AuditEntry.objects.count()

    call_command("load_demo", today=TODAY, stdout=StringIO())

    assert AuditEntry.objects.count() == lines
