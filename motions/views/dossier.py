"""案卷: the papers of a case in date order, each to print, all bound together by one click."""

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from motions import timeline
from motions.dossier import BINDABLE, Entry, entries
from motions.jobs import request_dossier
from motions.models import Dossier, Motion, Reply
from renda.core import audit
from renda.core.excel import file_response
from renda.core.views import PagePermission, require, signed_in

SHOWN = 5
PER_PAGE = 50


class CaseDossier(PagePermission, TemplateView):
    """The list of documents; who may print what is asked of each."""

    template_name = "motions/dossier.html"
    permission_required = "motions.view_motion"

    @cached_property
    def motion(self) -> Motion:
        return get_object_or_404(Motion.objects.for_detail(), pk=self.kwargs["pk"]).with_parts()

    def get_permission_object(self) -> Motion:
        return self.motion

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.motion.number_text, self.motion.get_absolute_url())]

    def get_context_data(self, **kwargs) -> dict:
        user, motion = self.request.user, self.motion
        may_bind = user.has_perm("motions.print_case", motion)
        pages = Paginator(list(entries(motion, user)), PER_PAGE)
        page, receipts = pages.get_page(self.request.GET.get("page")), self.receipts()
        return super().get_context_data(**kwargs) | {
            "title": "案卷",
            "lead": motion.official_title,
            "motion": motion,
            "entries": [shown(entry, receipts) for entry in page],
            "page_obj": page,
            "may_bind": may_bind,
            "bound": motion.dossiers.all()[:SHOWN] if may_bind else [],
        }

    def receipts(self) -> dict[int, list[str]]:
        """When the deputies first opened each reply, for those who may see the office's notes."""
        if not self.request.user.has_perm("motions.see_notes", self.motion):
            return {}
        return timeline.receipts_of(self.motion, timeline.fetch(self.motion))


def shown(entry: Entry, receipts: Mapping[int, list[str]]) -> dict:
    """What a line draws."""
    opened = receipts.get(entry.record.pk) if isinstance(entry.record, Reply) else None
    line = {"on": entry.on, "label": entry.label, "note": entry.note, "receipts": opened}
    if entry.paper:
        return line | {form: entry.url(form) for form in ("html", "pdf", "docx")}
    return line | {"file": entry.url(""), "left_out": entry.record.mime not in BINDABLE}


@require_POST
@signed_in
def bind_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Have all papers bound as one PDF; goes to the progress page."""
    motion = get_object_or_404(Motion.objects.select_related("session", "term"), pk=pk)
    require(request, "motions.print_case", motion)
    return redirect("core:job", request_dossier(motion, by=request.user).pk)


@signed_in
def dossier_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A bound file, for the office."""
    found = get_object_or_404(Dossier.objects.select_related("motion"), pk=pk)
    require(request, "motions.print_case", found.motion)
    audit.record(request.user, "下载案卷", found.motion, sha256=found.sha256)
    with found.file.open("rb") as stream:
        name = f"案卷 {found.motion.code or found.motion.short_title}.pdf"
        return file_response(stream.read(), name, "application/pdf", inline=True)
