"""What the office fills in about deputies, and how a roll is signed."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from deputies.expecting import expected_on
from deputies.models import (
    Deputy,
    DeputyGroup,
    DutyReport,
    Mandate,
    Roll,
    RollEntry,
    StudyMaterial,
    Training,
)
from renda.core import law
from renda.core.forms import FilesField, RecordForm, StepForm, widget_for
from renda.core.models import Membership, Role, User
from renda.core.numbers import queue_up
from renda.core.scoping import current_township_id
from renda.core.widgets import PickerSelect, PickerSelectMultiple


class DeputyForm(RecordForm):
    """A deputy as a person; which congress and when is said by the mandates."""

    sections = (
        ("基本情况", ("name", "gender", "born_on", "ethnicity", "party", "education")),
        ("工作和联系", ("occupation", "workplace", "phone", "group", "station", "order", "user")),
    )

    class Meta:
        model = Deputy
        fields = (
            "name", "gender", "born_on", "ethnicity", "party", "education", "occupation",
            "workplace", "phone", "group", "station", "order", "user",
        )  # fmt: skip
        formfield_callback = widget_for
        help_texts = {
            "born_on": "只印年月；日不清楚的填 1 日",
            "order": "签到册和名册中的次序",
            "user": "代表用哪个账号登录；没有手机的代表可以不选，由工作人员代录",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.filter(
            township=current_township_id(), role__in=[Role.DEPUTY, Role.CHAIR]
        )
        self.fields["user"].queryset = User.objects.filter(pk__in=members.values("user"))

    def clean_born_on(self) -> date:
        day = self.cleaned_data["born_on"]
        if day > timezone.localdate():
            raise ValidationError("出生年月不能晚于今天")
        return day


class MandateForm(RecordForm):
    """A mandate, checked against the seats of its constituency and the person's other mandates."""

    sections = (
        ("当选", ("level", "term", "constituency", "card_no", "from_on", "is_by_election", "is_reelected")),
        ("终止与暂停", ("until_on", "end_reason", "suspended_from", "suspended_until")),
    )  # fmt: skip

    class Meta:
        model = Mandate
        fields = (
            "level", "term", "constituency", "card_no", "from_on", "is_by_election",
            "is_reelected", "until_on", "end_reason", "suspended_from", "suspended_until",
        )  # fmt: skip
        formfield_callback = widget_for
        help_texts = {
            "constituency": "乡镇代表须选；县、市、省代表可以不选",
            "from_on": "选出代表的日期；代表从本届第一次会议起履职，补选的从当选之日起",
            "until_on": f"最后一天。{law.cite('deputy.loss')}",
            "suspended_from": law.cite("deputy.suspension"),
        }

    def clean(self) -> dict:
        data = super().clean()
        if data.get("level") == Mandate.Level.TOWNSHIP:
            for name, words in (("term", "请选届次"), ("constituency", "请选选区")):
                if not data.get(name):
                    self.add_error(name, f"登记乡镇代表，{words}")
        start, end = data.get("suspended_from"), data.get("suspended_until")
        if end and (start is None or end < start):
            self.add_error("suspended_until", "恢复前的最后一天不能早于暂停的第一天")
        return data

    def others(self, data: dict) -> list[Mandate]:
        """Mandates of the same level, of this constituency or deputy, that count on at least one day on
        which this one does.

        An election before a term's first session gives no day of the term before. The day on which one
        term hands over to the next is not shared: it ends the one and begins the other.
        """
        first, last = self.instance_with(data).span
        of = Q(deputy=self.instance.deputy_id)
        if place := data.get("constituency"):
            of |= Q(constituency=place)
        rows = Mandate.objects.filter(of, level=data["level"]).exclude(pk=self.instance.pk)
        term = data.get("term")
        found = []
        for other in rows.select_related("term"):
            begins, ends = other.span
            hands_over = other.term != term and (ends == first or begins == last)
            if begins <= last and ends >= first and not hands_over:
                found.append(other)
        return found

    def instance_with(self, data: dict) -> Mandate:
        """The mandate with the values typed, to ask when it counts."""
        names = ("level", "term", "from_on", "until_on")
        return Mandate(**{name: data.get(name) for name in names})

    def conflicts(self, data: dict) -> dict[str, str]:
        """Field → what is wrong: more deputies at one time than the constituency has seats, or a second
        mandate of the same level."""
        found = {}
        others, place = self.others(data), data.get("constituency")
        taken = sum(other.constituency_id == place.pk for other in others) if place else 0
        if place and taken >= place.seats:
            found["constituency"] = (
                f"{place}名额 {place.seats} 名，这段时间已有 {taken} 名代表。"
                "请先登记原代表的终止日期，或改选区。"
            )
        own = [other for other in others if other.deputy_id == self.instance.deputy_id]
        if own:
            term = f"（{own[0].term}）" if own[0].term else ""
            found["from_on"] = (
                f"这位代表在这段时间已有同级代表资格{term}，请先登记原资格的终止日期；"
                "换届的，在“系统 — 届次”登记新一届第一次会议的日期"
            )
        return found

    def save(self, commit: bool = True) -> Mandate:
        """Write the mandate, one at a time: of two pages sent at once the later finds the seat taken.

        In a transaction of the caller's; raises ``ValidationError`` of ``conflicts``.
        """
        queue_up("deputies.mandates")
        if found := self.conflicts(self.cleaned_data):
            raise ValidationError(found)
        return super().save(commit)


