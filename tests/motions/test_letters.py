"""The letter on paper: its parts, their numbers, whom it answers."""

from datetime import date

import pytest

from motions import services
from motions.models import Commitment
from motions.papers.letters import letter_of
from motions.services.around import around_letter
from motions.services.letters import items_of, words_of
from renda.core.paper.blocks import Addressee, Imprint, Letter
from tests.factories.core import UnitFactory
from tests.factories.motions import (
    AssignmentFactory,
    CommitmentFactory,
    CoSignerFactory,
    MotionFactory,
    ReplyFactory,
)
from tests.motions.helpers.letters import BODY, DAY, lines, one

pytestmark = pytest.mark.django_db


def test_the_letter_numbers_its_parts_between_the_opening_and_the_thanks(in_township, people, case):
    motion = case("assigned")
    reply = ReplyFactory(
        township=in_township,
        assignment=motion.row,
        result_class="B",
        body=BODY,
        done_items="1. 修好前半段\n2、清了边沟。",
        declined="拓宽到六米：占用基本农田",
    )
    CommitmentFactory(township=in_township, reply=reply, text="修完后半段")
    other = UnitFactory(township=in_township, name="镇财政所", short_name="财政所")
    helper = AssignmentFactory(
        township=in_township, motion=motion, unit=other, role="assist", status="handling"
    )
    services.give_opinion(
        assignment=helper, text="同意列入计划", signer="王", by=people.users["clerk"], on=DAY
    )

    document = letter_of(reply)

    assert lines(document) == [
        "您提出的建议已收悉。经研究，现答复如下：",
        "一、已经办的",
        "1.修好前半段。",
        "2.清了边沟。",
        "二、正在办和计划办的",
        "修完后半段，2025年8月31日前完成。以上事项办成后再次答复。",
        "三、没有采纳的及原因",
        "拓宽到六米：占用基本农田。",
        "四、会办意见",
        "财政所：同意列入计划。",
        "感谢您对我们工作的关心和支持。",
    ]
    head = one(document, Letter)
    assert (head.class_mark, head.number) == ("B", "（签发时编号）")
    assert one(document, Addressee).text == f"{people.lead.name}、{people.joint.name}代表："
    imprint = one(document, Imprint)
    assert (imprint.copies_to.endswith("财政所"), imprint.made) == (True, None)


def test_a_letters_only_part_has_no_number(in_township, case):
    motion = case("assigned")
    reply = ReplyFactory(
        township=in_township, assignment=motion.row, body=BODY, done_items="修好路面\n清了边沟"
    )

    assert lines(letter_of(reply))[1:4] == ["已经办的", "1.修好路面。", "2.清了边沟。"]


def test_the_offices_own_numbers_are_counted_on(in_township, case):
    motion = case("assigned")
    body = "现答复如下：\n一、道路列入计划。\n二、管网另行安排。\n感谢您。"
    reply = ReplyFactory(township=in_township, assignment=motion.row, body=body, done_items="测量")

    assert lines(letter_of(reply))[3:5] == ["三、已经办的", "测量。"]


def test_authors_of_merged_cases_are_addressed_and_their_cases_named(in_township, people, case):
    motion = case("assigned")
    merged = MotionFactory(
        township=in_township, term=motion.term, lead=people.stranger, status="merged",
        merged_into=motion, title="关于修路的建议",
    )  # fmt: skip
    joined = CoSignerFactory(township=in_township, motion=merged)

    document = letter_of(ReplyFactory(township=in_township, assignment=motion.row, body=BODY))

    names = [people.lead.name, people.joint.name, people.stranger.name, joined.deputy.name]
    assert around_letter(motion.row).names == names
    assert f"{people.stranger.name}代表提出的《关于修路的建议》" in lines(document)[1]


def test_a_letter_keeps_the_day_it_promised_when_the_promise_is_moved(in_township, replied):
    from tests.factories.motions import CommitmentChangeFactory

    promise = replied().promise
    CommitmentChangeFactory(
        township=in_township, commitment=promise, decision="granted", decided_by="周玉兰",
        decided_on=date(2025, 8, 22),
    )  # fmt: skip
    Commitment.objects.filter(pk=promise.pk).update(due_on=date(2025, 10, 31))

    words = "".join(lines(letter_of(promise.reply)))

    assert "2025年8月31日前完成" in words
    assert "10月31日" not in words


def test_items_lose_the_numbers_people_type():
    assert items_of("1. 甲\n（2）乙\n三、丙\n\n2025年完成") == ["甲", "乙", "丙", "2025年完成"]
    assert words_of("甲\n感谢您。") == (["甲"], ["感谢您。"])
    assert words_of("甲\n乙") == (["甲", "乙"], [])
