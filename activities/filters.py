"""How the lists are narrowed."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from activities.models import (
    Activity,
    Adoption,
    Article,
    Campaign,
    Consultation,
    Deed,
    DutyCase,
    Opinion,
    PublicMessage,
    VoterContact,
)
from deputies.models import DeputyGroup, LiaisonStation
from renda.core.models import Unit

YEARS_BACK = 6
YES = [("yes", "是"), ("no", "否")]


def recent_years() -> list[tuple[int, str]]:
    """This year, the one to come and the last few: the choices of a 年份 filter."""
    this = timezone.localdate().year
    return [(year, f"{year} 年") for year in range(this + 1, this - YEARS_BACK, -1)]


def year_of(path: str) -> django_filters.ChoiceFilter:
    """A 年份 filter on a day."""
    return django_filters.ChoiceFilter(
        field_name=path, lookup_expr="year", label="年份", choices=recent_years
    )


def keyword(label: str, method: str = "by_word") -> django_filters.CharFilter:
    """The search box of a list."""
    return django_filters.CharFilter(method=method, label=label)


class CampaignFilter(django_filters.FilterSet):
    year = year_of("starts_on")
    q = keyword("名称、主题")

    class Meta:
        model = Campaign
        fields = ["year", "q"]

    def by_word(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(name__icontains=value) | Q(topic__icontains=value))


class ActivityFilter(django_filters.FilterSet):
    year = year_of("held_on")
    group = django_filters.ModelChoiceFilter(queryset=DeputyGroup.objects.all(), label="代表小组")
    campaign = django_filters.ModelChoiceFilter(queryset=Campaign.objects.all(), label="主题活动")
    q = keyword("主题、地点、点位")

    class Meta:
        model = Activity
        fields = ["year", "kind", "group", "campaign", "is_pre_session", "q"]

    def by_word(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.matching(value)


class ConsultationFilter(django_filters.FilterSet):
    year = year_of("held_on")
    q = django_filters.CharFilter("matter", lookup_expr="icontains", label="事项")

    class Meta:
        model = Consultation
        fields = ["year", "q"]


class OpinionFilter(django_filters.FilterSet):
    year = django_filters.ChoiceFilter(label="年份", choices=recent_years, method="of_year")
    unit = django_filters.ModelChoiceFilter(queryset=Unit.objects.all(), label="转交单位")
    overdue = django_filters.ChoiceFilter(label="是否逾期", choices=YES, method="by_overdue")
    q = django_filters.CharFilter("text", lookup_expr="icontains", label="内容")

    class Meta:
        model = Opinion
        fields = ["year", "status", "unit", "overdue", "q"]

    def __init__(self, *args, overdue_since=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.overdue_since = overdue_since

    def of_year(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(given_on__year=value)

    def by_overdue(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        late = Q(status=Opinion.Status.PASSED, passed_on__lte=self.overdue_since())
        return rows.filter(late) if value == "yes" else rows.exclude(late)


class VoterContactFilter(django_filters.FilterSet):
    year = year_of("met_on")
    station = django_filters.ModelChoiceFilter(
        queryset=LiaisonStation.objects.all(), label="联络站"
    )
    q = keyword("代表、反映问题")

    class Meta:
        model = VoterContact
        fields = ["year", "way", "station", "outcome", "q"]

    def by_word(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(
            Q(issue__icontains=value)
            | Q(deputy__name__icontains=value)
            | Q(deputy__initials__startswith=value.lower())
        )


class PublicMessageFilter(django_filters.FilterSet):
    year = year_of("sent_at")
    q = keyword("代表、留言内容")

    class Meta:
        model = PublicMessage
        fields = ["year", "q"]

    def by_word(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(text__icontains=value) | Q(deputy__name__icontains=value))


class DeedFilter(django_filters.FilterSet):
    year = year_of("on")
    campaign = django_filters.ModelChoiceFilter(queryset=Campaign.objects.all(), label="主题活动")
    q = keyword("代表、事迹")

    class Meta:
        model = Deed
        fields = ["year", "kind", "level", "campaign", "q"]

    def by_word(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(
            Q(text__icontains=value)
            | Q(deputy__name__icontains=value)
            | Q(deputy__initials__startswith=value.lower())
        )


class ArticleFilter(django_filters.FilterSet):
    year = year_of("sent_on")
    adopted = django_filters.ChoiceFilter(
        label="录用级别", choices=Adoption.Level.choices, method="by_level"
    )
    q = django_filters.CharFilter("title", lookup_expr="icontains", label="标题")

    class Meta:
        model = Article
        fields = ["year", "adopted", "q"]

    def by_level(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.adopted(value)


class DutyCaseFilter(django_filters.FilterSet):
    year = year_of("reported_on")
    q = keyword("案例、代表")

    class Meta:
        model = DutyCase
        fields = ["year", "q"]

    def by_word(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(title__icontains=value) | Q(deputy__name__icontains=value))
