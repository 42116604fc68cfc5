"""The bordered forms of a case: every field that the office's paper forms have."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from deputies.models import Mandate
from motions import services
from motions.models import Motion
from motions.papers.case import feedback_form, registration_form
from motions.papers.forms import heading
from motions.papers.handing import assignment_form, receipt
from motions.papers.letters import letter_of, supplement_of
from motions.papers.parts import contact_form, opinion_form, order_paper
from renda.core.paper.blocks import Document, FormTable, Signature, cn_date, plain
from renda.core.paper.measures import in_lines
from renda.core.paper.pdf import render_pdf
from tests.factories.core import UnitFactory
from tests.factories.deputies import ConstituencyFactory
from tests.factories.motions import (
    AssignmentFactory,
    ContactFactory,
    FeedbackFactory,
    ReminderFactory,
    ReplyFactory,
    SupplementFactory,
)
from tests.motions.helpers.letters import DAY, one
from tests.paper import needs_fonts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_township")]


def cells(document: Document) -> dict[str, str]:
    """What stands beside each label of the form."""
    found = {}
    for row in one(document, FormTable).rows:
        for label, value in zip(row[::2], row[1::2], strict=True):
            found[plain(label.content).replace("\n", "")] = plain(value.content)
    return found


def feet(document: Document) -> list[str]:
    """The lines at the foot of the form's cells: names, seals, days."""
    return [cell.sign for row in one(document, FormTable).rows for cell in row if cell.sign]


@pytest.fixture
def helper(in_township, case):
    """A co-handler's part of a case whose lead unit answers by 25 June."""
    motion = case("assigned")
    unit = UnitFactory(township=in_township, name="镇财政所", short_name="财政所")
    return AssignmentFactory(
        township=in_township, motion=motion, unit=unit, role="assist", status="handling",
        due_on=date(2025, 5, 26), months=2,
    )  # fmt: skip


def issued(assignment, number, **fields):
    return ReplyFactory(
        township=assignment.township, assignment=assignment, number=f"练村函〔2025〕{number}号",
        issued_by="蒋文斌", **{"issued_on": date(2025, 5, 20)} | fields,
    )  # fmt: skip


def test_the_lead_and_the_co_handler_each_read_both_last_days(helper, people):
    lead = helper.motion.row

    of_lead, of_helper = cells(assignment_form(lead)), cells(assignment_form(helper))

    days = {"答复期限": "2025年6月25日", "会办期限": "2025年5月26日"}
    for said in (of_lead, of_helper):
        assert {label: said[label] for label in days} == days
    assert (of_lead["承办单位"], of_lead["身份"]) == (people.unit.name, "主办")
    assert of_lead["协办单位"] == "镇财政所"
    assert (of_helper["承办单位"], of_helper["身份"]) == ("镇财政所", "协办")
    assert of_helper["主办单位"] == people.unit.name
    assert list(of_lead).index("答复期限") < list(of_lead).index("会办期限")
    assert list(of_helper).index("会办期限") < list(of_helper).index("答复期限")


def test_a_unit_alone_has_its_own_last_day_only(case):
    said = cells(assignment_form(case("assigned").row))

    assert "会办期限" not in said
    assert "协办单位" not in said


def test_units_that_were_relieved_are_not_named(helper):
    type(helper).objects.filter(pk=helper.pk).update(status="reassigned")

    assert "协办单位" not in cells(assignment_form(helper.motion.row))
    assert cells(assignment_form(helper))["承办单位"] == "镇财政所"


def test_each_handing_over_has_its_number_and_the_seal_its_place(helper):
    numbers = [
        one(paper, FormTable).right
        for paper in (assignment_form(helper.motion.row), assignment_form(helper), receipt(helper))
    ]

    code = helper.motion.code
    assert numbers == [
        f"交办编号：{code}-交1　类别：建议", f"交办编号：{code}-交2　类别：建议", f"交办编号：{code}-交2",
    ]  # fmt: skip
    assert feet(assignment_form(helper)) == ["年　月　日", "（章）　2025年3月25日"]
    assert cells(assignment_form(helper))["交办单位"] == helper.township.presidium_name


