"""Controls drawn in Python are the ones that Django's templates draw."""

import re
from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.utils.safestring import mark_safe

from renda.core.renderer import DRAWN, FormRenderer
from renda.core.widgets import PickerSelect, PickerSelectMultiple

GROUPED = [
    ("", "请选择"),
    ("甲组", [(1, "一 & 二"), (2, "<三>")]),
    (None, [("x", mark_safe("<b>x</b>"))]),
]
FLAT = [("", "全部"), (1, 1234567), (True, "是"), ("a\"b'", "引号")]
AWKWARD = '"><script>alert(1)</script>&'

CASES = [
    (forms.Select(choices=FLAT), 1),
    (forms.Select(choices=FLAT), None),
    (forms.Select(choices=GROUPED, attrs={"class": "form-select", "hidden": True, "id": "s"}), 2),
    (forms.SelectMultiple(choices=GROUPED), [1, "x"]),
    (forms.NullBooleanSelect(), "true"),
    (PickerSelect(choices=[("", "请选择"), (7, "镕喆")]), 7),
    (PickerSelectMultiple(choices=[(7, "堃"), (8, "祎")]), [8]),
    (forms.TextInput(attrs={"type": "search", "placeholder": AWKWARD}), AWKWARD),
    (forms.TextInput(attrs={"maxlength": 100, "required": False}), None),
    (forms.TextInput(), ""),
    (forms.NumberInput(), 1234567),
    (forms.NumberInput(), 0),
    (forms.HiddenInput(), 12),
    (forms.PasswordInput(), "secret"),
    (forms.EmailInput(), "a@b.cn"),
    (forms.DateInput(), date(2026, 1, 5)),
    (forms.CheckboxInput(), True),
    (forms.CheckboxInput(attrs={"class": "form-check-input"}), False),
    (forms.Textarea(attrs={"rows": 4}), AWKWARD),
    (forms.Textarea(), None),
    (forms.Textarea(), "\n第一行\n第二行"),
]


@pytest.mark.parametrize(("widget", "value"), CASES)
def test_a_control_is_drawn_tag_for_tag(widget, value):
    theirs = widget.render("名称<", value, attrs={"id": "id_x"}, renderer=DjangoTemplates())
    if isinstance(widget, forms.Select):
        theirs = re.sub(r">\s+<", "><", theirs)

    assert widget.template_name in DRAWN
    assert widget.render("名称<", value, attrs={"id": "id_x"}, renderer=FormRenderer()) == theirs


def test_other_controls_still_use_their_templates():
    widget = forms.RadioSelect(choices=FLAT)

    assert widget.template_name not in DRAWN
    assert widget.render("r", 1, renderer=FormRenderer()) == widget.render(
        "r", 1, renderer=DjangoTemplates()
    )


def test_every_form_is_drawn_so():
    assert isinstance(get_default_renderer(), FormRenderer)
