"""The deputies' verdict."""

from django import forms

from motions.models import Feedback, Rating
from renda.core.forms import FilesField, RecordForm

NARROW = forms.Textarea(attrs={"rows": 3})


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
