"""Django's form controls, drawn without its templates.

Django renders each option of a select through two template files; a list's filter row has dozens of
options and cost half of the page. The plain controls are drawn here, tag for tag as Django's own
templates draw them (a test compares), without the blanks between choices; every other control still
goes through its template.
"""

from collections.abc import Callable, Iterable, Mapping

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

WIDGETS = "django/forms/widgets"


def text(value: object) -> str:
    """A value as an attribute holds it."""
    return conditional_escape(value if hasattr(value, "__html__") else str(value))


def attributes(attrs: Mapping[str, object]) -> str:
    """The attributes, each after a space; False ones are left out, True ones have no value."""
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{text(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def option(choice: Mapping) -> str:
    """One choice of a select."""
    label = conditional_escape(localize(choice["label"]))
    return f'<option value="{text(choice["value"])}"{attributes(choice["attrs"])}>{label}</option>'


def options(group: str | None, choices: Iterable[Mapping]) -> str:
    """The choices of one group, under its name if it has one."""
    drawn = "".join(option(choice) for choice in choices)
    if group:
        return f'<optgroup label="{conditional_escape(group)}">{drawn}</optgroup>'
    return drawn


def select(widget: Mapping) -> str:
    """A select with its choices."""
    drawn = "".join(options(group, choices) for group, choices, _ in widget["optgroups"])
    name = conditional_escape(widget["name"])
    return f'<select name="{name}"{attributes(widget["attrs"])}>{drawn}</select>'


def field(widget: Mapping) -> str:
    """An input."""
    value = f' value="{text(widget["value"])}"' if widget["value"] is not None else ""
    kind, name = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{attributes(widget["attrs"])}>'


def textarea(widget: Mapping) -> str:
    """A field of several lines."""
    value = conditional_escape(localize(widget["value"])) if widget["value"] else ""
    name = conditional_escape(widget["name"])
    return f'<textarea name="{name}"{attributes(widget["attrs"])}>\n{value}</textarea>'


DRAWN: dict[str, Callable[[Mapping], str]] = {
    f"{WIDGETS}/select.html": select,
    f"{WIDGETS}/textarea.html": textarea,
    **{
        f"{WIDGETS}/{kind}.html": field
        for kind in (
            "checkbox", "date", "datetime", "email", "hidden", "input", "number", "password",
            "text", "time", "url",
        )
    },
}  # fmt: skip


class FormRenderer(DjangoTemplates):
    """What ``FORM_RENDERER`` names."""

    def render(self, template_name: str, context: dict, request=None) -> SafeString:
        draw = DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)
        return mark_safe(draw(context["widget"]))
