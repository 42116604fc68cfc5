"""Reports in the search box."""

from django.db.models import QuerySet

from renda.core.models import User
from renda.core.searching import searchable
from reports.models import AnnualReport


@searchable("reports", label="年度报告", perm="reports.add_annualreport")
def find(text: str, user: User) -> QuerySet:
    digits = "".join(ch for ch in text if ch.isdecimal())
    return (
        AnnualReport.objects.filter(year=int(digits))
        if len(digits) == 4
        else AnnualReport.objects.none()
    )
