"""Time ``make run`` in a fresh clone, twice, up to the first answer of /healthz.

The first start installs everything, the second finds it there. Slowness is only told, because a
machine may be busy; a start that never answers or a Ctrl-C that leaves something behind fails.
"""

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from serve import ROOT, answers, free_port, is_free

HOST = "127.0.0.1"
EXPECTED = {"first": 90, "second": 8}
GIVE_UP_SECONDS, STOP_SECONDS = 900, 30
# 2: GNU make says so when its recipe is gone before its own handler of Ctrl-C waits for it
INTERRUPTED = {0, 2, -signal.SIGINT, 128 + signal.SIGINT}


def environment(port: int) -> dict[str, str]:
    """What a stranger's shell holds: nothing of this checkout's virtual environment."""
    own = str(ROOT / ".venv")
    path = [p for p in os.environ["PATH"].split(os.pathsep) if not p.startswith(own)]
    return os.environ | {"PATH": os.pathsep.join(path), "HOST": HOST, "PORT": str(port)}


def processes_in(folder: Path) -> list[int]:
    """The processes that work in a folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").resolve().is_relative_to(folder):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def wait_for_page(process: subprocess.Popen, port: int) -> None:
    """Return when /healthz answers; end the program if it never will."""
    deadline = time.monotonic() + GIVE_UP_SECONDS
    while not answers(f"http://{HOST}:{port}/healthz"):
        if process.poll() is not None:
            raise SystemExit(f"make run ended with {process.returncode} before it answered")
        if time.monotonic() > deadline:
            raise SystemExit(f"make run did not answer within {GIVE_UP_SECONDS} s")
        time.sleep(0.1)


def interrupt(process: subprocess.Popen, folder: Path, port: int) -> None:
    """Ctrl-C; end the program unless everything is gone soon afterwards."""
    os.killpg(process.pid, signal.SIGINT)
    try:
        code = process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        raise SystemExit(f"make run did not stop within {STOP_SECONDS} s") from None
    if code not in INTERRUPTED:
        raise SystemExit(f"make run stopped with {code}")
    if left := processes_in(folder):
        raise SystemExit(f"make run left processes behind: {left}")
    if not is_free(HOST, port):
        raise SystemExit(f"port {port} is still taken")


def run_once(folder: Path) -> float:
    """Start, wait for the first answer, stop; the seconds until it answered."""
    port, started = free_port(), time.monotonic()
    process = subprocess.Popen(
        ["make", "--no-print-directory", "run"],
        cwd=folder,
        env=environment(port),
        start_new_session=True,
    )
    try:
        wait_for_page(process, port)
        taken = time.monotonic() - started
        interrupt(process, folder, port)
    finally:
        for pid in processes_in(folder):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    return taken


def main() -> None:
    """Both starts, and what they took."""
    with tempfile.TemporaryDirectory(prefix="renda-fresh-") as name:
        folder = Path(name).resolve() / "clone"
        subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
        taken = {which: run_once(folder) for which in EXPECTED}
    for which, seconds in taken.items():
        print(f"make run, {which} start: /healthz answered after {seconds:.1f} s")
        if seconds > EXPECTED[which]:
            print(f"WARNING: the {which} start is expected within {EXPECTED[which]} s")


if __name__ == "__main__":
    main()
