"""办理情况报告: written, considered and issued by the page; a freeze that holds, and who may read what."""

import html
from datetime import date
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motions.models import HandlingReport, Motion
from motions.report_contents import contents
from motions.workflow import handling_report_workflow
from renda.core.scoping import township_scope
from renda.core.workflow import IllegalTransition
from tests.factories.motions import HandlingReportFactory
from tests.motions.helpers.report import tables, words
from tests.paper import needs_fonts

pytestmark = pytest.mark.django_db
LIST = reverse("motions:handlingreport_list")
IN_TIME = date(2025, 6, 20)


@pytest.fixture
def report(in_township, term):
    return HandlingReportFactory(township=in_township, session__term=term)


STEPS = {
    ("submit", "draft"): {"clerk"},
    ("send_back", "review"): {"chair"},
    ("issue", "review"): {"chair"},
}


@pytest.mark.parametrize("status", HandlingReport.Status.values)
@pytest.mark.parametrize("step", ["submit", "send_back", "issue"])
def test_each_step_is_open_to_its_role_in_its_state_only(in_township, people, step, status):
    issued = {"issued_on": IN_TIME, "issued_by": "沈国良", "frozen": {}}
    report = HandlingReportFactory(
        township=in_township, status=status, **(issued if status == "issued" else {})
    )

    able = {
        name
        for name, user in people.users.items()
        if step in {t.name for t in handling_report_workflow.available(report, user)}
    }

    assert able == STEPS.get((step, status), set())


LACKS = [
    ({"problems": " ", "plans": ""}, "还没有写“存在问题”“下一步打算”"),
    ({"session": None}, "还没有选“向哪次会议报告”"),
    ({"session": None, "plans": ""}, "还没有选“向哪次会议报告”，还没有写“下一步打算”"),
]


@pytest.mark.parametrize(("fields", "lack"), LACKS)
def test_an_incomplete_report_is_not_put_before_the_presidium(
    client, in_township, clerk, fields, lack
):
    report = HandlingReportFactory(township=in_township, **fields)
    said = f"{lack}。请先按“修改”补上，再提请审议。"
    client.force_login(clerk)
    url = reverse("core:step", args=["motions.handlingreport", report.pk, "submit"])

    page, tried = client.get(url), client.post(url, follow=True)

    assert said in page.content.decode()
    assert said in tried.content.decode()
    assert said in client.get(report.get_absolute_url()).content.decode()
    with pytest.raises(IllegalTransition, match=said):
        handling_report_workflow.perform("submit", report, by=clerk)
    assert HandlingReport.objects.get().status == "draft"


def test_what_was_issued_stays_and_the_page_says_what_changed(
    client, in_township, clerk, chair, report, finished
):
    motion = finished(verdict="satisfied", result_class="A")
    handling_report_workflow.perform("submit", report, by=clerk)
    handling_report_workflow.perform(
        "issue", report, by=chair, data={"issued_on": date(2026, 1, 8)}
    )
    issued = HandlingReport.objects.get()
    before = words(issued), tables(issued)
    Motion.objects.filter(pk=motion.pk).update(verdict="dissatisfied")
    finished(result_class="B")

    again = HandlingReport.objects.get()
    client.force_login(clerk)
    page = client.get(report.get_absolute_url())

    assert (again.status, again.issued_by, again.issued_on) == (
        "issued", chair.name, date(2026, 1, 8),
    )  # fmt: skip
    assert (words(again), tables(again)) == before
    lines = {line["label"]: line for line in page.context["numbers"]}
    assert (lines["收到议案、建议"]["then"], lines["收到议案、建议"]["now"]) == (1, 2)
    assert (lines["满意"]["then"], lines["满意"]["now"]) == (1, 0)
    assert "印发后有变动" in page.content.decode()
    assert "收到 1 件，已答复 1 件，名单 1 件" in page.content.decode()
    assert "'numbers'" not in html.unescape(page.content.decode())
    assert client.get(reverse("motions:handlingreport_update", args=[report.pk])).status_code == 403


