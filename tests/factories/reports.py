from datetime import date

from django.test import Client
from django.urls import reverse

from renda.core import jobs
from renda.core.models import Job, Term, User
from renda.core.scoping import township_scope
from reports.models import AnnualReport
from reports.services import compile_report, confirm_zero, start_report
from reports.workflow import issue_key, report_workflow

ISSUED_ON = date(2026, 1, 5)


def make_report(township, year: int = 2025) -> AnnualReport:
    """A draft with the standard chapters, in a township that has a term."""
    with township_scope(township.pk):
        if not Term.objects.exists():
            Term.objects.create(number=14, starts_on="2024-01-10", seats=64)
        return start_report(year=year, by=None)


def complete_report(township, by: User, year: int = 2025) -> AnnualReport:
    """A draft in which nothing is missing any more."""
    report = make_report(township, year)
    for miss in compile_report(report).missing:
        confirm_zero(report=report, key=miss.key or miss.chapter.key, by=by)
    return report


def press_issue(report: AnnualReport, by: User) -> Job:
    """The chair presses 印发: the job that a worker will do."""
    report_workflow.perform("issue", report, by=by, data={"issued_on": ISSUED_ON})
    return Job.objects.get(key=issue_key(report), status=Job.Status.QUEUED)


def issue_report(report: AnnualReport, by: User) -> AnnualReport:
    """Pressed by the chair and done by a worker: the report as it is afterwards."""
    jobs.run(press_issue(report, by).pk)
    return AnnualReport.objects.get(pk=report.pk)


def read_preview(client: Client, report: AnnualReport) -> list[str]:
    """The markup of each portion of the report's preview, the whole page first."""
    address = reverse("reports:report_preview", args=[report.pk])
    page = client.get(address)
    found = [page.content.decode()]
    while after := page.context["portion"].after:
        page = client.get(f"{address}{after}", headers={"HX-Request": "true"})
        found.append(page.content.decode())
    return found
