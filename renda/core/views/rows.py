"""Tables of child rows on a page: read by one query, voided instead of deleted, every change in words."""

import re
from collections.abc import Iterable, Iterator
from copy import copy

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseInlineFormSet, CharField, HiddenInput, ModelChoiceField, ModelForm
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import Truncator

from renda.core import audit
from renda.core.forms import RecordForm
from renda.core.models import Record
from renda.core.offering import Offer
from renda.core.voiding import hanging_on, in_words, void_rows

Changes = dict[str, list[str]]
FAR = 10_000
"""Further than any number that a table of rows gives."""
OPEN_AT_MOST = 12
"""So many saved rows stand open; of a longer table each is a line of words until it is opened."""
SIGNS = 24
"""So much of a text stands in a line."""


class RowForm(RecordForm):
    """A row of a formset: the page's own form carries ``once`` and ``seen_revision``.

    A closed row is shown as a line of words and sends nothing but its key: it stays as it is.
    """

    is_closed = False

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["once"], self.fields["seen_revision"]
        # validating writes the new values into the row
        self.was = copy(self.instance)
        if self.is_bound and self.instance.pk:
            sent = (self.add_prefix(name) for name in (*self.fields, DELETION_FIELD_NAME))
            self.is_closed = not any(name in self.data or name in self.files for name in sent)

    def full_clean(self) -> None:
        """Nothing of a closed row is looked at."""
        if self.is_bound and self.is_closed:
            self._errors = ErrorDict()
            self.cleaned_data = {self._meta.model._meta.pk.name: self.instance}
        else:
            super().full_clean()

    @cached_property
    def changed_data(self) -> list[str]:
        """Nothing of a closed row, nor of a new one that has only the number proposed for it."""
        changed = [] if self.is_closed else super().changed_data
        return [] if changed == ["order"] and not self.instance.pk else changed

    @property
    def words(self) -> list[str]:
        """What a closed row shows, by column."""
        names = [n for n in self._meta.fields if not self.fields[n].widget.is_hidden]
        said = audit.snapshot(self.was, names)
        return [Truncator(said.get(name, "")).chars(SIGNS) for name in names]

    def _post_clean(self) -> None:
        """A row that was left as it is, or is to go, needs no looking at."""
        if self.has_changed() and not self.cleaned_data.get(DELETION_FIELD_NAME):
            super()._post_clean()


class RowField(ModelChoiceField):
    """Finds a row among those its formset has read already."""

    def __init__(self, rows: models.QuerySet, initial: object) -> None:
        super().__init__(rows, required=False, widget=HiddenInput, initial=initial)
        self.rows = rows

    def to_python(self, value: object) -> models.Model | None:
        if value in self.empty_values:
            return None
        row = next((row for row in self.rows if str(row.pk) == str(value)), None)
        if row is None:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return row


