"""办理情况报告: words that follow from numbers, a freeze that holds, and who may do what."""

import html
from datetime import date
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motions.models import Assignment, HandlingReport, KeyFollowUp, Motion
from motions.papers.handling_report import handling_report
from motions.report_contents import NUMBERS, contents
from motions.workflow import handling_report_workflow
from renda.core.figures import Period, measure
from renda.core.models import LocalRule
from renda.core.paper import blocks as b
from renda.core.scoping import township_scope
from renda.core.workflow import IllegalTransition
from tests.factories.motions import (
    AssignmentMeetingFactory,
    CommitmentFactory,
    ContactFactory,
    HandlingReportFactory,
    ReplyFactory,
)
from tests.paper import needs_fonts

pytestmark = pytest.mark.django_db
LIST = reverse("motions:handlingreport_list")
IN_TIME = date(2025, 6, 20)


@pytest.fixture
def report(in_township):
    return HandlingReportFactory(township=in_township)


@pytest.fixture
def answered(in_township, case):
    """``answered(...)``: an answered case of 2025, its unit finished."""

    def make(on=IN_TIME, **fields):
        motion = case("replied", assignment="replied", replied_on=on, **fields)
        Assignment.objects.filter(pk=motion.row.pk).update(finished_on=on)
        return motion

    return make


def words(report) -> list[str]:
    """The paragraphs of the report."""
    return [
        "".join(part.text for part in block.content)
        for block in handling_report(report).blocks
        if isinstance(block, b.Paragraph)
    ]


def tables(report) -> dict[str, list[list[str]]]:
    """The tables by their captions, their cells as text."""
    return {
        block.caption: [["".join(part.text for part in cell) for cell in row] for row in block.rows]
        for block in handling_report(report).blocks
        if isinstance(block, b.Table)
    }


# --- words ------------------------------------------------------------------------------
def test_a_year_without_anything_says_so(report):
    found = words(report)

    assert "2025年没有收到代表提出的议案和建议、批评、意见。" in found
    assert tables(report) == {}
    assert not any("率" in text for text in found)


def test_a_single_case_is_not_counted_like_many(report, case):
    case("accepted")

    found = words(report)

    assert "2025年收到代表在闭会期间提出的建议1件。" in found
    assert "到报告时这1件正在按程序交办。" in found


def test_all_answered_is_said_in_one_word(report, answered):
    answered(verdict="satisfied", result_class="A")
    answered(verdict="satisfied", result_class="A")

    found = words(report)

    assert "2025年共收到代表提出的建议2件，全部为建议、批评和意见；全部为闭会期间提出。" in found
    assert (
        "受理的建议中，已交办2件，交由承办单位办理。已全部答复代表，答复率100.0%（2/2）；"
        "按期答复2件，按期答复率100.0%（2/2）。" in found
    )
    assert "代表评价的2件中，满意2件，满意率100.0%（2/2）。" in found


def test_many_cases_are_told_with_every_base(report, in_township, case, answered):
    AssignmentMeetingFactory(township=in_township)
    answered(verdict="satisfied", result_class="A", kind="bill")
    half = answered(on=date(2025, 7, 1), verdict="basically", result_class="B")
    bad = answered(verdict="dissatisfied", result_class="C", round=2)
    answered(result_class="A")
    late = case("assigned", due_on=date(2025, 6, 25))
    case("accepted")
    ContactFactory(township=in_township, motion=bad)
    reply = ReplyFactory(
        township=in_township, assignment=half.row, result_class="B",
        number="练函〔2025〕1号", issued_on=IN_TIME, issued_by="蒋文斌",
    )  # fmt: skip
    CommitmentFactory(township=in_township, reply=reply)
    CommitmentFactory(
        township=in_township, reply=reply, status="struck",
        done_on=date(2025, 9, 1), done_note="看过",
    )  # fmt: skip

    found = "\n".join(words(report))

    for text in (
        "2025年共收到代表提出的建议6件，其中议案1件，建议、批评和意见5件；全部为闭会期间提出。",
        "已交办5件，交由承办单位办理。已答复4件，答复率80.0%（4/5）；按期答复3件，按期答复率75.0%（3/4）。",
        "承办单位与代表联系的1件，联系率20.0%（1/5），其中面商的1件，面商率20.0%（1/5）。超过期限没有答复的1件。",
        "已解决或者基本解决的（A类）2件，部分解决或者已列入计划解决的（B类）1件，"
        "受条件限制，留作参考或者不可行的（C类）1件。因代表不满意交回重新办理1件。",
        "代表评价的3件中，满意1件，基本满意1件，不满意1件，满意率33.3%（1/3）；没有反馈的1件，不计入满意率。",
        "承诺事项2项，已现场核实销号1项，还有1项继续跟踪，完成后再次答复代表。"
        "作出承诺的1件中，承诺已全部兑现、转为A类的0件，转A率0.0%（0/1）。",
        "一是集中交办。召开代表建议交办会",
        "个别建议重答复、轻落实。",
    ):
        assert text in found
    assert late.is_open


