"""A worker dies in the middle, or two want the same job: the file is made once and is whole."""

from renda.core.models import Job
from tests.resilience.conftest import Stage, kill, wait_for


def in_the_middle(stage: Stage, pk: int) -> Job | None:
    """The job while its pages are being laid out."""
    job = stage.job(pk)
    assert job.status != Job.Status.DONE, "it was over before anybody could look"
    return job if job.status == Job.Status.RUNNING and job.percent >= 25 else None


def test_a_killed_workers_report_is_finished_by_the_next_one(stage: Stage):
    stage.environment["JOB_LEASE_SECONDS"] = "3"
    stage.web()
    first = stage.worker()
    job, _ = stage.ask_for_file()
    wait_for(lambda: in_the_middle(stage, job.pk), every=0.01)
    kill(first)
    job = stage.job(job.pk)
    assert (job.status, job.attempts, stage.builds(), stage.files()) == ("running", 1, [], {})

    stage.worker()
    job = stage.swept(job.pk)

    stage.sweep()
    wait_for(stage.has_read_everything)
    assert (stage.job(job.pk).attempts, job.percent, len(stage.builds())) == (2, 100, 1)
    assert stage.files() == stage.finished()


def test_two_workers_and_three_messages_make_one_file(stage: Stage):
    stage.web()
    job, _ = stage.ask_for_file()
    again, _ = stage.ask_for_file()
    assert again == job
    stage.run(
        "from renda.core.publishing import publish\n"
        f"print(publish('run_job', {job.pk}, {stage.township.pk}))\n"
        f"print(publish('run_job', {job.pk}, {stage.township.pk}))"
    )

    stage.worker(), stage.worker()
    job = stage.done(job.pk)

    wait_for(stage.has_read_everything)
    assert (stage.job(job.pk).attempts, len(stage.builds())) == (1, 1)
    assert stage.files() == stage.finished()
