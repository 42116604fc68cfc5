"""What the office fills in about a session, its papers, votes and resolutions."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils import timezone

from deputies.models import Deputy
from renda.core import law
from renda.core.despite import CheckedForm
from renda.core.forms import FilesField, RecordForm, widget_for
from renda.core.widgets import PickerSelectMultiple
from sessions_app.models import (
    Resolution,
    Session,
    SessionDocument,
    Sitting,
    Vote,
)
from sessions_app.services import all_deputies, calling_checks, present_at


def day_within(session: Session, day: date) -> date:
    """The day, one of the session's; raises ``ValidationError`` if it isn't."""
    if not session.opens_on <= day <= session.closes_on:
        words = f"应在会期内（{session.opens_on} 至 {session.closes_on}），请核对日期或者会期"
        raise forms.ValidationError(words)
    return day


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

    def day_of_session(self, name: str) -> date:
        """The day typed into a field: what a session decides it decides on one of its days."""
        return day_within(self.instance.session, self.cleaned_data[name])


class SessionForm(CheckedForm):
    """A session, held against the time after the election and the number of those who called for it."""

    class Meta:
        model = Session
        fields = (
            "term", "session_no", "kind", "called_by", "proposers", "opens_on", "closes_on", "place",
            "published_on", "notice_on", "papers_on", "guests",
        )  # fmt: skip
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposers"].help_text += f"，{law.cite('session.extraordinary')}"

    def clean(self) -> dict:
        data = super().clean()
        self.check_caller(data)
        if data.get("opens_on") and data.get("term") and not self.errors:
            self.check_time(data)
        return data

    def check_caller(self, data: dict) -> None:
        """Who called an extraordinary session: the presidium, or a fifth of the deputies by their number."""
        Kind, CalledBy = Session.Kind, Session.CalledBy
        if data.get("kind") != Kind.EXTRAORDINARY:
            data["called_by"], data["proposers"] = "", None
        elif not data.get("called_by"):
            self.add_error("called_by", "临时会议请选召集的依据。")
        elif data["called_by"] == CalledBy.PRESIDIUM:
            data["proposers"] = None
        elif data.get("proposers") is None:
            self.add_error("proposers", "请填提议召开会议的代表人数。")
        elif data.get("opens_on"):
            preparing = self.instance.status == Session.Status.PREPARING
            total = all_deputies(data["opens_on"]) if preparing else self.instance.total_deputies
            check = law.extraordinary_session(data["proposers"], total)
            if not check.passed:
                self.add_error("proposers", f"{check.computed}。{check.advice}{check.article}")

    def check_time(self, data: dict) -> None:
        """The first session comes after the election."""
        elected_on = data["term"].elected_on
        if data.get("session_no") == 1 and elected_on and data["opens_on"] < elected_on:
            self.add_error("opens_on", f"第一次会议不能早于代表选举完成日期 {elected_on}")

    def checks(self) -> list[law.Check]:
        """Those that only warn: who called the session was judged beside its field."""
        return [check for check in calling_checks(self.instance) if not check.blocking]


class SittingForm(RecordForm):
    class Meta:
        model = Sitting
        fields = ("kind", "no", "starts_at", "place", "chaired_by", "content")
        formfield_callback = widget_for

    def clean(self) -> dict:
        """A plenary sitting is of one of the session's days; others may prepare it."""
        data = super().clean()
        if data.get("starts_at") and data.get("kind") == Sitting.Kind.PLENARY:
            try:
                day_within(self.instance.session, timezone.localtime(data["starts_at"]).date())
            except forms.ValidationError as error:
                self.add_error("starts_at", error)
        return data


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
            self.propose(
                sitting=sitting and sitting.pk,
                present=present_at(sitting) or None,
                held_on=session.closes_on,
            )
        total = self.instance.total
        needed = law.majority_needed(total)
        self.fields[
            "votes_for"
        ].help_text = (
            f"全体代表 {total} 名，至少 {needed} 票赞成才通过（{law.cite('vote.majority')}）"
        )

    def clean_held_on(self) -> date:
        return self.day_of_session("held_on")

    def checks(self) -> list[law.Check]:
        return self.instance.checks


class ResolutionForm(OfSession):
    class Meta:
        model = Resolution
        fields = ("kind", "title", "agenda_item", "vote", "passed_on", "text")
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.propose(passed_on=self.instance.session.closes_on)
        self.fields["text"].widget.attrs["rows"] = 10

    def clean_passed_on(self) -> date:
        return self.day_of_session("passed_on")


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
