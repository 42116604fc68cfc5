"""The application's own processes on a stage of their own: database, broker, files, and who is killed."""

import contextlib
import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from renda.core.models import Job, Township, User
from renda.core.scoping import township_scope
from reports.models import AnnualReport, Build
from scripts.serve import commands, tool
from tests.demo.database import DemoDatabase, pointing_to

T = TypeVar("T")
PATIENCE = 60.0
CSRF = "a" * 32
# true here, and no news
AS_ROOT = "ignore:You're running the worker with superuser privileges"


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("django_db")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(fact: Callable[[], T], seconds: float = PATIENCE, every: float = 0.1) -> T:
    """What ``fact`` gives as soon as it is true."""
    deadline = time.monotonic() + seconds
    while not (found := fact()):
        assert time.monotonic() < deadline, "did not come true in time"
        time.sleep(every)
    return found


@dataclass
class Stage:
    """One deployment: its environment and the processes started in it."""

    environment: dict[str, str]
    media: Path
    log: Path
    township: Township
    running: list[subprocess.Popen] = field(default_factory=list)
    port: int = 0

    def start(self, *command: str) -> subprocess.Popen:
        """Start a process in a group of its own, its words in the log."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.running.append(process)
        return process

    def worker(self) -> subprocess.Popen:
        """A worker as ``make run`` starts it."""
        return self.start(*commands()["worker"])

    def web(self) -> None:
        """A web server, ready to answer."""
        self.port = free_port()
        self.start(
            tool("gunicorn"), "renda.wsgi:application", "--bind", f"127.0.0.1:{self.port}",
            "--worker-class", "gthread", "--threads", "2", "--log-level", "warning",
        )  # fmt: skip
        wait_for(self._answers)

    def _answers(self) -> bool:
        with contextlib.suppress(OSError):
            return self.request("GET", "/healthz")[0] == 200
        return False

    def request(
        self, method: str, path: str, cookies: str = "", **data: object
    ) -> tuple[int, str, float]:
        """Status, Location and seconds of one request that carries a form's data."""
        began = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Cookie": cookies,
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            line.request(method, path, urlencode(data), headers)
            answer = line.getresponse()
            answer.read()
            return answer.status, answer.getheader("Location", ""), time.monotonic() - began
        finally:
            line.close()

    def login(self, username: str) -> str:
        """The cookies of somebody who has logged in."""
        client = Client()
        client.force_login(User.objects.get(username=username))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"

    def ask_for_file(self, form: str = "pdf") -> tuple[Job, float]:
        """Press 生成 on last year's report; the job and how long the answer took."""
        with township_scope(self.township.pk):
            report = AnnualReport.objects.get(year=2025)
        url = reverse("reports:request_file", args=[report.pk, form])
        status, location, seconds = self.request("POST", url, self.login("clerk"))
        assert status == 302, (status, self.log.read_text()[-3000:])
        return self.job(int(location.strip("/").rpartition("/")[2])), seconds

    def job(self, pk: int) -> Job:
        """The job as it is now."""
        with township_scope(self.township.pk):
            return Job.objects.get(pk=pk)

    def in_the_middle(self, pk: int, percent: int = 25) -> Job:
        """The job, once it is so far: a file's pages are laid out from 25 on."""

        def is_under_way() -> bool:
            job = self.job(pk)
            assert job.status != Job.Status.DONE, "it was over before anybody could look"
            return job.status == Job.Status.RUNNING and job.percent >= percent

        wait_for(is_under_way, every=0.01)
        return self.job(pk)

    def done(self, pk: int) -> Job:
        """The job, once it is done."""
        wait_for(lambda: self.job(pk).status == Job.Status.DONE)
        return self.job(pk)

    def run(self, code: str) -> str:
        """What a few lines of the application's own code print, in a process of their own."""
        lines = f"import django; django.setup()\nimport renda.celery\n{code}"
        ended = subprocess.run(
            [sys.executable, "-c", lines], cwd=settings.BASE_DIR, env=self.environment,
            capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
        return ended.stdout.strip()

    def swept(self, pk: int) -> Job:
        """The job, once it is done with the help of what beat does every fifteen seconds."""

        def is_done() -> bool:
            if self.job(pk).status == Job.Status.DONE:
                return True
            self.sweep()
            return False

        wait_for(is_done)
        return self.job(pk)

    def sweep(self) -> None:
        """Publish again what was lost."""
        self.run("from renda.core.jobs import sweep; sweep()")

    def has_read_everything(self) -> bool:
        """Whether no message waits in the embedded broker."""
        return not list((self.media.parent / "broker" / "queue").iterdir())

    def builds(self) -> list[Build]:
        """The finished files of the report."""
        with township_scope(self.township.pk):
            return list(Build.objects.order_by("pk"))

    def files(self) -> dict[str, str]:
        """Path and sha256 of every file under the reports' folder."""
        found = (path for path in (self.media / "reports").rglob("*") if path.is_file())
        return {
            str(path.relative_to(self.media)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in found
        }

    def finished(self) -> dict[str, str]:
        """The same as the rows tell it."""
        return {build.file.name: build.sha256 for build in self.builds()}

    def end(self) -> None:
        """Kill whatever still runs."""
        for process in self.running:
            kill(process)
        # pytest shows it where a test has failed
        print(self.log.read_text(errors="replace") if self.log.exists() else "", end="")


def kill(process: subprocess.Popen) -> None:
    """SIGKILL a process and its children, as a power cut does."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def stage(demo_database: DemoDatabase, django_db_blocker, tmp_path) -> Iterator[Stage]:
    """A fresh copy of the demo years, an empty broker and an empty folder for files."""
    name = demo_database.copy()
    environment = {key: value for key, value in os.environ.items() if key != "REDIS_URL"} | {
        "DJANGO_SETTINGS_MODULE": "renda.settings.dev",
        "DATABASE_URL": demo_database.url(name),
        "SECRET_KEY": settings.SECRET_KEY,
        "DATA_DIR": str(tmp_path),
        "BROKER_DIR": str(tmp_path / "broker"),
        "MEDIA_ROOT": str(tmp_path / "media"),
        "JOB_RETRY_SECONDS": "1",
        "PYTHONWARNINGS": AS_ROOT,
    }
    with django_db_blocker.unblock(), pointing_to(name):
        town = Township.objects.get(slug="lianxi")
        made = Stage(environment, tmp_path / "media", tmp_path / "log.txt", town)
        try:
            yield made
        finally:
            made.end()
