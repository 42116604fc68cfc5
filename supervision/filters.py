"""How the lists can be narrowed."""

from decimal import Decimal

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from activities.models import Campaign
from renda.core.models import Unit
from supervision.models import (
    Appraisal,
    ElectionVillage,
    Finding,
    Inspection,
    InspectionOpinion,
    LivelihoodProject,
    PlanItem,
    WorkTarget,
)

YES = [("1", "是")]


def search(field: str, label: str = "关键字") -> django_filters.CharFilter:
    """The search box."""
    return django_filters.CharFilter(field, lookup_expr="icontains", label=label)


class Overdue(django_filters.ChoiceFilter):
    """仅看逾期: keeps what the queryset's ``overdue`` says."""

    def __init__(self, **kwargs) -> None:
        super().__init__(choices=YES, label="是否逾期", empty_label="全部", **kwargs)

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.overdue(timezone.localdate()) if value == "1" else rows


class PlanItemFilter(django_filters.FilterSet):
    q = search("title")
    year = django_filters.NumberFilter(label="年度")
    kind = django_filters.ChoiceFilter(
        choices=PlanItem._meta.get_field("kind").choices, label="监督方式", empty_label="全部"
    )

    class Meta:
        model = PlanItem
        fields = ["year", "kind", "q"]


class WorkTargetFilter(django_filters.FilterSet):
    q = search("content")
    year = django_filters.NumberFilter(label="年度")
    unit = django_filters.ModelChoiceFilter(
        queryset=Unit.objects.all(), label="责任单位", empty_label="全部"
    )
    leader = django_filters.CharFilter(lookup_expr="icontains", label="责任领导")
    overdue = Overdue()

    class Meta:
        model = WorkTarget
        fields = ["year", "unit", "leader", "overdue", "q"]


class LivelihoodProjectFilter(django_filters.FilterSet):
    q = search("name")
    year = django_filters.NumberFilter(label="年度")
    status = django_filters.ChoiceFilter(
        choices=LivelihoodProject.Status.choices, label="阶段", empty_label="全部"
    )
    unit = django_filters.ModelChoiceFilter(
        queryset=Unit.objects.all(), label="责任单位", empty_label="全部"
    )

    class Meta:
        model = LivelihoodProject
        fields = ["year", "status", "unit", "q"]


class InspectionFilter(django_filters.FilterSet):
    q = search("title")
    year = django_filters.NumberFilter("held_on__year", label="年份")
    kind = django_filters.ChoiceFilter(
        choices=Inspection._meta.get_field("kind").choices, label="类别", empty_label="全部"
    )
    status = django_filters.ChoiceFilter(
        choices=Inspection.Status.choices, label="状态", empty_label="全部"
    )
    topic = django_filters.CharFilter(lookup_expr="icontains", label="议题")

    class Meta:
        model = Inspection
        fields = ["year", "kind", "status", "topic", "q"]


class InspectionOpinionFilter(django_filters.FilterSet):
    q = search("text")
    year = django_filters.NumberFilter("inspection__held_on__year", label="年份")
    unit = django_filters.ModelChoiceFilter(
        queryset=Unit.objects.all(), label="承办单位", empty_label="全部"
    )
    overdue = Overdue()

    class Meta:
        model = InspectionOpinion
        fields = ["year", "unit", "overdue", "q"]


class BoardFilter(django_filters.FilterSet):
    """The board's: its lanes are the states."""

    q = search("title")
    campaign = django_filters.ModelChoiceFilter(
        queryset=Campaign.objects.all(), label="主题活动", empty_label="全部"
    )
    unit = django_filters.ModelChoiceFilter(
        queryset=Unit.objects.all(), label="责任单位", empty_label="全部"
    )
    overdue = Overdue()
    field = django_filters.ChoiceFilter(
        choices=Finding.Field.choices, label="类别", empty_label="全部"
    )

    class Meta:
        model = Finding
        fields = ["campaign", "unit", "overdue", "field", "q"]


class FindingFilter(BoardFilter):
    year = django_filters.NumberFilter(label="年度")
    board = django_filters.NumberFilter(label="该年和以前未销号", method="on_board")

    class Meta:
        model = Finding
        fields = ["year", "campaign", "unit", "overdue", "field", "q", "board"]

    def on_board(self, rows: QuerySet, name: str, value: Decimal) -> QuerySet:
        """What the board of that year shows: the rows behind its cards."""
        return rows.on_board(int(value))


class AppraisalFilter(django_filters.FilterSet):
    q = search("title")
    year = django_filters.NumberFilter("held_on__year", label="年份")
    level = django_filters.ChoiceFilter(
        choices=Appraisal.Level.choices, label="评议主体", empty_label="全部"
    )
    unit = django_filters.ModelChoiceFilter(
        queryset=Unit.objects.all(), label="评议对象", empty_label="全部"
    )

    class Meta:
        model = Appraisal
        fields = ["year", "level", "unit", "q"]


class ElectionVillageFilter(django_filters.FilterSet):
    q = search("name")
    year = django_filters.NumberFilter(label="年度")
    observer = django_filters.CharFilter(
        "observer__name", lookup_expr="icontains", label="驻村主席团成员"
    )

    class Meta:
        model = ElectionVillage
        fields = ["year", "observer", "q"]
