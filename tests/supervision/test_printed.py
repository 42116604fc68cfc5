"""The papers of supervision as they are printed: names, days and computations."""

from datetime import date

import pytest

from renda.core.paper import render_pdf
from supervision.papers import appraisal_result, finding_list, finding_order
from tests.core.paper.reading import read_pages
from tests.factories.supervision import AppraisalFactory, HandedFindingFactory
from tests.paper import needs_fonts

pytestmark = [pytest.mark.django_db, needs_fonts]


def lines_of(document):
    """The text of every line."""
    return [line.text for page in read_pages(render_pdf(document)) for line in page.lines]


def test_an_order_says_its_number_and_days_in_words(in_township):
    finding = HandedFindingFactory(
        township=in_township, number=9, found_on=date(2025, 9, 2), handed_on=date(2025, 9, 16)
    )

    lines = lines_of(finding_order(finding))

    assert lines[1].endswith(f"{finding.year}年第9号")
    assert any("2025年9月2日" in line for line in lines)
    assert any("2025年9月16日" in line for line in lines)


def test_who_rechecked_a_finding_stands_a_name_a_line(in_township):
    finding = HandedFindingFactory(township=in_township, rechecked_by="卢银花、盛建中")

    lines = "\n".join(lines_of(finding_list(in_township, [finding], "督查", date(2025, 9, 2))))

    assert "卢银花、" in lines
    assert "盛建中" in lines


def test_a_result_is_computed_without_spaces(in_township):
    appraisal = AppraisalFactory(
        township=in_township, total=63, issued=62, returned=62, satisfied=51,
        basically_satisfied=10, dissatisfied=1, unknown=0,
    )  # fmt: skip

    text = "".join(lines_of(appraisal_result(appraisal)))

    assert "（满意51+基本满意10）÷收回62=98.4%" in text
    assert "51×100=5100≥63×50=3150" in text
