from django.apps import AppConfig


class Config(AppConfig):
    name = "motions"
    verbose_name = "议案建议"
