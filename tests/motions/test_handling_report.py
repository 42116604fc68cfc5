"""办理情况报告: words that follow from numbers."""

from datetime import date

import pytest
from django.urls import reverse

from motions.models import KeyFollowUp, Motion
from motions.papers.handling_report import verdicts
from motions.report_contents import NUMBERS, contents
from renda.core.figures import Period, measure
from renda.core.models import LocalRule
from tests.factories.motions import (
    AssignmentMeetingFactory,
    CommitmentFactory,
    ContactFactory,
    HandlingReportFactory,
    ReplyFactory,
)
from tests.motions.helpers.report import tables, words

pytestmark = pytest.mark.django_db
LIST = reverse("motions:handlingreport_list")
IN_TIME = date(2025, 6, 20)


@pytest.fixture
def report(in_township, term):
    return HandlingReportFactory(township=in_township, session__term=term)


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


def test_all_answered_is_said_in_one_word(report, finished):
    finished(verdict="satisfied", result_class="A")
    finished(verdict="satisfied", result_class="A")

    found = words(report)

    assert "2025年共收到代表提出的建议2件，全部为建议、批评和意见；全部为闭会期间提出。" in found
    assert (
        "受理的建议中，已交办2件，交由承办单位办理。已全部答复代表，答复率100.0%（2/2）；"
        "按期答复2件，按期答复率100.0%（2/2）。" in found
    )
    assert "代表评价的2件中，满意2件，满意率100.0%（2/2）。" in found


def test_many_cases_are_told_with_every_base(report, in_township, case, finished):
    AssignmentMeetingFactory(township=in_township)
    finished(verdict="satisfied", result_class="A", kind="bill")
    half = finished(on=date(2025, 7, 1), verdict="basically", result_class="B")
    bad = finished(verdict="dissatisfied", result_class="C", round=2)
    silent = finished(result_class="A")
    Motion.objects.filter(pk=silent.pk).update(lapsed_on=date(2025, 8, 1))
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
        done_on=date(2025, 9, 1), done_note="看过", no_letter_reason="已当面说明",
    )  # fmt: skip

    found = "\n".join(words(report))

    for text in (
        "2025年共收到代表提出的建议6件，其中议案1件，建议、批评和意见5件；全部为闭会期间提出。",
        "已交办5件，交由承办单位办理。已答复4件，答复率80.0%（4/5）；按期答复3件，按期答复率75.0%（3/4）。",
        "承办单位与代表联系的1件，联系率20.0%（1/5），其中面商的1件，面商率20.0%（1/5）。超过期限没有答复的1件。",
        "已解决或者基本解决的（A类）2件，部分解决或者已列入计划解决的（B类）1件，"
        "受条件限制，留作参考或者不可行的（C类）1件。因代表不满意交回重新办理1件。",
        "代表评价的3件中，满意1件，基本满意1件，不满意1件，满意率33.3%（1/3）；逾期未反馈的1件，不计入满意率。",
        "承诺事项2项，已现场核实销号1项，还有1项继续跟踪，完成后再次答复代表。"
        "作出承诺的1件中，承诺已全部兑现、转为A类的0件，转A率0.0%（0/1）。",
        "一是集中交办。召开代表建议交办会",
        "个别建议重答复、轻落实。",
    ):
        assert text in found
    assert late.is_open


def test_who_may_still_rate_is_told_apart_from_who_did_not():
    rated = {"rated": 1, "satisfied": 1, "basically_satisfied": 0, "dissatisfied": 0}
    issued_before, numbers = rated | {"replied": 4}, rated | {"replied": 4, "unreturned": 1}
    said = "代表评价的1件中，满意1件，满意率100.0%（1/1）"

    assert verdicts(numbers) == f"{said}；逾期未反馈的1件，还没有评价的2件，不计入满意率。"
    assert verdicts(issued_before) == f"{said}；没有反馈的3件，不计入满意率。"


def test_promises_are_told_kept_or_open(report, in_township, finished):
    def promise(on, **fields):
        motion = finished(result_class="B")
        reply = ReplyFactory(
            township=in_township, assignment=motion.row, result_class="B",
            number=f"练函〔2025〕{motion.pk}号", issued_on=on, issued_by="蒋文斌",
        )  # fmt: skip
        return CommitmentFactory(township=in_township, reply=reply, **fields)

    struck = {
        "status": "struck",
        "done_on": date(2025, 9, 1),
        "done_note": "到现场看过",
        "no_letter_reason": "已当面向代表说明",
    }
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


def test_the_classes_are_named_as_the_township_names_them(report, in_township, finished):
    LocalRule.objects.create(key="suggestion.result_scheme", value=3, reason="本县办法")
    finished(result_class="D")

    assert any("从办理结果看，留作参考或者已解释的（D类）1件。" in text for text in words(report))
    meant = [text for text in words(report) if text.startswith("注：结果类别中，")]
    assert meant == [
        "注：结果类别中，A类为已解决；B类为正在解决或者已启动；C类为已列入规划，逐步解决；"
        "D类为留作参考或者已解释。"
    ]


def test_the_tables_hold_the_units_the_key_cases_and_every_case(
    report, in_township, people, finished
):
    motion = finished(verdict="satisfied", result_class="A", is_key=True, main_unit=people.unit)
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


def test_the_numbers_are_the_figures_of_the_year(report, case, finished):
    finished(verdict="satisfied", result_class="A")
    case("assigned")

    told = contents(report)["numbers"]

    assert told == {name: measure(f"motions.{name}", Period.year(2025)).value for name in NUMBERS}
    assert (told["received"], told["replied"]) == (2, 1)
