"""Form controls that the theme's scripts know how to improve; without script they are plain."""

from django import forms

from renda.core.text import initials


class _Picker:
    """Marks a select for typing a name or its pinyin initials."""

    def __init__(self, attrs: dict | None = None, choices=()) -> None:
        super().__init__({"data-picker": "", **(attrs or {})}, choices)

    def create_option(self, name, value, label, *args, **kwargs) -> dict:
        option = super().create_option(name, value, label, *args, **kwargs)
        if option["value"] not in ("", None):
            option["attrs"]["data-initials"] = initials(str(label))
        return option


class PickerSelect(_Picker, forms.Select):
    """One person or unit, found by typing."""


class PickerSelectMultiple(_Picker, forms.SelectMultiple):
    """Several persons or units, found by typing."""
