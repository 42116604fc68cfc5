from django.apps import AppConfig


class Config(AppConfig):
    name = "deputies"
    verbose_name = "代表"
