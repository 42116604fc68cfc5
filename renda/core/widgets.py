"""Form controls that the theme's scripts know how to improve; without script they are plain."""

from copy import copy

from django import forms
from django.forms.models import ModelChoiceIterator

from renda.core.offering import Offer
from renda.core.text import initials

MORE = "还有更多，这里没有列完"


class _Bounded:
    """A select that lists a long queryset in part; the page it stands on is asked for the rest."""

    offer: Offer | None = None
    is_long = False

    def get_context(self, name, value, attrs) -> dict:
        if not isinstance(self.choices, ModelChoiceIterator):
            return super().get_context(name, value, attrs)
        offer, shown = self.offer or Offer(), copy(self)
        shown.choices = offer.listed(self.choices, self.format_value(value))
        shown.is_long = offer.is_long
        if offer.is_long:
            attrs = {**(attrs or {}), "data-picker": "", "data-options": ""}
        return super(_Bounded, shown).get_context(name, value, attrs)

    def optgroups(self, name, value, attrs=None) -> list:
        groups = super().optgroups(name, value, attrs)
        if self.is_long:
            more = self.create_option(name, "", MORE, False, len(groups))
            more["attrs"]["disabled"] = True
            groups.append((None, [more], len(groups)))
        return groups


class LongSelect(_Bounded, forms.Select):
    """One record, found by typing where there are many."""


class LongSelectMultiple(_Bounded, forms.SelectMultiple):
    """Several records, found by typing where there are many."""


class _Picker(_Bounded):
    """Marks a select for typing a name or its pinyin initials."""

    def __init__(self, attrs: dict | None = None, choices=()) -> None:
        super().__init__({"data-picker": "", **(attrs or {})}, choices)

    def create_option(self, name, value, label, *args, **kwargs) -> dict:
        option = super().create_option(name, value, label, *args, **kwargs)
        if option["value"] not in ("", None) and not self.is_long:
            option["attrs"]["data-initials"] = initials(str(label))
        return option


class PickerSelect(_Picker, forms.Select):
    """One person or unit, found by typing."""


class PickerSelectMultiple(_Picker, forms.SelectMultiple):
    """Several persons or units, found by typing."""


PLAIN = {forms.Select: LongSelect, forms.SelectMultiple: LongSelectMultiple}


def list_in_part(field: forms.Field) -> None:
    """Let a plain select of records list a long queryset in part."""
    if not isinstance(field, forms.ModelChoiceField) or type(field.widget) not in PLAIN:
        return
    plain = field.widget
    field.widget = PLAIN[type(plain)](plain.attrs)
    field.widget.is_required, field.widget.is_localized = plain.is_required, plain.is_localized
    field.widget.choices = field.choices
