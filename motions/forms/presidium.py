"""What the presidium decided about a 议案, or about a case that was redone in vain."""

from datetime import date

from django import forms
from django.utils import timezone

from motions.forms.steps import NARROW, not_after_today
from renda.core.forms import DateInput, FilesField, StepForm
from renda.core.widgets import PickerSelect
from sessions_app.models import PresidiumMeeting


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


class LeaveOffForm(PresidiumForm):
    """不列入议程 and nothing more: why it is not handled as a 建议, kept with the presidium's words."""

    why = forms.CharField(
        label="不转为建议的原因",
        max_length=200,
        widget=NARROW,
        help_text="未列入议程的议案，一般转为建议办理，请改用“转为建议”；确不转的，写明原因，记入办理过程。",
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("note") and data.get("why"):
            data["note"] = f"{data['note'].rstrip('。')}。不转为建议的原因：{data['why']}"
        return data


class WithdrawBillForm(PresidiumForm):
    """撤回列入议程的议案: asked for in writing, agreed by the presidium."""

    files = FilesField(
        label="书面撤回申请", required=True, help_text="提案人签名的申请，PDF 或图片"
    )
