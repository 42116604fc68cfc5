"""What the office fills in about an interpellation, held against the law beside each field."""

from django import forms
from django.utils import timezone

from deputies.models import Deputy
from renda.core import law
from renda.core.forms import FilesField, RecordForm, widget_for
from renda.core.models import Unit
from renda.core.voiding import void_rows
from renda.core.widgets import PickerSelectMultiple
from sessions_app.models import Interpellation, InterpellationSponsor

MOTION = ("unit", "subject", "text", "submitted_on", "signers", "files")
DECISION = ("way", "decided_on")
ANSWER = ("answered_on", "answered_at", "answered_by", "answer")
OUTCOME = ("dissatisfied", "outcome", "again_on", "again")


class InterpellationForm(RecordForm):
    """An interpellation of one session, from its hand-in to the answer that did."""

    signers = forms.ModelMultipleChoiceField(
        Deputy.objects.none(), label="联名代表", widget=PickerSelectMultiple
    )
    files = FilesField(label="质询案原件")
    sections = (
        ("质询案", MOTION),
        ("主席团决定", DECISION),
        ("答复", ANSWER),
        ("结果", OUTCOME),
    )

    class Meta:
        model = Interpellation
        fields = (
            "unit", "subject", "text", "submitted_on", *DECISION, *ANSWER, *OUTCOME,
        )  # fmt: skip
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        session, own = self.instance.session, self.instance
        self.fields["unit"].queryset = Unit.objects.filter(is_active=True)
        self.fields["signers"].queryset = Deputy.objects.in_office(session.opens_on)
        self.fields["signers"].help_text = law.rule("interpellation.sponsors").reference
        self.fields["dissatisfied"].help_text = law.rule("interpellation.again").reference
        self.propose(submitted_on=session.opens_on)
        sponsors = own.sponsors.select_related("deputy") if own.pk else ()
        self.signed = list(sponsors)
        if own.pk:
            self.initial["signers"] = [sponsor.deputy_id for sponsor in self.signed]

    def clean_submitted_on(self):
        """During the session (组织法 24)."""
        day, session = self.cleaned_data["submitted_on"], self.instance.session
        if not session.opens_on <= day <= session.closes_on:
            raise forms.ValidationError(
                f"质询案在会议期间提出（{session.opens_on} 至 {session.closes_on}）。"
                f"{law.cite('interpellation.sponsors')}"
            )
        return day

    def clean(self) -> dict:
        data = super().clean()
        signers = data.get("signers")
        if signers is not None:
            self.refuse(law.interpellation(len(signers)), "signers")
        submitted, decided = data.get("submitted_on"), data.get("decided_on")
        if submitted and decided and decided < submitted:
            self.add_error("decided_on", f"不能早于提出日期 {submitted}")
        if data.get("answered_on") and not data.get("way"):
            self.add_error("way", "先写明主席团决定的答复方式，再登记答复")
        if signers is not None and data.get("dissatisfied") is not None:
            self.check_dissatisfied(data, len(signers))
        elif data.get("outcome") == Interpellation.Outcome.AGAIN:
            self.add_error("dissatisfied", "要求再作答复的，请填不满意的提案代表人数")
        return data

    def check_dissatisfied(self, data: dict, signers: int) -> None:
        """Half or more of those who signed may ask for another answer; nobody else was asked."""
        check = law.interpellation_again(data["dissatisfied"], signers)
        if data["dissatisfied"] > signers or data.get("outcome") == Interpellation.Outcome.AGAIN:
            self.refuse(check, "dissatisfied")

    def refuse(self, check: law.Check, name: str) -> None:
        """Say beside the field what the law asks, unless it is met."""
        if not check.passed:
            self.add_error(name, f"{check.computed}。{check.advice}{check.article}")

    def save(self, commit: bool = True) -> Interpellation:
        """The interpellation with those who signed it; who did not is voided."""
        found = super().save(commit)
        signers = self.cleaned_data["signers"]
        if withdrawn := [row for row in self.signed if row.deputy not in signers]:
            void_rows(withdrawn, timezone.now())
        known = {row.deputy_id for row in self.signed}
        InterpellationSponsor.objects.bulk_create(
            InterpellationSponsor(
                township_id=found.township_id, interpellation=found, deputy=deputy, revision=1
            )
            for deputy in signers
            if deputy.pk not in known
        )
        return found

    def other_changes(self) -> dict[str, list[str]]:
        """Who signed, before and after, where that was corrected."""
        was = "、".join(row.deputy.name for row in self.signed)
        now = "、".join(deputy.name for deputy in self.cleaned_data["signers"])
        same = {row.deputy_id for row in self.signed} == {
            d.pk for d in self.cleaned_data["signers"]
        }
        return {} if same else {"联名代表": [was, now]}
