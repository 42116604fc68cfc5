"""What a finding and its steps ask for."""

from datetime import date

from django import forms
from django.utils import timezone

from motions.models import Motion
from renda.core.forms import DateInput, FilesField, RecordForm, StepForm, widget_for
from renda.core.models import Unit
from supervision.forms.base import picked, taken
from supervision.models import Finding
from supervision.services import rectify_due


class FindingForm(RecordForm):
    """A finding: what, where, who found it, from which activity; and pictures of the place."""

    before = FilesField(label="现场照片")

    sections = (
        (
            "问题",
            ("title", "field", "place", "found_on", "found_by", "detail", "before"),
        ),
        ("来源", ("activity", "inspection", "motion", "campaign")),
    )

    class Meta:
        model = Finding
        fields = [
            "title",
            "field",
            "place",
            "found_on",
            "found_by",
            "detail",
            "activity",
            "inspection",
            "motion",
            "campaign",
        ]
        formfield_callback = picked

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motion"].queryset = Motion.objects.filter(number__isnull=False)

    def clean_found_on(self) -> date:
        day, handed = self.cleaned_data["found_on"], self.instance.handed_on
        if handed and day > handed:
            raise forms.ValidationError(f"不能晚于交办日期 {handed}")
        return taken(day, self.instance)

    def clean(self) -> dict:
        data = super().clean()
        activity = data.get("activity")
        if activity and activity.campaign_id:
            if data.get("campaign") and data["campaign"].pk != activity.campaign_id:
                self.add_error("campaign", "所选代表活动不属于这个主题活动，请改选或者清空")
            data["campaign"] = activity.campaign
        if self.instance.pk and data.get("found_on"):
            campaign = data.get("campaign")
            stored = Finding.objects.values_list("year", "campaign_id").get(pk=self.instance.pk)
            if stored != (data["found_on"].year, campaign.pk if campaign else None):
                raise forms.ValidationError(
                    "编号已按原来的年度和主题活动排定，不能改到另一个年度或者主题活动；"
                    "确需更改，请作废后重新登记。"
                )
        return data


class HandFindingForm(RecordForm):
    """To whom a finding is handed, and until when it must be put right."""

    class Meta:
        model = Finding
        fields = ["unit", "leader", "person", "handed_on", "due_on", "demand"]
        formfield_callback = picked

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        due = rectify_due(today)
        self.fields["unit"].queryset = Unit.objects.filter(is_active=True)
        for name in ("unit", "handed_on", "due_on"):
            self.fields[name].required = True
        self.initial["handed_on"] = today
        self.initial["due_on"] = due.on
        self.fields["due_on"].help_text = f"默认{due.explanation}"

    def clean_handed_on(self) -> date:
        return taken(self.cleaned_data["handed_on"], self.instance, "found_on")


class MeasuresForm(RecordForm):
    """How the unit means to put it right, and who answers for it."""

    class Meta:
        model = Finding
        fields = ["leader", "person", "measures"]
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person", "measures"):
            self.fields[name].required = True


class ReportFindingForm(RecordForm):
    """That it was put right: when, how, with pictures."""

    after = FilesField(label="整改后照片、佐证材料")

    class Meta:
        model = Finding
        fields = ["rectified_on", "result"]
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("rectified_on", "result"):
            self.fields[name].required = True
        self.initial["rectified_on"] = self.initial.get("rectified_on") or timezone.localdate()

    def clean_rectified_on(self) -> date:
        return taken(self.cleaned_data["rectified_on"], self.instance, "handed_on")


class RecheckForm(StepForm):
    """Who looked at it again, when, and what they say."""

    rechecked_by = forms.CharField(label="复查人", max_length=80, help_text="几位代表用顿号隔开")
    rechecked_on = forms.DateField(label="复查日期", widget=DateInput, initial=timezone.localdate)
    note = forms.CharField(
        label="复查意见", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_rechecked_on(self) -> date:
        return taken(self.cleaned_data["rechecked_on"], self.instance, "rectified_on")


class SendBackForm(RecheckForm):
    """A failed recheck: what is still wrong, and the new day."""

    due_on = forms.DateField(label="新的整改期限", widget=DateInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        due = rectify_due(timezone.localdate())
        self.initial.setdefault("due_on", due.on)
        self.fields["due_on"].help_text = f"默认{due.explanation}"

    def clean(self) -> dict:
        data = super().clean()
        rechecked, due = data.get("rechecked_on"), data.get("due_on")
        if rechecked and due and due < rechecked:
            self.add_error("due_on", f"不能早于复查日期 {rechecked}")
        return data
