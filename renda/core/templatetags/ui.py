"""The components of the pages: every template has them without loading anything."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template
from django.core.paginator import Page
from django.db.models import Model
from django.forms import (
    BaseForm,
    BoundField,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
    Textarea,
)
from django.template import RequestContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from renda.core import marks
from renda.core.calendar import Due, chinese_date, chinese_numeral, weekday
from renda.core.marks import NOTHING
from renda.core.renderer import drawn_field

register = template.Library()

SHOWN_FILTERS = 4
WIDE_INPUT = 60  # characters: a title deserves the whole row


# --- small marks -----------------------------------------------------------------


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


# --- blocks ------------------------------------------------------------------------


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


@register.inclusion_tag("core/ui/timeline.html")
def timeline(events: Iterable[object]) -> dict[str, object]:
    """History, newest first: events with title, who, at, text, tone, files, internal."""
    return {"events": events}


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
def columns(rows: Iterable[tuple[str, int]], label: str) -> dict[str, object]:
    """A column chart of (label, number); heights are shares of the highest."""
    rows = list(rows)
    highest = max((number for _, number in rows), default=0) or 1
    drawn = [
        {"label": name, "value": number, "height": f"{Decimal(number) * 65 / highest / 10:.2f}rem"}
        for name, number in rows
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


# --- forms -------------------------------------------------------------------------


@register.simple_tag
def field(bound: BoundField, small: bool = False, grid: str = "") -> SafeString:
    """A form field with label, help and errors; ``grid`` adds its columns (``auto`` decides)."""
    if grid == "auto":
        grid = "col-12" if is_wide(bound) else "col-md-6"
    return drawn_field(bound, small=small, css=grid)


@register.filter
def is_wide(bound: BoundField) -> bool:
    """Whether a field deserves a whole row: long text, files, choices laid out, long titles."""
    widget = bound.field.widget
    if "data-narrow" in widget.attrs:
        return False
    return (
        isinstance(widget, (Textarea, FileInput, RadioSelect, CheckboxSelectMultiple))
        or "data-wide" in widget.attrs
        or (getattr(bound.field, "max_length", None) or 0) > WIDE_INPUT
    )


@register.inclusion_tag("core/ui/error_summary.html")
def error_summary(form: BaseForm | None, formsets: Iterable | None = None) -> dict[str, object]:
    """What has to be mended before the form can be submitted, with links to the fields."""
    forms = [form] if form else []
    wrongs = []
    for formset in formsets or ():
        wrongs += [("", "", error) for error in formset.non_form_errors()]
        forms += formset.forms
    for each in forms:
        wrongs += [("", "", error) for error in each.non_field_errors()]
        wrongs += [
            (bound.id_for_label or bound.auto_id, bound.label, error)
            for bound in each
            for error in bound.errors
        ]
    return {"wrongs": wrongs}


@register.filter
def sections(form: BaseForm) -> list[dict[str, object]]:
    """The form's fields in its own ``sections`` (title, names); without them, in one untitled."""
    declared = getattr(form, "sections", None)
    if not declared:
        return [{"title": "", "fields": form.visible_fields()}]
    named = {name for _, names in declared for name in names}
    parts = [
        {"title": title, "fields": [form[name] for name in names if name in form.fields]}
        for title, names in declared
    ]
    rest = [bound for bound in form.visible_fields() if bound.name not in named]
    return [part for part in (*parts, {"title": "其他", "fields": rest}) if part["fields"]]


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


# --- lists -------------------------------------------------------------------------


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


# --- words -------------------------------------------------------------------------


@register.filter
def address(url: str) -> str:
    """A path as it is; a URL name such as ``motions:list`` as its path."""
    return reverse(url) if re.fullmatch(r"\w+:\w+", url) else url


@register.filter
def dash(value: object) -> object:
    """— for nothing; zero is something."""
    return NOTHING if value is None or value == "" else value


@register.filter
def cn_date(value: date | None) -> str:
    """2026年1月5日."""
    day = _day(value)
    return chinese_date(day) if day else NOTHING


@register.filter
def cn_day(value: date | None) -> str:
    """6月25日."""
    day = _day(value)
    return f"{day.month}月{day.day}日" if day else NOTHING


@register.filter
def iso(value: date | None) -> str:
    """2026-01-05, with the time if it has one: 2026-01-05 09:30."""
    if not value:
        return NOTHING
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}"


@register.filter
def cn_weekday(value: date | None) -> str:
    """星期一."""
    day = _day(value)
    return weekday(day) if day else ""


@register.filter
def percent1(value: Fraction | Decimal | int | float | None) -> str:
    """A share as 85.7%, half up."""
    if value is None or value == "":
        return NOTHING
    share = Fraction(value) if not isinstance(value, float) else Fraction(str(value))
    tenths = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return f"{tenths.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


@register.filter
def mask_phone(value: str) -> str:
    """A phone number without its middle: 138****5508."""
    return re.sub(r"(\d{3})\d{4}(?=\d{4}(?!\d))", r"\1****", str(value or "")) or NOTHING


@register.filter
def seq(number: int) -> str:
    """一、二、三 for 1, 2, 3."""
    return chinese_numeral(int(number))


def _day(value: date | None) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date()
    return value or None
