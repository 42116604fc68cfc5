"""Notices, departures, the presidium and the rules."""

from django import forms
from django.core.exceptions import ValidationError

from renda.core.forms import RecordForm, widget_for
from renda.core.widgets import PickerSelect
from sessions_app.models import (
    Election,
    Notice,
    PresidiumMember,
    Removal,
    Resignation,
    RuleDocument,
    RuleVersion,
    Vote,
)


class NoticeForm(RecordForm):
    class Meta:
        model = Notice
        fields = ("kind", "session", "election", "title", "text")
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["election"].queryset = Election.objects.select_related("session")
        self.fields["text"].widget.attrs["rows"] = 8

    def clean(self) -> dict:
        data = super().clean()
        election, session = data.get("election"), data.get("session")
        if election and session and election.session_id != session.pk:
            self.add_error("election", f"请选{session.short_name}的选举")
        return data


def decided_by(form: forms.ModelForm) -> None:
    """Offer deputies by typing, and only votes with their session's name."""
    form.fields["deputy"].widget = PickerSelect(choices=form.fields["deputy"].widget.choices)
    form.fields["vote"].queryset = Vote.objects.for_list()


class ResignationForm(RecordForm):
    class Meta:
        model = Resignation
        fields = ("name", "post", "deputy", "applied_on", "reason", "session", "vote")
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        decided_by(self)


class RemovalForm(RecordForm):
    class Meta:
        model = Removal
        fields = (
            "name",
            "post",
            "deputy",
            "proposed_on",
            "by",
            "sponsors",
            "reason",
            "defence",
            "session",
            "vote",
        )
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        decided_by(self)


class MemberForm(RecordForm):
    class Meta:
        model = PresidiumMember
        fields = ("term", "deputy", "role", "session", "from_on", "until_on")
        formfield_callback = widget_for
        widgets = {"deputy": PickerSelect}


VERSION_FIELDS = ("kind", "adopted_on", "meeting", "session", "doc_number", "in_force_from", "text")


class VersionForm(RecordForm):
    """A rule's next version."""

    class Meta:
        model = RuleVersion
        fields = VERSION_FIELDS
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 14
        if self.instance.pk is None:
            self.propose(kind=RuleVersion.Kind.REVISED)
        elif self.instance.number == 1:
            del self.fields["kind"]
        else:
            kinds = self.fields["kind"].choices
            self.fields["kind"].choices = [c for c in kinds if c[0] != RuleVersion.Kind.NEW]


class RuleForm(VersionForm):
    """A new rule: its name together with its first version."""

    name = forms.CharField(label="制度名称", max_length=100)
    category = forms.ChoiceField(label="类别", choices=RuleDocument.Category.choices)
    sections = (
        ("制度", ("name", "category")),
        ("版本", VERSION_FIELDS),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["kind"] = RuleVersion.Kind.NEW
        del self.fields["kind"]
        self.instance.kind = RuleVersion.Kind.NEW
        self.order_fields(["name", "category"])

    def clean_name(self) -> str:
        """A rule of that name must not exist yet."""
        name = self.cleaned_data["name"]
        if RuleDocument.objects.filter(name=name).exists():
            raise ValidationError("已有同名制度，请打开它“登记修订”")
        return name
