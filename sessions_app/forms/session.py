"""What the office fills in about a session, its papers, votes and resolutions."""

from collections.abc import Sequence

from django import forms

from deputies.models import Deputy
from renda.core import law
from renda.core.despite import CheckedForm
from renda.core.forms import FilesField, RecordForm, widget_for
from renda.core.widgets import PickerSelectMultiple
from sessions_app.models import (
    Resolution,
    SessionDocument,
    Sitting,
    Vote,
)
from sessions_app.services import present_at


class OfSession(RecordForm):
    """A form about a record of one session: what it may refer to is of that session too."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sitting", "agenda_item", "vote", "election"):
            if name in self.fields:
                choices = self.fields[name].queryset.model.objects.filter(
                    session=self.instance.session
                )
                self.fields[name].queryset = choices.plenary() if name == "sitting" else choices


class SittingForm(RecordForm):
    class Meta:
        model = Sitting
        fields = ("kind", "no", "starts_at", "place", "chaired_by", "content")
        formfield_callback = widget_for


class DocumentForm(OfSession):
    files = FilesField(label="文件")

    class Meta:
        model = SessionDocument
        fields = ("order", "title", "is_draft", "agenda_item", "summary")
        formfield_callback = widget_for


class VoteForm(OfSession, CheckedForm):
    """A tally; one that leaves some of those present out needs a reason."""

    class Meta:
        model = Vote
        fields = (
            "matter",
            "agenda_item",
            "sitting",
            "held_on",
            "way",
            "present",
            "votes_for",
            "votes_against",
            "votes_abstain",
            "not_voting",
        )
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            session = self.instance.session
            self.instance.total = session.total_deputies
            sitting = session.sittings.plenary().last()
            self.initial.setdefault("sitting", sitting)
            self.initial.setdefault("present", present_at(sitting))
            self.initial.setdefault("held_on", session.closes_on)
        total = self.instance.total
        needed = law.majority_needed(total)
        self.fields[
            "votes_for"
        ].help_text = (
            f"全体代表 {total} 名，至少 {needed} 票赞成才通过（{law.cite('vote.majority')}）"
        )

    def checks(self) -> list[law.Check]:
        return self.instance.checks


class ResolutionForm(OfSession):
    class Meta:
        model = Resolution
        fields = ("kind", "title", "agenda_item", "vote", "passed_on", "text")
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("passed_on", self.instance.session.closes_on)
        self.fields["text"].widget.attrs["rows"] = 10


class SignForm(forms.Form):
    """Enter deputies who came, or note their leave; ``choices`` are those on the roll."""

    deputies = forms.TypedMultipleChoiceField(
        label="现场登记",
        coerce=int,
        widget=PickerSelectMultiple({"class": "form-select form-select-sm"}),
    )
    reason = forms.CharField(label="请假事由", max_length=100, required=False)

    def __init__(self, *args, choices: Sequence[Deputy], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.people = {deputy.pk: deputy for deputy in choices}
        self.fields["deputies"].choices = [(d.pk, d.name) for d in choices]

    def clean_deputies(self) -> list[Deputy]:
        """The deputies themselves."""
        return [self.people[pk] for pk in self.cleaned_data["deputies"]]
