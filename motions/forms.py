"""What people type about motions."""

from datetime import date

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
    Review,
)
from motions.models.classes import SHORT
from renda.core.forms import DateInput, FilesField, RecordForm, StepForm, TimeInput
from renda.core.models import Unit
from renda.core.widgets import PickerSelect, PickerSelectMultiple
from sessions_app.models import Session

TEXT = forms.Textarea(attrs={"rows": 4})
NARROW = forms.Textarea(attrs={"rows": 3})
FACES = {
    Rating.SATISFIED: "emoji-smile",
    Rating.BASICALLY: "emoji-neutral",
    Rating.DISSATISFIED: "emoji-frown",
}


def in_office(today: date):
    """The deputies who may be chosen: township deputies in office on the day."""
    return Deputy.objects.in_office(today)


class MotionText(RecordForm):
    """What the deputy's and the office's forms share."""

    cosigners = forms.ModelMultipleChoiceField(
        Deputy.objects.none(),
        label="联名代表",
        required=False,
        widget=PickerSelectMultiple,
        help_text="议案须五名以上代表联名（《代表法》第十五条）。",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cosigners"].queryset = in_office(timezone.localdate())
        if self.instance.pk:
            self.initial["cosigners"] = [c.deputy_id for c in self.instance.cosigners.all()]

    @property
    def is_draft(self) -> bool:
        """Saved unfinished: only the title has to be there."""
        return "draft" in self.data

    def clean_title(self) -> str:
        title = self.cleaned_data["title"].strip().strip("。")
        if "；" in title:
            raise forms.ValidationError("一事一件：请只写一件事，其他的另提一件。")
        return title


class MotionForm(MotionText):
    """代录: the office enters a paper form for a deputy, or corrects one."""

    sections = (
        ("基本情况", ("kind", "session", "lead", "cosigners", "submitted_on")),
        ("内容", ("title", "field", "source", "place", "situation", "analysis", "proposal")),
        ("办理意愿", ("suggested_unit", "is_public", "wants_contact", "scans")),
        ("重点与落实", ("is_key", "is_adopted", "result_story")),
    )
    scans = FilesField(label="纸质原件扫描", help_text="有代表亲笔签名的提出表，PDF 或图片")

    class Meta:
        model = Motion
        fields = (
            "kind", "session", "lead", "submitted_on", "title", "field", "source", "place",
            "situation", "analysis", "proposal", "suggested_unit", "is_public", "wants_contact",
            "is_key", "is_adopted", "result_story",
        )  # fmt: skip
        widgets = {
            "lead": PickerSelect,
            "suggested_unit": PickerSelect,
            "submitted_on": DateInput,
            "situation": TEXT,
            "analysis": NARROW,
            "proposal": TEXT,
            "result_story": NARROW,
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["lead"].queryset = (
            in_office(today) if not self.instance.pk else Deputy.objects.all()
        )
        self.fields["suggested_unit"].queryset = Unit.objects.filter(is_active=True)
        self.fields["suggested_unit"].empty_label = "（不指定）"
        self.fields["session"].queryset = Session.objects.select_related("term")
        self.fields["session"].empty_label = "闭会期间"
        self.fields["submitted_on"].required = True
        if not self.instance.pk:
            self.initial["submitted_on"] = today
            for name in ("is_key", "is_adopted", "result_story"):
                del self.fields[name]
        elif self.instance.number:
            self.fields["session"].disabled = True
        for name in ("situation", "proposal"):
            self.fields[name].required = not self.is_draft
        self.fields["situation"].help_text = "议案写案由"
        self.fields["analysis"].help_text = "议案写案据"
        self.fields["proposal"].help_text = "议案写方案"

    def clean(self) -> dict:
        data = super().clean()
        if data.get("lead") and data["lead"] in data.get("cosigners", ()):
            self.add_error("cosigners", "领衔代表不用再列入联名")
        if data.get("is_adopted") and not data.get("result_story"):
            self.add_error("result_story", "标为典型的，请写明落实情况")
        return data


class SubmitForm(MotionText):
    """The deputy's three steps on the phone: what; photos and place; send."""

    photos = FilesField(label="现场照片", help_text="可不填，最多 6 张")

    class Meta:
        model = Motion
        fields = (
            "title", "situation", "proposal", "field", "place", "kind", "analysis",
            "is_public", "wants_contact",
        )  # fmt: skip
        widgets = {
            "field": forms.RadioSelect,
            "situation": TEXT,
            "proposal": NARROW,
            "analysis": NARROW,
        }
        labels = {
            "title": "一句话说清要办的事",
            "situation": "什么情况",
            "proposal": "希望怎么办",
            "field": "哪方面的事",
            "analysis": "为什么会这样（可不填）",
        }
        help_texts = {"title": "一件建议只说一件事。"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cosigners"].label = "请谁联名"
        self.fields["cosigners"].help_text = "对方在手机上确认后才算联名。议案须五名以上。"
        for name in ("situation", "proposal"):
            self.fields[name].required = not self.is_draft
        self.fields["photos"].widget.attrs["accept"] = "image/jpeg,image/png"

    def clean_photos(self) -> list:
        photos = self.cleaned_data["photos"]
        if len(photos) > 6:
            raise forms.ValidationError("最多 6 张照片，请去掉几张")
        return photos


class AcceptForm(StepForm):
    """受理: the review's words on the paper form."""

    note = forms.CharField(
        label="审核意见",
        max_length=500,
        widget=NARROW,
        initial="一事一件，内容具体，予以受理。",
    )


class RejectForm(StepForm):
    """不予受理: one of the coded reasons, and words for the deputy."""

    reason = forms.ChoiceField(label="原因", choices=Review.Reason.choices)
    note = forms.CharField(label="向代表说明", max_length=500, widget=NARROW)


class OpinionForm(StepForm):
    """会办意见."""

    text = forms.CharField(label="会办意见", max_length=2000, widget=TEXT)
    signer = forms.CharField(label="负责人", max_length=50)


class SignForm(StepForm):
    """签收: who will handle it."""

    person = forms.CharField(label="经办人", max_length=50)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.user:
            self.fields["person"].initial = self.user.name


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
        if unit and motion.assignments.filter(unit=unit, round=motion.round).exists():
            self.add_error("unit", "这个单位本轮已承办这一件")
        role = data.get("role")
        if role == "lead" and motion.assignments.filter(role="lead", round=motion.round).exists():
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
