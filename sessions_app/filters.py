"""How the lists of this app are narrowed."""

import django_filters
from django.db.models import QuerySet

from renda.core.models import Term
from sessions_app.models import (
    CredentialReport,
    Interpellation,
    Notice,
    Post,
    PostKind,
    PresidiumMeeting,
    PresidiumMember,
    Removal,
    Resignation,
    Resolution,
    RuleDocument,
    Session,
    Vote,
)


def terms(request) -> QuerySet:
    """The township's terms, asked when the page is built."""
    return Term.objects.all()


def sessions(request) -> QuerySet:
    """The township's sessions, asked when the page is built."""
    return Session.objects.all()


class SessionFilter(django_filters.FilterSet):
    term = django_filters.ModelChoiceFilter(label="届", queryset=terms)
    year = django_filters.NumberFilter("opens_on__year", label="年份")
    kind = django_filters.ChoiceFilter(label="类别", choices=Session.Kind.choices)
    status = django_filters.ChoiceFilter(label="状态", choices=Session.Status.choices)
    q = django_filters.CharFilter("name", lookup_expr="icontains", label="会议名称")

    class Meta:
        model = Session
        fields = ["term", "year", "kind", "status", "q"]


class OfSession(django_filters.FilterSet):
    """Rows that belong to a session."""

    session = django_filters.ModelChoiceFilter(label="会议", queryset=sessions)


class VoteFilter(OfSession):
    year = django_filters.NumberFilter("held_on__year", label="年份")
    way = django_filters.ChoiceFilter(label="表决方式", choices=Vote.Way.choices)
    result = django_filters.ChoiceFilter(
        label="结果", choices=[("passed", "通过"), ("failed", "未通过")], method="with_result"
    )
    q = django_filters.CharFilter("matter", lookup_expr="icontains", label="表决事项")

    class Meta:
        model = Vote
        fields = ["session", "year", "way", "result", "q"]

    def with_result(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Only those that passed, or only those that did not."""
        return rows.passed() if value == "passed" else rows.failed()


class ResolutionFilter(OfSession):
    year = django_filters.NumberFilter("passed_on__year", label="年份")
    kind = django_filters.ChoiceFilter(label="类别", choices=Resolution.Kind.choices)
    q = django_filters.CharFilter("title", lookup_expr="icontains", label="标题")

    class Meta:
        model = Resolution
        fields = ["session", "year", "kind", "q"]


class PostFilter(django_filters.FilterSet):
    session = django_filters.ModelChoiceFilter("election__session", label="会议", queryset=sessions)
    kind = django_filters.ChoiceFilter(label="职务", choices=PostKind.choices)
    status = django_filters.ChoiceFilter(
        "ballots__status",
        label="计票",
        choices=[("entering", "录入中"), ("checked", "已核对"), ("released", "已公布")],
    )
    q = django_filters.CharFilter(label="候选人", method="named")

    class Meta:
        model = Post
        fields = ["session", "kind", "status", "q"]

    def named(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Posts for which somebody of that name stands."""
        return rows.with_candidate(value)


class MeetingFilter(django_filters.FilterSet):
    term = django_filters.ModelChoiceFilter(label="届", queryset=terms)
    year = django_filters.NumberFilter("held_on__year", label="年份")
    q = django_filters.CharFilter(label="名称、议题", method="about")

    class Meta:
        model = PresidiumMeeting
        fields = ["term", "year", "q"]

    def about(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Meetings so named, or with such a topic."""
        return rows.about(value)


class MemberFilter(django_filters.FilterSet):
    term = django_filters.ModelChoiceFilter(label="届", queryset=terms)
    role = django_filters.ChoiceFilter(label="职务", choices=PresidiumMember.Role.choices)
    q = django_filters.CharFilter("deputy__name", lookup_expr="icontains", label="姓名")

    class Meta:
        model = PresidiumMember
        fields = ["term", "role", "q"]


class NoticeFilter(OfSession):
    year = django_filters.NumberFilter("year", label="年份")
    kind = django_filters.ChoiceFilter(label="类别", choices=Notice.Kind.choices)
    status = django_filters.ChoiceFilter(label="状态", choices=Notice.Status.choices)
    q = django_filters.CharFilter("title", lookup_expr="icontains", label="标题")

    class Meta:
        model = Notice
        fields = ["session", "year", "kind", "status", "q"]


class ResignationFilter(OfSession):
    year = django_filters.NumberFilter("applied_on__year", label="年份")
    post = django_filters.ChoiceFilter(label="职务", choices=Resignation.POSTS)
    q = django_filters.CharFilter("name", lookup_expr="icontains", label="姓名")

    class Meta:
        model = Resignation
        fields = ["session", "year", "post", "q"]


class RemovalFilter(OfSession):
    year = django_filters.NumberFilter("proposed_on__year", label="年份")
    post = django_filters.ChoiceFilter(label="职务", choices=PostKind.choices)
    q = django_filters.CharFilter("name", lookup_expr="icontains", label="姓名")

    class Meta:
        model = Removal
        fields = ["session", "year", "post", "q"]


class InterpellationFilter(OfSession):
    year = django_filters.NumberFilter("submitted_on__year", label="年份")
    way = django_filters.ChoiceFilter(label="答复方式", choices=Interpellation.Way.choices)
    outcome = django_filters.ChoiceFilter(label="结果", choices=Interpellation.Outcome.choices)
    state = django_filters.ChoiceFilter(
        label="状态", choices=[("open", "待决定、待答复")], method="in_state"
    )
    q = django_filters.CharFilter("subject", lookup_expr="icontains", label="质询的问题")

    class Meta:
        model = Interpellation
        fields = ["session", "year", "way", "outcome", "state", "q"]

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Only those that wait for the presidium or the unit."""
        return rows.open()


class CredentialFilter(django_filters.FilterSet):
    term = django_filters.ModelChoiceFilter(label="届", queryset=terms)
    kind = django_filters.ChoiceFilter(label="选举", choices=CredentialReport.Kind.choices)
    year = django_filters.NumberFilter("reported_on__year", label="年份")

    class Meta:
        model = CredentialReport
        fields = ["term", "kind", "year"]


class RuleFilter(django_filters.FilterSet):
    category = django_filters.ChoiceFilter(label="类别", choices=RuleDocument.Category.choices)
    year = django_filters.NumberFilter(label="制定修订年份", method="made_in")
    q = django_filters.CharFilter("name", lookup_expr="icontains", label="制度名称")

    class Meta:
        model = RuleDocument
        fields = ["category", "year", "q"]

    def made_in(self, rows: QuerySet, name: str, value: int) -> QuerySet:
        """Rules made, revised or repealed in a year."""
        return rows.adopted_in(int(value))
