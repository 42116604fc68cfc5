"""Votes and the resolutions they pass."""

from renda.core import law
from renda.core.columns import Column
from renda.core.views.detail import DetailPage, RelatedTable, Section
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import ListPage
from sessions_app import services
from sessions_app.filters import ResolutionFilter, VoteFilter
from sessions_app.forms import ResolutionForm, VoteForm
from sessions_app.models import Resolution, Session, Vote
from sessions_app.views.base import InSession

DECIDING = (("会议", ""), ("选举与表决", "sessions_app:post_list"))


class VoteList(ListPage):
    model = Vote
    template_name = "sessions_app/deciding_list.html"
    permission_required = "sessions_app.list_vote"
    filterset_class = VoteFilter
    ordering = ("-held_on", "-pk")
    crumbs = DECIDING
    columns = (
        Column("表决事项", "matter", link=True),
        Column("会议", "session.short_name", css="nowrap"),
        Column("日期", "held_on", sort="held_on", css="date"),
        Column("全体代表", "total", css="num"),
        Column("实到", "present", sort="present", css="num"),
        Column("赞成", "votes_for", sort="votes_for", css="num"),
        Column("反对", "votes_against", css="num"),
        Column("弃权", "votes_abstain", css="num"),
        Column("结果", "result", css="nowrap", pill=True, tone=lambda v: v.result_tone),
    )
    empty_icon = "check2-square"
    empty_text = "表决在会议页面登记：打开一次会议，按“登记表决”。"
    foot_note = (
        f"全体代表三分之二以上出席才能表决（{law.cite('session.quorum')}），"
        f"以全体代表的过半数通过（{law.cite('vote.majority')}）。"
    )


class VoteDetail(InSession, DetailPage):
    model = Vote
    template_name = "sessions_app/vote_detail.html"
    permission_required = "sessions_app.view_vote"
    edit_url = "sessions_app:vote_update"
    edit_perm = "sessions_app.change_vote"
    void_perm = "sessions_app.change_vote"
    sections = (
        Section("表决", ("session", "sitting", "agenda_item", "matter", "way", "held_on")),
        Section(
            "票数",
            ("total", "present", "votes_for", "votes_against", "votes_abstain", "not_voting"),
        ),
    )
    tables = (
        RelatedTable(
            "据此通过的决议决定",
            lambda vote: vote.resolutions.all(),
            (Column("标题", "title", link=True), Column("通过日期", "passed_on", css="date")),
        ),
    )

    def get_queryset(self):
        return Vote.objects.select_related("session", "sitting", "agenda_item")

    def get_context_data(self, **kwargs) -> dict:
        vote = self.object
        return super().get_context_data(**kwargs) | {
            "checks": vote.checks,
            "pills": [{"tone": vote.result_tone, "label": vote.result}],
        }


class VoteCreate(InSession, CreatePage):
    model = Vote
    form_class = VoteForm
    permission_required = "sessions_app.change_vote"
    parent = ("session", Session)

    def save(self, form) -> Vote:
        self.object = services.record_vote(vote=form.save(commit=False))
        return self.object


class VoteUpdate(InSession, EditPage):
    model = Vote
    form_class = VoteForm
    permission_required = "sessions_app.change_vote"


class ResolutionList(ListPage):
    model = Resolution
    permission_required = "sessions_app.list_resolution"
    filterset_class = ResolutionFilter
    ordering = ("-passed_on", "pk")
    title = "决议决定"
    columns = (
        Column("标题", "title", link=True),
        Column("类别", "get_kind_display", css="nowrap"),
        Column("会议", "session.short_name", css="nowrap"),
        Column("通过日期", "passed_on", sort="passed_on", css="date"),
        Column("赞成", "vote.votes_for", css="num"),
        Column("全体代表", "vote.total", css="num"),
    )
    empty_icon = "file-earmark-check"
    empty_text = "决议在会议页面登记：打开一次会议，先登记表决，再按“登记决议”。"


class ResolutionDetail(InSession, DetailPage):
    model = Resolution
    permission_required = "sessions_app.view_resolution"
    edit_url = "sessions_app:resolution_update"
    edit_perm = "sessions_app.change_resolution"
    void_perm = "sessions_app.change_resolution"
    sections = (
        Section(
            "决议",
            (
                "session",
                "agenda_item",
                "kind",
                "passed_on",
                ("表决", lambda r: f"{r.vote.counts_text}　{r.vote.result}" if r.vote else ""),
                ("计算", lambda r: r.vote.checks[-1].computed if r.vote else ""),
                "text",
            ),
        ),
    )

    def get_queryset(self):
        return Resolution.objects.select_related("session", "agenda_item", "vote")


class ResolutionCreate(InSession, CreatePage):
    model = Resolution
    form_class = ResolutionForm
    permission_required = "sessions_app.change_resolution"
    parent = ("session", Session)


class ResolutionUpdate(InSession, EditPage):
    model = Resolution
    form_class = ResolutionForm
    permission_required = "sessions_app.change_resolution"
