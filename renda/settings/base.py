"""Settings shared by every environment; what differs comes from the environment (``.env.example``)."""

from celery.schedules import crontab
from csp.constants import NONE, SELF

from renda.settings.env import ROOT, database, env

BASE_DIR = ROOT
DATA_DIR = ROOT / env.str("DATA_DIR", "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)

# --- who and where -----------------------------------------------------------
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [])
SITE_URL = env.str("SITE_URL", "") or "http://127.0.0.1:8000"
AUTH_USER_MODEL = "core.User"
ROOT_URLCONF = "renda.urls"
WSGI_APPLICATION = "renda.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "rules",
    "axes",
    "csp",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "renda.core",
    "deputies",
    "sessions_app",
    "motions",
    "activities",
    "supervision",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "renda.core.middleware.SessionClockMiddleware",
    "renda.core.middleware.OriginMiddleware",
    "renda.core.middleware.TownshipScopeMiddleware",
    "renda.core.middleware.InitialPasswordMiddleware",
    "renda.core.middleware.SensitiveReadMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "renda.core.context.frame",
            ],
            "builtins": [
                "django.templatetags.static",
                "renda.core.templatetags.ui",
                "renda.core.templatetags.ui_forms",
                "renda.core.templatetags.ui_lists",
                "renda.core.templatetags.ui_words",
            ],
        },
    }
]

# --- stores ------------------------------------------------------------------
DATABASES = {"default": database("sqlite:///var/renda.sqlite3")}
# seconds after which PostgreSQL ends a statement: while a page waits for it, and in a job
STATEMENT_SECONDS = env.int("STATEMENT_SECONDS", 30)
JOB_STATEMENT_SECONDS = env.int("JOB_STATEMENT_SECONDS", 600)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MEDIA_ROOT = ROOT / env.str("MEDIA_ROOT", "var/media")
UPLOAD_LIMIT_MB = env.int("UPLOAD_LIMIT_MB", 20)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- logging in --------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "renda.core.backends.AccountBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "core:login"
LOGIN_REDIRECT_URL = "core:workbench"
LOGOUT_REDIRECT_URL = "core:login"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 120)
SESSION_ABSOLUTE_HOURS = env.int("SESSION_ABSOLUTE_HOURS", 24 * 7)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_HOURS * 3600
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURE_LIMIT", 5)
AXES_COOLOFF_TIME = env.float("LOGIN_LOCK_HOURS", 0.5)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "renda.core.views.account.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "renda.core.middleware.client_address"
PROXY_COUNT = env.int("PROXY_COUNT", 0)
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# --- what a browser may load ---------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# accounts with a password that everybody knows: where people only try it
DEMO_ALLOWED = False

# --- words and clocks ----------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["renda.formats"]

# --- pages -------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [
    ROOT / "static",
    ("bootstrap", ROOT / "node_modules/bootstrap/dist"),
    ("bootstrap-icons", ROOT / "node_modules/bootstrap-icons/font"),
    ("htmx", ROOT / "node_modules/htmx.org/dist"),
]
STATIC_ROOT = ROOT / env.str("STATIC_ROOT", "var/static")
FORM_RENDERER = "renda.core.renderer.FormRenderer"
FILTERS_EMPTY_CHOICE_LABEL = "全部"
CRISPY_TEMPLATE_PACK = CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_FAIL_SILENTLY = False
WHITENOISE_MAX_AGE = 3600

# --- background work: Celery only carries Job ids, the rows are the truth --------
REDIS_URL = env.str("REDIS_URL", "")
BROKER_DIR = ROOT / env.str("BROKER_DIR", "var/broker")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "socket_timeout": 2,
        "socket_connect_timeout": 1,
        "max_retries": 0,
        "visibility_timeout": 600,
    }
else:
    CELERY_BROKER_URL = "filesystem://localhost//"
    (BROKER_DIR / "queue").mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "store_processed": False,
        "polling_interval": 0.1,
    }
# a job whose worker has not been heard of for so long is anybody's; one not taken is published again
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", 60)
JOB_RETRY_SECONDS = env.int("JOB_RETRY_SECONDS", 30)
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "renda.core.tasks.sweep", "schedule": 15.0},
    # the later ones do nothing, unless broker, beat or worker was down at the first
    "daily": {
        "task": "renda.core.tasks.daily",
        "schedule": crontab(hour="7-9,12,15", minute=30),
    },
}

# --- messages ----------------------------------------------------------------
EMAIL_BACKEND = env.str("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "renda@localhost")
WEBHOOK_URL = env.str("WEBHOOK_URL", "")
# robots that may be on a private address, and without https
WEBHOOK_HOSTS = env.list("WEBHOOK_HOSTS", [])

# --- paper -------------------------------------------------------------------
PAPER_FONT_DIR = ROOT / env.str("PAPER_FONT_DIR", "var/fonts")
OFFICE_FONT_DIR = ROOT / env.str("OFFICE_FONT_DIR", "var/office-fonts")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "weasyprint.progress": {"propagate": False},  # a line a page, read by the job itself
        "axes": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}
