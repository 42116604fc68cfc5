"""What is typed while a case is handled: meetings, contacts, replies, ratings, notes."""

from collections.abc import Collection
from datetime import date

from django import forms
from django.utils import timezone

from motions.forms.steps import not_after_today
from motions.models import (
    Assignment,
    AssignmentMeeting,
    Commitment,
    ContactLog,
    InternalNote,
    KeyFollowUp,
    Motion,
    RepeatLink,
    Reply,
    Supplement,
)
from motions.models.classes import scheme
from motions.querysets import ANSWERING
from motions.services import deputies_of, supervisors
from renda.core.calendar import chinese_date
from renda.core.forms import DateInput, FilesField, RecordForm, StepForm, TimeInput, ask_for
from renda.core.models import Unit
from renda.core.widgets import PickerSelect

TEXT = forms.Textarea(attrs={"rows": 4})
NARROW = forms.Textarea(attrs={"rows": 3})


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
    leader = forms.CharField(
        label="责任领导", max_length=50, required=False, help_text="不填为该单位的分管领导"
    )
    instruction = forms.CharField(label="办理要求", required=False, widget=NARROW)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        motion = self.instance
        self.fields["unit"].queryset = Unit.objects.filter(is_active=True)
        self.propose(assigned_on=timezone.localdate())
        if motion.status == motion.Status.ASSIGNED:
            parts = motion.assignments.present(motion.round)
            is_split = parts.filter(role=Assignment.Role.SEPARATE).exists()
            usual = Assignment.Role.SEPARATE if is_split else Assignment.Role.ASSIST
            self.propose(role=usual)
        else:
            self.propose(unit=motion.suggested_unit_id)

    def clean_assigned_on(self) -> date:
        return not_after_today(self.cleaned_data["assigned_on"])

    def clean(self) -> dict:
        data = super().clean()
        motion, unit, role = self.instance, data.get("unit"), data.get("role")
        known = dict(motion.assignments.present(motion.round).values_list("unit_id", "role"))
        if unit and not data.get("leader"):
            data["leader"] = unit.leader
        if unit and unit.pk in known:
            self.add_error("unit", "这个单位本轮已承办这一件")
        if role == Assignment.Role.LEAD and role in known.values():
            self.add_error("role", "已有主办单位，请选协办或者分办")
        elif role == Assignment.Role.LEAD and Assignment.Role.SEPARATE in known.values():
            self.add_error("role", "本件由各单位分别答复，请选分办")
        if role == Assignment.Role.ASSIST and not set(ANSWERING) & set(known.values()):
            self.add_error("role", "还没有答复代表的单位，请先交主办或者分办单位，再加协办")
        if data.get("assigned_on") and data["assigned_on"] < motion.accepted_on:
            self.add_error("assigned_on", f"不能早于受理日期{chinese_date(motion.accepted_on)}")
        return data


class ContactForm(RecordForm):
    """登记面商: which unit met whom, on a day between 交办 and today.

    ``units`` are the writer's own; who has none says which of the case's units it was.
    """

    files = FilesField(label="记录、照片")

    class Meta:
        model = ContactLog
        fields = (
            "assignment", "stage", "way", "on", "place", "people", "deputy", "words", "response",
        )  # fmt: skip
        labels = {"assignment": "面商的承办单位"}
        widgets = {"on": DateInput, "words": NARROW, "response": NARROW}

    def __init__(self, *args, units: Collection[int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        motion = self.instance.motion
        self.fields["deputy"].queryset = deputies_of(motion)
        rows = motion.assignments.present(motion.round).select_related("unit")
        rows = list(rows.filter(unit__in=units) if units else rows)
        if len(rows) == 1:
            self.instance.assignment = rows[0]
            del self.fields["assignment"]
        else:
            field = self.fields["assignment"]
            field.required = True
            field.queryset = motion.assignments.filter(
                pk__in=[row.pk for row in rows]
            ).select_related("unit")
            field.label_from_instance = lambda row: f"{row.unit}（{row.get_role_display()}）"
            ask_for(field)
        if not self.instance.pk:
            self.initial |= {"deputy": motion.lead_id, "on": timezone.localdate()}
            if motion.status in {Motion.Status.REPLIED, Motion.Status.CLOSED}:
                self.initial["stage"] = ContactLog.Stage.AFTER

    def clean_on(self) -> date:
        return not_after_today(self.cleaned_data["on"])

    def clean(self) -> dict:
        data = super().clean()
        handed, day = data.get("assignment") or self.instance.assignment, data.get("on")
        if handed and day and day < handed.assigned_on:
            self.add_error("on", f"不能早于交办日期{chinese_date(handed.assigned_on)}")
        return data


class ReplyForm(RecordForm):
    """The reply letter: class, what was done, what was not and why, words, contact.

    What is promised for a day stands in rows of its own. A draft may be incomplete; what is sent to
    the head holds what its class owes the deputy.
    """

    files = FilesField(label="附件")

    class Meta:
        model = Reply
        fields = (
            "result_class", "done_items", "declined", "body", "contact", "no_contact_reason",
            "waiver",
        )  # fmt: skip
        widgets = {
            "result_class": forms.RadioSelect,
            "done_items": NARROW,
            "declined": NARROW,
            "body": forms.Textarea(attrs={"rows": 7, "class": "form-control reply-body"}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.scheme = scheme()
        self.fields["result_class"].choices = self.scheme.choices

    @property
    def is_draft(self) -> bool:
        """Whether it is only to be kept, not sent to the head."""
        return "draft" in self.data

    def clean(self) -> dict:
        data = super().clean()
        owed = self.owed(data)
        for name in ("done_items", "declined"):
            if name in owed and name not in self.errors:
                self.add_error(name, owed[name])
        return data

    def owed(self, data: dict, planned: bool = True) -> dict[str, str]:
        """What the class still lacks; nothing for a draft."""
        if self.is_draft:
            return {}
        return self.scheme.lacks(
            data.get("result_class", ""),
            done=bool(data.get("done_items")),
            planned=planned,
            declined=bool(data.get("declined")),
        )


class SupplementForm(RecordForm):
    """补充答复: which promises it reports on, and its words."""

    commitments = forms.ModelMultipleChoiceField(
        Commitment.objects.none(),
        label="报告哪些承诺事项",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        help_text="签发后所选各项即为“已报完成”，由人大办现场核实销号。",
    )
    files = FilesField(label="附件、完成后的照片")

    class Meta:
        model = Supplement
        fields = ("body", "contact")
        widgets = {"body": forms.Textarea(attrs={"rows": 9, "class": "form-control reply-body"})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        mine = Commitment.objects.filter(reply__assignment=self.instance.assignment_id)
        self.fields["commitments"].queryset = mine.answerable().order_by("due_on", "pk")
        if self.instance.pk:
            self.initial["commitments"] = list(
                self.instance.commitments.values_list("pk", flat=True)
            )


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
        today = timezone.localdate()
        members = list(dict.fromkeys([self.instance.supervisor, *supervisors(today)]))
        members = [name for name in members if name]
        if members:
            self.fields["supervisor"] = forms.ChoiceField(
                label="督办领导（主席团成员）", choices=[("", "请选择"), *((n, n) for n in members)]
            )
        if not self.instance.pk:
            self.propose(on=today)


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
        self.fields["earlier"].queryset = rows.order_by("-submitted_on", "-pk")
