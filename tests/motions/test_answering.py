"""Answering on the pages: the reply, the talk with the deputy, the rating."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from motions.models import Assignment, ContactLog, Feedback, Motion, Reply
from renda.core.models import Attachment
from renda.core.scoping import township_scope
from tests.factories.motions import (
    ContactFactory,
    ReplyFactory,
)
from tests.files import PNG

pytestmark = pytest.mark.django_db


REPLY = {
    "result_class": "B",
    "done_items": "",
    "declined": "",
    "body": "一、年内修好。",
    "contact": "何敏　0570-0000127",
    "rows0-TOTAL_FORMS": "1",
    "rows0-INITIAL_FORMS": "0",
    "rows0-0-text": "修好路基",
    "rows0-0-due_on": "2099-10-31",
}


def test_a_clerk_of_the_unit_drafts_and_sends(enter, people, township, case):
    motion = case("assigned")
    ContactFactory(township=township, motion=motion, assignment=motion.row)
    url = reverse("motions:reply_create", args=[motion.row.pk])
    browser = enter("handler")
    page = browser.get(url)
    assert page.context["form"].initial["body"].startswith(f"您提出的《{motion.official_title}》")

    browser.post(url, REPLY)

    with township_scope(township.pk):
        reply = Reply.objects.get()
        assert (reply.result_class, reply.number, reply.issued_on) == ("B", "", None)
        assert list(reply.commitments.values_list("text", "due_on")) == [
            ("修好路基", date(2099, 10, 31))
        ]
        assert Assignment.objects.get(pk=motion.row.pk).status == "signing"


def test_a_b_reply_needs_a_promise(enter, people, township, case):
    motion = case("assigned")

    page = enter("handler").post(
        reverse("motions:reply_create", args=[motion.row.pk]),
        REPLY | {"rows0-0-text": "", "rows0-0-due_on": ""},
    )

    assert page.context["form"].non_field_errors() == [
        "B 类答复须写明承诺事项和完成日期，到期再次答复后销号。"
    ]
    with township_scope(township.pk):
        assert not Reply.objects.exists()


def test_without_a_talk_the_draft_stays_a_draft(enter, people, township, case):
    motion = case("assigned")

    response = enter("handler").post(reverse("motions:reply_create", args=[motion.row.pk]), REPLY)

    with township_scope(township.pk):
        reply = Reply.objects.get()
        assert response.url == reverse("motions:reply_update", args=[reply.pk])
        assert Assignment.objects.get(pk=motion.row.pk).status == "handling"


@pytest.mark.parametrize(
    "name", ["clerk", "chair", "lead", "other_handler", "gov_office", "county"]
)
def test_nobody_else_writes_the_reply(enter, people, township, case, name):
    motion = case("assigned")

    response = enter(name).post(reverse("motions:reply_create", args=[motion.row.pk]), REPLY)

    assert response.status_code == 403


def test_the_head_issues_from_the_confirmation(
    enter, people, township, case, django_assert_max_num_queries
):
    motion = case("assigned", assignment="signing")
    ContactFactory(township=township, motion=motion, assignment=motion.row)
    ReplyFactory(township=township, assignment=motion.row)
    url = reverse("core:step", args=["motions.assignment", motion.row.pk, "issue"])
    browser = enter("head")
    assert browser.get(url).status_code == 200

    browser.post(url)

    with township_scope(township.pk):
        motion = Motion.objects.get(pk=motion.pk)
    assert (motion.status, motion.replied_on) == ("replied", timezone.localdate())


def test_the_unit_logs_a_talk(enter, people, township, case, django_assert_max_num_queries):
    motion = case("assigned")
    browser = enter("handler")

    with django_assert_max_num_queries(40):
        browser.post(
            reverse("motions:contact_create", args=[motion.pk]),
            {
                "stage": "during",
                "way": "visit",
                "on": "2025-04-10",
                "people": "何敏",
                "deputy": people.lead.pk,
                "words": "请先抢修。",
            },
        )

    with township_scope(township.pk):
        row = ContactLog.objects.get()
    assert (row.assignment_id, row.deputy_id, row.words) == (
        motion.row.pk,
        people.lead.pk,
        "请先抢修。",
    )


def test_a_deputy_rates_on_the_phone(enter, people, township, case):
    motion = case("replied", assignment="replied")
    url = reverse("motions:rate", args=[motion.pk])
    browser = enter("lead")

    refused = browser.post(url, {"work_rating": "satisfied", "result_rating": "dissatisfied"})
    assert refused.context["form"].errors == {"words": ["请写明哪里不满意，承办单位才知道怎么改"]}
    browser.post(url, {"work_rating": "satisfied", "result_rating": "satisfied"})

    with township_scope(township.pk):
        row = Feedback.objects.get()
        assert (row.deputy, row.work_rating, row.result_rating, row.is_by_office) == (
            people.lead,
            "satisfied",
            "satisfied",
            False,
        )
        assert Motion.objects.get(pk=motion.pk).status == "closed"


def test_the_office_rates_only_with_the_signed_form(enter, people, township, case):
    motion = case("replied", assignment="replied")
    url = reverse("motions:rate", args=[motion.pk])
    data = {"work_rating": "satisfied", "result_rating": "basically"}
    browser = enter("clerk")

    refused = browser.post(url, data)
    assert sorted(refused.context["form"].errors) == ["deputy", "on", "scan"]
    scan = SimpleUploadedFile("意见表.png", PNG, "image/png")
    signed = {"deputy": people.lead.pk, "on": timezone.localdate().isoformat(), "scan": [scan]}
    browser.post(url, data | signed)

    with township_scope(township.pk):
        row = Feedback.objects.get()
        assert (row.deputy, row.is_by_office) == (people.lead, True)
        assert Attachment.objects.get().model == "motions.feedback"


@pytest.mark.parametrize("name", ["deputy", "handler", "head", "chair", "gov_office", "county"])
def test_nobody_else_rates(enter, people, township, case, name):
    motion = case("replied", assignment="replied")
    url = reverse("motions:rate", args=[motion.pk])

    response = enter(name).post(url, {"work_rating": "satisfied", "result_rating": "satisfied"})

    assert response.status_code == 403
    with township_scope(township.pk):
        assert not Feedback.objects.exists()
