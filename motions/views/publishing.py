"""The office's side of publishing, and what a public page says of a case."""

from collections.abc import Iterable
from functools import cached_property

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from motions import services
from motions.forms import PublicationForm
from motions.masking import masked, numbers_in
from motions.models import Assignment, CoSigner, Motion, Publication
from motions.models.classes import scheme
from motions.querysets import TAKEN
from renda.core.columns import Column
from renda.core.public import public_frame
from renda.core.views.detail import DetailPage
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import ListPage, Tab

PUBLISHING = ("办理公开", "motions:publication_list")
SECTION = "motions_public:motions"


class PublicationList(ListPage):
    """办理公开: answered cases and whether the public can read them."""

    model = Motion
    permission_required = "motions.list_publication"
    title = "办理公开"
    lead = "建议办理情况应当公开（《代表法》第五十一条）。先拟公开稿，预览无误再公开。"
    crumbs = (("议案建议", ""),)
    ordering = ("-replied_on", "-pk")
    filterset_fields = ("session", "field", "main_unit")
    empty_title = "还没有已答复的件"
    empty_text = "承办单位答复以后，这里会列出来，由人大办拟公开稿。"
    tabs = (
        Tab("", "待公开", "unpublished"),
        Tab("outdated", "待更新", "outdated_in_public"),
        Tab("published", "已公开", "published"),
        Tab("private", "不公开", "private"),
        Tab("all", "全部"),
    )
    columns = (
        Column("案号", "code", sort="code", css="nowrap"),
        Column("标题", "official_title", link=True),
        Column("领衔代表", "lead.name", css="nowrap"),
        Column("首次答复", "replied_on", sort="replied_on", css="date"),
        Column("代表同意公开", lambda m: "同意" if m.is_public else "不同意", css="nowrap"),
        Column("公开稿", lambda m: _words(m), css="nowrap"),
        Column("公开日期", "shown_on", css="date"),
    )

    def get_queryset(self) -> QuerySet[Motion]:
        found = Publication.objects.filter(motion=OuterRef("pk"))
        return (
            Motion.objects.handed_on()
            .filter(replied_on__isnull=False)
            .for_list()
            .annotate(
                publication=Subquery(found.values("pk")[:1]),
                shown=Subquery(found.values("status")[:1]),
                shown_on=Subquery(found.values("published_on")[:1]),
            )
        )

    def get_rows(self, records: Iterable[Motion]) -> list[dict]:
        """The rows; a title opens the 公开稿, or the page to write it."""
        records = list(records)
        rows = super().get_rows(records)
        place = next(n for n, column in enumerate(self.columns) if column.link)
        for motion, row in zip(records, rows, strict=True):
            row["cells"][place]["url"] = _publication_url(motion)
        return rows


def _publication_url(motion: Motion) -> str:
    if motion.publication:
        return reverse("motions:publication_detail", args=[motion.publication])
    return reverse("motions:publication_create", args=[motion.pk])


def _words(motion: Motion) -> str:
    if motion.shown == Publication.Status.PUBLISHED and not motion.is_public:
        return "已停止公开"  # the deputy has withdrawn the consent
    return Publication.Status(motion.shown).label if motion.shown else "未拟稿"


class PublicationDetail(DetailPage):
    """A 公开稿: its steps, and beside them exactly what the public sees."""

    model = Publication
    permission_required = "motions.view_publication"
    template_name = "motions/publication_detail.html"
    crumbs = (PUBLISHING,)
    edit_url = "motions:publication_update"
    edit_perm = "motions.change_publication"
    has_attachments = False

    def get_queryset(self) -> QuerySet[Publication]:
        return for_public(Publication.objects.all())

    def get_context_data(self, **kwargs) -> dict:
        found = self.object
        return super().get_context_data(**kwargs) | {
            "shown": shown(found),
            "why_not": services.why_not_public(found.motion),
            "numbers": numbers_in(f"{found.case_text}\n{found.reply_text}"),
            "public_url": public_url(self.request.township.slug, found),
        }


class PublicationPreview(DetailPage):
    """The public page itself before it is published: the same template with the same content."""

    model = Publication
    permission_required = "motions.view_publication"
    template_name = "motions/public_motion.html"

    def get_queryset(self) -> QuerySet[Publication]:
        return for_public(Publication.objects.all())

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def get_context_data(self, **kwargs) -> dict:
        return {
            **public_frame(self.request.township, SECTION),
            "title": self.object.public_title,
            "shown": shown(self.object),
        }


