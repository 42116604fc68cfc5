"""How the lists of this app are narrowed."""

from decimal import Decimal

import django_filters
from django.db.models import QuerySet

from deputies.models import (
    Constituency,
    Deputy,
    DeputyGroup,
    DutyReport,
    Fund,
    Honour,
    LiaisonStation,
    Mandate,
    Roll,
    StudyMaterial,
    Training,
)
from renda.core import law
from renda.core.figures import Period


class DeputyFilter(django_filters.FilterSet):
    level = django_filters.ChoiceFilter(
        label="级别", choices=Mandate.Level.choices, method="of_level"
    )
    group = django_filters.ModelChoiceFilter(
        label="代表小组", queryset=lambda request: DeputyGroup.objects.all()
    )
    constituency = django_filters.NumberFilter(label="选区号", method="of_constituency")
    gender = django_filters.ChoiceFilter(label="性别", choices=Deputy.Gender.choices)
    party = django_filters.ChoiceFilter(label="政治面貌", choices=Deputy.Party.choices)
    occupation = django_filters.ChoiceFilter(label="职业类别", choices=Deputy.Occupation.choices)
    q = django_filters.CharFilter(label="姓名", method="named")

    class Meta:
        model = Deputy
        fields = ["level", "group", "constituency", "gender", "party", "occupation", "q"]

    def of_level(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Only those who hold or held a seat of that level."""
        return rows.with_level(value)

    def of_constituency(self, rows: QuerySet, name: str, value: Decimal) -> QuerySet:
        """Only those of the constituency with that number."""
        return rows.of_constituency(int(value))

    def named(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """By name or pinyin initials."""
        return rows.matching(value)


class RecordFilter(django_filters.FilterSet):
    group = django_filters.ModelChoiceFilter(
        label="代表小组", queryset=lambda request: DeputyGroup.objects.all()
    )
    days = django_filters.ChoiceFilter(
        label="闭会期间履职", choices=(("few", "天数不足"),), method="of_days"
    )
    q = django_filters.CharFilter(label="姓名", method="named")

    class Meta:
        model = Deputy
        fields = ["group", "days", "q"]

    def of_days(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Who sat all year and came on fewer days than the rule wants."""
        year, least = Period.year(self.request.year), law.value("deputy.days")
        few = Deputy.objects.with_few_days(*year.days, least)
        return rows.filter(pk__in=few.values("pk"))

    def named(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """By name or pinyin initials."""
        return rows.matching(value)


class ConstituencyFilter(django_filters.FilterSet):
    q = django_filters.CharFilter("name", lookup_expr="icontains", label="选区")

    class Meta:
        model = Constituency
        fields = ["seats", "q"]


class FundFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(label="年度")

    class Meta:
        model = Fund
        fields = ["year", "kind"]


class GroupFilter(django_filters.FilterSet):
    q = django_filters.CharFilter("name", lookup_expr="icontains", label="小组")

    class Meta:
        model = DeputyGroup
        fields = ["q"]


class StationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter("name", lookup_expr="icontains", label="联络站")

    class Meta:
        model = LiaisonStation
        fields = ["q"]


class TrainingFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter("held_on__year", label="年份")
    kind = django_filters.ChoiceFilter(label="类别", choices=Training.Kind.choices)
    q = django_filters.CharFilter("title", lookup_expr="icontains", label="主题")

    class Meta:
        model = Training
        fields = ["year", "kind", "q"]


class MaterialFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter("issued_on__year", label="年份")
    kind = django_filters.ChoiceFilter(label="类别", choices=StudyMaterial.Kind.choices)
    q = django_filters.CharFilter("title", lookup_expr="icontains", label="名称")

    class Meta:
        model = StudyMaterial
        fields = ["year", "kind", "q"]


class ByDeputy(django_filters.FilterSet):
    """Rows that belong to a deputy, found by the deputy's name or initials."""

    q = django_filters.CharFilter(label="代表", method="named")

    def named(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """By the deputy's name or pinyin initials."""
        return rows.filter(deputy__in=Deputy.objects.matching(value))


class DutyReportFilter(ByDeputy):
    year = django_filters.NumberFilter("held_on__year", label="年份")
    group = django_filters.ModelChoiceFilter(
        "deputy__group", label="代表小组", queryset=lambda request: DeputyGroup.objects.all()
    )

    class Meta:
        model = DutyReport
        fields = ["year", "group", "q"]


class HonourFilter(ByDeputy):
    year = django_filters.NumberFilter("on__year", label="年份")
    by = django_filters.CharFilter("by", lookup_expr="icontains", label="授予单位")

    class Meta:
        model = Honour
        fields = ["year", "by", "q"]


class RollFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter("on__year", label="年份")
    kind = django_filters.ChoiceFilter(label="类别", choices=list(Roll.KINDS.items()))
    q = django_filters.CharFilter("title", lookup_expr="icontains", label="事项")

    class Meta:
        model = Roll
        fields = ["year", "kind", "q"]