@needs_fonts
def test_a_slip_with_everything_on_it_and_the_code_to_sign_is_one_page(helper):
    """Its last day lies in a year whose holidays are not published, which takes more words."""
    lead = helper.motion.row
    days = {"assigned_on": date(2032, 11, 25), "due_on": date(2033, 2, 25), "signed_on": None}
    type(lead).objects.filter(pk=lead.pk).update(status="waiting", **days)
    lead = type(lead).objects.get(pk=lead.pk)

    pages = PdfReader(BytesIO(render_pdf(assignment_form(lead)))).pages

    assert "2033年放假安排尚未公布" in cells(assignment_form(lead))["期限说明"]
    assert cells(assignment_form(lead))["期限说明"].startswith("自交办之日起三个月，当日不计")
    assert len(pages) == 1
    assert "扫码签收" in pages[0].extract_text().replace(" ", "")


def test_letters_and_opinions_leave_the_place_of_the_seal(in_township, people, helper):
    services.give_opinion(
        assignment=helper, text="同意列入计划", signer="王志强", by=people.users["clerk"], on=DAY
    )
    reply = issued(helper.motion.row, 1)
    supplement = SupplementFactory(township=in_township, assignment=helper.motion.row)

    assert one(letter_of(reply), Signature).sealed
    assert one(supplement_of(supplement), Signature).sealed
    (foot,) = feet(opinion_form(helper.opinions.get()))
    assert foot.startswith("负责人：王志强　单位（章）　2025年")


@pytest.fixture
def answered_case(case):
    """A case that one unit answered on 20 May."""
    motion = case("replied", assignment="replied", replied_on=date(2025, 5, 20))
    issued(motion.row, 1)
    return motion


def asked(motion, people) -> dict[str, str]:
    return cells(feedback_form(Motion.objects.get(pk=motion.pk), people.users["clerk"]))


@pytest.mark.parametrize(
    ("fields", "is_ticked"),
    [
        ({"stage": "before"}, True),
        ({"stage": "during"}, False),
        ({"stage": "after", "on": date(2025, 5, 28)}, False),
        ({"stage": "before", "on": date(2025, 5, 21)}, False),
        (
            {
                "stage": "before", "confirmation": "untrue", "confirmation_note": "没有来过",
                "confirmed_on": date(2025, 4, 11),
            },
            False,
        ),
    ],
)  # fmt: skip
def test_only_a_talk_before_the_handling_is_ticked(answered_case, people, fields, is_ticked):
    ContactFactory(
        township=answered_case.township, motion=answered_case, assignment=answered_case.row,
        **fields,
    )  # fmt: skip

    said = asked(answered_case, people)["办理前是否沟通"]

    assert said.startswith("■是　□否") is is_ticked
    assert said.startswith("□是（方式：") is not is_ticked


@pytest.mark.parametrize(
    ("result", "redo"), [("dissatisfied", "■是　□否"), ("basically", "□是　■否"), ("", "□是　□否")]
)
def test_whether_it_is_to_be_done_again_follows_from_the_rating(
    answered_case, people, result, redo
):
    if result:
        FeedbackFactory(
            township=answered_case.township,
            motion=answered_case,
            result_rating=result,
            words="没办",
        )

    assert asked(answered_case, people)["是否需要重新办理"] == redo


def test_a_rating_stays_on_the_form_while_the_case_is_done_again(answered_case, people):
    FeedbackFactory(
        township=answered_case.township, motion=answered_case, result_rating="dissatisfied",
        words="没办",
    )  # fmt: skip
    Motion.objects.filter(pk=answered_case.pk).update(round=2)

    said = asked(answered_case, people)

    assert "■不满意" in said["对办理结果"]
    assert said["具体意见"] == "没办"


@pytest.mark.parametrize("on_paper", [False, True])
def test_who_rated_with_an_account_has_signed_by_that(answered_case, people, on_paper):
    FeedbackFactory(
        township=answered_case.township, motion=answered_case, deputy=people.lead,
        is_by_office=on_paper,
    )  # fmt: skip

    signed = asked(answered_case, people)["代表签名"]

    assert signed == ("" if on_paper else f"{people.lead.name}（本人在系统中评价）")


