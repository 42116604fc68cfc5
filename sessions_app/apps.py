from django.apps import AppConfig


class Config(AppConfig):
    name = "sessions_app"
    verbose_name = "会议"
