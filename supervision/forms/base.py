"""What several forms share: picking people by typing, a day with a note."""

from datetime import date

from django import forms
from django.db.models import Model
from django.utils import timezone

from deputies.models import Deputy
from renda.core.forms import DateInput, StepForm, widget_for
from renda.core.widgets import PickerSelect, PickerSelectMultiple


def picked(field, **kwargs) -> forms.Field | None:
    """``formfield_callback``: as everywhere, and people, units and events are picked by typing."""
    if field.is_relation and not field.many_to_many:
        return field.formfield(widget=PickerSelect, **kwargs)
    return widget_for(field, **kwargs)


class ParticipantsMixin(forms.Form):
    """Adds who is expected; nobody picked means every deputy in office that day."""

    participants = forms.ModelMultipleChoiceField(
        Deputy.objects.all(),
        label="参加代表",
        required=False,
        widget=PickerSelectMultiple(attrs={"data-wide": ""}),
        help_text="签到册列这些代表；不选为当日全体在任代表",
    )


def taken(day: date, record: Model, *follows: str) -> date:
    """The day on which something was done; raises ``ValidationError`` for one still to come, or one before a
    day that the record has in one of the fields named."""
    if day > timezone.localdate():
        raise forms.ValidationError("不能晚于今天")
    for name in follows:
        before = getattr(record, name)
        if before and day < before:
            label = record._meta.get_field(name).verbose_name
            raise forms.ValidationError(f"不能早于{label} {before}")
    return day


class DayForm(StepForm):
    """The day on which a step was taken, and a note if wanted; ``follows`` names the days it comes after."""

    follows: tuple[str, ...] = ()
    day = forms.DateField(label="日期", widget=DateInput, initial=timezone.localdate)
    note = forms.CharField(
        label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_day(self) -> date:
        return taken(self.cleaned_data["day"], self.instance, *self.follows)
