"""Narrowing the register and the inbox."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from deputies.models import Deputy
from motions.lanes import BY_KEY, LANES
from motions.models import Assignment, AssignmentMeeting, Motion, OwedLetter, Reference, Reminder
from motions.numbers import CASE_NUMBERS, UNIT_NUMBERS, counted_as, tallied
from renda.core.models import Unit
from renda.core.prepared import prepared
from renda.core.text import keys_in
from sessions_app.models import Session

BETWEEN = "between"
LOOKED_FOR = (
    ("waiting", "待评价"),
    ("twice", "再次不满意"),
    ("unreturned", "未反馈"),
    ("unread", "打开答复以前评价"),
)


# Every request copies the filters, lists of choices with them; a class or a function stays as it is.
def states() -> list[tuple[str, str]]:
    """Every state but the draft, which only its deputy sees."""
    return Motion.Status.choices[1:]


def verdicts() -> list[tuple[str, str]]:
    """What a deputy may say of an answer, and what the office looks for."""
    said = Motion._meta.get_field("verdict").flatchoices
    return [*said, *LOOKED_FOR]


def unit_numbers() -> list[tuple[str, str]]:
    """The columns of 办理统计 by unit."""
    return [(name, number.label) for name, number in UNIT_NUMBERS.items()]


def case_numbers() -> list[tuple[str, str]]:
    """The columns of 办理统计 by field, deputy and year."""
    return [(name, number.label) for name, number in CASE_NUMBERS.items()]


def lanes() -> list[tuple[str, str]]:
    """The columns of 办理看板."""
    return [(lane.key, lane.label) for lane in LANES]


def the_deputy(request: HttpRequest | None) -> QuerySet[Deputy]:
    """The one deputy asked for: the filter names a deputy, it doesn't offer them all."""
    asked = [request.GET.get(name, "") for name in ("lead", "joint")] if request else []
    return Deputy.objects.filter(pk__in=keys_in(asked))


@prepared
def named_sessions() -> QuerySet[Session]:
    """Every session by its name: the list offers them all."""
    return Session.objects.only("name")


class BoardFilter(django_filters.FilterSet):
    """What narrows 办理看板: the register's own filters, so that a lane opens the same rows there."""

    unit = django_filters.ModelChoiceFilter(
        queryset=lambda request: Unit.objects.all(),
        label="承办单位",
        method="by_unit",
        empty_label="全部",
    )
    field = django_filters.ChoiceFilter(choices=Motion.Field, label="领域", empty_label="全部")
    year = django_filters.NumberFilter(field_name="submitted_on__year", label="提出年份")
    is_key = django_filters.BooleanFilter(
        label="重点", widget=forms.Select(choices=[("", "全部"), ("true", "是"), ("false", "否")])
    )

    class Meta:
        model = Motion
        fields = ["unit", "field", "year", "is_key"]

    def by_unit(self, rows: QuerySet, name: str, value: Unit) -> QuerySet:
        return rows.of_units({value.pk})


