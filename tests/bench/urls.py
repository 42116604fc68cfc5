"""The application's addresses and the bench's own bare page."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template import Template, engines
from django.urls import include, path

from motions.models import Motion
from renda.core.scoping import township_scope

ROWS = 25
PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>登记簿</title></head><body><table>
{% for motion in rows %}<tr><td>{{ motion.code }}</td><td><a href="{{ motion.get_absolute_url }}">{{ motion.title }}</a></td><td>{{ motion.get_kind_display }}</td><td>{{ motion.lead }}</td><td>{{ motion.main_unit }}</td><td>{{ motion.get_status_display }}</td><td>{{ motion.due_on|date:"Y-m-d" }}</td></tr>
{% endfor %}</table></body></html>"""


@cache
def page() -> Template:
    """The bare page's template, parsed once as loaded ones are."""
    return engines["django"].from_string(PAGE)


def bare(request: HttpRequest, township: int) -> HttpResponse:
    """The same 25 rows in one query, without frame, filters, rights or counts."""
    with township_scope(township):
        rows = Motion.objects.select_related("lead", "main_unit")[:ROWS]
        return HttpResponse(page().render({"rows": rows}))


urlpatterns = [path("bench/<int:township>/", bare, name="bare"), path("", include("renda.urls"))]
