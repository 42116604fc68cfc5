"""The supervisor behind ``make run``, with real processes."""

import socket
import sys
import threading
import time
from pathlib import Path

import pytest

from scripts.serve import RESTARTS, Service, Supervisor, is_free


def script(text: str) -> list[str]:
    return [sys.executable, "-c", text]


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that only waits to be buried by its parent does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_for(fact, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def supervise():
    """Start a supervisor over the given commands; everything is ended afterwards."""
    started = []

    def start(**commands: list[str]) -> Supervisor:
        supervisor = Supervisor([Service(name, command) for name, command in commands.items()])
        started.append(supervisor)
        for service in supervisor.services:
            service.start()
        return supervisor

    yield start
    for supervisor in started:
        supervisor.stop()


def test_watch_gives_up_on_a_process_that_keeps_dying(supervise, capfd):
    supervisor = supervise(worker=script("raise SystemExit(3)"))
    assert supervisor.watch() == 1
    assert len(supervisor.services[0].starts) == RESTARTS
    said = capfd.readouterr().err.splitlines()
    assert said == ["worker 已退出（3），重新启动。"] * (RESTARTS - 1) + [
        "worker 反复退出（3），全部停止。"
    ]


def test_watch_starts_a_killed_process_again(supervise, capfd):
    supervisor = supervise(beat=script("import time; time.sleep(60)"))
    first = supervisor.services[0].process
    watching = threading.Thread(target=supervisor.watch)
    watching.start()
    first.kill()
    wait_for(lambda: supervisor.services[0].process is not first)
    assert supervisor.services[0].process.poll() is None
    supervisor.stopping.set()
    watching.join(60)
    assert not watching.is_alive()
    assert capfd.readouterr().err == "beat 已退出（-9），重新启动。\n"


def test_stop_ends_processes_and_their_children(supervise, tmp_path):
    child = tmp_path / "child"
    supervisor = supervise(
        web=script(
            "import pathlib, subprocess, sys, time;"
            "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
            f"pathlib.Path({str(child)!r}).write_text(str(p.pid));"
            "time.sleep(60)"
        )
    )
    wait_for(lambda: child.exists() and child.read_text())
    supervisor.stop()
    assert supervisor.services[0].process.returncode == -15
    wait_for(lambda: not is_alive(int(child.read_text())))
    assert not is_alive(int(child.read_text()))


def test_lines_carry_the_name_of_their_process(supervise, capfd):
    supervisor = supervise(web=script("print('你好')"))
    supervisor.services[0].process.wait(60)
    said = []

    def has_spoken() -> bool:
        said.append(capfd.readouterr().out)
        return "".join(said) == "web    | 你好\n"

    wait_for(has_spoken)
    assert "".join(said) == "web    | 你好\n"


def test_is_free_sees_a_listener():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert is_free("127.0.0.1", port) is False
    assert is_free("127.0.0.1", port) is True
