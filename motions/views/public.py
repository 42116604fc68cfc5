"""The pages that everybody reads: published cases, their photos, and the reports to the congress."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from motions import services
from motions.models import HandlingReport, Motion, Publication
from motions.papers import public_report
from motions.views.publishing import SECTION, for_public, public_url, shown
from renda.core.excel import file_response
from renda.core.paper import render_html
from renda.core.public import PublicPage

REPORTS = "motions_public:reports"
PER_PAGE = 20


class PublicMotions(PublicPage, TemplateView):
    """Published cases with a search; no login."""

    template_name = "motions/public_list.html"
    section = SECTION

    def get_context_data(self, **kwargs) -> dict:
        asked = self.request.GET
        words = asked.get("q", "").strip()[:40]
        field = asked.get("field", "")
        year = asked.get("year", "")
        every = Publication.objects.readable()
        rows = for_public(every).order_by("-motion__replied_on", "-pk")
        if words:
            rows = rows.filter(Q(search_text__icontains=words) | Q(motion__code__icontains=words))
        if field in Motion.Field.values:
            rows = rows.filter(motion__field=field)
        if year.isdecimal() and len(year) == 4:
            rows = rows.filter(motion__accepted_on__year=year)
        page = Paginator(rows, PER_PAGE).get_page(asked.get("page"))
        years = every.order_by().values_list("motion__accepted_on__year", flat=True).distinct()
        kept = asked.copy()
        kept.pop("page", None)
        return super().get_context_data(**kwargs) | {
            "title": "代表建议办理公开",
            "page_obj": page,
            "lines": [self.line(found) for found in page],
            "q": words,
            "field": field,
            "year": year,
            "years": sorted(filter(None, years), reverse=True),
            "fields": Motion.Field.choices,
            "is_filtered": bool(words or field or year),
            "kept": kept.urlencode(),
        }

    def line(self, found: Publication) -> dict:
        """One case of the list."""
        motion = found.motion
        return {
            "url": public_url(self.township.slug, found),
            "title": found.public_title,
            "note": f"{motion.occasion}　{motion.number_text}　{motion.main_unit or ''}",
            "on": motion.replied_on,
            "is_key": motion.is_key,
            "status": motion.get_status_display(),
            "tone": motion.status_tone,
        }


class PublicMotion(PublicPage, TemplateView):
    """One published case; 404 for anything the office did not publish or took down."""

    template_name = "motions/public_motion.html"
    section = SECTION

    def get_context_data(self, **kwargs) -> dict:
        rows = for_public(Publication.objects.readable())
        found = get_object_or_404(rows, pk=self.kwargs["pk"])
        context = super().get_context_data(**kwargs)
        return context | {"title": found.public_title, "shown": shown(found)}


class PublicPhoto(PublicPage):
    """A released photo of a published case; before that, and once it is taken down, for the office alone."""

    def get(self, request: HttpRequest, slug: str, pk: int, uuid: UUID) -> HttpResponse:
        publication = get_object_or_404(Publication.objects.select_related("motion"), pk=pk)
        if not publication.is_readable and not request.user.has_perm(
            "motions.view_publication", publication
        ):
            raise Http404
        copies = {copy.uuid: copy for copy in services.released_photos(publication).values()}
        if uuid not in copies:
            raise Http404
        with copies[uuid].file.open("rb") as stream:
            return file_response(stream.read(), copies[uuid].name, copies[uuid].mime, inline=True)


class PublicReports(PublicPage, TemplateView):
    """The issued reports to the congress (代表法 51)."""

    template_name = "motions/public_reports.html"
    section = REPORTS

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": "办理情况报告",
            "reports": list(reports_for_all().only("year", "issued_on")),
        }


class PublicReport(PublicPage, TemplateView):
    """One of them; 404 for a draft, or one the office keeps back."""

    template_name = "motions/public_report.html"
    section = REPORTS

    def get_context_data(self, **kwargs) -> dict:
        rows = reports_for_all().select_related("session__term", "township")
        report = get_object_or_404(rows, pk=self.kwargs["pk"])
        context = super().get_context_data(**kwargs)
        sheet = render_html(public_report(report))
        return context | {"title": report.title, "report": report, "sheet": sheet}


def reports_for_all() -> QuerySet[HandlingReport]:
    """The reports that everybody may read, the latest first."""
    return HandlingReport.objects.filter(status="issued", is_public=True).order_by("-year")
