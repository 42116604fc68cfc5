"""What the architecture tests look at: every model of ours."""

from django.apps import apps

from renda.core.models import TownshipModel

LABELS = {
    "core",
    "deputies",
    "sessions_app",
    "motions",
    "activities",
    "supervision",
    "reports",
}
OURS = [m for m in apps.get_models() if m._meta.app_label in LABELS]
OWNED = [m for m in OURS if issubclass(m, TownshipModel)]
