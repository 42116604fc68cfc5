"""The shared rooms at start: every app fills the registries that it has something for."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules

from renda.core.sqlite import say_how_much_fits

ROOMS = [
    "permissions",
    "workflow",
    "figures",
    "duty",
    "arrivals",
    "todos",
    "cards",
    "county",
    "health",
    "papers",
    "sheets",
    "agenda",
    "searching",
    "daily",
    "jobs",
    "columns",
    "demo",
    "menu",
    "public",
    "frozen",
    "checks",
    "reads",
    "beside",
    "voiding",
]
"""The modules in which an app does so, read in this order where it has them."""


class CoreConfig(AppConfig):
    name = "renda.core"
    label = "core"
    verbose_name = "公共设施"

    def ready(self) -> None:
        connection_created.connect(say_how_much_fits)
        autodiscover_modules(*ROOMS)
