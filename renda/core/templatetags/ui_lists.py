"""What a list needs around its rows: addresses that keep the query, pages, sorting, filters."""

from collections.abc import Mapping

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template import RequestContext

register = template.Library()

SHOWN_FILTERS = 4


@register.simple_tag(takes_context=True)
def query_string(context: RequestContext, **changes: object) -> str:
    """The address's query with some values changed; None or "" takes one out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = value
    return "?" + query.urlencode()


@register.inclusion_tag("core/ui/page_links.html", takes_context=True)
def page_links(context: RequestContext, page_obj: Page) -> dict[str, object]:
    """Links to the other pages, keeping filters and order."""
    links = [
        {"number": n, "url": query_string(context, page=n)}
        if isinstance(n, int)
        else {"number": n, "url": ""}
        for n in page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=2)
    ]
    return {
        "page_obj": page_obj,
        "links": links,
        "previous": page_obj.has_previous()
        and query_string(context, page=page_obj.previous_page_number()),
        "next": page_obj.has_next() and query_string(context, page=page_obj.next_page_number()),
    }


@register.inclusion_tag("core/ui/sort_head.html")
def sort_head(column: Mapping[str, object]) -> dict[str, object]:
    """A table heading; sortable ones link to the other order."""
    return {"column": column}


@register.inclusion_tag("core/ui/filter_row.html", takes_context=True)
def filter_row(context: RequestContext, form: BaseForm) -> dict[str, object]:
    """The filter row of a list: four fields and the search box, the others behind 更多条件."""
    searches, others = [], []
    for bound in form.visible_fields():
        is_search = bound.field.widget.attrs.get("type") == "search" or bound.name == "q"
        (searches if is_search else others).append({"bound": bound, "is_search": is_search})
    folded = others[SHOWN_FILTERS:]
    names = {bound.html_name for bound in form} | {"page"}
    request = context["request"]
    return {
        "form": form,
        "shown": others[:SHOWN_FILTERS] + searches,
        "folded": folded,
        "is_open": any(each["bound"].data for each in folded),
        "kept": [(k, v) for k, v in request.GET.items() if k not in names],
        "path": request.path,
    }
