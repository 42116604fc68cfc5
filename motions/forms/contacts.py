"""What a deputy says of a 面商记录, on the phone or on the signed form."""

from datetime import date

from django import forms
from django.utils import timezone

from motions.models import ContactLog
from renda.core.calendar import chinese_date
from renda.core.forms import DateInput, FilesField, StepForm

WHY = "请写明哪里不属实，例如：当天没有见面、意见记错了。"


class UntrueForm(StepForm):
    """不属实: why, in the deputy's own words."""

    note = forms.CharField(
        label="哪里不属实", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="人大办和承办单位会马上收到。",
    )  # fmt: skip


class SignedContactForm(StepForm):
    """代录: what the deputy ticked and signed on the printed 面商记录."""

    contact = forms.ModelChoiceField(
        ContactLog.objects.none(), label="面商记录", empty_label="请选择"
    )
    confirmation = forms.ChoiceField(
        label="代表确认", choices=ContactLog.Confirmation.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="代表说明", max_length=500, required=False, help_text="不属实的，照表上写的填",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    on = forms.DateField(label="签名日期", widget=DateInput)
    scans = FilesField(label="签名的面商记录扫描", help_text="PDF 或图片", required=True)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rows = self.instance.contacts.filter(confirmation="").select_related("deputy")
        self.fields["contact"].queryset = rows
        self.fields["contact"].label_from_instance = lambda c: f"{c.on}　{c}"
        self.propose(on=timezone.localdate())
        if len(rows) == 1:
            self.propose(contact=rows[0].pk)

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError("签名日期不能晚于今天")
        return day

    def clean(self) -> dict:
        data = super().clean()
        contact, day = data.get("contact"), data.get("on")
        if contact and day and day < contact.on:
            self.add_error("on", f"签名日期不能早于面商的{chinese_date(contact.on)}")
        if data.get("confirmation") == ContactLog.Confirmation.UNTRUE and not data.get("note"):
            self.add_error("note", WHY)
        return data
