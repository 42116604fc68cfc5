"""Elections: posts, nominations, and the count with its checks."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from renda.core import audit, despite
from renda.core.columns import Column
from renda.core.more import Piece, piece
from renda.core.papers import papers_of
from renda.core.steps import perform_held
from renda.core.views.detail import DetailPage, RelatedTable, Section
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import Action, ListPage
from renda.core.views.permission import PagePermission
from renda.core.workflow import IllegalTransition
from sessions_app import services
from sessions_app.counting import Count, examine
from sessions_app.filters import PostFilter
from sessions_app.forms import (
    ElectionForm,
    TallyForm,
    WriteIns,
    write_ins_of,
)
from sessions_app.models import BallotCount, Election, Post, Session
from sessions_app.views.agenda import result_of
from sessions_app.views.base import InSession
from sessions_app.views.nominating import nominations_of, post_or_404
from sessions_app.views.voting import DECIDING
from sessions_app.workflow import ballot_workflow


class PostList(ListPage):
    """选举: every post voted on, with its count."""

    model = Post
    template_name = "sessions_app/deciding_list.html"
    permission_required = "sessions_app.list_post"
    filterset_class = PostFilter
    ordering = ("-election__session__opens_on", "pk")
    title = "选举"
    crumbs = (("会议", ""),)
    columns = (
        Column("职务", str, link=True),
        Column("会议", "election.session.short_name", css="nowrap"),
        Column("日期", "election.session.opens_on", sort="election__session__opens_on", css="date"),
        Column("应选", "seats", css="num"),
        Column("候选人", lambda p: "、".join(c.name for c in p.listed)),
        Column(
            "结果",
            lambda p: result_of(p).label,
            pill=True,
            tone=lambda p: result_of(p).tone,
        ),
    )
    empty_icon = "person-check"
    empty_text = "选举在会议页面登记：打开一次会议，按“登记选举”。"


class ElectionDetail(InSession, DetailPage):
    model = Election
    permission_required = "sessions_app.view_election"
    edit_url = "sessions_app:election_update"
    edit_perm = "sessions_app.change_election"
    void_perm = "sessions_app.change_election"
    sections = (
        Section("选举", ("session", "kind", "sitting", "method", "ballots_article", "difference")),
    )
    tables = (
        RelatedTable(
            "职务",
            lambda e: e.posts.for_list(),
            (
                Column("职务", str, link=True),
                Column("应选", "seats", css="num"),
                Column("候选人", lambda p: "、".join(c.name for c in p.listed)),
                Column(
                    "结果",
                    lambda p: result_of(p).label,
                    pill=True,
                    tone=lambda p: result_of(p).tone,
                ),
            ),
        ),
    )

    def get_queryset(self):
        return Election.objects.select_related("session", "sitting")


POSTS = ((Post, ("kind", "seats", "agenda_item")),)


class PostRows:
    """Offer only this session's agenda items in the rows of posts."""

    inlines = POSTS

    @cached_property
    def formsets(self) -> list:
        built = super().formsets
        items = list(self.session_shown.agenda_items.all())
        choices = [("", "请选择"), *((item.pk, str(item)) for item in items)]
        for formset in built:
            for form in [*formset.forms, formset.empty_form]:
                field = form.fields["agenda_item"]
                field.queryset = field.queryset.filter(session=self.session_shown)
                field.choices = choices
        return built


class ElectionCreate(PostRows, InSession, CreatePage):
    model = Election
    form_class = ElectionForm
    permission_required = "sessions_app.change_election"
    parent = ("session", Session)


class ElectionUpdate(PostRows, InSession, EditPage):
    model = Election
    form_class = ElectionForm
    permission_required = "sessions_app.change_election"


