"""Charts as inline SVG shapes with their numbers as text beside, the same on screen and on paper.

Shapes are measured in percent and rem and carry their colour as an attribute: the screen's theme
may override it, paper needs nothing else. No text stands inside a shape: it keeps the page's font.
"""

from collections.abc import Callable, Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from renda.core.paper.blocks import Chart, Series

COLOURS = ("#4a6f94", "#b98a2f", "#a8a096", "#a61b1b")
RAIL = "#ece9e4"
TALLEST = 6.5  # rem
BAR = ".875rem"

Said = Callable[[int, str], str]  # a value's words as they stand at a label: plain, or a link


def number(value: float) -> str:
    """A value as it is printed: 3, 2.5, without trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def as_it_is(place: int, words: str) -> str:
    """A value in plain words."""
    return words


def chart_html(
    chart: Chart, *, caption: str = "visually-hidden", said: Said = as_it_is
) -> SafeString:
    """The chart's markup; ``caption`` is the class of its caption, ``said`` writes its values."""
    if not chart.labels or not chart.series:
        return format_html('<p class="note">{}：无数据</p>', chart.title)
    return DRAWN[chart.kind](chart, caption, said)


def _bars(chart: Chart, caption: str, said: Said) -> SafeString:
    top = max((value for one in chart.series for value in one.values), default=0) or 1
    rows = (
        (
            label,
            format_html_join(
                "",
                '<svg width="100%" height="{}" aria-hidden="true">{}{}</svg>',
                (
                    (BAR, _rail(), _rect(index, width=one.values[row] / top * 100))
                    for index, one in enumerate(chart.series)
                ),
            ),
            said(row, "／".join(number(one.values[row]) for one in chart.series)),
            chart.unit,
        )
        for row, label in enumerate(chart.labels)
    )
    body = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td>{}</td><td class="num">{} {}</td></tr>',
        rows,
    )
    return format_html(
        '<table class="bars"><caption class="{}">{}</caption><tbody>{}</tbody></table>{}',
        caption,
        chart.title,
        body,
        _legend(chart.series),
    )


def _stacked(chart: Chart, caption: str, said: Said) -> SafeString:
    totals = [sum(one.values[row] for one in chart.series) for row in range(len(chart.labels))]
    top = max(totals) or 1
    body = []
    for row, label in enumerate(chart.labels):
        left, parts = 0.0, []
        for index, one in enumerate(chart.series):
            width = one.values[row] / top * 100
            parts.append((_rect(index, x=left, width=width),))
            left += width
        body.append(
            (
                label,
                BAR,
                _rail(),
                format_html_join("", "{}", parts),
                "＋".join(number(one.values[row]) for one in chart.series),
                said(row, number(totals[row])),
                chart.unit,
            )
        )
    return format_html(
        '<table class="bars"><caption class="{}">{}</caption><tbody>{}</tbody></table>{}',
        caption,
        chart.title,
        format_html_join(
            "",
            '<tr><th scope="row">{}</th><td><svg width="100%" height="{}" aria-hidden="true">{}{}'
            '</svg></td><td class="num">{}＝{} {}</td></tr>',
            body,
        ),
        _legend(chart.series),
    )


def _columns(chart: Chart, caption: str, said: Said) -> SafeString:
    top = max((value for one in chart.series for value in one.values), default=0) or 1
    width = "1.75rem" if len(chart.series) == 1 else ".875rem"
    items = (
        (
            said(place, "／".join(number(one.values[place]) for one in chart.series)),
            format_html_join(
                "",
                '<svg width="{}" height="{}rem" aria-hidden="true">{}</svg>',
                (
                    (
                        width,
                        number(round(max(one.values[place] / top * TALLEST, 0.05), 2)),
                        _rect(index, width=100),
                    )
                    for index, one in enumerate(chart.series)
                ),
            ),
            label,
        )
        for place, label in enumerate(chart.labels)
    )
    return _column_list(chart, caption, items)


def _line(chart: Chart, caption: str, said: Said) -> SafeString:
    top = max((value for one in chart.series for value in one.values), default=0) or 1
    items = (
        (
            said(place, "／".join(number(one.values[place]) for one in chart.series)),
            format_html(
                '<svg width="100%" height="{}rem" aria-hidden="true">{}</svg>',
                TALLEST,
                format_html_join(
                    "",
                    "{}",
                    ((_point(one, place, index, top),) for index, one in enumerate(chart.series)),
                ),
            ),
            label,
        )
        for place, label in enumerate(chart.labels)
    )
    return _column_list(chart, caption, items, fill=True)


def _column_list(
    chart: Chart, caption: str, items: Iterable[tuple[str, SafeString, str]], *, fill: bool = False
) -> SafeString:
    """Numbers over shapes over labels, side by side; ``fill`` lets the shapes meet."""
    unit = f"（单位：{chart.unit}）" if chart.unit else ""
    css = "w-100" if fill else ""
    return format_html(
        '<figure class="mb-0"><figcaption class="{}">{}{}</figcaption>'
        '<ul class="columns">{}</ul></figure>{}',
        caption,
        chart.title,
        unit,
        format_html_join(
            "",
            '<li><b>{}</b><div class="d-flex align-items-end {}">{}</div><span>{}</span></li>',
            ((above, css, shapes, label) for above, shapes, label in items),
        ),
        _legend(chart.series),
    )


def _point(one: Series, place: int, index: int, top: float) -> SafeString:
    """One value of a line: the halves of its segments to both neighbours and the dot itself."""

    def height(value: float) -> float:
        return 96 - value / top * 90

    values, here = one.values, height(one.values[place])
    colour = COLOURS[index % len(COLOURS)]
    shapes = []
    for neighbour, edge in ((place - 1, "0%"), (place + 1, "100%")):
        if 0 <= neighbour < len(values):
            middle = (here + height(values[neighbour])) / 2
            shapes.append((edge, f"{middle:.2f}%", f"{here:.2f}%", colour))
    return format_html(
        '{}<circle cx="50%" cy="{}" r="3" fill="{}"/>',
        format_html_join(
            "",
            '<line x1="{}" y1="{}" x2="50%" y2="{}" stroke="{}" stroke-width="2"/>',
            shapes,
        ),
        f"{here:.2f}%",
        colour,
    )


def _rect(index: int, *, width: float, x: float = 0) -> SafeString:
    place = index % len(COLOURS)
    return format_html(
        '<rect class="c{}" fill="{}" x="{}%" width="{}%" height="100%"/>',
        place + 1,
        COLOURS[place],
        number(round(float(x), 2)),
        number(round(float(width), 2)),
    )


def _rail() -> SafeString:
    return format_html('<rect class="rail" fill="{}" width="100%" height="100%"/>', RAIL)


def _legend(series: Iterable[Series]) -> SafeString:
    named = [(index, one.name) for index, one in enumerate(series) if one.name]
    if not named:
        return mark_safe("")
    return format_html(
        '<ul class="legend">{}</ul>',
        format_html_join(
            "",
            '<li><svg width=".75rem" height=".75rem" aria-hidden="true">{}</svg>{}</li>',
            ((_rect(index, width=100), name) for index, name in named),
        ),
    )


DRAWN = {"bars": _bars, "columns": _columns, "line": _line, "stacked": _stacked}
