"""The set-up script: it refuses what it does not know and does nothing twice."""

import resource
import subprocess

import pytest

from scripts.compose_file import ROOT


def bootstrap(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [ROOT / "scripts" / "bootstrap.sh", *arguments],
        check=False,
        capture_output=True,
        text=True,
    )


def test_unknown_level_is_refused():
    result = bootstrap("everything")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "用法 usage: scripts/bootstrap.sh [run|dev|ci]\n"


def seconds_of_work() -> float:
    """What the processes started here have computed so far, however busy the machine is."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


@pytest.mark.parametrize("level", ["run", "dev"])
def test_second_run_installs_nothing(level):
    if not (ROOT / ".venv" / f".stamp-{'base' if level == 'run' else level}").exists():
        pytest.skip("this environment was not set up by scripts/bootstrap.sh")
    before = seconds_of_work()
    result = bootstrap(level)
    assert result.returncode == 0
    assert [line for line in result.stdout.splitlines() if "Installing" in line] == []
    assert seconds_of_work() - before < 5
