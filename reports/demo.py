"""The demo's reports: 2024 issued, 2025 being drafted, with the two chapters the office writes itself."""

from datetime import date

from renda.core import jobs
from renda.core.demo import Demo, demo_part
from renda.core.models import Job, User
from reports.models import AnnualReport, Chapter
from reports.services import compile_report, confirm_zero, rewrite, start_report
from reports.workflow import issue_key, report_workflow

PROBLEMS = {
    2024: "代表小组活动次数不均衡，个别小组全年只开展了两次活动。\n代表提出的建议中，综合性、前瞻性的内容偏少。",
    2025: "监督的持续性还不够，个别督查意见反馈后没有及时组织回访。\n"
    "少数代表闭会期间参加活动不多，联系选民的方式比较单一。\n"
    "个别建议的办理重答复、轻落实，跟踪督办还要加强。",
}
PLANS = {
    2024: "开好第十四届人民代表大会第二次会议，抓好建议的交办和督办。",
    2025: "开好第十四届人民代表大会第三次会议，依法做好各项报告的审议和决议的落实。\n"
    "围绕民生实事项目和重点工程排出全年监督计划，每季度听取一次进展情况。\n"
    "办好代表联络站，组织每名代表至少开展一次述职、接待两批选民。",
}


@demo_part("reports", order=60)
def load(demo: Demo) -> None:
    """Two years' reports for the full township; the small one starts with an empty shelf."""
    if not demo.full:
        return
    clerk, chair = demo.users["clerk"], demo.users["chair"]
    with demo.on(date(2025, 1, 3)):
        issued = write_report(2024, clerk)
        for missing in compile_report(issued).missing:
            confirm_zero(report=issued, key=missing.key, by=clerk)
        report_workflow.perform("submit", issued, by=clerk)
    with demo.on(date(2025, 1, 6)):
        report_workflow.perform("issue", issued, by=chair, data={"issued_on": date(2025, 1, 6)})
        jobs.run(Job.objects.get(key=issue_key(issued)).pk)
    with demo.on(date(2026, 1, 5)):
        write_report(2025, clerk)


def write_report(year: int, clerk: User) -> AnnualReport:
    """A draft whose typed chapters are written."""
    report = start_report(year=year, by=clerk)
    for key, words in (("problems", PROBLEMS[year]), ("plans", PLANS[year])):
        chapter = Chapter.objects.get(report=report, key=key)
        rewrite(chapter=chapter, title=chapter.title, text=words, by=clerk)
    return report
