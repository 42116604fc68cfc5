"""The suite's settings. The services come from the environment, as everywhere."""

import tempfile
from pathlib import Path

from renda.settings.base import *  # noqa: F403
from renda.settings.base import DATABASES, REDIS_URL, STATIC_ROOT
from renda.settings.env import env

DEMO_ALLOWED = True
SECRET_KEY = "test"
ALLOWED_HOSTS = ["*"]
if not env.str("DATABASE_URL", ""):
    DATABASES["default"]["NAME"] = ":memory:"
    DATABASES["default"]["TEST"] = {"NAME": None}
elif "postgresql" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"]["connect_timeout"] = 60  # a busy machine is no failure
if not REDIS_URL:
    CELERY_BROKER_URL = "memory://"
MEDIA_ROOT = Path(tempfile.gettempdir()) / "renda-test-media"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # or WhiteNoise warns, and warnings are errors
