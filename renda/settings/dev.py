"""One machine, nothing to install: SQLite, files as broker, mail as files in ``var/mail``."""

from renda.settings.base import *  # noqa: F403
from renda.settings.base import DATA_DIR, STATIC_ROOT
from renda.settings.env import env

DEBUG = env.bool("DEBUG", False)
DEMO_ALLOWED = True
# a copied .env.example leaves both empty
SECRET_KEY = env.str("SECRET_KEY", "") or "dev-only-not-secret"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", []) or ["127.0.0.1", "localhost", "[::1]"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where it is not
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
EMAIL_BACKEND = env.str("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = DATA_DIR / "mail"
