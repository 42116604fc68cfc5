"""What the pages and the workflow steps ask for."""

from datetime import date

from django import forms
from django.utils import timezone

from deputies.models import Deputy
from motions.models import Motion
from renda.core.forms import DateInput, FilesField, NoteForm, RecordForm, StepForm, widget_for
from renda.core.models import Unit
from renda.core.widgets import PickerSelect, PickerSelectMultiple
from supervision.models import (
    Appraisal,
    Finding,
    Inspection,
    InspectionOpinion,
    InspectionProject,
    LivelihoodProject,
)
from supervision.services import rectify_due


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
        formfield_callback = picked


class InspectionEditForm(CoveredMixin, RecordForm):
    """An inspection's facts, its report, and the projects it covered."""

    class Meta:
        model = Inspection
        fields = [*InspectionForm.Meta.fields, "summary", "results", "problems"]
        formfield_callback = picked

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rows = InspectionProject.objects.filter(inspection=self.instance)
        self.initial["projects"] = list(rows.values_list("project", flat=True))


class AppraisalForm(ParticipantsMixin, RecordForm):
    """A new appraisal and who is expected."""

    class Meta:
        model = Appraisal
        fields = ["title", "unit", "level", "plan_item", "held_on", "place", "total", "forum"]
        formfield_callback = picked


class BallotForm(RecordForm):
    """An appraisal's ballot, what was praised, what was found wanting."""

    sections = (
        ("评议会", ("title", "unit", "level", "plan_item", "held_on", "place", "forum")),
        (
            "测评票",
            (
                "total",
                "issued",
                "returned",
                "satisfied",
                "basically_satisfied",
                "dissatisfied",
                "unknown",
            ),
        ),
        ("评议意见", ("merits", "problems", "opinions")),
        ("整改反馈", ("answered_on", "answer")),
    )

    class Meta:
        model = Appraisal
        fields = [
            "title",
            "unit",
            "level",
            "plan_item",
            "held_on",
            "place",
            "forum",
            "total",
            "issued",
            "returned",
            "satisfied",
            "basically_satisfied",
            "dissatisfied",
            "unknown",
            "merits",
            "problems",
            "opinions",
            "answered_on",
            "answer",
        ]
        formfield_callback = picked

    def clean(self) -> dict:
        data = super().clean()
        parts = ("satisfied", "basically_satisfied", "dissatisfied", "unknown")
        counts = [data.get(name) for name in parts]
        returned = data.get("returned")
        if returned is not None and None not in counts and sum(counts) != returned:
            line = " + ".join(str(n) for n in counts)
            gap = returned - sum(counts)
            words = f"少 {gap} 票" if gap > 0 else f"多 {-gap} 票"
            self.add_error(
                "returned", f"四项之和 {line} = {sum(counts)}，与收回票 {returned} 不符（{words}）"
            )
        return data


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
        day = self.cleaned_data["handed_on"]
        if day < self.instance.found_on:
            raise forms.ValidationError(f"不能早于发现日期 {self.instance.found_on}")
        return day


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


class RecheckForm(StepForm):
    """Who looked at it again, when, and what they say."""

    rechecked_by = forms.CharField(label="复查人", max_length=80, help_text="几位代表用顿号隔开")
    rechecked_on = forms.DateField(label="复查日期", widget=DateInput, initial=timezone.localdate)
    note = forms.CharField(
        label="复查意见", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_rechecked_on(self) -> date:
        day = self.cleaned_data["rechecked_on"]
        if day < self.instance.rectified_on:
            raise forms.ValidationError(f"不能早于整改完成日期 {self.instance.rectified_on}")
        return day


class SendBackForm(RecheckForm):
    """A failed recheck: what is still wrong, and the new day."""

    due_on = forms.DateField(label="新的整改期限", widget=DateInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        due = rectify_due(timezone.localdate())
        self.initial.setdefault("due_on", due.on)
        self.fields["due_on"].help_text = f"默认{due.explanation}"


class OpinionForm(RecordForm):
    """An opinion and the unit it is for."""

    class Meta:
        model = InspectionOpinion
        fields = ["text", "unit"]
        formfield_callback = picked


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


class DayForm(StepForm):
    """The day on which a step was taken, and a note if wanted."""

    day = forms.DateField(label="日期", widget=DateInput, initial=timezone.localdate)
    note = forms.CharField(
        label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


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


class ReportInspectionForm(RecordForm):
    """What an inspection found, for its report."""

    class Meta:
        model = Inspection
        fields = ["summary", "results", "problems"]
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"].required = True


__all__ = [
    "AnswerForm",
    "AppraisalForm",
    "BallotForm",
    "ChooseProjectForm",
    "DayForm",
    "FindingForm",
    "HandFindingForm",
    "InspectionEditForm",
    "InspectionForm",
    "MeasuresForm",
    "NoteForm",
    "OpinionForm",
    "RateProjectForm",
    "RecheckForm",
    "ReportFindingForm",
    "ReportInspectionForm",
    "SendBackForm",
]
