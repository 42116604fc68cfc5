"""How a form is drawn: its fields, sections and errors."""

from collections.abc import Iterable

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout, LayoutObject
from crispy_forms.utils import render_crispy_form
from django import template
from django.forms import (
    BaseForm,
    BoundField,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
    Textarea,
)
from django.utils.safestring import SafeString

from renda.core.renderer import drawn_field

register = template.Library()

WIDE_INPUT = 60  # characters: a title deserves the whole row


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


class Section(Div):
    """A card with its title, and fields on the grid of the page."""

    template = "core/ui/form_section.html"

    def __init__(self, title: str, fields: Iterable[BoundField]) -> None:
        super().__init__(*(_placed(bound, "auto") for bound in fields))
        self.title = title


@register.simple_tag
def form_sections(form: BaseForm) -> SafeString:
    """All fields of a form in cards, the hidden ones too."""
    return _laid_out(form, *(Section(**section) for section in sections(form)))


@register.simple_tag
def form_fields(form: BaseForm, grid: str = "auto") -> SafeString:
    """All fields of a form, the hidden ones too, in the columns of ``grid``."""
    return _laid_out(form, *(_placed(bound, grid) for bound in form.visible_fields()))


def _placed(bound: BoundField, grid: str) -> Field:
    return Field(bound.name, wrapper_class=grid)


def _laid_out(form: BaseForm, *parts: LayoutObject) -> SafeString:
    """What crispy-forms makes of the layout: no form tag, and what is wrong stands in ``error_summary``."""
    helper = FormHelper()
    helper.form_tag = helper.form_show_errors = helper.include_media = False
    helper.disable_csrf = helper.render_hidden_fields = True
    helper.layout = Layout(*parts)
    return render_crispy_form(form, helper)
