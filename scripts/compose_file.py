"""What docker-compose.yml and Dockerfile say, read as the container engine would read it."""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
VARIABLE = re.compile(r"\$(?:(?P<escaped>\$)|\{(?P<name>\w+)(?:(?P<how>:?[-?])(?P<rest>[^}]*))?\})")


class MissingVariable(LookupError):
    """The file demands a variable that has no value."""


@dataclass(frozen=True)
class Service:
    """One service: what it runs, with which environment, after which others, and how it is checked."""

    name: str
    command: list[str]
    environment: dict[str, str]
    depends_on: list[str]
    healthcheck: list[str]
    volumes: list[str]


def interpolate(text: str, values: dict[str, str]) -> str:
    """``text`` with ``${NAME}``, ``${NAME:-default}`` and ``${NAME:?message}`` filled in."""

    def fill(match: re.Match) -> str:
        if match["escaped"]:
            return "$"
        value = values.get(match["name"], "")
        if value:
            return value
        how = match["how"] or ""
        if how.endswith("?"):
            raise MissingVariable(f"{match['name']}: {match['rest']}")
        return match["rest"] if how.endswith("-") else ""

    return VARIABLE.sub(fill, text)


def _filled(node: object, values: dict[str, str]) -> object:
    if isinstance(node, str):
        return interpolate(node, values)
    if isinstance(node, list):
        return [_filled(item, values) for item in node]
    if isinstance(node, dict):
        return {key: _filled(item, values) for key, item in node.items()}
    return node


def services(
    values: dict[str, str], path: Path = ROOT / "docker-compose.yml"
) -> dict[str, Service]:
    """The file's services by name, each after those it depends on."""
    document = _filled(yaml.safe_load(path.read_text(encoding="utf-8")), values)
    found = {name: _service(name, body) for name, body in document["services"].items()}
    ordered: dict[str, Service] = {}
    while len(ordered) < len(found):
        ready = [
            s for s in found.values() if s.name not in ordered and set(s.depends_on) <= set(ordered)
        ]
        if not ready:
            raise ValueError("services depend on each other in a circle")
        ordered |= {service.name: service for service in ready}
    return ordered


def _service(name: str, body: dict) -> Service:
    command = body.get("command", [])
    test = body.get("healthcheck", {}).get("test", [])
    return Service(
        name=name,
        command=shlex.split(command) if isinstance(command, str) else command,
        environment={key: str(value) for key, value in body.get("environment", {}).items()},
        depends_on=sorted(body.get("depends_on", {})),
        healthcheck=["CMD-SHELL", test] if isinstance(test, str) else test,
        volumes=body.get("volumes", []),
    )


def required_variables(path: Path = ROOT / "docker-compose.yml") -> set[str]:
    """The variables without which the file refuses to start."""
    return {
        match["name"]
        for match in VARIABLE.finditer(path.read_text(encoding="utf-8"))
        if (match["how"] or "").endswith("?")
    }


def image(path: Path = ROOT / "Dockerfile") -> tuple[dict[str, str], list[str]]:
    """The environment and the command that the image's last stage sets."""
    lines = re.sub(r"\\\n", " ", path.read_text(encoding="utf-8")).splitlines()
    environment: dict[str, str] = {}
    command: list[str] = []
    for line in lines:
        word, _, rest = line.partition(" ")
        if word == "FROM":
            environment, command = {}, []
        elif word == "ENV":
            environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
        elif word == "CMD":
            command = json.loads(rest)
    return environment, command
