from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from deputies.models import DeputyGroup
from renda.core.frozen import frozen_values
from renda.core.models import Notification, Role, Township
from renda.core.paper import render_docx, render_pdf
from renda.core.workflow import IllegalTransition
from reports.document import title_of
from reports.models import AnnualReport
from reports.services import compile_report, confirm_zero
from reports.workflow import report_workflow
from tests.factories.reports import make_report
from tests.paper import needs_fonts

ALLOWED = {
    ("submit", "draft", "clerk"),
    ("send_back", "review", "chair"),
    ("issue", "review", "chair"),
}
STEPS = ["submit", "send_back", "issue"]
STATES = ["draft", "review", "issued"]
ROLES = ["clerk", "chair", "deputy", "handler", "unit_head", "gov_office", "county", "admin"]


@pytest.fixture
def complete(in_township, clerk):
    """A draft in which nothing is missing any more."""
    report = make_report(in_township)
    for miss in compile_report(report).missing:
        confirm_zero(report=report, key=miss.key or miss.chapter.key, by=clerk)
    assert compile_report(report).missing == []
    return report


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_allowed_exactly_where_listed(complete, person, unit, step, state, role):
    AnnualReport.objects.filter(pk=complete.pk).update(
        status=state, issued_on=date(2026, 1, 5) if state == "issued" else None
    )
    user = person(role, unit if role in {Role.HANDLER, Role.UNIT_HEAD} else None)
    data = {"issued_on": date(2026, 1, 5), "note": "请补充"}

    if (step, state, role) in ALLOWED:
        after = report_workflow.perform(step, complete, by=user, data=data)
        assert after.status == report_workflow.transitions[step].target
    else:
        with pytest.raises((IllegalTransition, PermissionDenied)):
            report_workflow.perform(step, complete, by=user, data=data)
        complete.refresh_from_db()
        assert complete.status == state


def test_sending_in_repeats_who_reads_it_and_what_is_missing(in_township, clerk, chair):
    report = make_report(in_township)
    missing = len(compile_report(report).missing)
    step = report_workflow.transitions["submit"]

    assert dict(step.confirm(report)) == {
        "报告": str(report),
        "主送": report.addressee,
        "送": chair.name,
        "缺数": f"缺数清单还有 {missing} 项，请补齐或者确认确无此项",
    }


def test_sending_in_says_that_nothing_is_missing(complete, chair):
    step = report_workflow.transitions["submit"]
    assert dict(step.confirm(complete))["缺数"] == "各章数字齐全"


def test_a_report_that_lacks_numbers_is_not_issued(in_township, clerk, chair):
    report = make_report(in_township)
    report_workflow.perform("submit", report, by=clerk)

    with pytest.raises(IllegalTransition, match="缺数清单还有"):
        report_workflow.perform("issue", report, by=chair, data={"issued_on": date(2026, 1, 5)})

    report.refresh_from_db()
    assert report.status == "review"
    assert not report.figures.exists()


@needs_fonts
def test_an_issued_report_stays_the_same_file_when_its_township_is_renamed(complete, clerk, chair):
    report_workflow.perform("submit", complete, by=clerk)
    report_workflow.perform("issue", complete, by=chair, data={"issued_on": date(2026, 1, 5)})
    town, name = complete.township, complete.township.name

    def files() -> tuple[bytes, bytes, bytes]:
        compiled = compile_report(AnnualReport.objects.get(pk=complete.pk))
        document, figures = compiled.document(), compiled.figures()
        pdf = render_pdf(document, attachments=[("figures.json", figures)])
        return pdf, render_docx(document), figures

    before = files()
    Township.objects.filter(pk=town.pk).update(name="新名镇", slug="renamed")

    assert files() == before
    issued = AnnualReport.objects.get(pk=complete.pk)
    assert (issued.office, issued.title) == (f"{name}人大主席团", "2025年度工作总结")
    assert issued.preamble.startswith(f"2025年，{name}人大主席团在县人大常委会的指导")
    assert title_of(make_report(issued.township, year=2024)) == "新名镇人大主席团2024年度工作总结"


def test_issuing_freezes_words_and_numbers_and_tells_the_office(complete, clerk, chair):
    DeputyGroup.objects.create(name="第一代表小组")
    report_workflow.perform("submit", complete, by=clerk)
    issued = report_workflow.perform(
        "issue", complete, by=chair, data={"issued_on": date(2026, 1, 5)}
    )
    text = {c.key: c.text for c in issued.chapters.all()}

    DeputyGroup.objects.create(name="第二代表小组")
    compiled = compile_report(issued)

    assert (issued.issued_on, issued.issued_by) == (date(2026, 1, 5), chair.name)
    assert {w.chapter.key: w.text for w in compiled.written} == text
    assert compiled.book.get("deputies.groups").text == "1"
    assert compiled.missing == []
    [frozen] = frozen_values("deputies.groups", 2025)
    assert (frozen.text, frozen.issued_on) == ("1", date(2026, 1, 5))
    assert Notification.objects.filter(to=clerk, text__startswith="印发").count() == 1
