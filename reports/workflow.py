"""起草 → 审核 → 印发中 → 已印发.

The press that issues a report closes it to every change and hands it to a worker, who reads the whole
year at one moment and freezes every figure and every word; what can't be issued goes back to 审核.
"""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from renda.core.forms import DateInput, NoteForm, StepForm
from renda.core.jobs import enqueue
from renda.core.models import Role, User
from renda.core.notifications import people_in
from renda.core.permissions import is_chair, is_clerk
from renda.core.workflow import Transition, Workflow
from reports.chapters import Missing
from reports.models import AnnualReport
from reports.services import compile_report, freeze

S = AnnualReport.Status


class IssueForm(StepForm):
    """The day the report is issued."""

    issued_on = forms.DateField(label="印发日期", widget=DateInput, initial=timezone.localdate)

    def clean_issued_on(self) -> date:
        """Not before the year that the report is about, nor in the future."""
        day, year = self.cleaned_data["issued_on"], self.instance.year
        if day.year < year:
            raise ValidationError(f"这是{year}年度的报告，印发日期不能早于{year}年1月1日")
        if day > timezone.localdate():
            raise ValidationError("印发日期不能晚于今天")
        return day


def lacks(missing: list[Missing]) -> str:
    """Why a report that lacks these can't be issued yet."""
    return f"缺数清单还有 {len(missing)} 项，请补齐或者确认确无此项" if missing else ""


def issue_key(report: AnnualReport) -> str:
    """The key of the job that issues the report."""
    return f"report-{report.pk}-issue"


def hand_over(report: AnnualReport, by: User | None, data: dict) -> None:
    """Who signed; a worker does the rest once this is committed."""
    report.issued_by = by.name if by else ""
    enqueue("reports.issue", f"印发{report}", by=by, key=issue_key(report), report=report.pk)


def keep(report: AnnualReport, by: User | None, data: dict) -> None:
    """The edition that was read becomes what the report says for good."""
    freeze(report, data["edition"])


def unsign(report: AnnualReport, by: User | None, data: dict) -> None:
    """Nobody has signed it, and it has no day."""
    report.issued_by, report.issued_on = "", None


def chairs(report: AnnualReport) -> list[User]:
    return people_in(Role.CHAIR)


def clerks(report: AnnualReport) -> list[User]:
    return people_in(Role.CLERK)


def both(report: AnnualReport) -> list[User]:
    return people_in(Role.CHAIR, Role.CLERK)


def about(report: AnnualReport) -> list[tuple[str, str]]:
    return [("报告", str(report)), ("主送", report.addressee)]


def to_whom(report: AnnualReport) -> list[tuple[str, str]]:
    """Who is to read it, and what is still missing in it."""
    readers = "、".join(user.name for user in chairs(report))
    return [*about(report), ("送", readers), ("缺数", completeness(report))]


def completeness(report: AnnualReport) -> str:
    """What is still missing in it, or that nothing is."""
    return lacks(compile_report(report).missing) or "各章数字齐全"


def what(report: AnnualReport) -> list[tuple[str, str]]:
    """What issuing does, and what would stop it."""
    return [
        *about(report),
        ("缺数", completeness(report)),
        ("印发后", "数字和文字都不再变动"),
    ]


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
            target=S.ISSUING,
            allowed=is_chair,
            form=IssueForm,
            effect=hand_over,
            confirm=what,
            success="正在印发，各章已不能再改。完成后发消息给您。",
        ),
        Transition(
            name="finish",
            label="完成印发",
            sources=frozenset({S.ISSUING}),
            target=S.ISSUED,
            effect=keep,
            tell=clerks,
            told=lambda report: f"已印发：{report}",
            automatic=True,
            later=True,
        ),
        Transition(
            name="give_back",
            label="未能印发",
            sources=frozenset({S.ISSUING}),
            target=S.REVIEW,
            effect=unsign,
            tell=both,
            says_why=True,
            automatic=True,
            later=True,
        ),
    ],
)
