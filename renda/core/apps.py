from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

ROOMS = [
    "permissions",
    "workflow",
    "figures",
    "duty",
    "todos",
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
]


class CoreConfig(AppConfig):
    name = "renda.core"
    label = "core"
    verbose_name = "公共设施"

    def ready(self) -> None:
        autodiscover_modules(*ROOMS)
