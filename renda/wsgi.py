"""The WSGI application that gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from renda.celery import app as celery_app
from renda.core.statements import limit_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renda.settings.production")

application = get_wsgi_application()
limit_statements(settings.STATEMENT_SECONDS)

# Loading the broker's client takes a second on a busy machine: at the start, not in somebody's first
# request, where it would add to the time-out of a broker that hangs. Nothing is connected yet.
celery_app.connection_for_write().transport  # noqa: B018
