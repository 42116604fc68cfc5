"""How the office urges a unit."""

from django import forms

from motions.models import Reminder
from renda.core.forms import RecordForm

NARROW = forms.Textarea(attrs={"rows": 3})


class ReminderForm(RecordForm):
    class Meta:
        model = Reminder
        fields = ("assignment", "text")
        widgets = {"text": NARROW}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        motion = self.instance.motion
        rows = motion.assignments.open().filter(round=motion.round).select_related("unit")
        self.fields["assignment"].queryset = rows
        self.fields["assignment"].required = True
        self.fields["assignment"].label_from_instance = lambda a: f"{a.unit}（期限 {a.due_on}）"
        self.fields["text"].initial = "答复期限将到，请抓紧办理并答复代表。"
