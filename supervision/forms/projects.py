"""What the steps of a livelihood project ask for."""

from django import forms
from django.utils import timezone

from renda.core.forms import DateInput, RecordForm, StepForm
from supervision.forms.base import picked
from supervision.models import LivelihoodProject


class ChooseProjectForm(RecordForm):
    """The congress's decision on a project, and who answers for it."""

    chosen_on = forms.DateField(label="票决日期", widget=DateInput, initial=timezone.localdate)
    votes_for = forms.IntegerField(label="赞成票", min_value=1)

    class Meta:
        model = LivelihoodProject
        fields = ["unit", "leader", "due_on"]
        formfield_callback = picked

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("unit", "leader", "due_on"):
            self.fields[name].required = True


class RateProjectForm(StepForm):
    """The deputies' rating of a finished project."""

    rated_on = forms.DateField(label="测评日期", widget=DateInput, initial=timezone.localdate)
    satisfied = forms.IntegerField(label="满意", min_value=0)
    basically_satisfied = forms.IntegerField(label="基本满意", min_value=0)
    dissatisfied = forms.IntegerField(label="不满意", min_value=0)

    def clean(self) -> dict:
        data = super().clean()
        counts = [data.get(n) for n in ("satisfied", "basically_satisfied", "dissatisfied")]
        if None not in counts and not sum(counts):
            raise forms.ValidationError("至少要有一张测评票")
        return data
