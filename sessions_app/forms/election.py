"""Elections, nominations and the count of ballots."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone

from deputies.models import Deputy
from renda.core import law
from renda.core.forms import RecordForm, widget_for
from renda.core.voiding import void_rows
from renda.core.widgets import PickerSelectMultiple
from sessions_app.forms.session import OfSession
from sessions_app.models import (
    BallotCount,
    Candidate,
    Election,
    Nomination,
    NominationSponsor,
    Post,
)
from sessions_app.services import Counted


class ElectionForm(OfSession):
    class Meta:
        model = Election
        fields = ("kind", "sitting", "method", "ballots_article", "difference")
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            sitting = self.instance.session.sittings.plenary().last()
            self.propose(sitting=sitting and sitting.pk)


class NominationForm(RecordForm):
    """Candidates put forward together; a joint nomination needs ten deputies (组织法 26)."""

    names = forms.CharField(
        label="被提名人",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="用顿号、逗号或者换行隔开，先后就是选票上的次序，一般按姓氏笔画",
    )
    signers = forms.ModelMultipleChoiceField(
        Deputy.objects.none(),
        label="联名代表",
        required=False,
        widget=PickerSelectMultiple,
        help_text=f"代表联合提名时选。{law.rule('election.nomination').reference}",
    )

    class Meta:
        model = Nomination
        fields = ("by", "nominated_on", "introduction")
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        nomination = self.instance
        self.fields["signers"].queryset = Deputy.objects.in_office(
            nomination.post.election.session.opens_on
        )
        if nomination.post.needs_deputies:
            self.fields["names"].help_text += f"；从代表中选出（{law.cite('presidium.chair')}）"
        self.order_fields(["by", "names", "signers", "nominated_on", "introduction"])
        self.own = nomination.put_forward if nomination.pk else []
        sponsors = nomination.sponsors.select_related("deputy") if nomination.pk else ()
        self.signed = list(sponsors)
        if nomination.pk:
            self.initial["names"] = "、".join(c.name for c in self.own)
            self.initial["signers"] = [sponsor.deputy_id for sponsor in self.signed]
            self.fields["names"].required = bool(self.own)

    def clean_names(self) -> list[str]:
        """The names, each once."""
        names = names_in(self.cleaned_data["names"])
        check = law.nomination_limit(len(names), self.instance.post.seats)
        if not check.passed:
            raise ValidationError(f"{check.computed}。{check.advice}{check.article}")
        if counted := [c.name for c in self.own if c.name not in names and c.sum]:
            said = "、".join(counted)
            raise ValidationError(f"{said}已录入得票，不能去掉。请先在计票页把得票改为 0。")
        self.deputies = self._deputies_named(names)
        if self.instance.post.needs_deputies:
            outsiders = [name for name in names if name not in self.deputies]
            check = law.chairs_from_deputies(self.instance.post.kind, outsiders)
            if check.stops:
                raise ValidationError(f"{check.computed}。{check.advice}{check.article}")
        return names

    def clean_nominated_on(self) -> date:
        """The day, before the vote or on the day of it: nobody is put forward for what is decided."""
        day, vote = self.cleaned_data["nominated_on"], self.instance.post.election.held_on
        if day > vote:
            raise ValidationError(f"不能晚于选举日期 {vote}，请核对")
        return day

    def _deputies_named(self, names: Sequence[str]) -> dict[str, Deputy]:
        """Those of the names who are deputies in office on the day of the vote."""
        day = self.instance.post.election.held_on
        return {d.name: d for d in Deputy.objects.in_office(day).filter(name__in=names)}

    def clean(self) -> dict:
        data = super().clean()
        signers = data.get("signers") or ()
        if data.get("by") == Nomination.By.JOINT:
            check = law.nomination(len(signers))
            if not check.passed:
                self.add_error("signers", f"{check.computed}。{check.advice}{check.article}")
        elif signers:
            self.add_error("signers", "主席团提名不填联名代表")
        return data

    def save(self, commit: bool = True) -> Nomination:
        """The nomination with its sponsors and its candidates; who was put forward before stands once."""
        nomination = super().save(commit)
        names, signers = self.cleaned_data["names"], self.cleaned_data["signers"]
        dropped = [candidate for candidate in self.own if candidate.name not in names]
        withdrawn = [sponsor for sponsor in self.signed if sponsor.deputy not in signers]
        for rows in filter(None, (dropped, withdrawn)):
            void_rows(rows, timezone.now())
        Candidate.objects.bulk_create(self._new_candidates(nomination))
        signed = {sponsor.deputy_id for sponsor in self.signed}
        NominationSponsor.objects.bulk_create(
            NominationSponsor(
                township_id=nomination.township_id, nomination=nomination, deputy=d, revision=1
            )
            for d in signers
            if d.pk not in signed
        )
        return nomination

    def _new_candidates(self, nomination: Nomination) -> Iterator[Candidate]:
        """Those of the names who were not put forward yet, after those who were."""
        people = nomination.post.people
        known = {candidate.name for candidate in people}
        last = max(
            (candidate.order for candidate in people if not candidate.is_write_in), default=0
        )
        new = [name for name in self.cleaned_data["names"] if name not in known]
        for order, name in enumerate(new, last + 1):
            yield Candidate(
                township_id=nomination.township_id,
                post=nomination.post,
                nomination=nomination,
                name=name,
                deputy=self.deputies.get(name),
                order=order,
                revision=1,
            )

    def other_changes(self) -> dict[str, list[str]]:
        """Who was put forward and who signed, before and after, where that was corrected."""
        was = [candidate.name for candidate in self.own]
        signed = [sponsor.deputy.name for sponsor in self.signed]
        pairs = {
            "被提名人": (was, self.cleaned_data["names"]),
            "联名代表": (signed, [deputy.name for deputy in self.cleaned_data["signers"]]),
        }
        return {
            label: ["、".join(before), "、".join(after)]
            for label, (before, after) in pairs.items()
            if sorted(before) != sorted(after)
        }


BETWEEN = re.compile(r"[、，,；;／/\n\r\t]+")
WIDE = re.compile(r"[\u3400-\u9fff](?:[ \u3000]+[\u3400-\u9fff])+")
SPACED = re.compile(r"[\u3400-\u9fff]{2,}(?:[ \u3000]+[\u3400-\u9fff]{2,})+")


def names_in(text: str) -> list[str]:
    """The names in a line, each once, however they are set apart.

    Spaces part names only where every word has two characters or more: 王 芳 is one name, set wide.
    """
    found = []
    for part in BETWEEN.split(text):
        words = part.strip()
        if WIDE.fullmatch(words):
            words = "".join(words.split())
        found += words.split() if SPACED.fullmatch(words) else [words]
    return list(dict.fromkeys(filter(None, found)))


NUMBERS = ("present", "issued", "returned", "valid", "void")
PEOPLE = ("chief_scrutineer", "scrutineers", "tellers")
VOTES = ("votes_for", "votes_against", "votes_abstain")


class TallyForm(forms.Form):
    """A post's count: ballots, votes of each candidate, scrutineers. Sums are judged elsewhere."""

    required_css_class = "required"
    seen_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, post: Post, ballot: BallotCount, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.post, self.ballot = post, ballot
        for name in (*NUMBERS, *PEOPLE):
            field = BallotCount._meta.get_field(name)
            value = getattr(ballot, name)
            if name in NUMBERS:
                self.fields[name] = _number(str(field.verbose_name), value)
            else:
                self.fields[name] = forms.CharField(
                    label=str(field.verbose_name),
                    max_length=field.max_length,
                    required=False,
                    initial=value,
                )
        for candidate in post.listed:
            for name in VOTES:
                label = str(Candidate._meta.get_field(name).verbose_name)
                field = _number(f"{candidate.name} {label}", getattr(candidate, name))
                self.fields[f"{name}_{candidate.pk}"] = field
        self.fields["seen_revision"].initial = ballot.revision

    def base(self) -> list[forms.BoundField]:
        """The ballot numbers."""
        return [self[name] for name in NUMBERS]

    def people(self) -> list[forms.BoundField]:
        """Scrutineers and tellers."""
        return [self[name] for name in PEOPLE]

    def rows(self) -> list[dict]:
        """Each candidate with the three inputs."""
        return [
            {"candidate": c, "fields": [self[f"{name}_{c.pk}"] for name in VOTES]}
            for c in self.post.listed
        ]

    def numbers(self) -> dict[str, int | str]:
        """What goes on the count itself."""
        return {name: self.cleaned_data[name] for name in (*NUMBERS, *PEOPLE)}

    def counted(self) -> list[Counted]:
        """Every candidate's votes."""
        return [
            Counted(c.pk, *(self.cleaned_data[f"{name}_{c.pk}"] for name in VOTES))
            for c in self.post.listed
        ]

    def typed(self, write_ins: Sequence[tuple[str, int]]) -> tuple[BallotCount, list[Candidate]]:
        """The count and the candidates as typed, not saved."""
        ballot = BallotCount(post=self.post, total=self.ballot.total, **self.numbers())
        standing = [
            Candidate(
                pk=c.pk,
                name=c.name,
                deputy_id=c.deputy_id,
                **{name: self.cleaned_data[f"{name}_{c.pk}"] for name in VOTES},
            )
            for c in self.post.listed
        ]
        standing += [Candidate(name=n, votes_for=v, is_write_in=True) for n, v in write_ins]
        return ballot, standing

    def clean_seen_revision(self) -> int | None:
        """Refuse when somebody else saved the count meanwhile."""
        seen = self.cleaned_data["seen_revision"]
        if seen is not None and self.ballot.pk and seen != self.ballot.revision:
            raise ValidationError("您打开此页之后，别人已保存过计票，请刷新核对后再填。")
        return seen


class WriteInForm(forms.Form):
    """另选他人: somebody who is not on the ballot."""

    name = forms.CharField(label="姓名", max_length=50, required=False)
    votes = forms.IntegerField(label="票数", min_value=0, max_value=9999, required=False)

    def clean(self) -> dict:
        data = super().clean()
        if bool(data.get("name")) != (data.get("votes") is not None):
            raise ValidationError("另选他人的姓名和票数都要填")
        return data


WriteIns = formset_factory(WriteInForm, extra=1, max_num=50)


def write_ins_of(formset: BaseFormSet) -> list[tuple[str, int]]:
    """(name, votes) of the rows filled in."""
    return [(row["name"].strip(), row["votes"]) for row in formset.cleaned_data if row.get("name")]


def _number(label: str, value: int) -> forms.IntegerField:
    # a text box with the numeric keyboard: the browser's spinner changes votes by a stray scroll
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, min_value=0, max_value=9999, widget=widget, initial=value
    )
