"""What is typed while a case is handled: meetings, contacts, replies, ratings, notes."""

from django import forms
from django.utils import timezone

from deputies.models import Deputy
from motions.models import (
    Assignment,
    AssignmentMeeting,
    Commitment,
    ContactLog,
    Feedback,
    InternalNote,
    KeyFollowUp,
    Motion,
    Rating,
    Reminder,
    RepeatLink,
    Reply,
    ResultClass,
)
from motions.models.classes import SHORT
from renda.core.forms import DateInput, FilesField, RecordForm, StepForm, TimeInput
from renda.core.models import Unit
from renda.core.widgets import PickerSelect

TEXT = forms.Textarea(attrs={"rows": 4})
NARROW = forms.Textarea(attrs={"rows": 3})
FACES = {
    Rating.SATISFIED: "emoji-smile",
    Rating.BASICALLY: "emoji-neutral",
    Rating.DISSATISFIED: "emoji-frown",
}


class MeetingForm(RecordForm):
    class Meta:
        model = AssignmentMeeting
        fields = ("held_on", "starts_at", "place", "host", "session", "minutes")
        widgets = {"held_on": DateInput, "starts_at": TimeInput, "minutes": TEXT}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].empty_label = "闭会期间"


class AssignForm(StepForm):
    """单独交办: add a unit to a case."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="承办单位", widget=PickerSelect)
    role = forms.ChoiceField(label="身份", choices=Assignment.Role.choices)
    assigned_on = forms.DateField(label="交办日期", widget=DateInput)
    leader = forms.CharField(label="责任领导", max_length=50, required=False)
    instruction = forms.CharField(label="办理要求", required=False, widget=NARROW)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(is_active=True)
        self.initial.setdefault("assigned_on", timezone.localdate())

    def clean(self) -> dict:
        data = super().clean()
        motion, unit = self.instance, data.get("unit")
        present = motion.assignments.filter(round=motion.round)
        known = dict(present.values_list("unit_id", "role"))
        if unit and unit.pk in known:
            self.add_error("unit", "这个单位本轮已承办这一件")
        if data.get("role") == "lead" and "lead" in known.values():
            self.add_error("role", "已有主办单位，请选协办或者分办")
        if data.get("assigned_on") and data["assigned_on"] < motion.accepted_on:
            self.add_error("assigned_on", f"不能早于受理日期 {motion.accepted_on}")
        return data


class ContactForm(RecordForm):
    files = FilesField(label="记录、照片")

    class Meta:
        model = ContactLog
        fields = ("stage", "way", "on", "place", "people", "deputy", "words", "response")
        widgets = {"on": DateInput, "words": NARROW, "response": NARROW}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        motion = self.instance.motion
        joined = [c.deputy_id for c in motion.cosigners.all() if c.state == "accepted"]
        self.fields["deputy"].queryset = Deputy.objects.filter(pk__in=[motion.lead_id, *joined])
        if not self.instance.pk:
            self.initial |= {"deputy": motion.lead_id, "on": timezone.localdate()}


class ReplyForm(RecordForm):
    """The reply letter: class, body, contact; the head of the unit issues it."""

    files = FilesField(label="附件")

    class Meta:
        model = Reply
        fields = ("result_class", "body", "contact", "no_contact_reason", "waiver")
        widgets = {
            "result_class": forms.RadioSelect,
            "body": forms.Textarea(attrs={"rows": 10, "class": "form-control reply-body"}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result_class"].choices = [
            (c.value, f"{c.value} 类：{SHORT[c]}") for c in ResultClass
        ]


class CommitmentDone(RecordForm):
    """销号: what was promised is done."""

    class Meta:
        model = Commitment
        fields = ("done_on", "done_note")
        widgets = {"done_on": DateInput}

    photos = FilesField(label="现场照片")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].required = self.fields["done_note"].required = True
        self.initial["done_on"] = self.initial.get("done_on") or timezone.localdate()


class RateForm(RecordForm):
    """Work and result apart; 不满意 needs words."""

    scan = FilesField(label="签名的征询意见表", help_text="人大办代录时上传")

    class Meta:
        model = Feedback
        fields = ("work_rating", "result_rating", "words")
        labels = {"words": "哪里不满意，或者别的话"}
        widgets = {
            "work_rating": forms.RadioSelect,
            "result_rating": forms.RadioSelect,
            "words": NARROW,
        }
        help_texts = {"words": "选“不满意”时必填。承办单位须在一个月内重办，再次答复您。"}

    def __init__(self, *args, by_office: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("work_rating", "result_rating"):
            self.fields[name].choices = Rating.choices
        if not by_office:
            del self.fields["scan"]
        else:
            self.fields["scan"].required = True

    def clean(self) -> dict:
        data = super().clean()
        ratings = {data.get("work_rating"), data.get("result_rating")}
        if Rating.DISSATISFIED in ratings and not data.get("words", "").strip():
            self.add_error("words", "请写明哪里不满意，承办单位才知道怎么改")
        return data


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


class NoteForm(RecordForm):
    class Meta:
        model = InternalNote
        fields = ("text",)
        widgets = {"text": NARROW}


class FollowUpForm(RecordForm):
    class Meta:
        model = KeyFollowUp
        fields = ("leader", "supervisor", "on", "requirement", "result")
        widgets = {"on": DateInput, "requirement": NARROW, "result": NARROW}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["on"] = timezone.localdate()


class RepeatForm(RecordForm):
    class Meta:
        model = RepeatLink
        fields = ("earlier", "note")
        widgets = {"earlier": PickerSelect}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        motion = self.instance.motion
        earlier = Motion.objects.numbered().filter(submitted_on__lte=motion.submitted_on)
        rows = earlier.exclude(pk=motion.pk).select_related("session", "term")
        self.fields["earlier"].queryset = rows.order_by("-submitted_on")[:300]
