"""What the workflow's steps ask."""

from django import forms

from motions.models import (
    Rating,
    Review,
)
from renda.core.forms import StepForm

TEXT = forms.Textarea(attrs={"rows": 4})
NARROW = forms.Textarea(attrs={"rows": 3})
FACES = {
    Rating.SATISFIED: "emoji-smile",
    Rating.BASICALLY: "emoji-neutral",
    Rating.DISSATISFIED: "emoji-frown",
}


class AcceptForm(StepForm):
    """受理: the review's words on the paper form."""

    note = forms.CharField(
        label="审核意见",
        max_length=500,
        widget=NARROW,
        initial="一事一件，内容具体，予以受理。",
    )


class RejectForm(StepForm):
    """不予受理: one of the coded reasons, and words for the deputy."""

    reason = forms.ChoiceField(label="原因", choices=Review.Reason.choices)
    note = forms.CharField(label="向代表说明", max_length=500, widget=NARROW)


class OpinionForm(StepForm):
    """会办意见."""

    text = forms.CharField(label="会办意见", max_length=2000, widget=TEXT)
    signer = forms.CharField(label="负责人", max_length=50)


class SignForm(StepForm):
    """签收: who will handle it."""

    person = forms.CharField(label="经办人", max_length=50)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.user:
            self.fields["person"].initial = self.user.name
