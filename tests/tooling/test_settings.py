"""Every setting that the environment gives is documented and reaches the containers."""

import re

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


def test_every_variable_is_documented():
    only_for_the_database = {"POSTGRES_PASSWORD", "DB_OWNER_PASSWORD", "DB_APP_PASSWORD"}
    assert names_documented() == names_read() | only_for_the_database | {"REDIS_PASSWORD"}


def test_example_gives_no_secret():
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    filled = re.findall(r"^[A-Z_]+=(.+)$", text, flags=re.MULTILINE)
    assert filled == []


def test_every_variable_reaches_the_containers():
    web = services({name: "x" for name in REQUIRED})["web"].environment
    assert names_read() - web.keys() == NOT_PASSED_ON - web.keys()
    assert {"DATABASE_URL", "REDIS_URL"} <= web.keys()
