"""What waits for me about reports: a report to be approved, a year without one."""

from datetime import date

from django.db.models import QuerySet

from renda.core.models import User
from renda.core.todos import todo
from reports.models import AnnualReport


@todo(
    "reports.to_issue",
    label="年报待审",
    perm="reports.approve_annualreport",
    url="reports:report_list",
    query="status=review",
)
def to_issue(user: User, today: date) -> QuerySet:
    return AnnualReport.objects.filter(status=AnnualReport.Status.REVIEW)


@todo(
    "reports.in_draft",
    label="年报起草中",
    perm="reports.add_annualreport",
    url="reports:report_list",
    query="status=draft",
)
def in_draft(user: User, today: date) -> QuerySet:
    return AnnualReport.objects.filter(status=AnnualReport.Status.DRAFT)
