"""Who is put forward for a post: nominations and the candidates they bring, until the count is checked."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from renda.core.columns import Column, as_rows, link_cell
from renda.core.models import User
from renda.core.together import hang, rows_together
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import Action
from sessions_app import services
from sessions_app.forms import NominationForm
from sessions_app.models import Candidate, Nomination, NominationSponsor, Post
from sessions_app.views.voting import DECIDING

PUT_FORWARD = (
    Column("提名方式", "get_by_display", css="nowrap"),
    Column("提名日期", "nominated_on", css="date"),
    Column("被提名人", lambda n: "、".join(c.name for c in n.put_forward)),
    Column("联名代表", lambda n: "、".join(s.deputy.name for s in n.signed)),
)


def post_or_404(pk: int) -> Post:
    """A post with everything its count needs, and who put whom forward; by two queries."""
    rows = Post.objects.select_related("election__session", "election__sitting", "agenda_item")
    post = get_object_or_404(rows, pk=pk)
    signed = NominationSponsor.objects.filter(nomination__post=post, nomination__voided_at=None)
    candidates, ballots, nominations, sponsors = rows_together(
        [
            post.candidates.all(),
            post.ballots.all(),
            post.nominations.all(),
            signed.select_related("deputy"),
        ]
    )
    for name, rows in (
        ("candidates", candidates),
        ("ballots", ballots),
        ("nominations", nominations),
    ):
        hang(rows, [post], name)
    hang(sponsors, nominations, "sponsors")
    return post


def nominations_of(post: Post, user: User) -> dict:
    """Who put whom forward, with the way to correct it while the count is open."""
    found = list(post.nominations.all())
    rows = as_rows(PUT_FORWARD, found)
    columns = [{"label": c.label, "css": c.css} for c in PUT_FORWARD]
    if found and user.has_perm("sessions_app.change_nomination", found[0]):
        columns.append({"label": "操作", "css": "nowrap"})
        edit = Action("修改", "sessions_app:nomination_update", "")
        for row in rows:
            row["cells"].append(link_cell(edit.link((row["pk"],))))
    return {"title": "提名", "columns": columns, "rows": rows}


class NominationCreate(CreatePage):
    model = Nomination
    form_class = NominationForm
    permission_required = "sessions_app.change_post"
    parent = ("post", Post)
    verb = "登记"

    @cached_property
    def parent_record(self) -> Post:
        return post_or_404(self.kwargs["parent_pk"])

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [*DECIDING, (str(self.parent_record), self.parent_record.get_absolute_url())]


class NominationUpdate(EditPage):
    """Correct who was put forward and by whom, until the count is checked."""

    model = Nomination
    form_class = NominationForm
    permission_required = "sessions_app.change_nomination"
    offers_void = True

    def get_object(self, queryset=None) -> Nomination:
        if not hasattr(self, "_record"):
            self._record = get_object_or_404(Nomination.objects.all(), pk=self.kwargs["pk"])
            self._record.post = post_or_404(self._record.post_id)
        return self._record

    def get_crumbs(self) -> list[tuple[str, str]]:
        post = self.get_object().post
        return [*DECIDING, (str(post), post.get_absolute_url())]

    def save(self, form) -> Nomination:
        """Write the nomination while its count is held: nobody checks it meanwhile."""
        services.hold_open_count(self.get_object().post)
        self.changed = form.other_changes()
        return super().save(form)

    def other_changes(self) -> dict[str, list[str]]:
        return self.changed


class PostUpdate(EditPage):
    """A post's seats and its candidates, until the count is checked; who has votes stays on the ballot."""

    model = Post
    permission_required = "sessions_app.change_post"
    fields = ("seats",)
    inlines = ((Candidate, ("name", "deputy", "order", "is_dropped")),)
    inline_extra = 1

    def get_object(self, queryset=None) -> Post:
        if not hasattr(self, "_record"):
            self._record = post_or_404(self.kwargs["pk"])
        return self._record

    def get_crumbs(self) -> list[tuple[str, str]]:
        post = self.get_object()
        return [*DECIDING, (str(post), post.get_absolute_url())]

    @cached_property
    def formsets(self) -> list:
        """The candidates of the ballot; write-ins belong to the count."""
        built = super().formsets
        for formset in built:
            formset.queryset = formset.queryset.filter(is_write_in=False)
        return built

    def save(self, form) -> Post:
        """Write the post while its count is held: nobody checks it meanwhile."""
        services.hold_open_count(self.get_object())
        if names := self.leaving_with_votes():
            raise ValidationError(
                f"{'、'.join(names)}已录入得票，不能删去或者不列入。请先在计票页把得票改为 0。"
            )
        return super().save(form)

    def leaving_with_votes(self) -> list[str]:
        """The candidates to be taken off the ballot for whom votes were counted."""
        rows = [form for formset in self.formsets for form in formset.initial_forms]
        leaving = [
            form.was
            for form in rows
            if form.cleaned_data.get("DELETE") or form.cleaned_data.get("is_dropped")
        ]
        return [candidate.name for candidate in leaving if candidate.sum]
