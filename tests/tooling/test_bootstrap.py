"""The set-up script: it refuses what it does not know and does nothing twice."""

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


@pytest.mark.parametrize("level", ["run", "dev"])
def test_second_run_installs_nothing(level):
    if not (ROOT / ".venv" / f".stamp-{'base' if level == 'run' else level}").exists():
        pytest.skip("this environment was not set up by scripts/bootstrap.sh")
    stamps = [ROOT / ".venv", ROOT / "node_modules", ROOT / "var" / "fonts"]
    before = [path.stat().st_mtime_ns for path in stamps]

    result = bootstrap(level)

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert [path.stat().st_mtime_ns for path in stamps] == before
