"""Charts in templates: ``{% load charts %}{% bars "各单位承办件数" labels values "件" %}``."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from renda.core.paper.blocks import Chart, Series
from renda.core.paper.charts import chart_html

register = template.Library()
Given = Sequence[Series | tuple[str, Sequence[float]]] | Sequence[float]


@register.simple_tag
def chart(given: Chart) -> SafeString:
    """A chart block of a document."""
    return chart_html(given)


@register.simple_tag
def bars(title: str, labels: Sequence[str], series: Given, unit: str = "") -> SafeString:
    """Horizontal bars, one a label; ``series`` is numbers or (name, numbers) pairs."""
    return chart_html(Chart("bars", title, series, labels, unit))


@register.simple_tag
def columns(title: str, labels: Sequence[str], series: Given, unit: str = "") -> SafeString:
    """Upright columns, one a label."""
    return chart_html(Chart("columns", title, series, labels, unit))


@register.simple_tag
def line(title: str, labels: Sequence[str], series: Given, unit: str = "") -> SafeString:
    """A line through the labels from left to right."""
    return chart_html(Chart("line", title, series, labels, unit))


@register.simple_tag
def stacked(title: str, labels: Sequence[str], series: Given, unit: str = "") -> SafeString:
    """Horizontal bars, each made of one part a series, with the parts' sum."""
    return chart_html(Chart("stacked", title, series, labels, unit))
