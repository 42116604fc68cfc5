"""Whom a form about a case names, of those who may be: read once, by key."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache

from django import forms
from django.db.models import BigIntegerField, Q, QuerySet
from django.utils.functional import cached_property

from deputies.models import Deputy
from renda.core.prepared import prepared

NAMING = ("lead", "cosigners")


class NamedDeputies(forms.ModelMultipleChoiceField):
    """Deputies whom the form finds by key: the list of all is dear to ask again."""

    def clean(self, value: object) -> list[Deputy]:
        """Those chosen, each once."""
        return list(dict.fromkeys(self.find(one) for one in self.prepare_value(value) or ()))


class NamesDeputies:
    """Mixed into the form of a case. It has ``today``, ``known`` (who is named already) and ``raised_on``."""

    today: date
    known: list[int]

    def choices(self) -> QuerySet[Deputy]:
        """Who may be chosen, each known to have been in office or not when the case was raised."""
        known = tuple(sorted(self.known))
        return _choices(type(self), self.raised_on, self.today, known, self.is_bound).all()

    @staticmethod
    def choosable(today: date, known: Collection[int], *, is_bound: bool) -> QuerySet[Deputy]:
        """Who may be asked to join; those on the list already stay on it."""
        return Deputy.objects.filter(
            Q(pk__in=Deputy.objects.in_office(today).values("pk")) | Q(pk__in=known)
        )

    @cached_property
    def named(self) -> dict[int, Deputy]:
        """Whom the post names and who may be chosen, by key; one query."""
        keys = {*self.known}
        for name in self.fields.keys() & {*NAMING}:
            widget = self.fields[name].widget
            typed = widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            keys |= {*map(key_of, typed if isinstance(typed, list) else [typed])} - {None}
        if not keys:
            return {}
        found = _choosable_among(
            tuple(sorted(keys)), self.raised_on, self.today, tuple(sorted(self.known)),
            form=type(self), is_bound=self.is_bound,
        )  # fmt: skip
        return {deputy.pk: deputy for deputy in found}

    def named_deputy(self, value: object) -> Deputy:
        """The deputy whose key was posted; an error beside the field if none of the choices has it."""
        if deputy := self.named.get(key_of(value)):
            return deputy
        why = NamedDeputies.default_error_messages["invalid_choice"]
        raise forms.ValidationError(why, code="invalid_choice", params={"value": value})


def key_of(value: object) -> int | None:
    """The key that was posted; None if no record can have it."""
    text = str(getattr(value, "pk", value))
    number = int(text) if text.isdecimal() else 0
    return number if 0 < number <= BigIntegerField.MAX_BIGINT else None


@lru_cache(maxsize=256)
def _choices(
    form: type[NamesDeputies], raised_on: date, today: date, known: tuple[int, ...], is_bound: bool
) -> QuerySet[Deputy]:
    """Not asked yet, and of no township: building it takes longer than copying it."""
    rows = form.choosable(today, known, is_bound=is_bound)
    return rows.told_in_office(raised_on).select_related("user")


@prepared
def _choosable_among(
    keys: tuple[int, ...],
    raised_on: date,
    today: date,
    known: tuple[int, ...],
    *,
    form: type[NamesDeputies],
    is_bound: bool,
) -> QuerySet[Deputy]:
    rows = _choices(form, raised_on, today, known, is_bound)
    return rows.filter(pk__in=keys).order_by()
