"""Who writes, approves and reads annual reports."""

import rules

from renda.core.models import User
from renda.core.permissions import is_chair, is_clerk, is_county, is_office, is_reader
from reports.models import AnnualReport, Chapter


@rules.predicate
def is_issued(user: User, record: AnnualReport | Chapter | None) -> bool:
    report = record.report if isinstance(record, Chapter) else record
    return bool(report) and report.is_issued


@rules.predicate
def is_draft(user: User, record: AnnualReport | Chapter | None) -> bool:
    report = record.report if isinstance(record, Chapter) else record
    return bool(report) and report.status == AnnualReport.Status.DRAFT


@rules.predicate
def in_review(user: User, record: AnnualReport | Chapter | None) -> bool:
    report = record.report if isinstance(record, Chapter) else record
    return bool(report) and report.status == AnnualReport.Status.REVIEW


rules.add_perm("reports.list_annualreport", is_reader)
rules.add_perm("reports.view_annualreport", is_office | (is_county & is_issued))
rules.add_perm("reports.add_annualreport", is_clerk)
rules.add_perm("reports.approve_annualreport", is_chair)
rules.add_perm("reports.change_annualreport", (is_clerk & is_draft) | (is_chair & in_review))
