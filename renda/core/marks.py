"""Small pieces of a page drawn without a template: a table row or a menu holds dozens of them.

Rendering a template node costs more than the text it writes. Every piece escapes what it is given
(``escaped``) and is marked safe as a whole.
"""

import html
from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from renda.core.calendar import Due, remaining

NOTHING = "—"
NAMED_BY = 20
"""So many characters of what a row says first name its tick box; the row says the rest."""
TONES = {
    "draft": "circle",
    "doing": "arrow-right-circle",
    "due": "hourglass-split",
    "late": "exclamation-triangle-fill",
    "done": "check-circle-fill",
    "key": "star-fill",
}


def escaped(value: object) -> str:
    """A value as HTML text or attribute; what is marked safe stays as it is."""
    if type(value) is str:
        return html.escape(value)
    return conditional_escape(value if hasattr(value, "__html__") else str(value))


def icon(name: str, label: str = "") -> SafeString:
    """A bootstrap icon; decoration unless it has a label."""
    said = f'role="img" aria-label="{escaped(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(f'<i class="bi bi-{escaped(name)}" {said}></i>')


def pill(tone: str, label: object, icon_name: str = "") -> SafeString:
    """A state: icon, words and colour together. Tones: draft doing due late done key."""
    if tone not in TONES:
        raise ValueError(f"no tone {tone!r}; there are {', '.join(TONES)}")
    css = "" if tone == "draft" else f" pill-{tone}"
    return mark_safe(
        f'<span class="pill{css}">{icon(icon_name or TONES[tone])}{escaped(label)}</span>'
    )


def remain(due: date | Due | None, today: date | None = None, why: str = "") -> SafeString:
    """Time left until a deadline: 剩 12 天, 今天到期, 逾期 3 天; ``why`` shows on hover."""
    if not due:
        return mark_safe(f'<span class="note">{NOTHING}</span>')
    left = remaining(due, today or timezone.localdate())
    css = "" if left.state == "ok" else f" remain-{left.state}"
    title = f' title="{escaped(why)}"' if why else ""
    return mark_safe(f'<span class="remain{css}"{title}>{escaped(left.label)}</span>')


def table_rows(rows: Iterable[Mapping], with_box: bool = False) -> SafeString:
    """The rows that ``columns.as_rows`` made; ``with_box`` puts a tick box before each."""
    today = timezone.localdate()
    drawn = []
    for number, row in enumerate(rows, start=1):
        box = _box(row, number) if with_box else ""
        drawn.append(f"<tr>{box}{''.join(_cell(cell, today) for cell in row['cells'])}</tr>")
    return mark_safe("\n".join(drawn))


def _box(row: Mapping, number: int) -> str:
    said = (cell["value"] for cell in row["cells"] if cell["value"] not in ("", NOTHING))
    name = str(next(said, f"第 {number} 行"))
    label = escaped(name if len(name) <= NAMED_BY else f"{name[:NAMED_BY]}…")
    return (
        f'<td><input class="form-check-input" type="checkbox" name="pk" value="{row["pk"]}"'
        f' aria-label="选中 {label}"></td>'
    )


def _cell(cell: Mapping, today: date) -> str:
    """A cell; one that says nothing is ``nil``, for rows that have no columns."""
    value, css = cell["value"], cell["css"]
    if value == NOTHING or cell.get("until", today) is None:
        css = f"{css} nil".lstrip()
    if cell["pill"]:
        shown = pill(cell["pill"], value)
    elif "until" in cell:
        shown = remain(cell["until"], today)
    else:
        shown = escaped(value)
        if cell.get("why"):
            shown = f'<span title="{escaped(cell["why"])}">{shown}</span>'
        if cell["url"]:
            shown = f'<a href="{escaped(cell["url"])}">{shown}</a>'
    if cell["note"]:
        shown += f'<span class="note"> {escaped(cell["note"])}</span>'
    if cell["is_title"]:
        names = "title" if css in ("", "title") else f"title {css}"
        star = f"{icon('star-fill star', '重点')} " if cell["star"] else ""
        return f'<th scope="row" class="{names}">{star}{shown}</th>'
    return f'<td class="{css}">{shown}</td>' if css else f"<td>{shown}</td>"


def menu_link(entry: object, with_icon: bool = False) -> SafeString:
    """A page of the menu or of the bottom bar (``menu.Entry``), with its count."""
    current = ' aria-current="page"' if entry.is_current else ""
    mark = icon(entry.icon) if with_icon else ""
    count = f'<span class="side-count">{entry.badge}</span>' if entry.badge else ""
    return mark_safe(
        f'<a href="{escaped(entry.url)}"{current}>{mark}{escaped(entry.label)}{count}</a>'
    )


def menu_links(entries: Iterable[object]) -> SafeString:
    """The pages of a group of the menu, as items of its list."""
    return mark_safe("\n".join(f"<li>{menu_link(entry)}</li>" for entry in entries))
