"""What deputies and the office type to raise a motion."""

from datetime import date

from django import forms
from django.utils import timezone

from deputies.models import Deputy
from motions.models import (
    Motion,
    Rating,
)
from renda.core.forms import DateInput, FilesField, RecordForm
from renda.core.models import Unit
from renda.core.widgets import PickerSelect, PickerSelectMultiple
from sessions_app.models import Session

TEXT = forms.Textarea(attrs={"rows": 4})
NARROW = forms.Textarea(attrs={"rows": 3})
FACES = {
    Rating.SATISFIED: "emoji-smile",
    Rating.BASICALLY: "emoji-neutral",
    Rating.DISSATISFIED: "emoji-frown",
}


def in_office(today: date):
    """The deputies who may be chosen: township deputies in office on the day."""
    return Deputy.objects.in_office(today)


class MotionText(RecordForm):
    """What the deputy's and the office's forms share."""

    cosigners = forms.ModelMultipleChoiceField(
        Deputy.objects.none(),
        label="联名代表",
        required=False,
        widget=PickerSelectMultiple,
        help_text="议案须五名以上代表联名（《代表法》第十五条）。",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cosigners"].queryset = in_office(timezone.localdate())
        if self.instance.pk:
            self.initial["cosigners"] = [c.deputy_id for c in self.instance.cosigners.all()]

    @property
    def is_draft(self) -> bool:
        """Saved unfinished: only the title has to be there."""
        return "draft" in self.data

    def clean_title(self) -> str:
        title = self.cleaned_data["title"].strip().strip("。")
        if "；" in title:
            raise forms.ValidationError("一事一件：请只写一件事，其他的另提一件。")
        return title


class MotionForm(MotionText):
    """代录: the office enters a paper form for a deputy, or corrects one."""

    sections = (
        ("基本情况", ("kind", "session", "lead", "cosigners", "submitted_on")),
        ("内容", ("title", "field", "source", "place", "situation", "analysis", "proposal")),
        ("办理意愿", ("suggested_unit", "is_public", "wants_contact", "scans")),
        ("重点与落实", ("is_key", "is_adopted", "result_story")),
    )
    scans = FilesField(label="纸质原件扫描", help_text="有代表亲笔签名的提出表，PDF 或图片")

    class Meta:
        model = Motion
        fields = (
            "kind", "session", "lead", "submitted_on", "title", "field", "source", "place",
            "situation", "analysis", "proposal", "suggested_unit", "is_public", "wants_contact",
            "is_key", "is_adopted", "result_story",
        )  # fmt: skip
        widgets = {
            "lead": PickerSelect,
            "suggested_unit": PickerSelect,
            "submitted_on": DateInput,
            "situation": TEXT,
            "analysis": NARROW,
            "proposal": TEXT,
            "result_story": NARROW,
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["lead"].queryset = (
            in_office(today) if not self.instance.pk else Deputy.objects.all()
        )
        self.fields["suggested_unit"].queryset = Unit.objects.filter(is_active=True)
        self.fields["suggested_unit"].empty_label = "（不指定）"
        self.fields["session"].queryset = Session.objects.select_related("term")
        self.fields["session"].empty_label = "闭会期间"
        self.fields["submitted_on"].required = True
        if not self.instance.pk:
            self.initial["submitted_on"] = today
            for name in ("is_key", "is_adopted", "result_story"):
                del self.fields[name]
        elif self.instance.number:
            self.fields["session"].disabled = True
        for name in ("situation", "proposal"):
            self.fields[name].required = not self.is_draft
        self.fields["situation"].help_text = "议案写案由"
        self.fields["analysis"].help_text = "议案写案据"
        self.fields["proposal"].help_text = "议案写方案"

    def clean(self) -> dict:
        data = super().clean()
        if data.get("lead") and data["lead"] in data.get("cosigners", ()):
            self.add_error("cosigners", "领衔代表不用再列入联名")
        if data.get("is_adopted") and not data.get("result_story"):
            self.add_error("result_story", "标为典型的，请写明落实情况")
        return data


class SubmitForm(MotionText):
    """The deputy's three steps on the phone: what; photos and place; send."""

    photos = FilesField(label="现场照片", help_text="可不填，最多 6 张")

    class Meta:
        model = Motion
        fields = (
            "title", "situation", "proposal", "field", "place", "kind", "analysis",
            "is_public", "wants_contact",
        )  # fmt: skip
        widgets = {
            "field": forms.RadioSelect,
            "situation": TEXT,
            "proposal": NARROW,
            "analysis": NARROW,
        }
        labels = {
            "title": "一句话说清要办的事",
            "situation": "什么情况",
            "proposal": "希望怎么办",
            "field": "哪方面的事",
            "analysis": "为什么会这样（可不填）",
        }
        help_texts = {"title": "一件建议只说一件事。"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cosigners"].label = "请谁联名"
        self.fields["cosigners"].help_text = "对方在手机上确认后才算联名。议案须五名以上。"
        for name in ("situation", "proposal"):
            self.fields[name].required = not self.is_draft
        self.fields["photos"].widget.attrs["accept"] = "image/jpeg,image/png"

    def clean_photos(self) -> list:
        photos = self.cleaned_data["photos"]
        if len(photos) > 6:
            raise forms.ValidationError("最多 6 张照片，请去掉几张")
        return photos
