"""What the steps of a promise ask: done, another day, struck off on site."""

from datetime import date

from django import forms
from django.utils import timezone

from motions.forms.steps import NARROW, TEXT, DraftForm, head_of, not_after_today
from motions.models import Submittal
from motions.permissions import works_on
from renda.core.calendar import chinese_date
from renda.core.forms import DateInput, FilesField, StepForm


class ReportDoneForm(StepForm):
    """报完成: what was done; photos for the office to look at."""

    reported_note = forms.CharField(label="完成情况", max_length=200, widget=NARROW)
    before = FilesField(label="办理前的照片", help_text="有的话一并上传，便于对照")
    photos = FilesField(label="完成后的照片")


class ProposeDateForm(DraftForm):
    """申请变更承诺日期: why the day can't be kept, and the new one.

    The unit's head makes it in person, or signs what its clerk has drafted. The office enters what the
    unit sent on paper: who signed that, and the paper itself.
    """

    kind = Submittal.Kind.DATE
    fills = {"text": "reason", "new_due": "to_due"}
    to_due = forms.DateField(label="新的承诺日期", widget=DateInput)
    reason = forms.CharField(
        label="不能按期完成的原因", max_length=1000, widget=TEXT,
        help_text="写明卡在哪里、已做了什么；原承诺日期保留并计次。",
    )  # fmt: skip
    signer = forms.CharField(label="书面申请上签名的负责人", max_length=50)
    files = FilesField(
        label="单位的书面申请", required=True, help_text="有负责人签名、单位盖章的，PDF 或图片"
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.user and self.instance and works_on(self.user, self.instance):
            del self.fields["signer"], self.fields["files"]
        self.propose(signer=head_of(self.instance.reply.assignment if self.instance else None))

    def clean_to_due(self) -> date:
        day = self.cleaned_data["to_due"]
        if self.instance and day <= self.instance.due_on:
            raise forms.ValidationError(f"应晚于原承诺日期{chinese_date(self.instance.due_on)}")
        if day <= timezone.localdate():
            raise forms.ValidationError("请填今天以后的日期")
        return day


class StrikeForm(StepForm):
    """销号: confirmed on site, with a photo; without a 补充答复 about it, why there is none."""

    on = forms.DateField(label="核实日期", widget=DateInput)
    done_note = forms.CharField(label="现场核实情况", max_length=200, widget=NARROW)
    photos = FilesField(label="现场照片", required=True, help_text="至少一张，jpg 或者 png")
    no_letter_reason = forms.CharField(
        label="没有二次答复的原因",
        max_length=200,
        widget=NARROW,
        help_text="解决后应当再次答复代表，可以请承办单位先补充答复；确不再答复的，写明原因，例如：已当面向代表说明。",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.propose(on=timezone.localdate())
        if self.instance and self.instance.is_answered_again:
            del self.fields["no_letter_reason"]

    def clean_on(self) -> date:
        return not_after_today(self.cleaned_data["on"])
