"""Redis works, is gone, hangs: nobody at a page waits for it, and no work is lost."""

import shutil
import signal
import subprocess
from collections.abc import Iterator

import pytest
import redis

from renda.core.models import Job
from tests.resilience.conftest import Stage, free_port, kill, wait_for

PATIENCE = 3.0

pytestmark = pytest.mark.skipif(
    shutil.which("redis-server") is None, reason="no redis-server on this machine"
)


class Broker:
    """A Redis of our own, which can be stopped and started again."""

    def __init__(self, folder) -> None:
        self.folder, self.port = folder, free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""],
            cwd=self.folder, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        with redis.Redis.from_url(self.url) as client:
            wait_for(lambda: self._answers(client))

    @staticmethod
    def _answers(client: redis.Redis) -> bool:
        try:
            return client.ping()
        except redis.ConnectionError:
            return False

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def hang(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)


@pytest.fixture
def broker(tmp_path) -> Iterator[Broker]:
    made = Broker(tmp_path)
    yield made
    made.stop()


@pytest.fixture
def on_redis(stage: Stage, broker: Broker) -> Stage:
    """The stage with web server and worker on that Redis."""
    stage.environment["REDIS_URL"] = broker.url
    stage.web()
    stage.worker()
    return stage


def test_work_goes_through_redis_at_once(on_redis: Stage):
    job, _ = on_redis.ask_for_file("docx")

    job = on_redis.done(job.pk)

    assert (job.attempts, on_redis.files()) == (1, on_redis.finished())


@pytest.mark.parametrize("trouble", ["stopped", "hanging"])
def test_a_page_does_not_wait_for_redis_and_the_job_runs_when_it_is_back(
    on_redis: Stage, broker: Broker, trouble
):
    before, _ = on_redis.ask_for_file("docx")
    on_redis.done(before.pk)
    broker.stop() if trouble == "stopped" else broker.hang()

    job, seconds = on_redis.ask_for_file("docx")

    assert seconds < PATIENCE
    assert (job.status, job.attempts) == (Job.Status.QUEUED, 0)
    broker.start() if trouble == "stopped" else broker.go_on()
    job = on_redis.swept(job.pk)
    assert (job.attempts, len(on_redis.builds())) == (1, 2)
    assert on_redis.files() == on_redis.finished()


def test_a_killed_workers_report_is_finished_once_by_the_next_one(stage: Stage, broker: Broker):
    stage.environment |= {"REDIS_URL": broker.url, "JOB_LEASE_SECONDS": "3"}
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
    with redis.Redis.from_url(broker.url) as client:
        wait_for(lambda: client.llen("celery") == 0)
    assert (stage.job(job.pk).attempts, job.percent, len(stage.builds())) == (2, 100, 1)
    assert stage.files() == stage.finished()


def test_a_worker_that_could_not_tell_redis_it_is_done_takes_the_next_message(
    on_redis: Stage, broker: Broker
):
    first, _ = on_redis.ask_for_file()
    on_redis.in_the_middle(first.pk)
    broker.hang()
    on_redis.done(first.pk)
    wait_for(lambda: "Couldn't ack" in on_redis.log.read_text())
    broker.go_on()

    second, _ = on_redis.ask_for_file("docx")

    assert on_redis.done(second.pk).attempts == 1
    assert on_redis.job(first.pk).attempts == 1
    assert on_redis.files() == on_redis.finished()