def test_every_step_by_its_page_keeps_the_query_limit(client, clerk, chair, report, finished):
    for _ in range(3):
        finished(is_key=True, verdict="satisfied", result_class="A")
    costs = {}

    for user, step, data in (
        (clerk, "submit", {}),
        (chair, "send_back", {"note": "数字再核对一遍"}),
        (clerk, "submit", {}),
        (chair, "issue", {"issued_on": "2026-01-08"}),
    ):
        client.force_login(user)
        client.get(reverse("core:account"))
        url = reverse("core:step", args=["motions.handlingreport", report.pk, step])
        with CaptureQueriesContext(connection) as asked:
            assert client.post(url, data).status_code == 302
        costs[step] = len(asked)

    assert HandlingReport.objects.get().frozen["numbers"]["received"] == 3
    assert max(costs.values()) <= 20, costs


def test_one_report_a_year(client, clerk, report):
    client.force_login(clerk)

    page = client.post(reverse("motions:handlingreport_create"), {"year": 2025, "is_public": "on"})

    assert page.status_code == 200
    assert "这一年度的办理情况报告已经有了" in page.content.decode()
    made = client.post(reverse("motions:handlingreport_create"), {"year": 2024, "is_public": "on"})
    assert made.status_code == 302
    assert HandlingReport.objects.filter(year=2024).count() == 1


# --- pages and papers ---------------------------------------------------------------------
def test_readers_see_it_once_it_is_issued(client, people, report):
    pages = [LIST, report.get_absolute_url()]

    def seen() -> dict[str, list[int]]:
        found = {}
        for name, user in people.users.items():
            client.force_login(user)
            found[name] = [client.get(url).status_code for url in pages]
        return {name: codes for name, codes in found.items() if codes != [403, 403]}

    office = {"clerk": [200, 200], "chair": [200, 200]}
    readers = ("lead", "joint", "deputy", "gov_office", "county")
    assert seen() == office | {name: [200, 403] for name in readers}
    HandlingReport.objects.update(
        status="issued", issued_on=IN_TIME, issued_by="沈国良", frozen=contents(report)
    )
    assert seen() == office | {name: [200, 200] for name in readers}


def test_a_draft_is_not_in_a_readers_list(client, people, report):
    client.force_login(people.users["deputy"])

    assert "还没有办理情况报告" in client.get(LIST).content.decode()


def test_another_township_finds_nothing(client, outsider, report):
    client.force_login(outsider)
    paper = ["motions.handlingreport", report.pk, "report", "html"]

    codes = [
        client.get(url).status_code
        for url in (
            report.get_absolute_url(),
            reverse("motions:handlingreport_update", args=[report.pk]),
            reverse("core:paper", args=paper),
            reverse("core:step", args=["motions.handlingreport", report.pk, "submit"]),
        )
    ]

    assert codes == [404] * 4


@needs_fonts
def test_the_paper_comes_as_page_pdf_and_word(client, clerk, report, finished):
    finished(verdict="satisfied", result_class="A")
    client.force_login(clerk)
    url = {
        form: reverse("core:paper", args=["motions.handlingreport", report.pk, "report", form])
        for form in ("html", "pdf", "docx")
    }

    page, pdf, word = (client.get(url[form]) for form in ("html", "pdf", "docx"))

    assert "关于2025年代表议案、建议办理情况的报告" in page.content.decode()
    assert pdf.content.startswith(b"%PDF")
    text = "\n".join(p.text for p in docx.Document(BytesIO(word.content)).paragraphs)
    assert "一、基本情况" in text
    assert "四、下一步打算" in text
    assert len(docx.Document(BytesIO(word.content)).tables) == 2


@pytest.mark.parametrize("rows", [1, 4])
def test_pages_and_the_paper_cost_the_same_for_few_and_many(client, clerk, report, finished, rows):
    for _ in range(rows):
        finished(is_key=True)
    client.force_login(clerk)
    client.get(reverse("core:account"))
    paper = reverse("core:paper", args=["motions.handlingreport", report.pk, "report", "html"])
    counts = []

    for url in (LIST, report.get_absolute_url(), paper):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))

    assert counts[0] <= 10
    assert counts[1] <= 12
    assert counts == COSTS


COSTS = [6, 9, 13]


def test_a_report_of_another_township_counts_its_own(client, outsider, report, finished):
    finished()
    away = outsider.memberships.get().township
    with township_scope(away.pk):
        other = HandlingReportFactory(township=away)
        assert contents(other)["numbers"]["received"] == 0
