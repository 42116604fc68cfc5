"""What the workflow's steps ask.

A value named like a field of the record is set on it before the step's effect: ``to_unit`` and
``to_months`` are named so that they are not.
"""

from datetime import date

from django import forms
from django.utils import timezone

from motions.models import Motion, Review
from renda.core import law
from renda.core.forms import FilesField, NoteForm, StepForm
from renda.core.models import Unit
from renda.core.widgets import PickerSelect

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
    """申请退办: why it is not this unit's duty, whose it is; after the last day, why only now."""

    reason = forms.CharField(
        label="理由", max_length=1000, widget=TEXT, help_text="写明按职责分工为什么不属本单位。"
    )
    suggested_unit = forms.ModelChoiceField(
        Unit.objects.none(), label="建议改交单位", required=False, widget=PickerSelect
    )
    signer = forms.CharField(label="负责人", max_length=50)
    late_reason = forms.CharField(label="逾期申请的理由", max_length=200, widget=NARROW)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suggested_unit"].queryset = other_units(self.instance)
        self.initial.setdefault("signer", head_of(self.instance))
        if self.instance is None or timezone.localdate() <= self.instance.objection_due:
            del self.fields["late_reason"]
        else:
            self.fields["late_reason"].help_text = (
                f"申请退办的期限 {self.instance.objection_due} 已过，"
                "写明为什么现在才申请，由人大办一并审核。"
            )


class HandOverForm(StepForm):
    """同意改交: the unit that takes it over; the clock goes on from the day of 交办."""

    to_unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="改交单位",
        widget=PickerSelect,
        help_text="期限不变，仍自交办之日起算；确需延长的，由该单位申请延期。",
    )
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
    "RejectForm",
    "SignForm",
    "WithdrawForm",
]
