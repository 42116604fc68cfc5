"""The locks hold every package to a hash and name no registry."""

import json
import re
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
ROOT = REQUIREMENTS.parent
NAMES = sorted(path.stem for path in REQUIREMENTS.glob("*.in"))


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def entries(name: str) -> dict[str, str]:
    """Package → the rest of its entry, of one compiled file."""
    text = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    text = re.sub(r"^ *#.*\n", "", text.replace("\\\n", " "), flags=re.MULTILINE)
    return {normal(line.split("==")[0]): line for line in text.splitlines() if line.strip()}


def test_every_input_has_a_lock():
    assert sorted(path.stem for path in REQUIREMENTS.glob("*.txt")) == NAMES
    assert NAMES == ["base", "ci", "dev", "node", "uv"]


@pytest.mark.parametrize("name", NAMES)
def test_lock_pins_and_hashes_every_package(name):
    loose = [
        line
        for line in entries(name).values()
        if not re.match(r"^[\w.-]+==[\w.]+( ; .+?)?( +--hash=sha256:[0-9a-f]{64})+$", line.strip())
    ]
    assert loose == []


@pytest.mark.parametrize("name", NAMES)
def test_lock_holds_every_package_of_its_input(name):
    lines = (REQUIREMENTS / f"{name}.in").read_text(encoding="utf-8").splitlines()
    wanted = {
        normal(re.match(r"[\w.-]+", line)[0]) for line in lines if re.match(r"[A-Za-z]", line)
    }
    locked = entries(name).keys() | (entries("base").keys() if name == "dev" else set())
    assert wanted - locked == set()


@pytest.mark.parametrize("name", NAMES)
def test_lock_names_no_registry(name):
    text = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    assert re.findall(r"https?://|--index|--extra-index|--find-links", text) == []


def test_front_end_lock_names_no_registry_and_hashes_every_package():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {path: row for path, row in lock["packages"].items() if path}
    wanted = lock["packages"][""]["dependencies"] | lock["packages"][""]["devDependencies"]
    assert {f"node_modules/{name}" for name in wanted} - packages.keys() == set()
    assert [path for path, row in packages.items() if "resolved" in row] == []
    assert [path for path, row in packages.items() if "integrity" not in row] == []


def test_front_end_lock_agrees_with_its_input():
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    root = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"][""]
    assert root["dependencies"] == wanted["dependencies"]
    assert root["devDependencies"] == wanted["devDependencies"]
