"""What inspections and the opinions they give ask for."""

from datetime import date

from django import forms
from django.db.models import Q
from django.utils import timezone

from renda.core.forms import DateInput, FilesField, RecordForm, StepForm, widget_for
from renda.core.models import Unit
from renda.core.widgets import PickerSelectMultiple
from supervision.forms.base import DayForm, ParticipantsMixin, picked, taken
from supervision.models import (
    Inspection,
    InspectionOpinion,
    InspectionProject,
    LivelihoodProject,
)
from supervision.services import feedback_due


class CoveredMixin(forms.Form):
    """Adds the livelihood projects that an inspection covers."""

    projects = forms.ModelMultipleChoiceField(
        LivelihoodProject.objects.chosen(),
        label="督查的民生实事项目",
        required=False,
        widget=PickerSelectMultiple(attrs={"data-wide": ""}),
    )


class InspectionForm(ParticipantsMixin, CoveredMixin, RecordForm):
    """A new inspection and who is expected."""

    class Meta:
        model = Inspection
        fields = [
            "kind",
            "title",
            "topic",
            "plan_item",
            "held_on",
            "until_on",
            "leader",
            "heard_whom",
            "is_report_heard",
            "scheme",
        ]
        help_texts = {
            "heard_whom": "汇报单位和汇报人，没有听取汇报的不填；专题询问填到会回答询问的负责人"
        }
        formfield_callback = picked


class InspectionEditForm(CoveredMixin, RecordForm):
    """An inspection's facts, its report, and the projects it covered."""

    class Meta:
        model = Inspection
        fields = [*InspectionForm.Meta.fields, "summary", "results", "problems"]
        help_texts = InspectionForm.Meta.help_texts
        formfield_callback = picked

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rows = InspectionProject.objects.filter(inspection=self.instance)
        self.initial["projects"] = list(rows.values_list("project", flat=True))


class HoldInspectionForm(DayForm):
    """The day on which it took place: the planned one, unless that is still to come."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.initial.setdefault("day", min(self.instance.held_on, today))


class HandOpinionsForm(DayForm):
    """The day on which opinions went to their units."""

    follows = ("reported_on", "held_on")


class CloseInspectionForm(DayForm):
    """The day on which nothing more was to do."""

    follows = ("handed_on", "reported_on", "held_on")


class ReportInspectionForm(RecordForm):
    """What an inspection found, for its report."""

    class Meta:
        model = Inspection
        fields = ["summary", "results", "problems"]
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"].required = True


class OpinionForm(RecordForm):
    """An opinion and the unit it is for."""

    class Meta:
        model = InspectionOpinion
        fields = ["text", "unit"]
        formfield_callback = picked

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        usable = Q(is_active=True) | Q(pk=self.instance.unit_id)
        self.fields["unit"].queryset = Unit.objects.filter(usable)
        if self.instance.handed_on:
            self.fields["unit"].disabled = True
            self.fields["unit"].help_text = "已经交办，换单位请先“收回改交”"


class SendOpinionBackForm(StepForm):
    """Why an answer does not do, and until when the unit must answer again."""

    note = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    due_on = forms.DateField(label="新的反馈期限", widget=DateInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        due = feedback_due(timezone.localdate())
        self.fields["due_on"].initial = due.on
        self.fields["due_on"].help_text = f"默认{due.explanation}"

    def clean_due_on(self) -> date:
        """Not before the opinion was handed over."""
        day = self.cleaned_data["due_on"]
        if day < self.instance.handed_on:
            raise forms.ValidationError(f"不能早于交办日期 {self.instance.handed_on}")
        return day


class AnswerForm(RecordForm):
    """A unit's answer to an opinion."""

    files = FilesField(label="附件")

    class Meta:
        model = InspectionOpinion
        fields = ["answered_on", "answer"]
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("answered_on", "answer"):
            self.fields[name].required = True
        self.initial["answered_on"] = self.initial.get("answered_on") or timezone.localdate()

    def clean_answered_on(self) -> date:
        return taken(self.cleaned_data["answered_on"], self.instance, "handed_on")
