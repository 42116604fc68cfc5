"""What the workflow's steps ask.

A value named like a field of the record is set on it before the step's effect: ``to_unit`` and
``to_months`` are named so that they are not.
"""

from datetime import date

from django import forms
from django.utils import timezone

from motions.models import Motion, Review
from renda.core import law
from renda.core.forms import DateInput, FilesField, NoteForm, StepForm
from renda.core.models import Unit
from renda.core.widgets import PickerSelect
from sessions_app.models import PresidiumMeeting

TEXT = forms.Textarea(attrs={"rows": 4})
NARROW = forms.Textarea(attrs={"rows": 3})
INSIDE = (Unit.Kind.GOVERNMENT, Unit.Kind.OFFICE, Unit.Kind.STATION)
"""Units among which 镇政府办 may pass a case on."""


# --- the motion's steps ------------------------------------------------------------------------
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


class ForwardForm(StepForm):
    """转报上级: the matter is beyond the township's powers."""

    note = forms.CharField(
        label="转报哪里、由谁跟进",
        max_length=500,
        widget=NARROW,
        help_text="例如：超出本镇职权，转请县人大代表某某向县人大提出。",
    )


class MergeForm(StepForm):
    """并案: the case that goes on; its reply answers every author."""

    merged_into = forms.ModelChoiceField(
        Motion.objects.none(),
        label="并入",
        widget=PickerSelect,
        help_text="内容相同、正在办理或者待交办的件",
    )
    note = forms.CharField(
        label="理由", max_length=500, widget=NARROW, initial="内容相同，并案办理。"
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rows = Motion.objects.mergeable_with(self.instance).select_related("session", "term")
        self.fields["merged_into"].queryset = rows


class PresidiumForm(StepForm):
    """What the presidium decided, and at which meeting."""

    meeting = forms.ModelChoiceField(
        PresidiumMeeting.objects.none(), label="主席团会议", required=False, widget=PickerSelect,
        help_text="会议期间由大会主席团决定的，可不选",
    )  # fmt: skip
    on = forms.DateField(label="决定日期", widget=DateInput)
    note = forms.CharField(label="主席团处理意见", max_length=500, widget=NARROW)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = PresidiumMeeting.objects.order_by("-held_on")
        self.initial.setdefault("on", timezone.localdate())

    def clean_on(self) -> date:
        return not_after_today(self.cleaned_data["on"])


class WithdrawForm(StepForm):
    """撤回: asked for in writing."""

    note = forms.CharField(label="撤回理由", max_length=500, widget=NARROW)
    files = FilesField(
        label="书面撤回申请", help_text="人大办代办的须上传代表签名的申请，PDF 或图片"
    )

    def clean(self) -> dict:
        data = super().clean()
        by_lead = self.instance and self.user and self.instance.lead.user_id == self.user.pk
        if not by_lead and not data.get("files") and "files" not in self.errors:
            self.add_error("files", "请上传代表签名的书面撤回申请")
        return data


# --- the assignment's steps --------------------------------------------------------------------
class SignForm(StepForm):
    """签收: who will handle it."""

    person = forms.CharField(label="经办人", max_length=50)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.user:
            self.fields["person"].initial = self.user.name


class OpinionForm(StepForm):
    """会办意见."""

    text = forms.CharField(label="会办意见", max_length=2000, widget=TEXT)
    signer = forms.CharField(label="负责人", max_length=50)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("signer", head_of(self.instance))


class ObjectForm(StepForm):
    """申请退办: why it is not this unit's duty, and whose it is."""

    reason = forms.CharField(
        label="理由", max_length=1000, widget=TEXT, help_text="写明按职责分工为什么不属本单位。"
    )
    suggested_unit = forms.ModelChoiceField(
        Unit.objects.none(), label="建议改交单位", required=False, widget=PickerSelect
    )
    signer = forms.CharField(label="负责人", max_length=50)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suggested_unit"].queryset = other_units(self.instance)
        self.initial.setdefault("signer", head_of(self.instance))


class HandOverForm(StepForm):
    """同意改交: the unit that takes it over; its clock starts on the day it gets the case."""

    to_unit = forms.ModelChoiceField(Unit.objects.none(), label="改交单位", widget=PickerSelect)
    note = forms.CharField(label="审核说明", max_length=500, widget=NARROW)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_unit"].queryset = other_units(self.instance)
        is_first = self.instance is not None and not self.is_bound
        asked = self.instance.objections.pending().first() if is_first else None
        if asked and asked.suggested_unit_id:
            self.initial.setdefault("to_unit", asked.suggested_unit_id)


class PassOnForm(StepForm):
    """转交: inside the government; the clock goes on from the day of 交办."""

    to_unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="转交单位",
        widget=PickerSelect,
        help_text="期限不变，仍自交办之日起算。",
    )
    note = forms.CharField(label="转交说明", max_length=500, widget=NARROW)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_unit"].queryset = other_units(self.instance).filter(kind__in=INSIDE)