def test_every_unit_that_answered_on_its_own_is_named(in_township, answered_case, people):
    type(answered_case.row).objects.filter(pk=answered_case.row.pk).update(role="separate")
    other = AssignmentFactory(
        township=in_township, motion=answered_case, unit=people.other_unit, role="separate",
        status="replied",
    )  # fmt: skip
    issued(other, 2, result_class="B", issued_on=date(2025, 5, 22))

    said = asked(answered_case, people)

    assert said["承办单位"] == f"{people.unit.name}、{people.other_unit.name}"
    assert said[f"{people.unit}答复"].startswith("练村函〔2025〕1号，2025年5月20日\nA 类")
    assert said[f"{people.other_unit}答复"].startswith("练村函〔2025〕2号，2025年5月22日\nB 类")


@pytest.fixture
def elected(township, people, term):
    """The lead elected in a constituency of their own, and the case's wishes set apart."""
    seat = ConstituencyFactory(township=township, number=7, name="上坞村")
    Mandate.objects.filter(deputy=people.lead, term=term).update(
        constituency=seat, card_no="14-017"
    )


def test_the_register_form_has_the_wishes_and_room_for_own_hands(people, case, elected):
    motion = case("accepted", suggested_unit=people.other_unit, wants_contact=False)

    paper = registration_form(motion, people.users["clerk"])

    said = cells(paper)
    assert said["选区"] == "第7选区（上坞村）"
    assert said["代表证号"] == "14-017"
    assert said["希望面商"] == "□是　■否"
    assert said["建议承办单位"] == people.other_unit.name
    assert said["受理日期"] == cn_date(motion.accepted_on)
    assert said["联名代表及其签名"] == f"{people.joint.name}（共1人）"
    assert said["领衔签名"] == "年　　月　　日"


def test_a_deputy_alone_signs_alone(people, case):
    motion = case("accepted")
    motion.cosigners.update(state="declined")

    said = cells(registration_form(motion, people.users["clerk"]))

    assert said["联名代表"] == "无"
    assert "联名代表及其签名" not in said
    assert said["建议承办单位"] == "不指定"


def test_the_case_page_shows_the_same_sheet(enter, people, case, elected):
    motion = case("accepted", suggested_unit=people.other_unit, wants_contact=False)

    page = " ".join(enter("clerk").get(motion.get_absolute_url()).content.decode().split())

    assert '<th scope="row">选区</th><td colspan="5">第7选区（上坞村）</td>' in page
    assert '<th scope="row">希望面商</th><td>否</td>' in page
    assert f'承办单位</th><td colspan="3">{people.other_unit.name}</td>' in page


def test_a_talks_record_says_which_one_of_the_case_it_is(case):
    motion = case("assigned")
    here = {"township": motion.township, "motion": motion, "assignment": motion.row}
    second = ContactFactory(**here, stage="during", on=date(2025, 4, 20))
    first = ContactFactory(**here, stage="before", on=date(2025, 4, 2))
    ContactFactory(township=motion.township, motion=case("assigned"), on=date(2025, 4, 1))

    assert cells(contact_form(first))["次数"] == "办前（本件第1次）"
    assert cells(contact_form(second))["次数"] == "办中（本件第2次）"


def test_a_closed_order_says_on_which_day(case):
    motion = case("assigned")
    order = ReminderFactory(
        township=motion.township, assignment=motion.row, kind="order", number="督〔2025〕1号",
        leader="沈国良", feedback_due=date(2025, 7, 3), on=date(2025, 6, 27), result="已经答复。",
        closed_on=date(2025, 7, 2),
    )  # fmt: skip

    paper = order_paper(order)

    assert feet(paper) == ["督办领导：沈国良　2025年6月27日", "2025年7月2日"]
    assert cells(paper)["逾期"] == "2天"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("代表建议交办单", "练溪镇人民代表大会代表建议交办单"),
        ("代表建议办理情况征询意见表", "练溪镇人民代表大会\n代表建议办理情况征询意见表"),
    ],
)
def test_a_long_title_breaks_after_the_congress(case, name, title):
    motion = case("assigned")
    motion.township.name = "练溪镇"

    assert in_lines(heading(motion, name)) == title
