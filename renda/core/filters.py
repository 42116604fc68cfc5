"""How everybody's own pages, 消息 and 已办, are narrowed."""

import django_filters
from django import forms
from django.apps import apps
from django.db.models import Q, QuerySet
from django.urls import URLResolver, get_resolver

from renda.core.models import AuditEntry, Notification

OTHER = "core"
READ = (("no", "未读"), ("yes", "已读"))


def addresses() -> dict[str, str]:
    """Where each app's pages begin: ``{"motions": "/motions/"}``; this one's begin anywhere."""
    found = [entry for entry in get_resolver().url_patterns if isinstance(entry, URLResolver)]
    labels = {config.label for config in apps.get_app_configs()} - {OTHER}
    return {entry.app_name: f"/{entry.pattern}" for entry in found if entry.app_name in labels}


def kinds(other: str) -> list[tuple[str, str]]:
    """The apps as choices, with a word for what belongs to none."""
    named = [(label, apps.get_app_config(label).verbose_name) for label in addresses()]
    return [*named, (OTHER, other)]


def day(name: str, lookup: str, label: str) -> django_filters.DateFilter:
    """Rows from or until a day."""
    return django_filters.DateFilter(
        name, lookup_expr=f"date__{lookup}", label=label, widget=forms.DateInput({"type": "date"})
    )


class MessageFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        label="类别", choices=lambda: kinds("其他"), method="of_kind"
    )
    read = django_filters.ChoiceFilter(label="是否已读", choices=READ, method="was_read")
    since = day("created_at", "gte", "从")
    until = day("created_at", "lte", "到")
    q = django_filters.CharFilter("text", lookup_expr="icontains", label="关键字")

    class Meta:
        model = Notification
        fields = ["kind", "read", "since", "until", "q"]

    def of_kind(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Messages that lead to the pages of one app, or of none."""
        if value in addresses():
            return rows.filter(url__startswith=addresses()[value])
        elsewhere = Q()
        for start in addresses().values():
            elsewhere |= Q(url__startswith=start)
        return rows.exclude(elsewhere)

    def was_read(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Only what was opened, or only what was not."""
        return rows.filter(read_at__isnull=value == "no")


class DoneFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        label="类别", choices=lambda: kinds("系统"), method="of_kind"
    )
    since = day("at", "gte", "从")
    until = day("at", "lte", "到")
    q = django_filters.CharFilter(label="动作、对象", method="by_word")

    class Meta:
        model = AuditEntry
        fields = ["kind", "since", "until", "q"]

    def of_kind(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Lines about the records of one app."""
        return rows.filter(model__startswith=f"{value}.")

    def by_word(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """By what was done, or to what."""
        return rows.filter(Q(verb__icontains=value) | Q(label__icontains=value))
