"""Pages for everybody, without logging in: each app registers its own, all stand under one head.

A public page belongs to one township, named in its address, and shows only what the office
published. The scope is opened here and stays open until the answer is written out.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic.base import ContextMixin, View

from renda.core.models import Township
from renda.core.registry import Registry
from renda.core.scoping import township_scope


@dataclass(frozen=True)
class Section:
    """One entry of the public head's navigation."""

    label: str
    url: str
    order: int


sections: Registry[Section] = Registry("public section")


def section(label: str, url: str, *, order: int = 100) -> None:
    """Put a public page, by its URL name, into the navigation."""
    sections.add(url, Section(label, url, order))


class PublicPage(ContextMixin, View):
    """A page without login; ``slug`` in the address names the township. 404 for an unknown one."""

    section = ""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.township = get_object_or_404(
            Township.objects.select_related("county"), slug=kwargs["slug"]
        )
        with township_scope(self.township.pk):
            answer = super().dispatch(request, *args, **kwargs)
            if hasattr(answer, "render"):
                answer.render()
        return answer

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | public_frame(self.township, self.section)


def public_frame(township: Township, current: str) -> dict[str, object]:
    """What the public head and foot show."""
    entries = sorted(sections, key=lambda entry: entry.order)
    return {
        "township": township,
        "public_home": reverse(entries[0].url, args=[township.slug]) if entries else "/",
        "public_pages": [
            {
                "label": entry.label,
                "url": reverse(entry.url, args=[township.slug]),
                "current": entry.url == current,
            }
            for entry in entries
        ],
    }
