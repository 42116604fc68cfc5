"""Django's form controls, and a form's fields around them, drawn without templates.

Django renders each option of a select through two template files; a list's filter row has dozens of
options and cost half of the page. The plain controls are drawn here, tag for tag as Django's own
templates draw them (a test compares), without the blanks between choices; every other control still
goes through its template.
"""

from collections.abc import Callable, Iterable, Mapping

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe

from renda.core.marks import escaped

WIDGETS = "django/forms/widgets"


def attributes(attrs: Mapping[str, object]) -> str:
    """The attributes, each after a space; False ones are left out, True ones have no value."""
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def option(choice: Mapping) -> str:
    """One choice of a select."""
    label = escaped(localize(choice["label"]))
    return (
        f'<option value="{escaped(choice["value"])}"{attributes(choice["attrs"])}>{label}</option>'
    )


def options(group: str | None, choices: Iterable[Mapping]) -> str:
    """The choices of one group, under its name if it has one."""
    drawn = "".join(option(choice) for choice in choices)
    if group:
        return f'<optgroup label="{escaped(group)}">{drawn}</optgroup>'
    return drawn


def select(widget: Mapping) -> str:
    """A select with its choices."""
    drawn = "".join(options(group, choices) for group, choices, _ in widget["optgroups"])
    name = escaped(widget["name"])
    return f'<select name="{name}"{attributes(widget["attrs"])}>{drawn}</select>'


def field(widget: Mapping) -> str:
    """An input."""
    value = f' value="{escaped(widget["value"])}"' if widget["value"] is not None else ""
    kind, name = escaped(widget["type"]), escaped(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{attributes(widget["attrs"])}>'


def textarea(widget: Mapping) -> str:
    """A field of several lines."""
    value = escaped(localize(widget["value"])) if widget["value"] else ""
    name = escaped(widget["name"])
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


# --- a field: label, control, help and errors -------------------------------------
def drawn_field(bound: BoundField, *, small: bool = False, css: str = "") -> SafeString:
    """A form field with its label, help and errors; a hidden one is its control alone."""
    if bound.is_hidden:
        return bound.as_widget()
    widget = bound.field.widget
    label = escaped(bound.label)
    if bound.field.required:
        label += '<span class="required-mark" aria-hidden="true">*</span>'
    if isinstance(widget, CheckboxInput):
        control = bound.as_widget(attrs=_classes(bound, "form-check-input"))
        inner = f'<div class="form-check">{control}{_label(bound, label, "form-check-label")}</div>'
    elif isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        inner = _choice_group(bound, label)
    else:
        kind = "form-select" if isinstance(widget, Select) else "form-control"
        control = bound.as_widget(attrs=_classes(bound, f"{kind} {kind}-sm" if small else kind))
        inner = f"{_label(bound, label, 'form-label')}{control}"
    css = f"field {css}" if css else "field"
    return mark_safe(f'<div class="{css}">{inner}{_help(bound)}{_errors(bound)}</div>')


def _classes(bound: BoundField, css: str) -> dict[str, str]:
    own = bound.field.widget.attrs.get("class", "")
    names = (own, css, "is-invalid" if bound.errors else "")
    return {"class": " ".join(name for name in names if name)}


def _label(bound: BoundField, label: str, css: str) -> str:
    return f'<label class="{css}" for="{escaped(bound.id_for_label)}">{label}</label>'


def _choice_group(bound: BoundField, label: str) -> str:
    said = bound.aria_describedby
    described = f' aria-describedby="{escaped(said)}"' if said else ""
    choices = "".join(
        f'<div class="choice">{choice.tag()}<label for="{escaped(choice.id_for_label)}">'
        f"{escaped(choice.choice_label)}</label></div>"
        for choice in bound
    )
    return (
        f'<fieldset id="{escaped(bound.auto_id)}"{described}><legend class="form-label">{label}'
        f'</legend><div class="choice-grid">{choices}</div></fieldset>'
    )


def _help(bound: BoundField) -> str:
    if not bound.help_text:
        return ""
    name = escaped(bound.auto_id)
    return f'<div class="form-text" id="{name}_helptext">{escaped(bound.help_text)}</div>'


def _errors(bound: BoundField) -> str:
    if not bound.errors:
        return ""
    said = "<br>".join(escaped(error) for error in bound.errors)
    return f'<div class="invalid-feedback" id="{escaped(bound.auto_id)}_error">{said}</div>'
