"""Pages that show a document a portion at a time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from renda.core.paper import blocks, portion


def show_document(
    request: HttpRequest,
    template: str,
    document: blocks.Document,
    context: dict,
    *,
    live: bool = False,
) -> HttpResponse:
    """The page with the ``portion`` that is asked for; for a script that reads on, the portion alone."""
    is_fragment = "HX-Request" in request.headers
    shown = {"portion": portion(document, request, live=live), "is_fragment": is_fragment}
    name = "core/partials/portion.html" if is_fragment else template
    response = render(request, name, context | shown)
    patch_vary_headers(response, ["HX-Request"])
    return response
