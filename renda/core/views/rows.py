"""Tables of child rows on a page: read by one query, voided instead of deleted, every change in words."""

from collections.abc import Iterable, Iterator
from copy import copy

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseInlineFormSet, HiddenInput, ModelChoiceField, ModelForm
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils import timezone
from django.utils.html import format_html

from renda.core import audit
from renda.core.forms import RecordForm
from renda.core.models import Record
from renda.core.offering import Offer
from renda.core.voiding import hanging_on, in_words, void_rows

Changes = dict[str, list[str]]
FAR = 10_000
"""Further than any number that a table of rows gives."""


class RowForm(RecordForm):
    """A row of a formset: the page's own form carries ``once`` and ``seen_revision``."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["once"], self.fields["seen_revision"]
        # validating writes the new values into the row
        self.was = copy(self.instance)

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
    """Child rows, read by one query however many they are."""

    def __init__(self, *args, **kwargs) -> None:
        self.offers: dict[str, Offer] = {}
        super().__init__(*args, **kwargs)

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        initial = form.fields[self._pk_field.name].initial
        form.fields[self._pk_field.name] = RowField(self.get_queryset(), initial)
        for name, field in form.fields.items():
            if hasattr(field.widget, "offer"):
                field.widget.offer = self.offer_of(name)

    def offer_of(self, name: str) -> Offer:
        """What a column's selects list: read once for all rows, in the room of one."""
        if name not in self.offers:
            self.offers[name] = Offer(
                lambda: {row[name].value() for row in self.forms} - {None, ""},
                share=self.total_form_count() + 1,
            )
        return self.offers[name]

    @property
    def removed(self) -> list[Record]:
        """The saved rows that are ticked to go, as they were."""
        return [form.was for form in self.deleted_forms if form.was.pk]

    def clean(self) -> None:
        """Keep a row that others hang on, and two rows apart that may not say the same."""
        super().clean()
        for names, words in self.told_apart():
            said = [tuple(form.cleaned_data.get(n) for n in names) for form in self.standing]
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
