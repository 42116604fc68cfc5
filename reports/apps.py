from django.apps import AppConfig


class Config(AppConfig):
    name = "reports"
    verbose_name = "年度报告"
