"""The demo's reports to the congress: 2024 and 2025 issued, this year's begun."""

from datetime import date, timedelta

from motions.demo.cases import workday
from motions.models import HandlingReport
from motions.workflow import handling_report_workflow
from renda.core import audit
from renda.core.demo import Demo

PROBLEMS = {
    2024: "少数承办单位与代表面商偏晚，答复前才联系代表。\n个别建议内容比较笼统，承办单位难以落实。",
    2025: "个别建议的办理重答复、轻落实，承诺事项的进度没有及时告诉代表。\n"
    "跨部门的事项，主办与协办单位之间商量不够充分。",
}
PLANS = {
    2024: "组织代表学习怎样提建议，一事一件，写明具体意见。\n把面商提前到办理之初，答复以前再听一次代表意见。",
    2025: "承诺事项逐件列入台账，到现场核实后才销号。\n"
    "重点建议由主席团成员分件督办，每季度听取一次进展情况。",
}
SESSIONS = {2024: "14-2", 2025: "14-4"}


def load_reports(demo: Demo) -> None:
    """A report for each past year, heard at the next session; a bare draft for the running year."""
    for year, key in SESSIONS.items():
        session = demo.shared["sessions"].get(key)
        if session is None or session.opens_on > demo.today:
            continue
        issued_on = workday(session.opens_on - timedelta(days=3))
        report = _begin(demo, year, workday(issued_on - timedelta(days=9)), session=session)
        issue(demo, report, issued_on)
    if demo.today.year not in SESSIONS:
        _begin(demo, demo.today.year, demo.today, session=None)


def _begin(demo: Demo, year: int, on: date, **fields: object) -> HandlingReport:
    report = HandlingReport.objects.create(
        year=year, problems=PROBLEMS.get(year, ""), plans=PLANS.get(year, ""), **fields
    )
    with demo.on(on):
        audit.record(demo.users["clerk"], "起草", report)
    return report


def issue(demo: Demo, report: HandlingReport, on: date) -> None:
    """Put before the presidium four days before it is issued."""
    with demo.on(on - timedelta(days=4)):
        handling_report_workflow.perform("submit", report, by=demo.users["clerk"])
    with demo.on(on):
        handling_report_workflow.perform(
            "issue", report, by=demo.users["chair"], data={"issued_on": on}
        )
