"""The components of the pages: every template has them without loading anything."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django import template
from django.db.models import Model
from django.template import RequestContext
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from renda.core import marks
from renda.core.calendar import Due
from renda.core.marks import NOTHING
from renda.core.templatetags.ui_words import address

register = template.Library()
EVENTS_SHOWN = 25
"""So many of a round's events stand on a page until all are asked for."""

icon = register.simple_tag(marks.icon)
pill = register.simple_tag(marks.pill)
remain = register.simple_tag(marks.remain)
table_rows = register.simple_tag(marks.table_rows)
menu_link = register.simple_tag(marks.menu_link)
menu_links = register.simple_tag(marks.menu_links)


@register.simple_tag
def state_pill(obj: Model) -> SafeString:
    """The status of a record in words, in the tone that its model names (``status_tone``)."""
    return pill(getattr(obj, "status_tone", "draft"), obj.get_status_display())


@register.simple_tag
def crumb(label: str, url: str = "") -> SafeString:
    """One place of 当前位置; without an address it is this page."""
    if url:
        return format_html('<li class="breadcrumb-item"><a href="{}">{}</a></li>', url, label)
    return format_html('<li class="breadcrumb-item active" aria-current="page">{}</li>', label)


@register.simple_tag(takes_context=True)
def trail(context: RequestContext) -> SafeString:
    """当前位置: the page's own ``crumbs``, else its place in the menu; then the page itself."""
    places = [(str(label), address(url)) for label, url in context.get("crumbs") or ()]
    title = str(context.get("crumb") or context.get("title") or "")
    frame = context.get("frame")
    if not places and frame:
        places = frame.place
        if places and places[-1][1].partition("?")[0] == context["request"].path:
            title = places.pop()[0]
    if places and places[-1][0] == title:
        places = places[:-1]
    links = format_html_join("", "{}", ((crumb(*place),) for place in places))
    return links + crumb(title) if title else links


@register.inclusion_tag("core/ui/why.html")
def why(
    due: Due | None,
    law: str = "",
    details: Iterable[tuple[str, str]] = (),
    today: date | None = None,
) -> dict[str, object]:
    """A deadline that explains itself: law, start, end; ``details`` add 延期, 首轮 and the like."""
    return {"due": due, "law": law, "details": details, "today": today}


@register.inclusion_tag("core/ui/stat.html")
def stat(
    label: str, value: object, unit: str = "", note: str = "", url: str = ""
) -> dict[str, object]:
    """A number card; the number opens its rows."""
    return {"label": label, "value": value, "unit": unit, "note": note, "url": url}


@register.inclusion_tag("core/ui/todo_tile.html")
def todo_tile(todo: object) -> dict[str, object]:
    """One kind of waiting work: label, count, url, tone."""
    return {"todo": todo}


@register.inclusion_tag("core/ui/facts.html")
def facts(pairs: Iterable[tuple[str, object]], css: str = "") -> dict[str, object]:
    """Labels and values; a value of nothing is a dash."""
    return {"pairs": pairs, "css": css}


@register.inclusion_tag("core/ui/steps.html")
def steps(items: Iterable[object], fold: bool = True) -> dict[str, object]:
    """The step bar: items with label, state (done, now, next) and date in words."""
    return {"items": items, "fold": fold}


