"""起草 → 审核 → 印发: issuing freezes every figure and every word."""

from django import forms
from django.utils import timezone

from renda.core.forms import DateInput, NoteForm, StepForm
from renda.core.models import Role, User
from renda.core.notifications import people_in
from renda.core.permissions import is_chair, is_clerk
from renda.core.workflow import Transition, Workflow
from reports.models import AnnualReport
from reports.services import compile_report, freeze

S = AnnualReport.Status


class IssueForm(StepForm):
    """The day the report is issued."""

    issued_on = forms.DateField(label="印发日期", widget=DateInput, initial=timezone.localdate)


def lacks(report: AnnualReport) -> str:
    """Why the report can't be issued yet."""
    missing = len(compile_report(report).missing)
    return f"缺数清单还有 {missing} 项，请补齐或者确认确无此项" if missing else ""


def sign_and_freeze(report: AnnualReport, by: User | None, data: dict) -> None:
    """Who signed; then the figures and words, while the report still reads live."""
    report.issued_by = by.name if by else ""
    freeze(report)


def chairs(report: AnnualReport) -> list[User]:
    return people_in(Role.CHAIR)


def clerks(report: AnnualReport) -> list[User]:
    return people_in(Role.CLERK)


def about(report: AnnualReport) -> list[tuple[str, str]]:
    return [("报告", str(report)), ("主送", report.addressee)]


def to_whom(report: AnnualReport) -> list[tuple[str, str]]:
    """Who is to read it, and what is still missing in it."""
    readers = "、".join(user.name for user in chairs(report))
    return [*about(report), ("送", readers), ("缺数", lacks(report) or "各章数字齐全")]


def what(report: AnnualReport) -> list[tuple[str, str]]:
    return [*about(report), ("印发后", "数字和文字都不再变动")]


report_workflow = Workflow(
    AnnualReport,
    [
        Transition(
            name="submit",
            label="送审",
            icon="send",
            sources=frozenset({S.DRAFT}),
            target=S.REVIEW,
            allowed=is_clerk,
            confirm=to_whom,
            tell=chairs,
        ),
        Transition(
            name="send_back",
            label="退回起草",
            icon="arrow-return-left",
            sources=frozenset({S.REVIEW}),
            target=S.DRAFT,
            allowed=is_chair,
            form=NoteForm,
            confirm=about,
            tell=clerks,
            style="outline-secondary",
        ),
        Transition(
            name="issue",
            label="印发",
            icon="check2-circle",
            sources=frozenset({S.REVIEW}),
            target=S.ISSUED,
            allowed=is_chair,
            form=IssueForm,
            effect=sign_and_freeze,
            blocked=lacks,
            confirm=what,
            tell=clerks,
        ),
    ],
)
