"""The deputies' verdict."""

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from deputies.models import Deputy
from motions.models import Feedback, Rating
from renda.core.calendar import chinese_date
from renda.core.forms import DateInput, FilesField, RecordForm
from renda.core.widgets import PickerSelect

NARROW = forms.Textarea(attrs={"rows": 3})


class RateForm(RecordForm):
    """Work and result apart; 不满意 needs words."""

    class Meta:
        model = Feedback
        fields = ("work_rating", "result_rating", "words")
        labels = {"words": "哪里不满意，或者别的话"}
        widgets = {
            "work_rating": forms.RadioSelect,
            "result_rating": forms.RadioSelect,
            "words": NARROW,
        }
        help_texts = {"words": "选“不满意”时必填。"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("work_rating", "result_rating"):
            self.fields[name].choices = Rating.choices

    def clean(self) -> dict:
        data = super().clean()
        ratings = {data.get("work_rating"), data.get("result_rating")}
        if Rating.DISSATISFIED in ratings and not data.get("words", "").strip():
            self.add_error("words", "请写明哪里不满意，承办单位才知道怎么改")
        return data


class RaterField(forms.ModelChoiceField):
    """One of the case's deputies; the one we hold already is not read again."""

    held: Deputy | None = None

    def to_python(self, value: object) -> Deputy | None:
        if self.held and str(value) == str(self.held.pk):
            return self.held
        return super().to_python(value)


class SignedRateForm(RateForm):
    """代录: from the form that a deputy has signed, with its scan."""

    deputy = RaterField(Deputy.objects.none(), label="谁签的表", widget=PickerSelect)
    on = forms.DateField(label="签名日期", widget=DateInput)
    scan = FilesField(label="签名的征询意见表", required=True, help_text="拍照或者扫描，看得清签名")

    def __init__(
        self,
        *args,
        deputies: QuerySet[Deputy],
        held: Deputy | None,
        answered_on: date | None,
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.answered_on = answered_on
        self.fields["deputy"].queryset = deputies
        self.fields["deputy"].held = held
        self.propose(on=timezone.localdate())
        if answered_on:
            self.fields["on"].help_text = f"不早于答复日期{chinese_date(answered_on)}"

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError("日期还没有到，请填今天或者以前的日期")
        if self.answered_on and day < self.answered_on:
            raise forms.ValidationError(
                f"答复在{chinese_date(self.answered_on)}才签发，签名不会更早，请核对"
            )
        return day
