"""What the office writes for the public."""

from django import forms

from motions.models import Publication
from renda.core.forms import RecordForm


class PublicationForm(RecordForm):
    """The public text; names to mask one a line, of at least two characters."""

    class Meta:
        model = Publication
        fields = ("case_text", "reply_text", "masked_names", "shows_authors", "shows_verdict")
        widgets = {
            "case_text": forms.Textarea(attrs={"rows": 8}),
            "reply_text": forms.Textarea(attrs={"rows": 10}),
            "masked_names": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "case_text": "只写可以公开的内容；涉及商业秘密、个人隐私、信访细节的删去。",
            "reply_text": "联系人、电话不用写。",
        }

    def clean_masked_names(self) -> str:
        names = [line.strip() for line in self.cleaned_data["masked_names"].splitlines()]
        names = list(dict.fromkeys(filter(None, names)))
        if short := [name for name in names if len(name) < 2]:
            raise forms.ValidationError(f"“{short[0]}”太短，请写全名")
        return "\n".join(names)
