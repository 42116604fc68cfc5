"""What a deputy types on the phone to raise a motion."""

from datetime import date

from django import forms

from motions.forms.intake import MotionText, worded
from motions.models import Motion
from renda.core.forms import DateInput, FilesField

MOST_PHOTOS = 6
BRIEFLY = {
    "title": "标题", "situation": "情况", "proposal": "建议", "field": "方面", "photos": "照片", "kind": "类别",
    "analysis": "分析", "cosigners": "联名", "join_by": "答复",
}  # fmt: skip
"""What stands before each answer where the deputy looks through them; a 议案 has short names already."""


class SubmitForm(MotionText):
    """The deputy's three steps on the phone: what; photos and place; send."""

    photos = FilesField(label="现场照片", help_text=f"可不填，最多 {MOST_PHOTOS} 张")

    class Meta:
        model = Motion
        fields = (
            "title", "situation", "proposal", "field", "place", "kind", "analysis", "join_by",
            "suggested_unit", "is_public", "wants_contact",
        )  # fmt: skip
        widgets = {
            "field": forms.RadioSelect,
            "situation": forms.Textarea,
            "proposal": forms.Textarea,
            "analysis": forms.Textarea,
            "join_by": DateInput,
        }
        labels = {
            "title": "一句话说清要办的事",
            "field": "哪方面的事",
            "kind": "提成什么",
            "join_by": "请对方在哪天以前答复",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cosigners"].label = "请谁联名"
        self.fields["cosigners"].help_text = "对方在手机上确认后才算联名。"
        self.fields["join_by"].help_text = ""  # the page says how long it is otherwise
        self.fields["join_by"].widget.attrs["min"] = str(self.today)
        worded(
            self.fields["situation"], bill="案由", other="什么情况", bill_help="要求解决什么问题",
            other_help="",
        )  # fmt: skip
        worded(
            self.fields["proposal"], bill="方案", other="希望怎么办", bill_help="怎样解决",
            other_help="",
        )  # fmt: skip
        worded(
            self.fields["analysis"], bill="案据", other="为什么会这样", bill_help="议案必须写明依据",
            other_help="建议可不填",
        )  # fmt: skip
        for name, other in (("situation", "什么情况"), ("proposal", "希望怎么办")):
            self.fields[name].label = other
        self.fields["photos"].widget.attrs["accept"] = "image/jpeg,image/png"
        for name, word in BRIEFLY.items():
            self.fields[name].widget.attrs["data-brief"] = word

    def clean_photos(self) -> list:
        photos = self.cleaned_data["photos"]
        if len(photos) > MOST_PHOTOS:
            raise forms.ValidationError(f"最多 {MOST_PHOTOS} 张照片，请去掉几张")
        return photos

    def clean_join_by(self) -> date | None:
        day = self.cleaned_data["join_by"]
        if day and day < self.today and day != self.instance.join_by:
            raise forms.ValidationError("请选今天或者以后的日期")
        return day