class RowSet(BaseInlineFormSet):
    """Child rows, read by one query however many they are.

    ``opened`` names a row that is to stand open in a long table, ``rows0-30-17``: its prefix and key.
    """

    is_whole = False
    """Whether every row stands open, however many they are."""
    opened = ""

    def __init__(self, *args, **kwargs) -> None:
        self.offers: dict[str, Offer] = {}
        self.vanished: list[str] = []
        super().__init__(*args, **kwargs)
        keys = [n for n in self.form.base_fields if self._is_key(n)]
        if keys:
            self.queryset = self.queryset.select_related(*keys)
        if self.is_bound and self.management_form.is_valid():
            self._set_aside_vanished()

    def _set_aside_vanished(self) -> None:
        """Rows that somebody took away since the page was opened become new ones, after those that stand.

        What was typed into them stays; a row that was closed, or was to go as well, is let go.
        """
        saved, total = self.initial_form_count(), self.total_form_count()
        known = {str(row.pk) for row in self.get_queryset()} | {""}
        key, drop = self.model._meta.pk.name, DELETION_FIELD_NAME
        sent = {n: self._sent(n) for n in range(total)}
        gone = [n for n in range(saved) if sent[n].get(key, "") not in known]
        if not gone:
            return
        standing = [n for n in range(saved) if n not in gone]
        typed = [n for n in gone if sent[n].keys() - {key} and not sent[n].get(drop)]
        self.vanished = [self._called(sent[n], n) for n in typed]
        order = [*standing, *typed, *range(saved, total)]
        self.data = self._renumbered(self.data, order, without=set(typed))
        self.files = self._renumbered(self.files, order, without=set())
        self.data[f"{self.prefix}-INITIAL_FORMS"] = str(len(standing))
        self.data[f"{self.prefix}-TOTAL_FORMS"] = str(len(order))
        del self.__dict__["management_form"]

    def _sent(self, number: int) -> dict[str, str]:
        """What was sent of a row, by the field's name."""
        start = f"{self.prefix}-{number}-"
        return {n.removeprefix(start): self.data[n] for n in self.data if n.startswith(start)}

    def _called(self, sent: dict[str, str], number: int) -> str:
        """A row in the first words that were typed into it."""
        words = (sent.get(n, "") for n, f in self.form.base_fields.items() if type(f) is CharField)
        return Truncator(next(filter(None, words), f"第 {number + 1} 行")).chars(SIGNS)

    def _renumbered(
        self, data: MultiValueDict, order: list[int], without: set[int]
    ) -> MultiValueDict:
        """The rows' data in another order; those ``without`` a key lose it."""
        rows = re.compile(rf"{re.escape(self.prefix)}-(\d+)-(.+)")
        found = data.copy()
        place = {old: new for new, old in enumerate(order)}
        for name in data:
            if row := rows.fullmatch(name):
                del found[name]
        for name in data:
            row = rows.fullmatch(name)
            old = int(row[1]) if row else -1
            if old in place and not (old in without and row[2] == self.model._meta.pk.name):
                found.setlist(f"{self.prefix}-{place[old]}-{row[2]}", data.getlist(name))
        return found

    def _is_key(self, name: str) -> bool:
        return isinstance(self.form.base_fields[name], ModelChoiceField) and name in {
            field.name for field in self.model._meta.fields
        }

    @property
    def is_folded(self) -> bool:
        """Whether some of the rows are lines of words."""
        return any(form.is_closed for form in self.initial_forms)

    def opened_row(self) -> ModelForm | None:
        """The row of that key, as the one of that number that the page has already."""
        prefix, _, pk = self.opened.rpartition("-")
        number = prefix.removeprefix(f"{self.prefix}-")
        row = next((form for form in self.initial_forms if str(form.instance.pk) == pk), None)
        if row and prefix != number and number.isdecimal():
            row.prefix = prefix
            return row
        return None

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        saved = self.initial_form_count()
        if not self.is_bound and index is not None and index < saved and saved > OPEN_AT_MOST:
            is_asked = self.opened.endswith(f"-{form.instance.pk}")
            form.is_closed = not (self.is_whole or is_asked)
        initial = form.fields[self._pk_field.name].initial
        form.fields[self._pk_field.name] = RowField(self.get_queryset(), initial)
        for name, field in form.fields.items():
            if hasattr(field.widget, "offer"):
                field.widget.offer = self.offer_of(name)
        if "order" in form.fields and not form.instance.pk:
            after = self.extra if index is None else index - saved
            form.initial["order"] = self.last_number + after + 1

    @cached_property
    def last_number(self) -> int:
        """The highest number that a saved row has; 0 without rows."""
        return max((row.order or 0 for row in self.get_queryset()), default=0)

    def offer_of(self, name: str) -> Offer:
        """What a column's selects list: read once for all rows, in the room of one."""
        if name not in self.offers:
            self.offers[name] = Offer(
                lambda: {row[name].value() for row in self.shown} - {None, ""}
            )
        return self.offers[name]

    @cached_property
    def forms(self) -> list[ModelForm]:
        """The rows; those whose fields stand on the page share the room of one with the empty row."""
        rows = super().forms
        for offer in self.offers.values():
            offer.share = sum(not row.is_closed for row in rows) + 1
        return rows

    @property
    def shown(self) -> list[ModelForm]:
        """The rows whose fields stand on the page."""
        return [form for form in self.forms if not form.is_closed]

    @property
    def removed(self) -> list[Record]:
        """The saved rows that are ticked to go, as they were."""
        return [form.was for form in self.deleted_forms if form.was.pk]

    def clean(self) -> None:
        """Keep a row that others hang on, and two rows apart that may not say the same."""
        super().clean()
        if self.vanished:
            raise ValidationError(
                f"您打开此页之后，别人删去了“{'”“'.join(self.vanished)}”。您填的内容移到了下面的最后，"
                "要保留就再按“保存”，作为新的一行登记；不要的勾选“删除”。"
            )
        for names, words in self.told_apart():
            keys = [self.model._meta.get_field(name).attname for name in names]
            said = [tuple(getattr(form.instance, key) for key in keys) for form in self.standing]
            if len(set(said)) < len(said):
                raise ValidationError(words)
        if self.removed and (hanging := hanging_on(*self.removed)):
            names = "、".join(str(row) for row in self.removed)
            words = "不能删去“{}”：还有{}与之关联。请先打开这些记录，改到别处或者作废。"
            raise ValidationError(format_html(words, names, in_words(hanging)))

    def save_existing_objects(self, commit: bool = True) -> list[models.Model]:
        """The rows ticked to go are voided first, so that another may take their place.

        Rows that get another number leave theirs together, so that two may swap.
        """
        if commit and self.removed:
            void_rows(self.removed, timezone.now())
        numbered = any("order" in names for names, _ in self.told_apart())
        moved = [f.was.pk for f in self.initial_forms if "order" in f.changed_data]
        if commit and numbered and moved:
            self.model.objects.filter(pk__in=moved).update(order=models.F("order") + FAR)
        return super().save_existing_objects(commit)

    @property
    def standing(self) -> list[ModelForm]:
        """The rows filled in that are not to go."""
        return [
            form
            for form in self.forms
            if form not in self.deleted_forms and (form.was.pk or form.has_changed())
        ]

    def told_apart(self) -> Iterator[tuple[list[str], str]]:
        """(fields of the table that no two rows may share, what is said if two do)."""
        owned = {"township", self.fk.name}
        for constraint in self.model._meta.constraints:
            if not isinstance(constraint, models.UniqueConstraint):
                continue
            names = [name for name in constraint.fields if name not in owned]
            is_plain = constraint.condition in (None, models.Q(voided_at=None))
            if is_plain and names and set(names) <= set(self.form.base_fields):
                yield names, constraint.get_violation_error_message()

    def delete_existing(self, obj: models.Model, commit: bool = True) -> None:
        """Nothing is deleted: ``save_existing_objects`` has voided the row."""

    def save_new_objects(self, commit: bool = True) -> list[models.Model]:
        """New rows go in by one statement, unless their model has something to add to each."""
        if not commit or self.model.save is not Record.save:
            return super().save_new_objects(commit)
        self.saved_forms = []
        rows = super().save_new_objects(commit=False)
        for row in rows:
            row.township_id, row.revision = self.instance.township_id, 1
        return self.model.objects.bulk_create(rows)

    def changes(self) -> Iterator[tuple[str, list[str]]]:
        """What saving did to the rows: (what, [old, new]) in words for each field, row added or removed."""
        name = self.model._meta.verbose_name
        for row in self.removed:
            yield f"{name}“{row}”", [self.in_words(row), "删去"]
        for row, _ in self.changed_objects:
            was = next(form.was for form in self.initial_forms if form.instance is row)
            for field, pair in audit.changes_between(was, row).items():
                yield f"{name}“{was}”{field}", pair
        for row in self.new_objects:
            yield f"{name}“{row}”", ["", self.in_words(row)]

    def in_words(self, row: Record) -> str:
        """All that the table shows of a row."""
        names = [n for n in self.form.base_fields if n not in {"once", "seen_revision"}]
        said = audit.snapshot(row, names)
        labels = {n: row._meta.get_field(n).verbose_name for n in said}
        return "，".join(f"{labels[n]} {words}" for n, words in said.items() if words)


def changes_of(formsets: Iterable[RowSet]) -> Changes:
    """The changes of several tables of rows; two rows of the same words keep a line each."""
    found: Changes = {}
    for formset in formsets:
        for what, pair in formset.changes():
            again = sum(key == what or key.startswith(f"{what}（") for key in found)
            found[f"{what}（{again + 1}）" if again else what] = pair
    return found


__all__ = ["Changes", "RowField", "RowForm", "RowSet", "changes_of"]