@register.inclusion_tag("core/ui/empty.html")
def empty(
    icon_name: str, title: str, text: str = "", url: str = "", label: str = ""
) -> dict[str, object]:
    """An empty list: what it is and what to do next."""
    return {"icon": icon_name, "title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("core/ui/check.html")
def check(check: object) -> dict[str, object]:
    """A checked rule of law: passed or not, the computed line and the article."""
    return {"check": check}


@register.inclusion_tag("core/ui/action_bar.html")
def action_bar(
    transitions: Iterable[Mapping] | None,
    page_actions: Iterable[Mapping] | None = None,
    void_url: str = "",
) -> dict[str, object]:
    """What this person may do now: one main button, the dangerous ones at the end."""
    steps = [{"is_step": True, **each} for each in transitions or ()]
    return buttons([*steps, *(page_actions or ())]) | {"void_url": void_url}


@register.inclusion_tag("core/ui/page_buttons.html")
def page_buttons(actions: Iterable[Mapping] | None) -> dict[str, object]:
    """The buttons at the top of a page, of which one is the main one."""
    return buttons(actions or ())


def buttons(actions: Iterable[Mapping]) -> dict[str, list[dict]]:
    """Actions as buttons: the first primary one is the main button of the page."""
    drawn = [{"style": "primary" if a.get("primary") else "", **a} for a in actions]
    usual = [b for b in drawn if b["style"] != "danger"]
    main = next((b for b in usual if b["style"] == "primary"), None)
    for button in usual:
        button["css"] = "primary" if button is main else "outline-secondary"
    return {"usual": usual, "dangerous": [b for b in drawn if b["style"] == "danger"]}


@register.inclusion_tag("core/ui/progress_bar.html")
def progress_bar(
    value: int, maximum: int = 100, label: str = "", tone: str = ""
) -> dict[str, object]:
    """A bar with its meaning as text. Tones: due late done."""
    return {"value": value, "maximum": maximum, "label": label, "tone": tone}


@register.inclusion_tag("core/ui/timeline.html", takes_context=True)
def timeline(
    context: RequestContext, events: Iterable[object], is_folded: bool = False
) -> dict[str, object]:
    """History, newest first: events with title, who, at, text, tone, files, internal.

    Folded it shows the newest of many, and the page with ``?all=1`` all of them.
    """
    events = list(events)
    asked = context["request"].GET if "request" in context else {}
    rest = len(events) - EVENTS_SHOWN if is_folded and "all" not in asked else 0
    return {"events": events[:EVENTS_SHOWN] if rest > 0 else events, "rest": max(rest, 0)}


@register.inclusion_tag("core/ui/bars.html")
def bars(rows: Iterable[object], caption: str, unit: str = "") -> dict[str, object]:
    """A bar chart of rows with label, parts and total; widths are shares of the longest bar."""
    rows = [dict(row) if isinstance(row, Mapping) else vars(row) for row in rows]
    longest = max((sum(row["parts"]) for row in rows), default=0) or 1
    for row in rows:
        start, row["drawn"] = Decimal(0), []
        for number, part in enumerate(row["parts"], start=1):
            width = (Decimal(part) * 100 / Decimal(longest)).quantize(Decimal("0.01"))
            row["drawn"].append({"css": f"c{number}", "x": start, "width": width})
            start += width
        row.setdefault("total", sum(row["parts"]))
    return {"rows": rows, "caption": caption, "unit": unit}


@register.inclusion_tag("core/ui/columns.html")
def columns(rows: Iterable[tuple[str, int]], label: str, months: str = "") -> dict[str, object]:
    """A column chart of (label, number); heights are shares of the highest.

    ``months`` is the address of a figure whose months, January first, the columns open.
    """
    rows = list(rows)
    highest = max((number for _, number in rows), default=0) or 1
    drawn = [
        {
            "label": name,
            "value": number,
            "height": f"{Decimal(number) * 65 / highest / 10:.2f}rem",
            "url": f"{months}&month={place}" if months else "",
        }
        for place, (name, number) in enumerate(rows, 1)
    ]
    return {"rows": drawn, "label": label}


@register.inclusion_tag("core/ui/bars.html")
def share_bars(rows: Iterable[Mapping], name: str, caption: str) -> dict[str, object]:
    """A bar chart of rows that have a ``name`` and a percentage as text (— for none), highest first."""
    drawn = [
        {
            "label": row["name"],
            "total": row[name],
            "width": 0 if row[name] == NOTHING else row[name],
        }
        for row in rows
    ]
    for row in drawn:
        row["drawn"] = [{"css": "c1", "x": 0, "width": row["width"]}]
    ordered = sorted(drawn, key=lambda row: Decimal(row["width"]), reverse=True)
    return {"rows": ordered, "caption": caption, "unit": ""}


@register.inclusion_tag("core/ui/legend.html")
def legend(labels: Iterable[str]) -> dict[str, object]:
    """What the fills of a bar chart mean, in order."""
    return {"labels": labels}