class PublicationWrite:
    """The public text and which photos stand beside it."""

    model = Publication
    form_class = PublicationForm
    crumbs = (PUBLISHING,)
    submit_label = "保存"

    def save(self, form: PublicationForm) -> Publication:
        form.instance.letters = services.letters_out(form.instance.motion)
        found = super().save(form)
        if "photos" in form.cleaned_data:
            photos = form.cleaned_data["photos"]
            services.release_photos(publication=found, photos=photos, by=self.request.user)
        return found


class PublicationCreate(PublicationWrite, CreatePage):
    """拟公开稿, prefilled with the case's own words."""

    permission_required = "motions.add_publication"
    parent = ("motion", Motion)
    title = "拟公开稿"
    verb = "拟公开稿"

    @cached_property
    def parent_record(self) -> Motion:
        rows = Motion.objects.select_related("session", "term", "lead")
        return get_object_or_404(rows, pk=self.kwargs["parent_pk"])

    @property
    def lead(self) -> str:
        return self.parent_record.official_title

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        known = Publication.objects.filter(motion=self.parent_record).first()
        return redirect(known) if known else super().get(request, *args, **kwargs)

    def get_initial(self) -> dict:
        draft = services.public_draft(self.parent_record)
        return {"case_text": draft.case_text, "reply_text": draft.reply_text}


class PublicationUpdate(PublicationWrite, EditPage):
    """Correct the public text; what is published changes at once."""

    permission_required = "motions.change_publication"
    title = "修改公开稿"

    def get_queryset(self) -> QuerySet[Publication]:
        return Publication.objects.select_related("motion__session", "motion__term")


# --- what everybody reads ------------------------------------------------------------------------
def for_public(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """With everything that a public page shows."""
    return rows.select_related(
        "township", "motion__lead", "motion__main_unit", "motion__session__term", "motion__term"
    )


def public_url(slug: str, publication: Publication) -> str:
    """Where everybody reads it."""
    return reverse("motions_public:motion", args=[slug, publication.pk])


def shown(publication: Publication) -> dict:
    """What the public page of one case says; four queries."""
    motion = publication.motion
    joined = CoSigner.objects.filter(motion=motion, state="accepted").select_related("deputy")
    units = Assignment.objects.filter(motion=motion, round=1).exclude(status__in=TAKEN)
    handling = [(a.get_role_display(), a.unit.name) for a in units.select_related("unit")]
    roles: dict[str, list[str]] = {}
    for role, unit in handling:
        roles.setdefault(role, []).append(unit)
    facts = [(f"{role}单位", "、".join(names)) for role, names in roles.items()]
    if publication.shows_authors:
        names = "、".join(c.deputy.name for c in joined)
        facts = [("领衔代表", motion.lead.name), *([("联名代表", names)] if names else []), *facts]
    photos = services.released_photos(publication)
    slug = publication.township.slug
    return {
        "title": publication.public_title,
        "occasion": motion.occasion,
        "number": motion.number_text,
        "is_key": motion.is_key,
        "status": motion.get_status_display(),
        "tone": motion.status_tone,
        "steps": steps_for_all(motion),
        "case": publication.public_case,
        "reply": publication.public_reply,
        "replied_on": motion.replied_on,
        "class": scheme().label(motion.result_class),
        "facts": facts,
        "verdict": motion.get_verdict_display() if publication.shows_verdict else "",
        "verdict_tone": "late" if motion.verdict == "dissatisfied" else "done",
        "published_on": publication.published_on,
        "photos": [
            {
                "url": reverse("motions_public:photo", args=[slug, publication.pk, copy.uuid]),
                "caption": masked(copy.name.rpartition(".")[0], publication.names),
            }
            for copy in photos.values()
        ],
    }


def steps_for_all(motion: Motion) -> list[dict]:
    """提出 → 交办 → 答复 → 办结 with their days; what the deputy said of it is not among them."""
    days = [
        ("提出", motion.submitted_on),
        ("交办", motion.assigned_on),
        ("答复", motion.replied_on),
        ("办结", motion.closed_on),
    ]
    return [
        {"label": label, "date": str(on) if on else "—", "state": "done" if on else ""}
        for label, on in days
    ]
