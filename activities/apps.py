from django.apps import AppConfig


class Config(AppConfig):
    name = "activities"
    verbose_name = "活动"
