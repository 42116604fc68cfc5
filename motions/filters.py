"""Narrowing the register and the inbox."""

import django_filters
from django import forms
from django.db.models import QuerySet

from motions.models import Assignment, AssignmentMeeting, Motion
from motions.querysets import UNIT_NUMBERS
from renda.core.models import Unit
from sessions_app.models import Session

BETWEEN = "between"


# Every request copies the filters, lists of choices with them; a class or a function stays as it is.
def states() -> list[tuple[str, str]]:
    """Every state but the draft, which only its deputy sees."""
    return Motion.Status.choices[1:]


def verdicts() -> list[tuple[str, str]]:
    """What a deputy may say of an answer."""
    return Motion._meta.get_field("verdict").flatchoices


def numbers() -> list[tuple[str, str]]:
    """The columns of 办理统计."""
    return [(name, label) for name, (label, _) in UNIT_NUMBERS.items()]


class MotionFilter(django_filters.FilterSet):
    session = django_filters.ChoiceFilter(label="会议", method="by_session", empty_label="全部")
    kind = django_filters.ChoiceFilter(choices=Motion.Kind, label="类别", empty_label="全部")
    status = django_filters.ChoiceFilter(choices=states, label="状态", empty_label="全部")
    unit = django_filters.ModelChoiceFilter(
        queryset=lambda request: Unit.objects.all(),
        label="承办单位",
        method="by_unit",
        empty_label="全部",
    )
    q = django_filters.CharFilter(
        label="案号、标题、提出人",
        method="by_text",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "可输姓名拼音首字母"}),
    )
    field = django_filters.ChoiceFilter(choices=Motion.Field, label="领域", empty_label="全部")
    year = django_filters.NumberFilter(field_name="submitted_on__year", label="提出年份")
    is_key = django_filters.BooleanFilter(
        label="重点", widget=forms.Select(choices=[("", "全部"), ("true", "是"), ("false", "否")])
    )
    verdict = django_filters.ChoiceFilter(choices=verdicts, label="代表评价", empty_label="全部")
    accepted = django_filters.NumberFilter(field_name="accepted_on__year", label="受理年份")
    counted = django_filters.ChoiceFilter(
        choices=numbers, label="办理统计", method="by_counted", empty_label="全部"
    )

    class Meta:
        model = Motion
        fields = [
            "session", "kind", "status", "unit", "q", "field", "year", "is_key", "verdict",
            "accepted", "counted",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.filters["session"].extra["choices"] = self.session_choices

    @staticmethod
    def session_choices() -> list[tuple[str, str]]:
        """Every session by its short name, and 闭会期间."""
        sessions = Session.objects.values_list("pk", "name")
        found = [(str(pk), name[1:].replace("人民代表大会第", "")) for pk, name in sessions]
        return [(BETWEEN, "闭会期间"), *found]

    def by_session(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == BETWEEN:
            return rows.filter(session=None)
        return rows.filter(session=value)

    def by_unit(self, rows: QuerySet, name: str, value: Unit) -> QuerySet:
        return rows.of_units({value.pk})

    def by_counted(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The cases behind a number of 办理统计: of the unit chosen, or of all."""
        unit = self.form.cleaned_data.get("unit")
        return rows.handed_on().counted_as(value, {unit.pk} if unit else None)

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
    q = django_filters.CharFilter("text", lookup_expr="icontains", label="承诺事项")
    unit = django_filters.ModelChoiceFilter(
        "reply__assignment__unit",
        queryset=lambda request: Unit.objects.all(),
        label="承办单位",
        empty_label="全部",
    )
