"""What the workflow's steps ask.

A value named like a field of the record is set on it before the step's effect: ``to_unit`` and
``to_months`` are named so that they are not.
"""

from datetime import date

from django import forms
from django.db.models import Case, When
from django.utils import timezone
from django.utils.choices import CallableChoiceIterator
from django.utils.functional import cached_property

from motions.models import Assignment, Motion, Review
from motions.querysets import TAKEN
from motions.services import at_head, must_choose, to_mend
from motions.similar import SHOWN, most_alike
from renda.core import law
from renda.core.calendar import chinese_date, due_by_months
from renda.core.forms import FilesField, NoteForm, StepForm
from renda.core.models import Unit
from renda.core.widgets import PickerSelect, PickerSelectMultiple

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


class SendBackForm(StepForm):
    """退回补充: what is missing, in words for the deputy."""

    note = forms.CharField(
        label="缺什么、怎样补充",
        max_length=500,
        widget=NARROW,
        help_text="代表在手机上看到，照此补充，例如：请写明是哪个村、希望由哪个单位办。",
    )


class RejectForm(StepForm):
    """不予受理: one of the coded reasons, and words for the deputy."""

    reason = forms.ChoiceField(label="原因", choices=[("", "请选择"), *Review.Reason.choices])
    note = forms.CharField(label="向代表说明", max_length=500, widget=NARROW)


class ReferForm(StepForm):
    """转工作参考: to which units, and why it is not handed on."""

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label="送哪些单位参考",
        widget=PickerSelectMultiple,
        help_text="这些单位在收件箱“参考件”里看到全文，不用答复。",
    )
    note = forms.CharField(label="理由", max_length=500, widget=NARROW)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = Unit.objects.filter(is_active=True)


class ForwardForm(StepForm):
    """转报上级: the matter is beyond the township's powers."""

    note = forms.CharField(
        label="转报哪里、由谁跟进",
        max_length=500,
        widget=NARROW,
        help_text="例如：超出本级职权，转请县人大代表某某向县人大提出。",
    )


class MergeForm(StepForm):
    """并案: the case that goes on; its reply answers every author. Those like it are offered first."""

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
        rows, field = Motion.objects.mergeable_with(self.instance), self.fields["merged_into"]
        is_chosen = self.is_bound and self.data.get("merged_into")
        alike = most_alike(self.instance, rows) if self.instance and not is_chosen else []
        if alike:
            first = Case(
                *(When(pk=pk, then=place) for place, pk in enumerate(alike)), default=SHOWN
            )
            rows = rows.order_by(first, *Motion._meta.ordering)
            field.label_from_instance = lambda m: f"{m}（内容相近）" if m.pk in alike else str(m)
            field.help_text += "；内容相近的排在最前"
        field.queryset = rows.select_related("session", "term")


