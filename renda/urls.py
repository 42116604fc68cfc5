"""Where each app's pages begin; what everybody may read stands under ``public/<township>/``."""

from importlib.util import find_spec

from django.urls import include, path

APPS = {
    "deputies/": "deputies",
    "sessions/": "sessions_app",
    "motions/": "motions",
    "activities/": "activities",
    "supervision/": "supervision",
    "reports/": "reports",
}

urlpatterns = [path("", include("renda.core.urls"))]
urlpatterns += [
    path(prefix, include(f"{app}.urls")) for prefix, app in APPS.items() if find_spec(f"{app}.urls")
]
urlpatterns += [
    path("public/<slug:slug>/", include(f"{app}.public_urls"))
    for app in APPS.values()
    if find_spec(f"{app}.public_urls")
]
