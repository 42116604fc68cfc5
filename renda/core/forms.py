"""The base of every form: scoped choices, date pickers, and a guard against double and stale saving."""

import uuid

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import EMPTY_VALUES
from django.db import models
from django.forms.widgets import ChoiceWidget

from renda.core.attachments import NAMES, check_file
from renda.core.models import Record
from renda.core.widgets import PickerSelect, PickerSelectMultiple, list_in_part


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None) -> None:
        super().__init__(attrs, format="%H:%M")


WIDGETS = {
    models.DateField: DateInput,
    models.DateTimeField: DateTimeInput,
    models.TimeField: TimeInput,
}


def widget_for(field: models.Field, **kwargs) -> forms.Field | None:
    """``formfield_callback``: the browser's own pickers for dates, room for long text, typing for records."""
    for kind in (models.DateTimeField, models.DateField, models.TimeField):
        if isinstance(field, kind):
            return field.formfield(widget=WIDGETS[kind], **kwargs)
    if isinstance(field, models.TextField):
        return field.formfield(widget=forms.Textarea(attrs={"rows": 4}), **kwargs)
    if isinstance(field, models.ForeignKey):
        return field.formfield(**{"widget": PickerSelect, **kwargs})
    if isinstance(field, models.ManyToManyField):
        return field.formfield(**{"widget": PickerSelectMultiple, **kwargs})
    return field.formfield(**kwargs)


def invite_to_choose(field: forms.Field) -> None:
    """请选择 as the words of an empty choice, where only one can be chosen."""
    if isinstance(field, forms.ModelChoiceField):
        if not isinstance(field, forms.ModelMultipleChoiceField):
            field.empty_label = "请选择"
    elif isinstance(field, forms.ChoiceField):
        field.choices = [
            (value, label if value != "" else "请选择") for value, label in field.choices
        ]


def ask_for(field: forms.Field) -> None:
    """Word a missing value as what to do about it."""
    chosen = isinstance(field.widget, (ChoiceWidget, forms.CheckboxInput, DateInput))
    word = "请选择这一项。" if chosen else "请填写这一项。"
    if isinstance(field.widget, forms.FileInput):
        word = "请上传文件。"
    field.error_messages = field.error_messages | {"required": word}


class Proposing:
    """Mixed into a form that begins with usual values."""

    def propose(self, **values: object) -> None:
        """Begin with these values in the fields of which the record says nothing yet."""
        for name, value in values.items():
            if self.initial.get(name) in EMPTY_VALUES:
                self.initial[name] = value


class RecordForm(Proposing, forms.ModelForm):
    """A form about one record.

    Two hidden values travel with it: ``once`` makes a second submission harmless, ``revision``
    refuses to overwrite what somebody else saved meanwhile.
    """

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    required_css_class = "required"

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = uuid.uuid4
        if isinstance(self.instance, Record) and self.instance.pk:
            self.fields["seen_revision"].initial = self.instance.revision
        for field in self.fields.values():
            invite_to_choose(field)
            ask_for(field)
            list_in_part(field)

    def add_error(self, field: str | None, error: object) -> None:
        """As ever; a broken constraint is told beside the field that its ``violation_error_code`` names."""
        if field is None and isinstance(error, ValidationError):
            told: dict[str, list[ValidationError]] = {}
            found = getattr(error, "error_dict", {NON_FIELD_ERRORS: [error]})
            for name, errors in found.items():
                for each in (leaf for one in errors for leaf in one.error_list):
                    is_placed = name == NON_FIELD_ERRORS and each.code in self.fields
                    told.setdefault(each.code if is_placed else name, []).append(each)
            error = ValidationError(told)
        super().add_error(field, error)

    def clean(self) -> dict:
        data = super().clean()
        self.check_revision(data.get("seen_revision"))
        return data

    def check_revision(self, seen: int | None, now: int | None = None) -> None:
        """Refuse when the record was saved by somebody else since this page was opened.

        ``now`` is the revision as it is under a lock; without it, as this request read it.
        """
        if not self.instance.pk or seen is None:
            return
        now = self.instance.revision if now is None else now
        if now == seen:
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_revision")] = now
        raise forms.ValidationError(
            "您打开此页之后，别人已修改过这条记录。您填的内容还在下面："
            "请在新窗口打开原记录核对，再按“保存”覆盖。",
            code="stale",
        )


class StepForm(Proposing, forms.Form):
    """The base of a workflow step's form that fills no model fields."""

    required_css_class = "required"

    def __init__(self, *args, instance: models.Model | None = None, user=None, **kwargs) -> None:
        self.instance = instance
        self.user = user
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            invite_to_choose(field)
            ask_for(field)
            list_in_part(field)


class NoteForm(StepForm):
    """Asks for a reason."""

    note = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each checked by its content; cleans to a list."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("label", "附件")
        kwargs.setdefault("help_text", f"支持 {NAMES}，可多选")
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", FilesInput)
        super().__init__(**kwargs)

    def clean(self, data, initial=None) -> list:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        cleaned = [super(FilesField, self).clean(each, initial) for each in files]
        if not cleaned:
            super().clean(None, initial)
        for each in cleaned:
            check_file(each)
        return cleaned
