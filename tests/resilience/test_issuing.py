"""A year's report is issued once and whole, though its worker dies or the broker is down."""

from datetime import date

import pytest

from renda.core.models import AuditEntry, Job, Notification, User
from renda.core.scoping import township_scope
from reports.models import AnnualReport, FrozenFigure
from reports.services import compile_report, confirm_zero
from reports.workflow import issue_key, report_workflow
from tests.paper import needs_fonts
from tests.resilience.conftest import Stage, kill, wait_for
from tests.resilience.test_redis import PATIENCE, Broker, broker  # noqa: F401

pytestmark = needs_fonts
DAY = date(2026, 1, 6)


@pytest.fixture
def in_review(stage: Stage) -> AnnualReport:
    """Last year's report, of which nothing is missing, before the chair."""
    with township_scope(stage.township.pk):
        report = AnnualReport.objects.get(year=2025)
        clerk = User.objects.get(username="clerk")
        for miss in compile_report(report).missing:
            confirm_zero(report=report, key=miss.key, by=clerk)
        return report_workflow.perform("submit", report, by=clerk)


def press(stage: Stage, report: AnnualReport) -> float:
    """The chair presses 印发; how long the answer took."""
    url = report_workflow.url(report, report_workflow.transitions["issue"])
    chair = stage.login("chair")
    status, location, seconds = stage.request("POST", url, chair, issued_on=DAY)
    assert (status, location) == (302, report.get_absolute_url()), stage.log.read_text()[-3000:]
    return seconds


def the_job(stage: Stage, report: AnnualReport) -> Job:
    """The only job that issues the report."""
    with township_scope(stage.township.pk):
        return Job.objects.get(key=issue_key(report))


def held(stage: Stage, report: AnnualReport) -> tuple[str, int, int, int]:
    """Status, frozen figures, lines of history and messages that say that it is issued."""
    with township_scope(stage.township.pk):
        lines = AuditEntry.objects.filter(
            model="reports.annualreport", object_id=report.pk, verb="完成印发"
        )
        told = Notification.objects.filter(text=f"已印发：{report}")
        return (
            AnnualReport.objects.get(pk=report.pk).status,
            FrozenFigure.objects.filter(report=report).count(),
            lines.count(),
            told.count(),
        )


def is_issued_once(stage: Stage, report: AnnualReport) -> bool:
    """Whether it is closed with each figure of it frozen once."""
    with township_scope(stage.township.pk):
        keys = list(FrozenFigure.objects.filter(report=report).values_list("key", flat=True))
    return len(keys) > 60 and held(stage, report) == ("issued", len(set(keys)), 1, 1)


def test_what_a_killed_worker_was_issuing_is_issued_once_by_the_next(
    stage: Stage, in_review: AnnualReport
):
    stage.environment["JOB_LEASE_SECONDS"] = "3"
    stage.web()
    first = stage.worker()
    press(stage, in_review)
    job = the_job(stage, in_review)
    stage.in_the_middle(job.pk, percent=5)
    kill(first)
    assert (stage.job(job.pk).status, held(stage, in_review)) == ("running", ("issuing", 0, 0, 0))

    stage.worker()
    stage.swept(job.pk)

    stage.sweep()
    wait_for(stage.has_read_everything)
    assert stage.job(job.pk).attempts == 2
    assert is_issued_once(stage, in_review)


def test_pressing_does_not_wait_for_redis_and_the_report_is_issued_when_it_is_back(
    stage: Stage,
    in_review: AnnualReport,
    broker: Broker,  # noqa: F811
):
    stage.environment["REDIS_URL"] = broker.url
    stage.web()
    stage.worker()
    broker.stop()

    seconds = press(stage, in_review)

    job = the_job(stage, in_review)
    assert seconds < PATIENCE
    assert (job.status, job.attempts) == (Job.Status.QUEUED, 0)
    assert held(stage, in_review) == ("issuing", 0, 0, 0)
    broker.start()
    assert stage.swept(job.pk).attempts == 1
    assert is_issued_once(stage, in_review)