class ExtendForm(StepForm):
    """申请延期: how many months from 交办, and why."""

    to_months = forms.TypedChoiceField(label="延至自交办之日起", coerce=int)
    reason = forms.CharField(
        label="理由", max_length=1000, widget=TEXT, help_text="涉及面广、处理难度大的具体情况。"
    )
    signer = forms.CharField(label="负责人", max_length=50)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        most = law.value("suggestion.reply_months_extended")
        least = self.instance.months + 1 if self.instance else 1
        self.fields["to_months"].choices = [(n, f"{n} 个月") for n in range(least, most + 1)]
        self.initial.setdefault("to_months", most)
        self.initial.setdefault("signer", head_of(self.instance))


# --- what was promised -------------------------------------------------------------------------
class ReportDoneForm(StepForm):
    """报完成: what was done; photos for the office to look at."""

    reported_note = forms.CharField(label="完成情况", max_length=200, widget=NARROW)
    before = FilesField(label="办理前的照片", help_text="有的话一并上传，便于对照")
    photos = FilesField(label="完成后的照片")


class ProposeDateForm(StepForm):
    """申请变更承诺日期: why the day can't be kept, and the new one."""

    to_due = forms.DateField(label="新的承诺日期", widget=DateInput)
    reason = forms.CharField(
        label="不能按期完成的原因", max_length=1000, widget=TEXT,
        help_text="写明卡在哪里、已做了什么；原承诺日期保留并计次。",
    )  # fmt: skip
    signer = forms.CharField(label="负责人", max_length=50)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault(
            "signer", head_of(self.instance.reply.assignment if self.instance else None)
        )

    def clean_to_due(self) -> date:
        day = self.cleaned_data["to_due"]
        if self.instance and day <= self.instance.due_on:
            raise forms.ValidationError(f"应晚于原承诺日期 {self.instance.due_on}")
        if day <= timezone.localdate():
            raise forms.ValidationError("请填今天以后的日期")
        return day


class StrikeForm(StepForm):
    """销号: confirmed on site, with a photo."""

    on = forms.DateField(label="核实日期", widget=DateInput)
    done_note = forms.CharField(label="现场核实情况", max_length=200, widget=NARROW)
    photos = FilesField(label="现场照片", required=True, help_text="至少一张，jpg 或者 png")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())

    def clean_on(self) -> date:
        return not_after_today(self.cleaned_data["on"])


def other_units(assignment):
    """The units in use that don't handle the case in this round already."""
    rows = Unit.objects.filter(is_active=True)
    if assignment is None:
        return rows
    present = assignment.motion.assignments.filter(round=assignment.round)
    return rows.exclude(pk__in=present.exclude(status="reassigned").values("unit"))


def head_of(assignment) -> str:
    """The name of the unit's head, as its own record has it."""
    return assignment.unit.head if assignment else ""


def not_after_today(day: date) -> date:
    """The day, refused if it has not come yet."""
    if day > timezone.localdate():
        raise forms.ValidationError("日期还没有到，请填今天或者以前的日期")
    return day


__all__ = [
    "AcceptForm",
    "ExtendForm",
    "ForwardForm",
    "HandOverForm",
    "MergeForm",
    "NoteForm",
    "ObjectForm",
    "OpinionForm",
    "PassOnForm",
    "PresidiumForm",
    "ProposeDateForm",
    "RejectForm",
    "ReportDoneForm",
    "SignForm",
    "StrikeForm",
    "WithdrawForm",
]
