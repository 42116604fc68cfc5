from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from renda.core import jobs
from renda.core.models import Job, Notification

DONE: list[int] = []


@jobs.job("tests.count")
def count(run: jobs.Run) -> None:
    """Remember the number, telling progress on the way."""
    run.progress(50, "一半")
    DONE.append(run.params["number"])
    run.finish(url="/done/", note="好了")


@jobs.job("tests.refuse")
def refuse(run: jobs.Run) -> None:
    raise jobs.JobFailed("“镕”字没有字体，请安装后重试")


@jobs.job("tests.crash")
def crash(run: jobs.Run) -> None:
    raise ZeroDivisionError


@jobs.job("tests.steal")
def steal(run: jobs.Run) -> None:
    """While we work, our lease ends and another worker takes over."""
    Job.objects.filter(pk=run.job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    if run.job.attempts == 1:
        jobs.run(run.job.pk)
    run.finish(url=f"/attempt-{run.job.attempts}/")


@pytest.fixture(autouse=True)
def _forget():
    DONE.clear()


def test_a_job_runs_once_however_often_it_is_delivered(in_township, clerk):
    job = jobs.enqueue("tests.count", "数数", by=clerk, number=7)

    results = [jobs.run(job.pk) for _ in range(3)]

    job.refresh_from_db()
    assert results == [True, False, False]
    assert DONE == [7]
    assert (job.status, job.percent, job.url, job.attempts) == ("done", 100, "/done/", 1)
    assert [n.text for n in Notification.objects.filter(to=clerk)] == ["已完成：数数"]


def test_the_same_key_is_not_queued_twice_while_open(in_township, clerk):
    first = jobs.enqueue("tests.count", "数数", by=clerk, key="a", number=1)
    assert jobs.enqueue("tests.count", "数数", by=clerk, key="a", number=2) == first
    jobs.run(first.pk)
    assert jobs.enqueue("tests.count", "数数", by=clerk, key="a", number=3) != first


def test_work_that_ends_while_it_is_asked_for_again_is_queued_anew(in_township, clerk):
    first = jobs.enqueue("tests.count", "数数", by=clerk, key="a", number=1)

    ended = []

    def end_it_before_it_is_looked_for(execute, sql, *args):
        if sql.startswith("SELECT") and not ended:
            ended.append(first)
            jobs.cancel(first.pk)
        return execute(sql, *args)

    with connection.execute_wrapper(end_it_before_it_is_looked_for):
        again = jobs.enqueue("tests.count", "数数", by=clerk, key="a", number=2)

    assert again != first
    assert (again.status, again.params) == ("queued", {"number": 2})


def test_a_refused_job_says_why_and_is_not_tried_again(in_township, clerk):
    job = jobs.enqueue("tests.refuse", "排版", by=clerk)

    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.status, job.note) == ("failed", "“镕”字没有字体，请安装后重试")
    assert jobs.run(job.pk) is False


def test_a_crash_is_logged_raised_and_told_in_plain_words(in_township, clerk):
    job = jobs.enqueue("tests.crash", "出错", by=clerk)

    with pytest.raises(ZeroDivisionError):
        jobs.run(job.pk)

    job.refresh_from_db()
    assert job.status == "failed"
    assert "请重试" in job.note


def test_a_worker_that_lost_its_lease_cannot_finish(in_township, clerk):
    job = jobs.enqueue("tests.steal", "抢", by=clerk)

    assert jobs.run(job.pk) is False

    job.refresh_from_db()
    assert (job.status, job.url, job.attempts) == ("done", "/attempt-2/", 2)


def test_a_dead_workers_job_is_found_by_the_sweep_and_done_once(in_township, clerk):
    job = jobs.enqueue("tests.count", "数数", by=clerk, number=9)
    Job.objects.filter(pk=job.pk).update(
        status="running", attempts=1, leased_until=timezone.now() - timedelta(seconds=1)
    )

    assert jobs.sweep() == 1
    assert jobs.run(job.pk) is True
    assert jobs.sweep() == 0
    assert DONE == [9]


def test_the_sweep_leaves_fresh_and_running_work_alone(in_township, clerk):
    jobs.enqueue("tests.count", "数数", by=clerk, number=1)
    busy = jobs.enqueue("tests.count", "数数", by=clerk, number=2)
    Job.objects.filter(pk=busy.pk).update(
        status="running", leased_until=timezone.now() + timedelta(seconds=30)
    )

    assert jobs.sweep() == 0


def test_a_cancelled_job_does_not_run(in_township, clerk):
    job = jobs.enqueue("tests.count", "数数", by=clerk, number=1)

    assert jobs.cancel(job.pk) is True
    assert jobs.run(job.pk) is False
    assert jobs.cancel(job.pk) is False
    assert DONE == []


def test_an_unknown_kind_is_refused_at_once(in_township, clerk):
    with pytest.raises(KeyError):
        jobs.enqueue("tests.nothing", "无", by=clerk)
    assert Job.objects.count() == 0