class MotionFilter(BoardFilter):
    """What narrows the register."""

    session = django_filters.ChoiceFilter(label="会议", method="by_session", empty_label="全部")
    kind = django_filters.ChoiceFilter(choices=Motion.Kind, label="类别", empty_label="全部")
    status = django_filters.ChoiceFilter(choices=states, label="状态", empty_label="全部")
    q = django_filters.CharFilter(
        label="案号、标题、提出人",
        method="by_text",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "可输姓名拼音首字母"}),
    )
    verdict = django_filters.ChoiceFilter(
        choices=verdicts, label="代表评价", method="by_verdict", empty_label="全部"
    )
    accepted = django_filters.NumberFilter(field_name="accepted_on__year", label="受理年份")
    counted = django_filters.ChoiceFilter(
        choices=unit_numbers, label="按单位统计", method="by_counted", empty_label="全部"
    )
    tally = django_filters.ChoiceFilter(
        choices=case_numbers, label="按件统计", method="by_tally", empty_label="全部"
    )
    lane = django_filters.ChoiceFilter(
        choices=lanes, label="看板", method="by_lane", empty_label="全部"
    )
    lead = django_filters.ModelChoiceFilter(
        queryset=the_deputy, label="领衔代表", empty_label="全部"
    )
    joint = django_filters.ModelChoiceFilter(
        queryset=the_deputy, label="联名代表", method="by_joint", empty_label="全部"
    )

    # what a number or a lane leads here with; not offered on a page that came without it
    ARRIVED_WITH = ("counted", "tally", "lane", "lead", "joint")

    class Meta:
        model = Motion
        fields = [
            "session", "kind", "status", "unit", "q", "field", "year", "is_key", "verdict",
            "accepted", "counted", "tally", "lane", "lead", "joint",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in self.ARRIVED_WITH:
            if not self.data.get(name):
                del self.filters[name]
        self.filters["session"].extra["choices"] = self.session_choices

    @staticmethod
    def session_choices() -> list[tuple[str, str]]:
        """Every session by its short name, and 闭会期间."""
        found = [(str(s.pk), s.name[1:].replace("人民代表大会第", "")) for s in named_sessions()]
        return [(BETWEEN, "闭会期间"), *found]

    def by_session(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == BETWEEN:
            return rows.filter(session=None)
        return rows.filter(session=value)

    def by_unit(self, rows: QuerySet, name: str, value: Unit) -> QuerySet:
        """A unit's cases; with a number of 办理统计 those that it counts, one handed back too."""
        counts = self.form.cleaned_data.get("counted")
        return rows if counts else super().by_unit(rows, name, value)

    def by_counted(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The cases behind a number of 办理统计: of the unit chosen, or of all."""
        unit = self.form.cleaned_data.get("unit")
        return counted_as(rows, value, {unit.pk} if unit else None)

    def by_tally(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return tallied(rows, value)

    def by_lane(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return BY_KEY[value].rows(rows)

    def by_joint(self, rows: QuerySet, name: str, value: Deputy) -> QuerySet:
        return rows.cosigned_by(value.pk)

    def by_verdict(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """What the lead deputy said, or what the office looks for among the answered cases."""
        special = {
            "waiting": rows.awaiting_verdict,
            "twice": rows.twice_dissatisfied,
            "unreturned": rows.unreturned,
            "unread": rows.rated_unread,
        }
        return special[value]() if value in special else rows.filter(verdict=value)

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.matching(value.strip())


class InboxFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="案号、标题",
        method="by_text",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    role = django_filters.ChoiceFilter(choices=Assignment.Role, label="身份", empty_label="全部")

    class Meta:
        model = Assignment
        fields = ["q", "role"]

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        text = value.strip()
        return rows.filter(motion__title__icontains=text) | rows.filter(
            motion__code__icontains=text
        )


class MeetingFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(field_name="held_on__year", label="年份")
    q = django_filters.CharFilter("place", lookup_expr="icontains", label="地点")

    class Meta:
        model = AssignmentMeeting
        fields = ["year", "q"]


class CommitmentFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(label="年度（含结转）", method="by_year")
    q = django_filters.CharFilter("text", lookup_expr="icontains", label="承诺事项")
    unit = django_filters.ModelChoiceFilter(
        "reply__assignment__unit",
        queryset=lambda request: Unit.objects.all(),
        label="承办单位",
        empty_label="全部",
    )
    carried = django_filters.BooleanFilter(
        label="上年结转",
        method="by_carried",
        widget=forms.Select(choices=[("", "全部"), ("true", "只看结转")]),
    )

    def by_year(self, rows: QuerySet, name: str, value: int) -> QuerySet:
        """A year's list: promised in it, or carried over into it."""
        return rows.of_year(int(value))

    def by_carried(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        """Only what was carried over into the year asked, or into this one."""
        year = int(self.form.cleaned_data.get("year") or timezone.localdate().year)
        return rows.carried_over(year) if value else rows


class ReminderFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="案号、标题、编号",
        method="by_text",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    unit = django_filters.ModelChoiceFilter(
        "assignment__unit",
        queryset=lambda request: Unit.objects.all(),
        label="承办单位",
        empty_label="全部",
    )
    year = django_filters.NumberFilter(field_name="on__year", label="年份")

    class Meta:
        model = Reminder
        fields = ["q", "unit", "year"]

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        text = value.strip()
        return rows.filter(
            Q(motion__title__icontains=text)
            | Q(motion__code__icontains=text)
            | Q(number__icontains=text)
        )


class OwedLetterFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        "motion__title",
        lookup_expr="icontains",
        label="标题",
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    class Meta:
        model = OwedLetter
        fields = ["q"]


class ReferenceFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(field_name="on__year", label="年份")
    q = django_filters.CharFilter(
        "motion__title",
        lookup_expr="icontains",
        label="标题",
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    class Meta:
        model = Reference
        fields = ["year", "q"]
