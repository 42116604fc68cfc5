"""The report to the congress: drafted by the office, considered by the presidium, issued."""

from motions.forms.handling_report import IssueReportForm
from motions.models import HandlingReport
from motions.report_contents import Kept, counted
from renda.core.forms import NoteForm
from renda.core.models import Role, User
from renda.core.notifications import people_in
from renda.core.permissions import is_chair, is_clerk
from renda.core.workflow import Transition, Workflow

S = HandlingReport.Status


def _incomplete(report: HandlingReport) -> str:
    """What the report still lacks before the presidium considers it, and where to put it in."""
    lacks = [] if report.session_id else ["还没有选“向哪次会议报告”"]
    missing = [
        str(report._meta.get_field(name).verbose_name)
        for name in ("problems", "plans")
        if not getattr(report, name).strip()
    ]
    if missing:
        lacks.append(f"还没有写“{'”“'.join(missing)}”")
    return f"{'，'.join(lacks)}。请先按“修改”补上，再提请审议。" if lacks else ""


def _freeze(report: HandlingReport, by: User | None, data: dict) -> None:
    """Who signed; then the numbers and lists as they are on this day."""
    report.issued_by = by.name if by else ""
    report.frozen = Kept(counted(report.year))


def _about(report: HandlingReport) -> list[tuple[str, str]]:
    heard = str(report.session) if report.session_id else "还没有选定会议"
    return [("报告", report.title), ("向哪次会议报告", heard)]


def _final(report: HandlingReport) -> list[tuple[str, str]]:
    public = "向社会公开" if report.is_public else "不公开"
    return [*_about(report), ("公开", public), ("印发后", "数字和名单不再变动")]


handling_report_workflow = Workflow(
    HandlingReport,
    [
        Transition(
            name="submit",
            label="提请审议",
            icon="send",
            sources=frozenset({S.DRAFT}),
            target=S.REVIEW,
            allowed=is_clerk,
            blocked=_incomplete,
            confirm=_about,
            tell=lambda report: people_in(Role.CHAIR),
        ),
        Transition(
            name="send_back",
            label="退回修改",
            icon="arrow-return-left",
            style="secondary",
            sources=frozenset({S.REVIEW}),
            target=S.DRAFT,
            allowed=is_chair,
            form=NoteForm,
            confirm=_about,
            says_why=True,
            tell=lambda report: people_in(Role.CLERK),
        ),
        Transition(
            name="issue",
            label="印发",
            icon="check2-circle",
            sources=frozenset({S.REVIEW}),
            target=S.ISSUED,
            allowed=is_chair,
            form=IssueReportForm,
            effect=_freeze,
            confirm=_final,
            tell=lambda report: people_in(Role.CLERK),
        ),
    ],
)