class Tally(PagePermission, TemplateView):
    """计票: entering, checking and announcing one post's count."""

    model = Post
    template_name = "sessions_app/post_tally.html"
    permission_required = "sessions_app.view_post"

    @cached_property
    def post_record(self) -> Post:
        return post_or_404(self.kwargs["pk"])

    @cached_property
    def ballot(self) -> BallotCount:
        """The count kept, or an empty one with what the roll knows."""
        post = self.post_record
        if post.ballot:
            post.ballot.post = post
            return post.ballot
        session = post.election.session
        if self.request.method == "POST":
            return BallotCount(post=post, total=session.total_deputies)
        present = services.present_at(post.election.sitting or session.sittings.plenary().last())
        return BallotCount(
            post=post,
            total=session.total_deputies,
            present=present,
            issued=present,
            returned=present,
            valid=present,
        )

    def get_permission_object(self) -> Post:
        return self.post_record

    def get_crumbs(self) -> list[tuple[str, str]]:
        return list(DECIDING)

    @property
    def may_enter(self) -> bool:
        """Whether this person may type into the count now."""
        return (
            self.post_record.election.session.was_held
            and bool(self.post_record.listed)
            and self.request.user.has_perm("sessions_app.change_ballotcount", self.ballot)
        )

    def get_form(self) -> TallyForm:
        data = self.request.POST if self.request.method == "POST" else None
        return TallyForm(data, post=self.post_record, ballot=self.ballot)

    def get_write_ins(self):
        data = self.request.POST if self.request.method == "POST" else None
        initial = [
            {"name": c.name, "votes": c.votes_for}
            for c in self.post_record.standing
            if c.is_write_in
        ]
        return WriteIns(data, initial=None if data else initial, prefix="writein")

    def examined(self) -> Count:
        """What the kept count says."""
        return examine(self.post_record, self.ballot, self.post_record.standing)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("sessions_app.change_ballotcount", self.ballot):
            messages.error(request, f"计票{self.ballot.get_status_display()}，不能再改。")
            return redirect(self.post_record)
        form, write_ins = self.get_form(), self.get_write_ins()
        if not (form.is_valid() and write_ins.is_valid()):
            return self.render_to_response(self.get_context_data(form=form, write_ins=write_ins))
        try:
            with transaction.atomic(), audit.together():
                ballot = services.count_ballots(
                    post=self.post_record,
                    numbers=form.numbers(),
                    counted=form.counted(),
                    write_ins=write_ins_of(write_ins),
                    by=request.user,
                )
                wants_check = request.POST.get("action") == "check"
                hindered, where = self.check(ballot) if wants_check else ("", "")
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.render_to_response(self.get_context_data(form=form, write_ins=write_ins))
        except IntegrityError:
            messages.error(request, "计票刚由别人保存过，请核对后再填。")
            return redirect(self.post_record)
        if hindered:
            messages.error(request, f"已存为草稿。{hindered}")
        elif wants_check:
            messages.success(request, "计票结果已提交核对，可以公布。")
        else:
            messages.success(request, "草稿已保存。")
        return redirect(where or self.post_record)

    def check(self, ballot: BallotCount) -> tuple[str, str]:
        """Hand the count in. If that can't be done: why not, and where the reason to go on is asked, if anywhere."""
        try:
            perform_held(ballot_workflow, "check", ballot, by=self.request.user)
        except despite.ReasonMissing:
            step = ballot_workflow.transitions["check"]
            return despite.MISSING, ballot_workflow.url(ballot, step)
        except IllegalTransition as error:
            return str(error), ""
        return "", ""

    def get_context_data(self, **kwargs) -> dict:
        post, ballot, user = self.post_record, self.ballot, self.request.user
        form = kwargs.pop("form", None) or self.get_form()
        write_ins = kwargs.pop("write_ins", None) or self.get_write_ins()
        may_enter = self.may_enter
        if not may_enter:
            for field in form.fields.values():
                field.disabled = True
        session = post.election.session
        siblings = list(post.election.posts.prefetch_related("ballots"))
        kept = ballot.pk is not None
        return super().get_context_data(**kwargs) | {
            "title": f"{post}　计票",
            "crumb": str(post),
            "lead": self.lead(post, session),
            "post": post,
            "ballot": ballot,
            "siblings": [
                {
                    "title": each.title,
                    "url": each.get_absolute_url(),
                    "state": each.ballot.get_status_display() if each.ballot else "未开始",
                    "current": each.pk == post.pk,
                }
                for each in siblings
            ],
            "form": form,
            "write_ins": write_ins,
            "written": [c for c in post.standing if c.is_write_in],
            "may_enter": may_enter,
            "is_early": not session.was_held,
            "count": self.examined() if post.standing else None,
            "state_word": "未提交" if ballot.status == "entering" else ballot.get_status_display(),
            "papers": papers_of(post, user),
            "transitions": [
                {
                    "label": t.label,
                    "url": ballot_workflow.url(ballot, t),
                    "style": t.style,
                    "icon": t.icon,
                    "blocked": t.blocked(ballot),
                }
                for t in ballot_workflow.available(ballot, user)
                if t.name != "check"
            ]
            if kept
            else [],
            "page_actions": self.page_actions(user),
            "nominations": nominations_of(post, user),
            "history": piece(audit.history(ballot), self.request, name="history")
            if kept
            else Piece(),
        }

    def lead(self, post: Post, session: Session) -> str:
        """Which session and sitting, how many posts and candidates."""
        listed = len(post.listed)
        sitting = f"　{post.election.sitting}" if post.election.sitting else ""
        way = "等额" if listed == post.seats else "差额"
        stand = f"候选人 {listed} 名（{way}）" if listed else "还没有候选人"
        return f"{session}{sitting}　应选 {post.seats} 名，{stand}"

    def page_actions(self, user) -> list[dict]:
        """Nominating, ordering the candidates, and the hall's screen."""
        post = self.post_record
        buttons = [
            Action("登记提名", "sessions_app:nomination_create", "sessions_app.change_post", "person-plus", not post.listed),
            Action("修改候选人", "sessions_app:post_update", "sessions_app.change_post", "pencil", False),
        ]  # fmt: skip
        found = [b.link((post.pk,)) for b in buttons if user.has_perm(b.perm, post)]
        released = post.ballot and post.ballot.status == BallotCount.Status.RELEASED
        if released and user.has_perm("sessions_app.view_screen", post):
            screen = Action("投屏", "sessions_app:election_screen", "", "display", False)
            found.append(screen.link((post.election_id,)))
        return found


class TallyPreview(Tally):
    """What the law says of the numbers just typed; nothing is saved."""

    http_method_names = ["post"]
    permission_required = "sessions_app.view_post"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form, write_ins = self.get_form(), self.get_write_ins()
        form.fields.pop("seen_revision")
        if not (form.is_valid() and write_ins.is_valid()):
            return render(request, "sessions_app/partials/verdict.html", {"is_unfinished": True})
        ballot, standing = form.typed(write_ins_of(write_ins))
        count = examine(self.post_record, ballot, standing)
        context = {"count": count, "state_word": "随录入更新，未提交"}
        return render(request, "sessions_app/partials/verdict.html", context)
