"""Run the application on this machine: web, worker and beat, until Ctrl-C.

``make run`` calls this after the packages are installed. It migrates, loads the demo year, starts
the three processes, puts each one's name before its lines and starts one again that has died.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "8000"))
RESTARTS, WINDOW = 5, 60.0
STOP_SECONDS = 10.0
START_SECONDS = 60.0
# true, and no news to somebody who tries the demo in a container
ROOT_WARNING = "ignore:You're running the worker with superuser privileges"


def tool(name: str) -> str:
    """The path of a command of the virtual environment this script runs in."""
    return str(Path(sys.executable).parent / name)


def commands() -> dict[str, list[str]]:
    """What runs, by the name that its lines carry."""
    celery = [tool("celery"), "-A", "renda", "--quiet"]
    return {
        "web": [
            *[tool("gunicorn"), "renda.wsgi", "--preload", "--bind", f"{HOST}:{PORT}"],
            *["--worker-class", "gthread", "--workers", "2", "--threads", "4"],
            *["--graceful-timeout", "5", "--log-level", "warning"],
        ],
        "worker": [
            *[*celery, "worker", "--concurrency", "1", "--loglevel", "WARNING"],
            *["--without-mingle", "--without-gossip", "--without-heartbeat"],
        ],
        "beat": [*celery, "beat", "--pidfile", "", "--loglevel", "WARNING"],
    }


@dataclass
class Service:
    """One supervised process and when it was last started."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    starts: deque[float] = field(default_factory=deque)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only the supervisor."""
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            start_new_session=True,
            env=os.environ | {"PYTHONWARNINGS": ROOT_WARNING},
        )
        threading.Thread(target=self._echo, args=(self.process,), daemon=True).start()

    def _echo(self, process: subprocess.Popen) -> None:
        with process.stdout:
            for line in process.stdout:
                print(f"{self.name:<6} | {line}", end="", flush=True)

    def has_died(self) -> bool:
        """Whether it ran and is gone."""
        return self.process is not None and self.process.poll() is not None

    def may_restart(self) -> bool:
        """Whether it has not died too often lately."""
        now = time.monotonic()
        while self.starts and now - self.starts[0] > WINDOW:
            self.starts.popleft()
        return len(self.starts) < RESTARTS

    def ask_to_end(self) -> None:
        """Let it finish in order; its own children hear of it from their parent."""
        if self.process is not None:
            self.process.terminate()

    def end(self) -> None:
        """Kill it and whatever it started."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Supervisor:
    """Keeps the services running until it is told to stop."""

    def __init__(self, services: list[Service]) -> None:
        self.services = services
        self.stopping = threading.Event()

    def ask_to_stop(self, number: int, frame: object) -> None:
        """Signal handler: end in order, whatever is being done now."""
        self.stopping.set()

    def run(self, when_ready: str) -> int:
        """Start everything, say ``when_ready`` once a page opens, watch; the exit status."""
        try:
            for service in self.services:
                service.start()
            if not self._wait_for_web():
                return 0 if self.stopping.is_set() else 1
            print(when_ready, flush=True)
            return self.watch()
        finally:
            self.stop()

    def watch(self) -> int:
        """Start again whatever dies, until told to stop (0) or one of them dies for good (1)."""
        while not self.stopping.wait(0.5):
            if not self._revive():
                return 1
        print("\n正在停止……", flush=True)
        return 0

    def _wait_for_web(self) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if answers(f"http://{HOST}:{PORT}/healthz"):
                return True
            if self.stopping.wait(0.1) or not self._revive():
                return False
        print("网站未能在一分钟内启动，见上面的记录。", file=sys.stderr)
        return False

    def _revive(self) -> bool:
        for service in self.services:
            if not service.has_died():
                continue
            code = service.process.returncode
            if not service.may_restart():
                print(f"{service.name} 反复退出（{code}），全部停止。", file=sys.stderr)
                return False
            print(f"{service.name} 已退出（{code}），重新启动。", file=sys.stderr, flush=True)
            service.end()
            service.start()
        return True

    def stop(self) -> None:
        """End every process in order, and by force after ten seconds."""
        for service in self.services:
            service.ask_to_end()
        deadline = time.monotonic() + STOP_SECONDS
        for service in self.services:
            if service.process is None:
                continue
            try:
                service.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                print(f"{service.name} 未及时停止，强制结束。", file=sys.stderr)
            service.end()


def answers(url: str) -> bool:
    """Whether the address answers 200 now."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there yet."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def prepare() -> str:
    """Migrate and load the demo year; what it said of the accounts. Ends the program if it fails."""
    script = Path(__file__).with_name("prepare_demo.py")
    result = subprocess.run(
        [sys.executable, script], cwd=ROOT, check=False, text=True, stdout=subprocess.PIPE
    )
    if result.returncode:
        print(result.stdout, end="")
        raise SystemExit("数据没有准备好，见上面的记录。")
    return result.stdout.strip()


def main() -> int:
    """Prepare the data, then serve until stopped."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renda.settings.dev")
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{PORT}")
    if not is_free(HOST, PORT):
        print(f"端口 {PORT} 已被占用。请换一个：PORT={PORT + 1} make run", file=sys.stderr)
        return 1
    try:
        accounts = prepare()
    except KeyboardInterrupt:
        return 130
    supervisor = Supervisor([Service(name, command) for name, command in commands().items()])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, supervisor.ask_to_stop)
    return supervisor.run(f"\n{accounts}\n\n  打开 http://{HOST}:{PORT}/ （按 Ctrl-C 停止）\n")


if __name__ == "__main__":
    sys.exit(main())
