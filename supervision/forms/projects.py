"""What the steps of a livelihood project ask for."""

from datetime import date

from django import forms
from django.utils import timezone

from deputies.models import Deputy
from renda.core import law
from renda.core.forms import DateInput, RecordForm, StepForm
from supervision.forms.base import DayForm, picked, taken
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

    def clean_chosen_on(self) -> date:
        return taken(self.cleaned_data["chosen_on"], self.instance)

    def clean(self) -> dict:
        """The congress decides by more than half of all deputies (组织法 25)."""
        data = super().clean()
        if data.get("chosen_on") and data.get("votes_for"):
            total = Deputy.objects.in_office(data["chosen_on"]).count()
            check = law.majority_of_all(data["votes_for"], total)
            if not check.passed:
                self.add_error("votes_for", check.sentence)
        return data


class StartProjectForm(DayForm):
    """The day on which the work began."""

    follows = ("chosen_on",)


class FinishProjectForm(DayForm):
    """The day on which it was done."""

    follows = ("started_on", "chosen_on")


class RateProjectForm(StepForm):
    """The deputies' rating of a finished project."""

    rated_on = forms.DateField(label="测评日期", widget=DateInput, initial=timezone.localdate)
    satisfied = forms.IntegerField(label="满意", min_value=0)
    basically_satisfied = forms.IntegerField(label="基本满意", min_value=0)
    dissatisfied = forms.IntegerField(label="不满意", min_value=0)

    def clean_rated_on(self) -> date:
        return taken(self.cleaned_data["rated_on"], self.instance, "done_on")

    def clean(self) -> dict:
        data = super().clean()
        counts = [data.get(n) for n in ("satisfied", "basically_satisfied", "dissatisfied")]
        if None not in counts and not sum(counts):
            raise forms.ValidationError("至少要有一张测评票")
        return data
