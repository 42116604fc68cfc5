"""Pressing 印发 while others write: one wins, and what is frozen is of one moment (PostgreSQL only)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from deputies.models import DeputyGroup
from renda.core import jobs
from renda.core.models import Job
from renda.core.moment import one_moment
from renda.core.scoping import township_scope
from reports import services
from reports.models import AnnualReport, Chapter
from reports.services import compile_report
from reports.workflow import report_workflow
from tests.factories.reports import ISSUED_ON, complete_report, press_issue
from tests.motions.helpers.races import ON_POSTGRESQL, fresh, race
from tests.paper import needs_fonts

pytestmark = [*ON_POSTGRESQL, needs_fonts]
ROUNDS = 6


@pytest.fixture
def in_review(in_township, clerk):
    report = complete_report(in_township, clerk)
    return report_workflow.perform("submit", report, by=clerk)


def now(report: AnnualReport) -> AnnualReport:
    return AnnualReport.objects.get(pk=report.pk)


def elsewhere(township_id: int, write) -> None:
    """Do it in another connection, and commit it."""

    def work() -> None:
        try:
            with township_scope(township_id):
                write()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result(60)


def test_one_moment_does_not_see_what_is_written_meanwhile(in_township):
    with one_moment():
        before = DeputyGroup.objects.count()
        elsewhere(in_township.pk, lambda: DeputyGroup.objects.create(name="第一代表小组"))
        during = DeputyGroup.objects.count()

    assert (before, during, DeputyGroup.objects.count()) == (0, 0, 1)


def test_two_who_press_at_once_issue_once(in_review, chair):
    def press() -> None:
        data = {"issued_on": ISSUED_ON}
        report_workflow.perform("issue", now(in_review), by=fresh(chair), data=data)

    results = race(in_review.township_id, [press], [press])

    assert sorted(word == "won" for word in results[0]) == [False, True]
    assert (Job.objects.count(), now(in_review).status) == (1, "issuing")


def test_a_chapter_edited_while_the_head_presses_is_saved_before_or_refused(in_review, chair):
    chapter = in_review.chapters.get(key="plans")
    gate = threading.Barrier(2)
    told = []

    def write(number: int) -> None:
        gate.wait(60)
        mine = Chapter.objects.select_related("report").get(pk=chapter.pk)
        text = f"第{number}稿，小组⟦deputies.groups⟧个。"
        try:
            services.rewrite(chapter=mine, title=mine.title, text=text, by=fresh(chair))
            told.append(text)
        except PermissionDenied:
            told.append(said)

    for number in range(ROUNDS):
        said = Chapter.objects.get(pk=chapter.pk).text
        with ThreadPoolExecutor(1) as pool:
            other = pool.submit(in_scope, in_review.township_id, write, number)
            gate.wait(60)
            job = press_issue(now(in_review), chair)
            other.result(60)
        assert now(in_review).status == "issuing"
        assert Chapter.objects.get(pk=chapter.pk).text == told[-1]
        if number < ROUNDS - 1:
            jobs.cancel(job.pk)

    jobs.run(job.pk)

    assert now(in_review).status == "issued"
    printed = Chapter.objects.get(pk=chapter.pk)
    assert (printed.text, len(told)) == (told[-1], ROUNDS)
    assert compile_report(now(in_review)).book.get("deputies.groups").text == "0"


def in_scope(township_id: int, write, number: int) -> None:
    """A thread's work in a connection of its own."""
    try:
        with township_scope(township_id):
            write(number)
    finally:
        connection.close()