def test_promises_are_told_kept_or_open(report, in_township, answered):
    def promise(on, **fields):
        motion = answered(result_class="B")
        reply = ReplyFactory(
            township=in_township, assignment=motion.row, result_class="B",
            number=f"练函〔2025〕{motion.pk}号", issued_on=on, issued_by="蒋文斌",
        )  # fmt: skip
        return CommitmentFactory(township=in_township, reply=reply, **fields)

    struck = {"status": "struck", "done_on": date(2025, 9, 1), "done_note": "到现场看过"}
    promise(IN_TIME, **struck)
    assert (
        "答复中写明完成期限的承诺事项1项，已全部现场核实销号。"
        "作出承诺的1件中，承诺已全部兑现、转为A类的1件，转A率100.0%（1/1）。" in words(report)
    )

    promise(IN_TIME)

    assert (
        "答复中写明完成期限的承诺事项2项，已现场核实销号1项，还有1项继续跟踪，完成后再次答复代表。"
        "作出承诺的2件中，承诺已全部兑现、转为A类的1件，转A率50.0%（1/2）。" in words(report)
    )


def test_the_office_s_own_words_replace_the_drawn_up_ones(report, in_township):
    AssignmentMeetingFactory(township=in_township)
    assert any(text.startswith("集中交办") for text in words(report))
    report.practices = "第一段。\n\n第二段。"

    assert words(report)[2:4] == ["第一段。", "第二段。"]


def test_the_classes_are_named_as_the_township_names_them(report, in_township, answered):
    LocalRule.objects.create(key="suggestion.result_scheme", value=3, reason="本县办法")
    answered(result_class="D")

    assert any("从办理结果看，留作参考或者已解释的（D类）1件。" in text for text in words(report))
    meant = [text for text in words(report) if text.startswith("注：结果类别中，")]
    assert meant == [
        "注：结果类别中，A类为已解决；B类为正在解决或者已启动；C类为已列入规划，逐步解决；"
        "D类为留作参考或者已解释。"
    ]


def test_the_tables_hold_the_units_the_key_cases_and_every_case(
    report, in_township, people, answered
):
    motion = answered(verdict="satisfied", result_class="A", is_key=True, main_unit=people.unit)
    KeyFollowUp.objects.create(
        motion=motion, leader="镇长陆海峰", supervisor="主席沈国良", on=date(2025, 4, 1)
    )

    found = tables(report)

    unit, total = found["各承办单位办理情况（单位：件）"]
    assert unit == [
        str(people.unit),
        "1",
        "0",
        "1",
        "100.0%",
        "1",
        "0",
        "0",
        "0",
        "0",
        "0",
        "0",
        "—",
    ]
    assert total[1:] == unit[1:]
    assert found["重点建议办理情况"] == [
        [
            motion.code, motion.official_title, people.lead.name, str(people.unit),
            "镇长陆海峰", "主席沈国良", "A类", "满意",
        ]
    ]  # fmt: skip
    ((code, title, lead, _, _, replied, letter, verdict),) = found[""]
    assert (code, title, lead) == (motion.code, motion.official_title, people.lead.name)
    assert (replied, letter, verdict) == ("6.20", "A", "满意")


def test_the_numbers_are_the_figures_of_the_year(report, case, answered):
    answered(verdict="satisfied", result_class="A")
    case("assigned")

    told = contents(report)["numbers"]

    assert told == {name: measure(f"motions.{name}", Period.year(2025)).value for name in NUMBERS}
    assert (told["received"], told["replied"]) == (2, 1)


# --- its way ----------------------------------------------------------------------------
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


def test_an_unwritten_report_is_not_put_before_the_presidium(in_township, clerk):
    report = HandlingReportFactory(township=in_township, problems=" ", plans="")

    with pytest.raises(IllegalTransition, match="还没有写“存在问题”“下一步打算”"):
        handling_report_workflow.perform("submit", report, by=clerk)

    assert HandlingReport.objects.get().status == "draft"


def test_what_was_issued_stays_and_the_page_says_what_changed(
    client, in_township, clerk, chair, report, answered
):
    motion = answered(verdict="satisfied", result_class="A")
    handling_report_workflow.perform("submit", report, by=clerk)
    handling_report_workflow.perform(
        "issue", report, by=chair, data={"issued_on": date(2026, 1, 8)}
    )
    issued = HandlingReport.objects.get()
    before = words(issued), tables(issued)
    Motion.objects.filter(pk=motion.pk).update(verdict="dissatisfied")
    answered(result_class="B")

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


def test_every_step_by_its_page_keeps_the_query_limit(client, clerk, chair, report, answered):
    for _ in range(3):
        answered(is_key=True, verdict="satisfied", result_class="A")
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
def test_the_paper_comes_as_page_pdf_and_word(client, clerk, report, answered):
    answered(verdict="satisfied", result_class="A")
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
def test_pages_and_the_paper_cost_the_same_for_few_and_many(client, clerk, report, answered, rows):
    for _ in range(rows):
        answered(is_key=True)
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


COSTS = [6, 9, 12]


def test_a_report_of_another_township_counts_its_own(client, outsider, report, answered):
    answered()
    away = outsider.memberships.get().township
    with township_scope(away.pk):
        other = HandlingReportFactory(township=away)
        assert contents(other)["numbers"]["received"] == 0
