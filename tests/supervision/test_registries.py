"""To-dos, the duty record, the calendar, deadlines, checks of the data and the search box."""

from datetime import date

import pytest

from renda.core.agenda import answered
from renda.core.figures import Period
from renda.core.models import Role
from renda.core.todos import tiles_for
from supervision import agenda, duty, health, searching, services, todos
from supervision.models import Finding
from tests.factories.core import UnitFactory
from tests.factories.deputies import RollEntryFactory
from tests.factories.supervision import (
    AppraisalFactory,
    FindingFactory,
    HandedFindingFactory,
    InspectionFactory,
    OpinionFactory,
    ProjectFactory,
    WatchFactory,
    WorkTargetFactory,
)

pytestmark = pytest.mark.django_db

Y2025 = Period.year(2025)
TODAY = date(2025, 10, 20)
OPEN = {"handed_on": date(2025, 7, 1), "due_on": date(2025, 10, 1)}


def test_what_waits_for_the_office(in_township, clerk):
    waiting = FindingFactory(township=in_township)
    late = HandedFindingFactory(township=in_township)
    reported = HandedFindingFactory(
        township=in_township, status="reported", rectified_on=date(2025, 10, 1)
    )
    opinion = OpinionFactory(township=in_township, **OPEN)
    held = InspectionFactory(township=in_township, status="held")
    InspectionFactory(township=in_township, status="closed")
    opinion.inspection.status = "handed"
    opinion.inspection.save()
    target = WorkTargetFactory(township=in_township, due_on=date(2025, 10, 1))
    WorkTargetFactory(township=in_township)

    assert list(todos.findings_waiting(clerk, TODAY)) == [waiting]
    assert list(todos.findings_reported(clerk, TODAY)) == [reported]
    assert list(todos.findings_overdue(clerk, TODAY)) == [late]
    assert list(todos.opinions_overdue(clerk, TODAY)) == [opinion]
    assert list(todos.inspections_unreported(clerk, TODAY)) == [held]
    assert list(todos.targets_overdue(clerk, TODAY)) == [target]


def test_what_waits_for_a_unit_is_its_own(in_township, unit, person):
    handler = person(Role.HANDLER, unit=unit)
    late = HandedFindingFactory(township=in_township, unit=unit)
    soon = HandedFindingFactory(township=in_township, unit=unit, due_on=date(2025, 11, 1))
    HandedFindingFactory(township=in_township, unit=UnitFactory(township=in_township))
    opinion = OpinionFactory(township=in_township, unit=unit, **OPEN)
    OpinionFactory(township=in_township, **OPEN)

    tiles = {tile.label: tile.count for tile in tiles_for(handler, TODAY)}

    assert list(todos.findings_rectifying(handler, TODAY)) == [late, soon]
    assert list(todos.opinions_open(handler, TODAY)) == [opinion]
    mine = {"待报整改": 2, "逾期整改": 1, "审议意见待反馈": 1, "审议意见逾期": 1}
    assert {label: tiles.get(label) for label in mine} == mine
    assert "问题待交办" not in tiles


def test_a_deputys_record_of_supervision(in_township):
    inspection = InspectionFactory(township=in_township)
    entry = RollEntryFactory(township=in_township, roll=inspection.roll, state="present")
    deputy = entry.deputy
    planned = InspectionFactory(township=in_township, status="planned")
    RollEntryFactory(township=in_township, roll=planned.roll, deputy=deputy, state="present")
    appraisal = AppraisalFactory(township=in_township, roll=inspection.roll)
    finding = FindingFactory(township=in_township, found_by=deputy)
    watch = WatchFactory(township=in_township, observer=deputy)
    FindingFactory(township=in_township)

    def lines(source):
        return [(line.title, line.result) for line in source(deputy, Y2025)]

    assert lines(duty.inspections) == [(inspection.title, "参加")]
    assert lines(duty.appraisals) == [(appraisal.title, "参加")]
    assert lines(duty.findings) == [(f"发现问题：{finding.title}", "已发现")]
    assert lines(duty.watched) == [(f"{watch.village}换届：投票选举", "规范")]


def test_the_calendar_and_the_dates_of_the_law(in_township):
    inspection = InspectionFactory(township=in_township, held_on=date(2025, 10, 16))
    finding = HandedFindingFactory(township=in_township, due_on=date(2025, 10, 17))
    opinion = OpinionFactory(township=in_township, **OPEN)
    goal = WorkTargetFactory(township=in_township, due_on=date(2025, 10, 20))
    WorkTargetFactory(township=in_township, due_on=date(2025, 10, 21), done_on=TODAY, percent=100)
    WorkTargetFactory.create_batch(2, township=in_township, due_on=date(2025, 10, 31))
    october = date(2025, 10, 1), date(2025, 10, 31)

    sources = (agenda.events, agenda.findings_due, agenda.targets_due)
    events = answered(asked for source in sources for asked in source(*october))
    (deadline,) = answered(agenda.opinions_due(TODAY))

    assert [(e.on, e.title) for e in events] == [
        (date(2025, 10, 16), inspection.title),
        (date(2025, 10, 17), finding.title),
        (date(2025, 10, 20), goal.content),
        (date(2025, 10, 31), "2 项目标任务到期"),
    ]
    assert (deadline.on, deadline.law) == (
        date(2025, 10, 1),
        "《浙江省实施〈代表法〉办法》第二十四条",
    )
    assert deadline.url == opinion.get_absolute_url()


def test_what_looks_wrong(in_township):
    closed = HandedFindingFactory(
        township=in_township,
        status="closed",
        rectified_on=date(2025, 10, 1),
        closed_on=date(2025, 10, 5),
    )
    unclosed = InspectionFactory(township=in_township, roll__is_closed=False)
    scheme = InspectionFactory(township=in_township, status="planned")
    opinion = OpinionFactory(township=in_township, unit=None)
    project = ProjectFactory(township=in_township, status="chosen")
    target = WorkTargetFactory(township=in_township)

    found = {
        check: [problem.url for problem in check(Y2025)]
        for check in (
            health.closed_without_evidence,
            health.findings_without_source,
            health.rolls_left_open,
            health.schemes_left,
            health.opinions_without_unit,
            health.projects_unwatched,
            health.targets_overdue,
        )
    }

    wanted = [closed, closed, unclosed, scheme, opinion, project, target]
    assert list(found.values()) == [[row.get_absolute_url()] for row in wanted]


def test_a_unit_finds_only_its_own(in_township, unit, person, clerk):
    own = HandedFindingFactory(township=in_township, unit=unit, title="二号排口无标识")
    other = HandedFindingFactory(township=in_township, title="三号排口无标识")
    handler = person(Role.HANDLER, unit=unit)

    assert list(searching.findings("排口", handler)) == [own]
    assert set(searching.findings("排口", clerk)) == {own, other}


def test_findings_are_numbered_without_gaps_within_year_and_campaign(in_township):
    numbers = [
        services.register_finding(Finding(title="问题", found_on=day)).number
        for day in (date(2025, 8, 1), date(2025, 9, 1), date(2026, 1, 5))
    ]

    assert numbers == [1, 2, 1]


def test_answer_is_due_three_months_after_handing_over(in_township):
    assert services.feedback_due(date(2025, 9, 16)).on == date(2025, 12, 16)
    assert services.rectify_due(date(2025, 9, 16)).on == date(2025, 10, 16)
