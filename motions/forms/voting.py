"""Which vote of the congress decided on a 议案."""

from django import forms

from motions.services.voting import vote_of, votes_on
from renda.core.calendar import chinese_date
from renda.core.forms import NoteForm, StepForm
from renda.core.widgets import PickerSelect
from sessions_app.models import Vote


class VoteChoice(forms.ModelChoiceField):
    """A vote by its day, its matter and what came of it."""

    def label_from_instance(self, vote: Vote) -> str:
        return f"{vote.held_on}　{vote.matter}　{vote.result}（{vote.counts_text}）"


class BillVoteForm(StepForm):
    """登记表决: one of the votes that the session's page has."""

    vote = VoteChoice(
        Vote.objects.none(),
        label="哪一次表决",
        widget=PickerSelect,
        help_text="这里是列入议程以后登记的各次表决。没有这一次的，请先打开这次会议，按“登记表决”，再回来选。",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vote"].queryset = votes = votes_on(self.instance)
        if not self.is_bound:
            self.propose(vote=next(filter(self.names_it, votes), None))

    def names_it(self, vote: Vote) -> bool:
        """The vote, or its item on the agenda, is called by the title of the 议案."""
        item = vote.agenda_item.title if vote.agenda_item else ""
        return self.instance.title in f"{vote.matter}\n{item}"

    def clean(self) -> dict:
        """What the notice and the history say of it."""
        data = super().clean()
        if vote := data.get("vote"):
            data["note"] = (
                f"{chinese_date(vote.held_on)}表决“{vote.matter}”：{vote.result}，{vote.counts_text}"
            )
        return data


class DropVoteForm(NoteForm):
    """撤销表决登记: why, kept with which vote it was."""

    def clean(self) -> dict:
        data = super().clean()
        vote = vote_of(self.instance)
        if vote and data.get("note"):
            data["note"] = f"原登记{chinese_date(vote.held_on)}表决“{vote.matter}”。{data['note']}"
        return data
