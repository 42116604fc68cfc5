"""Every setting that the environment gives is documented and reaches the containers."""

import os
import re
import subprocess
import sys

import pytest

from renda.settings.env import database
from scripts.compose_file import ROOT, services
from tests.tooling.test_compose_file import REQUIRED

# set by the image or by docker-compose.yml itself, or of use in development only
NOT_PASSED_ON = {
    *["DATABASE_URL", "REDIS_URL", "DATA_DIR", "BROKER_DIR", "MEDIA_ROOT", "STATIC_ROOT"],
    *["PAPER_FONT_DIR", "OFFICE_FONT_DIR", "DEBUG"],
}


def names_read() -> set[str]:
    return {
        name
        for path in (ROOT / "renda" / "settings").glob("*.py")
        for name in re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', path.read_text(encoding="utf-8"))
    }


def names_documented() -> set[str]:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return set(re.findall(r"^(?:# )?([A-Z_]+)=", text, flags=re.MULTILINE))


def names_of_the_stack() -> set[str]:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    return set(re.findall(r"\$\{([A-Z_]+)", text))


def test_every_variable_is_documented():
    assert names_documented() == names_read() | names_of_the_stack()


def test_a_copy_of_the_example_starts_the_application_here():
    """The example's empty lines mean what their absence means."""
    asked = "from django.conf import settings as s; print(bool(s.SECRET_KEY), s.ALLOWED_HOSTS[0], s.SITE_URL)"
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    empty = dict.fromkeys(re.findall(r"^([A-Z_]+)=$", text, flags=re.MULTILINE), "")

    told = subprocess.run(
        [sys.executable, "-c", asked],
        env=os.environ | empty | {"DJANGO_SETTINGS_MODULE": "renda.settings.dev"},
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip

    assert "SECRET_KEY" in empty
    assert told.stdout.split() == ["True", "127.0.0.1", "http://127.0.0.1:8000"]


def test_what_a_database_address_asks_of_the_line_is_not_dropped(monkeypatch):
    address = "postgres://renda%40a:p%2Fw@db:5433/renda?sslmode=verify-full&sslrootcert=/ca.pem"
    monkeypatch.setenv("DATABASE_URL", address)

    found = database("")

    assert (found["USER"], found["PASSWORD"], found["PORT"]) == ("renda@a", "p/w", "5433")
    assert found["OPTIONS"] == {
        "connect_timeout": 3, "sslmode": "verify-full", "sslrootcert": "/ca.pem",
    }  # fmt: skip


@pytest.mark.parametrize("address", ["mysql://a/b", "sqlite:///var/a.sqlite3?mode=ro", "renda"])
def test_a_database_address_that_is_not_understood_is_refused(monkeypatch, address):
    monkeypatch.setenv("DATABASE_URL", address)

    with pytest.raises(ValueError, match="DATABASE_URL"):
        database("")


def test_example_gives_no_secret():
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    filled = re.findall(r"^[A-Z_]+=(.+)$", text, flags=re.MULTILINE)
    assert filled == []


def test_every_variable_reaches_the_containers():
    web = services({name: "x" for name in REQUIRED})["web"].environment
    assert names_read() - web.keys() == NOT_PASSED_ON - web.keys()
    assert {"DATABASE_URL", "REDIS_URL"} <= web.keys()
