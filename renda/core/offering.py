"""A choice among many records: a page lists a few, and is asked for the others as somebody types.

A short queryset goes along whole. Of a long one the select lists what is chosen and the first rows;
the page's own address answers ``?options=<field>&typed=<words>`` with the rows that match, taken from
the field's own queryset: whoever may open the form finds there what the form accepts, and nothing else.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django import forms
from django.db import models
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.http import Http404, JsonResponse
from django_filters.filterset import BaseFilterSet

from renda.core.text import keys_in

MOST, SIGNS = 120, 1_000
"""So many choices, with so many signs in all, go along with a page."""
FIRST = 20
"""So many of a longer list do."""
FOUND = 30
"""So many are found at once."""
WORDS = 5
NAMES = ("name", "short_name", "title", "matter", "code", "number", "initials", "username")
"""The columns in which a record of a model that has no ``matching`` is looked for."""
Choice = tuple[object, str]


class Offer:
    """What a select lists of its field's queryset, read by one query.

    A table of rows has the same select on each: ``chosen`` gives the values of them all, and ``share``
    says how many they are, for they share the room of one.
    """

    def __init__(self, chosen: Callable[[], Iterable] = tuple, share: int = 1) -> None:
        self.chosen, self.share = chosen, max(share, 1)
        self.read: list[Choice] | None = None
        self.is_long = False

    def listed(self, choices: ModelChoiceIterator, chosen: Iterable[str]) -> list[Choice]:
        """The choices of one select in which ``chosen`` is chosen; ``is_long`` says whether there are more."""
        if self.read is None:
            self._read(choices, {*chosen, *map(str, self.chosen())})
        head = [("", choices.field.empty_label)] if choices.field.empty_label is not None else []
        if not self.is_long:
            return head + self.read
        first = FIRST // self.share
        own = set(chosen)
        return head + [
            choice
            for place, choice in enumerate(self.read)
            if place < first or str(choice[0]) in own
        ]

    def _read(self, choices: ModelChoiceIterator, chosen: set[str]) -> None:
        most, signs = MOST // self.share, SIGNS // self.share
        rows = ordered(choices.queryset)
        keys = keys_in(chosen)
        first = rows[: most + 1]
        if keys:
            first = rows.filter(Q(pk__in=first.values("pk")) | Q(pk__in=keys))
        self.read = [choices.choice(row) for row in first]
        self.is_long = len(self.read) > most or sum(len(c[1]) for c in self.read) > signs


def ordered(rows: models.QuerySet) -> models.QuerySet:
    """The rows in an order that stays."""
    return rows if rows.ordered else rows.order_by("pk")


def matching(rows: models.QuerySet, word: str) -> models.QuerySet | None:
    """The rows in whose name, title or number the word stands; None if the model has no such column."""
    if hasattr(rows, "matching"):
        return rows.matching(word)
    found = Q()
    for field in rows.model._meta.concrete_fields:
        if field.name not in NAMES:
            continue
        if isinstance(field, models.CharField | models.TextField):
            found |= Q(**{f"{field.name}__icontains": word})
        elif isinstance(field, models.IntegerField) and word.isdecimal() and len(word) < 9:
            found |= Q(**{field.name: word})
    return rows.filter(found) if found else None


def found(field: forms.ModelChoiceField, text: str) -> Iterator[Choice]:
    """The choices that a field accepts and in which every word of ``text`` stands, one more than a page shows."""
    choices, rows, words = field.iterator(field), ordered(field.queryset), text.split()[:WORDS]
    for word in words:
        narrowed = matching(rows, word)
        if narrowed is None:  # such a record is called by the words of others
            labelled = map(choices.choice, rows)
            said = (choice for choice in labelled if all(word in choice[1] for word in words))
            return islice(said, FOUND + 1)
        rows = narrowed
    return map(choices.choice, rows[: FOUND + 1])


def answer(context: dict, name: str, text: str) -> JsonResponse:
    """What a page finds for a select of one of its forms; 404 if none of that name can be asked."""
    field = field_in(context.values(), name)
    if field is None:
        raise Http404
    rows = [[str(key), label] for key, label in found(field, text)]
    return JsonResponse({"options": rows[:FOUND], "more": len(rows) > FOUND})


def field_in(values: Iterable[object], name: str) -> forms.ModelChoiceField | None:
    """The field whose select has this name, in the forms and tables of rows among a page's values."""
    for form, wanted in forms_in(values, name):
        for key, field in form.fields.items():
            if form.add_prefix(key) == wanted and hasattr(field.widget, "offer"):
                return field if isinstance(field, forms.ModelChoiceField) else None
    return None


def forms_in(values: Iterable[object], name: str) -> Iterator[tuple[forms.BaseForm, str]]:
    """The forms, each with the name that the field would have there: all rows of a table ask as its empty one."""
    for value in values:
        if isinstance(value, forms.BaseForm):
            yield value, name
        elif isinstance(value, forms.BaseFormSet):
            if row := re.fullmatch(rf"{re.escape(value.prefix)}-(?:\d+|__prefix__)-(\w+)", name):
                yield value.empty_form, value.empty_form.add_prefix(row[1])
        elif isinstance(value, list | tuple):
            kept = (forms.BaseForm, forms.BaseFormSet)
            yield from forms_in((each for each in value if isinstance(each, kept)), name)
        elif isinstance(value, BaseFilterSet):
            yield value.form, name
