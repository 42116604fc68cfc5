"""What the presidium decided about a 议案, or about a case that was redone in vain."""

from datetime import date

from django import forms
from django.utils import timezone

from motions.forms.steps import NARROW, not_after_today, other_units
from motions.models import Review
from renda.core.calendar import chinese_date
from renda.core.forms import DateInput, FilesField, StepForm
from renda.core.models import Unit
from renda.core.widgets import PickerSelect
from sessions_app.models import PresidiumMeeting

D = Review.Decision
REACHED = (("答复", "replied_on"), ("交办", "assigned_on"), ("提出", "submitted_on"))
"""How far a case or a unit's part of it has come, the latest first."""


class PresidiumForm(StepForm):
    """What the presidium decided, and at which meeting."""

    meeting = forms.ModelChoiceField(
        PresidiumMeeting.objects.none(), label="主席团会议", required=False, widget=PickerSelect,
        help_text="会议期间由大会主席团决定的，可不选",
    )  # fmt: skip
    on = forms.DateField(label="决定日期", widget=DateInput)
    note = forms.CharField(label="主席团处理意见", max_length=500, widget=NARROW)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = PresidiumMeeting.objects.order_by("-held_on")
        self.propose(on=timezone.localdate())

    def clean_on(self) -> date:
        """Neither before there was anything to decide on, nor still to come."""
        day = not_after_today(self.cleaned_data["on"])
        reached = ((what, getattr(self.instance, name, None)) for what, name in REACHED)
        what, begun = next((each for each in reached if each[1]), ("", None))
        if begun and day < begun:
            raise forms.ValidationError(f"不能早于{what}日期{chinese_date(begun)}")
        return day


class LeaveOffForm(PresidiumForm):
    """不列入议程 and nothing more: why it is not handled as a 建议, kept with the presidium's words."""

    why = forms.CharField(
        label="不转为建议的原因",
        max_length=200,
        widget=NARROW,
        help_text="未列入议程的议案，一般转为建议办理，请改用“转为建议”；确不转的，写明原因，记入办理过程。",
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("note") and data.get("why"):
            data["note"] = f"{data['note'].rstrip('。')}。不转为建议的原因：{data['why']}"
        return data


class RulingForm(PresidiumForm):
    """What the presidium made of a 退办 refused twice: 维持、改交 to whom, 协调 by whom."""

    decision = forms.ChoiceField(
        label="主席团的决定",
        choices=[
            (D.UPHOLD, "维持交办，仍由本单位承办"),
            (D.TRANSFER, "改交其他单位"),
            (D.COORDINATE, "由领导协调，仍由本单位承办"),
        ],
        widget=forms.RadioSelect,
    )
    to_unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="改交单位",
        required=False,
        widget=PickerSelect,
        help_text="改交时选；期限不变，仍自交办之日起算。",
    )
    coordinator = forms.CharField(
        label="牵头协调的领导",
        max_length=50,
        required=False,
        help_text="协调时填，例如：分管负责人张明。需要其他单位协办的，另用“增加承办单位”加派。",
    )
    field_order = ("decision", "to_unit", "coordinator", "meeting", "on", "note")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_unit"].queryset = other_units(self.instance)

    def clean(self) -> dict:
        data = super().clean()
        decision, leader = data.get("decision"), data.get("coordinator")
        if decision == D.TRANSFER and not data.get("to_unit"):
            self.add_error("to_unit", "请选改交给哪个单位")
        if decision == D.COORDINATE and not leader:
            self.add_error("coordinator", "请写明由哪位领导牵头协调")
        if decision == D.COORDINATE and leader and data.get("note"):
            data["note"] = f"由{leader}牵头协调。{data['note']}"
        data["decided_at"] = data.pop("meeting", None)  # not the 交办会 that the part itself names
        return data


class WithdrawBillForm(PresidiumForm):
    """撤回列入议程的议案: asked for in writing, agreed by the presidium."""

    files = FilesField(
        label="书面撤回申请", required=True, help_text="提案人签名的申请，PDF 或图片"
    )
