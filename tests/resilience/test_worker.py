"""A worker dies in the middle, or two want the same job: the file is made once and is whole."""

from tests.resilience.conftest import Stage, kill, wait_for


def test_a_killed_workers_report_is_finished_by_the_next_one(stage: Stage):
    stage.environment["JOB_LEASE_SECONDS"] = "3"
    stage.web()
    first = stage.worker()
    job, _ = stage.ask_for_file()
    stage.in_the_middle(job.pk)
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
