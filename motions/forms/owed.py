"""Why the authors of a merged case get no further letter."""

from django import forms

from motions.models import OwedLetter
from renda.core.forms import RecordForm


class WaiveLetterForm(RecordForm):
    """不再补充答复: the office says why."""

    class Meta:
        model = OwedLetter
        fields = ("no_letter_reason",)
        widgets = {"no_letter_reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"no_letter_reason": "例如：已当面把原答复送达并向代表说明。"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["no_letter_reason"].required = True
