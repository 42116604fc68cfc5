"""What docker-compose.yml promises, read from the file itself."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scripts.compose_file import (
    ROOT,
    MissingVariable,
    image,
    interpolate,
    required_variables,
    services,
)

REQUIRED = {
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DB_APP_PASSWORD",
    "DB_OWNER_PASSWORD",
    "POSTGRES_PASSWORD",
    "REDIS_PASSWORD",
    "SECRET_KEY",
    "SITE_URL",
}
APP = ["beat", "web", "worker"]


@pytest.fixture
def stack():
    return services({name: f"the-{name}" for name in REQUIRED})


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("a ${X} b", "a 1 b"),
        ("${X:-2}", "1"),
        ("${Y:-2}", "2"),
        ("${Y:-}", ""),
        ("${Y}", ""),
        ("${X:?必填}", "1"),
        ("celery@$$HOSTNAME", "celery@$HOSTNAME"),
        ("$${X}", "${X}"),
    ],
)
def test_interpolate_fills_in_as_compose_does(text, filled):
    assert interpolate(text, {"X": "1"}) == filled


def test_interpolate_refuses_a_missing_required_value():
    with pytest.raises(MissingVariable, match="Y: 必填"):
        interpolate("${Y:?必填}", {"X": "1"})


@pytest.mark.parametrize("missing", sorted(REQUIRED))
def test_stack_does_not_start_without_each_required_value(missing):
    values = {name: "x" for name in REQUIRED - {missing}}
    with pytest.raises(MissingVariable, match=missing):
        services(values)


def test_required_variables_are_exactly_these():
    assert required_variables() == REQUIRED


def test_no_secret_has_a_default():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    defaults = re.findall(r"\$\{(\w*(?:PASSWORD|SECRET|KEY|TOKEN)\w*):?-([^}]*)\}", text)
    assert defaults == [("EMAIL_HOST_PASSWORD", "")]


def test_services_come_after_what_they_need(stack):
    assert sorted(stack) == ["beat", "migrate", "postgres", "redis", "web", "worker"]
    order = list(stack)
    assert order.index("postgres") < order.index("migrate") < min(order.index(n) for n in APP)
    assert order.index("redis") < min(order.index(n) for n in APP)


def test_only_migrate_connects_as_the_owner_of_the_tables(stack):
    users = {
        name: urlsplit(service.environment["DATABASE_URL"]).username
        for name, service in stack.items()
        if "DATABASE_URL" in service.environment
    }
    assert users == {
        "beat": "renda_app",
        "migrate": "renda_owner",
        "web": "renda_app",
        "worker": "renda_app",
    }


def test_the_owner_password_reaches_only_those_who_need_it(stack):
    holders = [
        name
        for name, service in stack.items()
        if any("the-DB_OWNER_PASSWORD" in value for value in service.environment.values())
    ]
    assert sorted(holders) == ["migrate", "postgres"]


def test_every_lasting_service_has_a_health_check(stack):
    assert [name for name, service in stack.items() if not service.healthcheck] == ["migrate"]


def test_mounted_files_exist(stack):
    mounted = [
        Path(volume.split(":")[0])
        for service in stack.values()
        for volume in service.volumes
        if volume.startswith(".")
    ]
    assert mounted == [Path("./scripts/postgres_init.sh")]
    assert [path for path in mounted if not (ROOT / path).stat().st_mode & 0o111] == []


def test_the_image_runs_what_the_web_service_runs(stack):
    environment, command = image()
    assert command == stack["web"].command
    assert environment["DJANGO_SETTINGS_MODULE"] == "renda.settings.production"
