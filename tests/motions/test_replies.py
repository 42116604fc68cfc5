"""A reply: what its class owes the deputy before the head signs it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Assignment, Commitment, Reply
from motions.workflow import assignment_workflow
from renda.core.calendar import chinese_date
from renda.core.scoping import township_scope
from renda.core.workflow import IllegalTransition
from tests.factories.motions import (
    CommitmentFactory,
    ContactFactory,
    ReplyFactory,
)
from tests.motions.helpers.letters import BODY

pytestmark = pytest.mark.django_db


def sent(result_class, promise="", **texts) -> dict:
    """What the reply page sends."""
    data = {"result_class": result_class, "body": BODY, "contact": "何敏　0570", **texts}
    rows = {"rows0-TOTAL_FORMS": "1", "rows0-INITIAL_FORMS": "0"}
    day = "2099-10-31" if promise else ""
    return data | rows | {"rows0-0-text": promise, "rows0-0-due_on": day}


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        (sent("A"), {"done_items": ["A 类答复须写明已经办了什么。"]}),
        (
            sent("B", done_items="修好前半段"),
            {"__all__": ["B 类答复须写明承诺事项和完成日期，到期再次答复后销号。"]},
        ),
        (sent("C"), {"declined": ["C 类答复须写明没有采纳的事项和原因。"]}),
    ],
)
def test_a_class_owes_what_the_letter_must_say(enter, people, township, case, data, errors):
    motion = case("assigned")
    ContactFactory(township=township, motion=motion, assignment=motion.row)

    page = enter("handler").post(reverse("motions:reply_create", args=[motion.row.pk]), data)

    assert page.context["form"].errors == errors
    with township_scope(township.pk):
        assert not Reply.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        sent("A", done_items="修好前半段"),
        sent("B", promise="修好后半段"),
        sent("C", declined="拓宽：占用基本农田"),
    ],
)
def test_a_complete_letter_goes_to_the_head(enter, people, township, case, data):
    motion = case("assigned")
    ContactFactory(township=township, motion=motion, assignment=motion.row)

    enter("handler").post(reverse("motions:reply_create", args=[motion.row.pk]), data)

    with township_scope(township.pk):
        assert Assignment.objects.get(pk=motion.row.pk).status == "signing"


def test_a_second_press_leads_to_the_letter_that_the_first_one_sent(enter, people, township, case):
    """Sending ends the unit's right to write the letter; the one who pressed twice reads no refusal."""
    motion = case("assigned")
    ContactFactory(township=township, motion=motion, assignment=motion.row)
    url = reverse("motions:reply_create", args=[motion.row.pk])
    data = sent("A", done_items="修好前半段") | {"once": str(uuid4())}

    first = enter("handler").post(url, data)
    second = enter("handler").post(url, data, follow=True)

    assert second.redirect_chain == [(first.url, 302)]
    assert "已经保存过了，没有重复登记。" in second.text
    with township_scope(township.pk):
        assert Reply.objects.count() == 1
    assert enter("handler").post(url, data | {"once": str(uuid4())}).status_code == 403
    assert enter("handler").post(url, data | {"once": "no key"}).status_code == 403


def test_a_draft_may_be_incomplete_and_stays_open_for_writing(enter, people, township, case):
    motion = case("assigned")

    answer = enter("handler").post(
        reverse("motions:reply_create", args=[motion.row.pk]), sent("A") | {"draft": "1"}
    )

    with township_scope(township.pk):
        reply = Reply.objects.get()
        assert answer.url == reverse("motions:reply_update", args=[reply.pk])
        assert Assignment.objects.get(pk=motion.row.pk).status == "handling"


@pytest.mark.parametrize("step", ["send", "issue"])
def test_an_incomplete_letter_is_neither_sent_nor_issued(in_township, people, case, step):
    status = "handling" if step == "send" else "signing"
    motion = case("assigned", assignment=status)
    ContactFactory(township=in_township, motion=motion, assignment=motion.row)
    ReplyFactory(township=in_township, assignment=motion.row, done_items="")

    with pytest.raises(IllegalTransition, match="A 类答复须写明已经办了什么"):
        assignment_workflow.perform(step, motion.row, by=people.users["head"])


def test_the_page_shows_what_each_class_asks_for(enter, people, case):
    motion = case("assigned")

    page = enter("handler").get(reverse("motions:reply_create", args=[motion.row.pk]))

    assert [(t["letter"], t["words"], t["need"]) for t in page.context["classes"]] == [
        ("A", "已解决或者基本解决", "写明已经办了什么"),
        ("B", "部分解决或者已列入计划解决", "写明承诺事项和日期"),
        ("C", "受条件限制，留作参考或者不可行", "写明原因"),
    ]


@pytest.mark.parametrize("step", ["send", "issue"])
def test_nothing_is_promised_for_a_day_that_has_passed(in_township, people, case, step):
    status = "handling" if step == "send" else "signing"
    motion = case("assigned", assignment=status)
    ContactFactory(township=in_township, motion=motion, assignment=motion.row)
    reply = ReplyFactory(township=in_township, assignment=motion.row, result_class="B")
    today = timezone.localdate()
    promise = CommitmentFactory(township=in_township, reply=reply, due_on=today - timedelta(1))
    head, words = people.users["head"], f"的完成日期{chinese_date(promise.due_on)}已过"

    with pytest.raises(IllegalTransition, match=words), transaction.atomic():
        assignment_workflow.perform(step, motion.row, by=head)

    assert Assignment.objects.get(pk=motion.row.pk).status == status
    Commitment.objects.filter(pk=promise.pk).update(due_on=today)
    assignment_workflow.perform(step, Assignment.objects.get(pk=motion.row.pk), by=head)


def test_the_check_says_so_before_it_is_sent(in_township, people, case):
    motion = case("assigned")
    reply = ReplyFactory(township=in_township, assignment=motion.row, result_class="B")
    today = timezone.localdate()
    promise = CommitmentFactory(township=in_township, reply=reply, due_on=today)

    def checked(on):
        check = services.reply_checks(motion.row, reply, on)[2]
        return check.title, check.computed, check.passed

    assert checked(today) == ("答复内容齐全", "B 类（部分解决或者已列入计划解决）", True)
    past = ("承诺日期已过", f"“{promise.text}”的完成日期已过", False)
    assert checked(today + timedelta(1)) == past


def test_who_would_write_on_a_letter_with_the_head_reads_where_it_is(enter, people, township, case):
    motion = case("assigned", assignment="signing")
    reply = ReplyFactory(township=township, assignment=motion.row)
    url = reverse("motions:reply_update", args=[reply.pk])

    page = enter("handler").get(url, follow=True)
    late = enter("handler").post(url, sent("A", done_items="改过了"), follow=True)

    assert page.redirect_chain == [(motion.get_absolute_url(), 302)]
    assert "答复稿已送负责人签发，要改的请先撤回送签。" in page.content.decode()
    assert "答复稿已送负责人签发，这次的修改没有保存" in late.content.decode()
    assert enter("handler").post(url, {"autosave": "1"}).status_code == 409
    assert [enter(name).get(url).status_code for name in ("other_handler", "clerk", "lead")] == [
        403
    ] * 3
    with township_scope(township.pk):
        assert Reply.objects.get().done_items == reply.done_items
