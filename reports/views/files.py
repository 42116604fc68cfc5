"""The report's files: having one made, and reading it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from renda.core import audit
from renda.core.attachments import ALLOWED
from renda.core.excel import file_response
from renda.core.views import require, signed_in
from reports.jobs import request_build
from reports.models import AnnualReport, Build


@require_POST
@signed_in
def request_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Have the PDF or Word file made; goes to its progress page."""
    report = get_object_or_404(AnnualReport.objects.all(), pk=pk)
    require(request, "reports.view_annualreport", report)
    if form not in Build.Form.values:
        raise Http404
    job = request_build(report, form, by=request.user)
    return redirect("core:job", job.pk)


@signed_in
def build_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A finished file, for those who may see the report."""
    build = get_object_or_404(Build.objects.select_related("report"), pk=pk)
    require(request, "reports.view_annualreport", build.report)
    audit.record(request.user, "下载", build.report, form=build.form, sha256=build.sha256)
    with build.file.open("rb") as stream:
        return file_response(
            stream.read(),
            build.name,
            ALLOWED[f".{build.form}"],
            inline=build.form == Build.Form.PDF,
        )