class WithdrawForm(StepForm):
    """撤回: asked for in writing; of a case that others were merged into, which of them goes on."""

    carried_on = forms.IntegerField(
        label="由哪一件继续办理",
        widget=PickerSelect,
        help_text="并入本件的代表仍须得到答复：选定的一件转为待交办，其余各件改并入它。",
    )
    note = forms.CharField(label="撤回理由", max_length=500, widget=NARROW)
    files = FilesField(
        label="书面撤回申请", help_text="人大办代办的须上传代表签名的申请，PDF 或图片"
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        is_chosen = self.is_bound and self.data.get("carried_on")  # whether rightly, the step says
        if self.is_by_lead or not (is_chosen or self.merged):
            del self.fields["carried_on"]
        else:
            self.fields["carried_on"].widget.choices = CallableChoiceIterator(self.choices)
        if self.is_by_lead and not self.is_bound and self.merged:
            self.fields["note"].help_text = must_choose(len(self.merged))

    @cached_property
    def merged(self) -> list[Motion]:
        """The cases merged into this one; read only if it matters."""
        if self.instance is None:
            return []
        return list(self.instance.merged.select_related("session", "term").order_by("pk"))

    def choices(self) -> list[tuple[int | str, str]]:
        return [("", "请选择"), *((row.pk, str(row)) for row in self.merged)]

    @property
    def is_by_lead(self) -> bool:
        """The deputy withdraws the case in person."""
        return bool(self.instance and self.user and self.instance.lead.user_id == self.user.pk)

    def clean(self) -> dict:
        data = super().clean()
        if self.is_by_lead and self.merged:
            self.add_error(None, must_choose(len(self.merged)))
        if not self.is_by_lead and not data.get("files") and "files" not in self.errors:
            self.add_error("files", "请上传代表签名的书面撤回申请")
        return data


# --- the assignment's steps --------------------------------------------------------------------
class SignForm(StepForm):
    """签收: who will handle it."""

    person = forms.CharField(label="经办人", max_length=50)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.user:
            self.propose(person=self.user.name)


class DraftForm(StepForm):
    """What the unit's head signs; one that was sent back begins with what was written."""

    kind = ""
    fills: dict[str, str] = {}
    """The form's fields by those of the draft."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        last = None if self.instance is None or self.is_bound else to_mend(self.instance, self.kind)
        for name, field in self.fills.items():
            if last and getattr(last, name):
                self.propose(**{field: getattr(last, name)})


class OpinionForm(DraftForm):
    """会办意见."""

    kind = Assignment.ToSign.OPINION
    fills = {"text": "text"}
    text = forms.CharField(label="会办意见", max_length=2000, widget=TEXT)


class ObjectForm(DraftForm):
    """申请退办: why it is not this unit's duty, whose it is; after the last day, why only now."""

    kind = Assignment.ToSign.OBJECTION
    fills = {"text": "reason", "suggested_unit_id": "suggested_unit", "late_reason": "late_reason"}
    reason = forms.CharField(
        label="理由", max_length=1000, widget=TEXT, help_text="写明按职责分工为什么不属本单位。"
    )
    suggested_unit = forms.ModelChoiceField(
        Unit.objects.none(), label="建议改交单位", required=False, widget=PickerSelect
    )
    late_reason = forms.CharField(label="逾期申请的理由", max_length=200, widget=NARROW)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suggested_unit"].queryset = other_units(self.instance)
        if self.instance is None or timezone.localdate() <= self.instance.objection_due:
            del self.fields["late_reason"]
        else:
            self.fields["late_reason"].help_text = late_words(self.instance)


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
            self.propose(to_unit=asked.suggested_unit_id)


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


class ExtendForm(DraftForm):
    """申请延期: how many months from 交办, and why."""

    kind = Assignment.ToSign.EXTENSION
    fills = {"text": "reason", "months": "to_months"}
    to_months = forms.TypedChoiceField(label="延至自交办之日起", coerce=int)
    reason = forms.CharField(
        label="理由", max_length=1000, widget=TEXT, help_text="涉及面广、处理难度大的具体情况。"
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        numbers, days = law.values_and_days("suggestion.reply_months_extended")
        most, row = numbers["suggestion.reply_months_extended"], self.instance
        self.fields["to_months"].choices = [
            (n, f"{n} 个月，{due_by_months(row.assigned_on, n, days).on} 前")
            for n in (range(row.months + 1, most + 1) if row else ())
        ]
        self.propose(to_months=most)


class HeadSignForm(StepForm):
    """签发: which draft the head has read, so that no other one is signed for it."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.draft = at_head(self.instance) if self.instance and not self.is_bound else None
        if self.draft:
            self.initial["seen"] = self.draft.pk


class SignLateForm(HeadSignForm):
    """签发退办申请: signed after the last day, it says why, if the draft was in time and doesn't."""

    late_reason = forms.CharField(label="逾期申请的理由", max_length=200, widget=NARROW)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        if row is None or timezone.localdate() <= row.objection_due or explains(row):
            del self.fields["late_reason"]
        else:
            self.fields["late_reason"].help_text = late_words(row)


class GiveBackForm(HeadSignForm):
    """退回修改: what the unit's clerk should mend."""

    note = forms.CharField(label="理由", max_length=500, widget=NARROW)


def other_units(assignment):
    """The units in use that don't handle the case in this round already."""
    rows = Unit.objects.filter(is_active=True)
    if assignment is None:
        return rows
    present = assignment.motion.assignments.filter(round=assignment.round)
    return rows.exclude(pk__in=present.exclude(status__in=TAKEN).values("unit"))


def head_of(assignment) -> str:
    """The name of the unit's head, as its own record has it."""
    return assignment.unit.head if assignment else ""


def late_words(assignment: Assignment) -> str:
    """What is asked of an objection that comes after the last day."""
    last = chinese_date(assignment.objection_due)
    return f"申请退办的期限{last}已过，写明为什么现在才申请，由人大办一并审核。"


def explains(assignment: Assignment) -> bool:
    """The draft at the head says already why it is late."""
    draft = at_head(assignment)
    return bool(draft and draft.late_reason)


def not_after_today(day: date) -> date:
    """The day, refused if it has not come yet."""
    if day > timezone.localdate():
        raise forms.ValidationError("日期还没有到，请填今天或者以前的日期")
    return day


__all__ = [
    "AcceptForm",
    "ExtendForm",
    "ForwardForm",
    "GiveBackForm",
    "HandOverForm",
    "HeadSignForm",
    "MergeForm",
    "NoteForm",
    "ObjectForm",
    "OpinionForm",
    "PassOnForm",
    "ReferForm",
    "RejectForm",
    "SignForm",
    "SignLateForm",
    "WithdrawForm",
]