class GroupForm(RecordForm):
    """A deputies' group; its leader is one of the deputies."""

    class Meta:
        model = DeputyGroup
        fields = ("name", "area", "leader")
        formfield_callback = widget_for
        widgets = {"leader": PickerSelect}


class TrainingForm(RecordForm):
    """A training; its roll is opened with it."""

    files = FilesField(label="材料、照片")
    sections = (
        ("基本情况", ("title", "kind", "held_on", "place", "lecturer", "hours")),
        ("内容和讨论", ("content", "discussion", "files")),
    )

    class Meta:
        model = Training
        fields = (
            "title", "kind", "held_on", "place", "lecturer", "hours", "content", "discussion",
        )  # fmt: skip
        formfield_callback = widget_for
        help_texts = {"held_on": "登记后自动生成签到册：当天在任的代表全部列为应到"}


class MaterialForm(RecordForm):
    """A paper passed on to every deputy in office."""

    files = FilesField(label="正文和附件")
    sections = (
        ("资料", ("title", "kind", "issuer", "number", "issued_on", "training")),
        ("内容", ("summary", "files")),
    )

    class Meta:
        model = StudyMaterial
        fields = ("title", "kind", "issuer", "number", "issued_on", "training", "summary")
        formfield_callback = widget_for
        help_texts = {"issued_on": "当天在任的每位代表得到一份，打开即为已读"}


class DutyReportForm(RecordForm):
    """A report to voters with its rating."""

    files = FilesField(label="述职报告、照片")
    sections = (
        ("述职", ("deputy", "held_on", "place", "voters_present", "content")),
        ("测评", ("satisfied", "basically_satisfied", "dissatisfied", "announced", "comments", "files")),
    )  # fmt: skip

    class Meta:
        model = DutyReport
        fields = (
            "deputy", "held_on", "place", "voters_present", "content", "satisfied",
            "basically_satisfied", "dissatisfied", "announced", "comments",
        )  # fmt: skip
        formfield_callback = widget_for
        widgets = {"deputy": PickerSelect}


class GuestForm(RecordForm):
    """Somebody else on a roll: a deputy who was not expected, or a guest by name.

    Where there must be a quorum, a deputy who has no vote there is a guest by name: no one else counts.
    """

    class Meta:
        model = RollEntry
        fields = ("deputy", "guest", "guest_post")
        formfield_callback = widget_for
        widgets = {"deputy": PickerSelect}
        help_texts = {
            "deputy": "不在应到名单上的代表，例如列席的县人大代表",
            "guest": "列席人员、机关干部的姓名；与代表二选一",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        roll, field = self.instance.roll, self.fields["deputy"]
        if roll.expects and roll.kind in Roll.QUORATE:
            voting = [deputy.pk for deputy in expected_on(roll.expects, roll.on)]
            field.queryset = field.queryset.filter(pk__in=voting)
            field.help_text = (
                "只选有表决权而没有列入的；列席的上级代表和其他人员填在下面，不计入应到、实到"
            )

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors and bool(data.get("deputy")) == bool(data.get("guest")):
            self.add_error("guest", "代表和其他人员，填一项，也只填一项")
        return data


class GuestNameForm(RecordForm):
    """A guest's name and post set right."""

    class Meta:
        model = RollEntry
        fields = ("guest", "guest_post")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guest"].required = True


def unsigned(roll: Roll) -> QuerySet[Deputy]:
    """The deputies of a roll who have not signed."""
    entries = RollEntry.objects.filter(roll=roll, deputy__isnull=False)
    return Deputy.objects.filter(
        pk__in=entries.exclude(state=RollEntry.State.PRESENT).values("deputy")
    )


class SignForm(StepForm):
    """The clerk signs for deputies who have no phone at hand."""

    deputies = forms.ModelMultipleChoiceField(
        Deputy.objects.none(), label="现场登记", widget=PickerSelectMultiple
    )

    def __init__(self, *args, roll: Roll, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputies"].queryset = unsigned(roll)
        self.fields["deputies"].error_messages["required"] = "请先输入姓名或拼音首字母，选出代表"


class LeaveForm(SignForm):
    """Leave asked for in writing and approved (代表法 13)."""

    reason = forms.CharField(label="请假事由", max_length=100)
    approved_by = forms.CharField(label="批准人", max_length=50)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputies"].label = "请假代表"
        self.fields["reason"].help_text = law.cite("deputy.leave")


class CorrectForm(StepForm):
    """Sets the state of one line right, with a reason where somebody was not there.

    Who held no mandate on the day may be taken off.
    """

    STRIKE = ("strike", "当天不在任，移出签到册")
    state = forms.ChoiceField(label="到会情况")
    reason = forms.CharField(label="请假事由", max_length=100, required=False)
    approved_by = forms.CharField(label="批准人", max_length=50, required=False)

    def __init__(self, *args, is_closed: bool, off_duty: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        states = RollEntry.State
        # on a closed roll everybody came, had leave or was absent
        known = [c for c in states.choices if not (is_closed and c[0] == states.EXPECTED)]
        self.fields["state"].choices = [*known, self.STRIKE] if off_duty else known

    def clean(self) -> dict:
        data = super().clean()
        if data.get("state") == RollEntry.State.ON_LEAVE and not data.get("reason"):
            raise ValidationError({"reason": "请假须填事由"})
        return data
