"""What people fill in about activities, opinions, contacts and publicity."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.utils import timezone

from activities.models import Activity, Deed, DutyCase, Opinion, PublicMessage, VoterContact
from deputies.models import Deputy, Mandate
from motions.models import Motion
from renda.core.forms import DateInput, RecordForm, StepForm, widget_for
from renda.core.models import Unit
from renda.core.widgets import PickerSelect, PickerSelectMultiple

CAMPAIGN_FIELDS = (
    "name", "topic", "starts_on", "ends_on", "aim", "result", "task", "task_note", "is_task_done",
)  # fmt: skip
CONSULTATION_FIELDS = (
    "matter", "held_on", "place", "presented_by", "presentation", "summary", "result",
)  # fmt: skip
ARTICLE_FIELDS = ("title", "author", "sent_on", "sent_to", "summary")
OPINION_FIELDS = ("text", "deputy")
STOP_FIELDS = ("name", "kind", "project", "found")
HEAD_FIELDS = ("role", "number")
ADOPTION_FIELDS = ("level", "outlet", "on", "url")

LEVELS = [
    (Mandate.Level.TOWNSHIP, "乡镇人大代表"),
    (Mandate.Level.COUNTY, "县人大代表"),
]


def check_in_office(form: RecordForm, name: str, people: Iterable[Deputy], day: date) -> None:
    """Only a deputy on the day does something as one: say beside the field who is none then."""
    keys = [deputy.pk for deputy in people]
    then = set(Deputy.objects.in_office_any(day).filter(pk__in=keys).values_list("pk", flat=True))
    if out := [deputy.name for deputy in people if deputy.pk not in then]:
        words = f"{'、'.join(out)}当天（{day:%Y-%m-%d}）不是代表，请改选或者核对日期"
        form.add_error(name, words)


class ActivityForm(RecordForm):
    """An activity as first written down: whom it expects is chosen here."""

    levels = forms.MultipleChoiceField(
        label="参加范围",
        choices=LEVELS,
        initial=[Mandate.Level.TOWNSHIP],
        widget=forms.CheckboxSelectMultiple,
        help_text="活动当日在任的代表列入签到册；选了代表小组的，只列小组成员",
    )
    invited = forms.ModelMultipleChoiceField(
        Deputy.objects.none(),
        label="只邀请部分代表",
        required=False,
        widget=PickerSelectMultiple,
        help_text="选了人的，签到册只列所选代表；不选则按参加范围列",
    )
    sections = (
        ("活动安排", ("title", "kind", "campaign", "held_on", "until_on", "group", "organiser",
                      "place", "attending", "is_pre_session", "levels", "invited")),
        ("活动情况", ("heard_whom", "content", "leaflets", "rubbish_kg", "recorder")),
    )  # fmt: skip

    class Meta:
        model = Activity
        formfield_callback = widget_for
        fields = (
            "title", "kind", "campaign", "group", "held_on", "until_on", "place", "organiser",
            "attending", "is_pre_session", "heard_whom", "content", "leaflets", "rubbish_kg",
            "recorder",
        )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "invited" in self.fields:
            # also those who have left since: last year's visits are entered as they were
            self.fields["invited"].queryset = Deputy.objects.exclude(mandates=None)

    def clean(self) -> dict:
        data = super().clean()
        group = data.get("group")
        if group and data.get("invited") and any(d.group_id != group.pk for d in data["invited"]):
            self.add_error("invited", "选了代表小组的，只能邀请该小组成员；跨组的活动请不选小组")
        if data.get("invited") and data.get("held_on"):
            check_in_office(self, "invited", data["invited"], data["held_on"])
        return data


class ActivityEditForm(ActivityForm):
    """A known activity: who was expected stays as its roll has it."""

    levels = invited = None

    class Meta(ActivityForm.Meta):
        fields = tuple(name for name in ActivityForm.Meta.fields if name != "group")


class OpinionForm(RecordForm):
    class Meta:
        model = Opinion
        formfield_callback = widget_for
        fields = OPINION_FIELDS
        widgets = {"deputy": PickerSelect}


class MessageForm(RecordForm):
    """A message that reached the office by telephone, letter or word of mouth."""

    class Meta:
        model = PublicMessage
        formfield_callback = widget_for
        fields = ("deputy", "name", "phone", "sent_at", "text")
        widgets = {"deputy": PickerSelect}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = Deputy.objects.in_office_any(timezone.localdate())
        self.initial["sent_at"] = timezone.now()

    def clean_sent_at(self):
        at = self.cleaned_data["sent_at"]
        if at > timezone.now():
            raise forms.ValidationError("留言时间不能晚于现在，请核对")
        return at


class MessageAnswerForm(RecordForm):
    """What the deputy answered, and when: a message without a day of answer still waits."""

    class Meta:
        model = PublicMessage
        formfield_callback = widget_for
        fields = ("answer", "answered_on")

    def clean(self) -> dict:
        data = super().clean()
        day, sent_on = data.get("answered_on"), timezone.localtime(self.instance.sent_at).date()
        if data.get("answer") and not day and "answered_on" not in self.errors:
            self.add_error("answered_on", "写了回复的，请填回复日期")
        if day and not sent_on <= day <= timezone.localdate():
            self.add_error("answered_on", f"应在留言日期 {sent_on} 和今天之间")
        return data


class PassForm(StepForm):
    """To whom an opinion goes, and when."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="转交单位", empty_label="请选择", widget=PickerSelect
    )
    passed_on = forms.DateField(label="转交日期", widget=DateInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(is_active=True)
        self.fields["passed_on"].initial = timezone.localdate()

    def clean_passed_on(self):
        day = self.cleaned_data["passed_on"]
        if day < self.instance.source.held_on:
            raise forms.ValidationError("转交日期不能早于提出意见的日期，请核对")
        return day


class AnswerForm(StepForm):
    """What the unit said."""

    answer = forms.CharField(
        label="反馈情况", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    answered_on = forms.DateField(label="反馈日期", widget=DateInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answered_on"].initial = timezone.localdate()

    def clean_answered_on(self):
        day = self.cleaned_data["answered_on"]
        if day < self.instance.passed_on:
            raise forms.ValidationError("反馈日期不能早于转交日期，请核对")
        return day


class ContactForm(RecordForm):
    """A meeting with voters, written down by the office for any deputy."""

    sections = (
        ("接待走访", ("way", "deputy", "station", "place", "met_on", "voters")),
        ("反映问题", ("visitor", "visitor_village", "visitor_phone", "issue")),
        ("处理情况", ("outcome", "unit", "passed_on", "motion", "result", "answered_on")),
    )

    class Meta:
        model = VoterContact
        formfield_callback = widget_for
        fields = (
            "way", "deputy", "station", "place", "met_on", "voters", "visitor", "visitor_village",
            "visitor_phone", "issue", "outcome", "unit", "passed_on", "motion", "result",
            "answered_on",
        )  # fmt: skip
        widgets = {"deputy": PickerSelect, "unit": PickerSelect, "motion": PickerSelect}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        raised = Motion.objects.numbered() | Motion.objects.filter(pk=self.instance.motion_id)
        self.fields["motion"].queryset = raised.order_by("-pk")

    def clean(self) -> dict:
        data = super().clean()
        met, passed, answered = (data.get(n) for n in ("met_on", "passed_on", "answered_on"))
        if data.get("way") == VoterContact.Way.RECEPTION and not data.get("station"):
            self.add_error("station", "接待选民须选联络站")
        if data.get("outcome") == VoterContact.Outcome.PASSED:
            for name in ("unit", "passed_on"):
                if not data.get(name):
                    self.add_error(name, "转交承办的必填")
        if met and data.get("deputy"):
            check_in_office(self, "deputy", [data["deputy"]], met)
        if met and passed and passed < met:
            self.add_error("passed_on", "转交日期不能早于接待走访日期")
        if met and answered and answered < (passed or met):
            self.add_error("answered_on", "反馈日期不能早于转交日期")
        return data


class OwnContactForm(ContactForm):
    """A meeting with voters, written down by the deputy who met them."""

    class Meta(ContactForm.Meta):
        fields = tuple(name for name in ContactForm.Meta.fields if name != "deputy")


class DeedForm(RecordForm):
    class Meta:
        model = Deed
        formfield_callback = widget_for
        fields = ("deputy", "kind", "campaign", "on", "text")
        widgets = {"deputy": PickerSelect}

    def clean(self) -> dict:
        data = super().clean()
        if data.get("deputy") and data.get("on"):
            check_in_office(self, "deputy", [data["deputy"]], data["on"])
        return data


class DutyCaseForm(RecordForm):
    class Meta:
        model = DutyCase
        formfield_callback = widget_for
        fields = ("title", "deputy", "reported_on", "platform", "url", "summary")
        widgets = {"deputy": PickerSelect}
