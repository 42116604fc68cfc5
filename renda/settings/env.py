"""The one typed reader of the environment. Every variable is read once, in ``base.py``."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from environs import Env

ROOT = Path(__file__).resolve().parents[2]

env = Env()
env.read_env(ROOT / ".env", recurse=False)


def database(default: str) -> dict:
    """``DATABASE_URL`` as Django settings: ``sqlite:///path`` or ``postgres://user:pw@host/name?sslmode=require``.

    What follows the question mark goes to the PostgreSQL client. Anything else is refused at start, so
    that a typing mistake never falls back to another store, nor to an open line.
    """
    url = urlsplit(env.str("DATABASE_URL", "") or default)
    name = url.path.removeprefix("/")
    if url.scheme == "sqlite" and not url.query:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name if name == ":memory:" else ROOT / name,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    if url.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "renda.core.postgresql",
            "NAME": unquote(name),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or "",
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"connect_timeout": 3} | dict(parse_qsl(url.query)),
        }
    raise ValueError(f"DATABASE_URL：不支持 {url.scheme}，请用 sqlite:///路径 或 postgres://")
