"""The papers of a case as they are printed: whose decision stands where, on how many pages."""

import io
from datetime import date, datetime
from itertools import pairwise

import pytest
from django.utils import timezone
from pdfminer.high_level import extract_text

from motions.models import Motion, ReplyOpening, Review
from motions.papers.case import delivery_form, registration_form
from motions.papers.handing import assignment_form
from motions.papers.handling_report import handling_report
from renda.core.paper import render_pdf
from renda.core.paper.blocks import FormTable, plain
from tests.core.paper.reading import read_pages
from tests.factories.motions import (
    BillVoteFactory,
    CoSignerFactory,
    HandlingReportFactory,
    ReplyFactory,
    SupplementFactory,
)
from tests.factories.sessions import MeetingFactory
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.letters import one
from tests.paper import needs_fonts

pytestmark = [pytest.mark.django_db, needs_fonts]


def words_of(document):
    """All words of the PDF, without the ends of lines."""
    return extract_text(io.BytesIO(render_pdf(document))).replace("\n", "")


def decided(motion, decision, on, note):
    Review.objects.create(
        motion=motion, decision=decision, by="沈国良", on=on, note=note,
        meeting=MeetingFactory(township=motion.township, held_on=on),
    )  # fmt: skip


@pytest.mark.parametrize("later", ["uphold", "transfer", "coordinate"])
def test_the_form_says_what_the_presidium_made_of_the_case_not_which_unit_goes_on(
    in_township, people, case, later
):
    motion = case("assigned")
    decided(motion, "convert", date(2025, 3, 10), "按建议办理。")
    decided(motion, later, date(2025, 5, 10), "由承办单位继续办理。")

    words = words_of(registration_form(motion, people.users["clerk"]))

    said = "转为建议（2025年3月10日主席团会议）。按建议办理。"
    assert said in words
    assert "由承办单位继续办理" not in words
    page = client_of(people.users["clerk"]).get(motion.get_absolute_url())
    assert page.context["sheet"]["presidium_words"] == said


def test_a_case_of_which_the_presidium_only_moved_the_unit_leaves_its_place_empty(
    in_township, people, case
):
    motion = case("assigned")
    decided(motion, "transfer", date(2025, 5, 10), "由水利站办理。")

    assert "由水利站办理" not in words_of(registration_form(motion, people.users["clerk"]))


def test_a_merged_case_and_a_vote_are_printed_without_spaces(in_township, people, case):
    main, merged = case("assigned"), case("merged")
    Motion.objects.filter(pk=merged.pk).update(merged_into=main)
    Review.objects.create(
        motion=merged, decision="merge", by="周玉兰", on=date(2025, 3, 10), note="同一件事。"
    )
    bill = BillVoteFactory(township=in_township).motion

    words = words_of(registration_form(Motion.objects.get(pk=merged.pk), people.users["clerk"]))
    voted = words_of(registration_form(bill, people.users["clerk"]))

    assert f"并入{main.printed_number}办理。同一件事。" in words
    assert "（赞成54，全体代表58）" in voted


def test_a_receipt_of_twelve_deputies_and_two_letters_is_one_page(in_township, people, case):
    motion = case("replied", assignment="replied")
    CoSignerFactory.create_batch(11, township=in_township, motion=motion)
    letter = ReplyFactory(
        township=in_township, assignment=motion.row, number="练村函〔2025〕1号",
        issued_on=date(2025, 5, 20), issued_by="蒋文斌",
    )  # fmt: skip
    SupplementFactory(
        township=in_township, assignment=motion.row, number="练村函〔2025〕2号",
        issued_on=date(2025, 8, 20), issued_by="蒋文斌", status="issued",
    )  # fmt: skip
    for cosigner in motion.cosigners.all():
        at = timezone.make_aware(datetime(2025, 5, 21, 9, 3))
        ReplyOpening.objects.create(reply=letter, deputy=cosigner.deputy, at=at)

    receipt = delivery_form(motion)

    assert len(read_pages(render_pdf(receipt))) == 1
    of_reply, of_supplement = [
        plain(cell.content).split("\n")
        for row in one(receipt, FormTable).rows
        for label, cell in pairwise(row)
        if plain(label.content) == "送达情况"
    ]
    others = [each.deputy.name for each in motion.cosigners.order_by("deputy")]
    assert of_reply == [
        "；".join(f"{name}代表首次打开5月21日09:03" for name in others),
        f"{motion.lead.name}代表还没有打开",
    ]
    assert of_supplement == [f"{'、'.join([motion.lead.name, *others])}代表还没有打开"]


def test_a_slip_says_the_day_that_moved_in_words(in_township, case):
    row = case("assigned").row
    row.role, row.months, row.due_on = "assist", 2, date(2025, 5, 26)

    words = words_of(assignment_form(row))

    assert "5月25日为星期日，顺延一天" in words


def test_the_annex_of_the_handling_report_breaks_its_long_head_between_words(
    in_township, term, case
):
    case("assigned")
    report = HandlingReportFactory(township=in_township, session__term=term)

    pages = read_pages(render_pdf(handling_report(report)))

    lines = [line.text for line in pages[-1].lines]
    assert any(line.endswith("评价或") for line in lines)
    assert any(line == "状态" for line in lines)
