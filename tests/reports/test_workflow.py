from itertools import product

import pytest
from django.core.exceptions import PermissionDenied

from deputies.models import DeputyGroup
from renda.core.frozen import frozen_values
from renda.core.models import Job, Notification, Role, Township
from renda.core.paper import render_docx, render_pdf
from renda.core.workflow import IllegalTransition
from reports.document import title_of
from reports.models import AnnualReport
from reports.services import compile_report
from reports.workflow import report_workflow
from tests.factories.reports import ISSUED_ON, complete_report, issue_report, make_report
from tests.paper import needs_fonts
from tests.undoing import undone

pytestmark = needs_fonts

ALLOWED = {
    ("submit", "draft", "clerk"),
    ("send_back", "review", "chair"),
    ("issue", "review", "chair"),
}
STEPS = ["submit", "send_back", "issue", "finish", "give_back"]
STATES = ["draft", "review", "issuing", "issued"]
ROLES = ["clerk", "chair", "deputy", "handler", "unit_head", "gov_office", "county", "admin"]


@pytest.fixture
def complete(in_township, clerk):
    report = complete_report(in_township, clerk)
    assert compile_report(report).missing == []
    return report


@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_allowed_exactly_where_listed(complete, person, unit, step):
    """The complete report is made once; after each attempt it is as it was."""
    bound = {Role.HANDLER, Role.UNIT_HEAD}
    people = {role: person(role, unit if role in bound else None) for role in ROLES}
    data = {"issued_on": ISSUED_ON, "note": "请补充"}

    for state, role in product(STATES, ROLES):
        issued_on = ISSUED_ON if state in {"issuing", "issued"} else None
        with undone():
            AnnualReport.objects.filter(pk=complete.pk).update(status=state, issued_on=issued_on)
            if (step, state, role) in ALLOWED:
                after = report_workflow.perform(step, complete, by=people[role], data=data)
                assert after.status == report_workflow.transitions[step].target
            else:
                with pytest.raises((IllegalTransition, PermissionDenied)):
                    report_workflow.perform(step, complete, by=people[role], data=data)
                assert AnnualReport.objects.get(pk=complete.pk).status == state, (state, role)


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


def test_issuing_repeats_what_is_missing(in_township, clerk, chair):
    report = make_report(in_township)
    missing = len(compile_report(report).missing)

    confirmed = dict(report_workflow.transitions["issue"].confirm(report))

    assert confirmed["缺数"] == f"缺数清单还有 {missing} 项，请补齐或者确认确无此项"


def test_an_issued_report_stays_the_same_file_when_its_township_is_renamed(complete, clerk, chair):
    report_workflow.perform("submit", complete, by=clerk)
    issue_report(complete, chair)
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
    issued = issue_report(complete, chair)
    text = {c.key: c.text for c in issued.chapters.all()}

    DeputyGroup.objects.create(name="第二代表小组")
    compiled = compile_report(issued)

    assert (issued.issued_on, issued.issued_by) == (ISSUED_ON, chair.name)
    assert {w.chapter.key: w.text for w in compiled.written} == text
    assert compiled.book.get("deputies.groups").text == "1"
    assert compiled.missing == []
    [frozen] = frozen_values("deputies.groups", 2025)
    assert (frozen.text, frozen.issued_on) == ("1", ISSUED_ON)
    assert [n.text for n in Notification.objects.filter(to=clerk)] == [f"已印发：{issued}"]
    assert Job.objects.get().url == issued.get_absolute_url()
