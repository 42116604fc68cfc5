"""One machine, nothing to install: SQLite, files as broker, mail on the console."""

from renda.settings.base import *  # noqa: F403
from renda.settings.env import env

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "dev-only-not-secret")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
