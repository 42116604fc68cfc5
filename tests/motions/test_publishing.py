"""公开: drafted from the case and its letter by the office, refused where it must not be, previewed as it will be."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from motions.models import Publication
from motions.services import public_draft
from motions.workflow import publication_workflow
from renda.core.figures import Period, measure
from renda.core.workflow import IllegalTransition
from tests.factories.motions import (
    CommitmentChangeFactory,
    CommitmentFactory,
    PublicationFactory,
    ReplyFactory,
)
from tests.motions.helpers.publishing import main_of, published

pytestmark = pytest.mark.django_db


def test_the_preview_is_exactly_what_the_public_sees(in_township, clerk, client, case):
    found = published(case)
    client.force_login(clerk)

    preview = client.get(reverse("motions:publication_preview", args=[found.pk]))

    public = Client().get(reverse("motions_public:motion", args=[in_township.slug, found.pk]))
    assert main_of(preview) == main_of(public)


def test_the_office_drafts_from_the_case_and_publishes(in_township, people, client, case):
    motion = case("closed", assignment="replied", replied_on=date(2025, 5, 20))
    client.force_login(people.users["clerk"])
    url = reverse("motions:publication_create", args=[motion.pk])

    form = client.get(url).context["form"]
    client.post(
        url,
        {
            "case_text": form["case_text"].value(),
            "reply_text": "已经修好。",
            "masked_names": "李四\n\n李四",
            "shows_authors": "on",
        },
    )

    found = Publication.objects.get(motion=motion)
    assert (found.case_text, found.masked_names, found.status) == (
        "机耕路被水冲毁。\n秋收前抢修。",
        "李四",
        "draft",
    )
    after = publication_workflow.perform("publish", found, by=people.users["clerk"])
    assert (after.status, after.published_by) == ("published", people.users["clerk"].name)
    assert measure("motions.published", Period.year(2025)).value == 1
    publication_workflow.perform(
        "take_down", after, by=people.users["clerk"], data={"note": "有误"}
    )
    assert measure("motions.published", Period.year(2025)).value == 0


def test_the_drafts_reply_holds_every_part_of_the_letter(in_township, case):
    motion = case("closed", assignment="replied", replied_on=date(2025, 5, 20))
    reply = ReplyFactory(
        township=in_township, assignment=motion.row, number="练村函〔2025〕1号", issued_by="钱小凤",
        issued_on=date(2025, 5, 20), body="您的建议已收悉。\n感谢支持。", done_items="修好前半段",
        declined="不设路灯，预算没有安排。",
    )  # fmt: skip
    CommitmentFactory(township=in_township, reply=reply)

    assert public_draft(motion).reply_text.splitlines() == [
        "您的建议已收悉。", "已经办的：", "修好前半段", "正在办和计划办的：",
        "修完后半段，2025年8月31日前完成", "没有采纳的及原因：", "不设路灯，预算没有安排。", "感谢支持。",
    ]  # fmt: skip


def test_the_draft_says_what_the_letter_said(in_township, case):
    motion = case("closed", assignment="replied", replied_on=date(2025, 5, 20))
    reply = ReplyFactory(
        township=in_township, assignment=motion.row, number="练村函〔2025〕1号", issued_by="钱小凤",
        issued_on=date(2025, 5, 20), body="感谢您提出建议。\n已会同有关单位办理。", done_items="1.修好前半段\n\n2.清了边沟",
    )  # fmt: skip
    promise = CommitmentFactory(
        township=in_township, reply=reply, text="修完后半段", due_on=date(2025, 10, 31)
    )
    CommitmentChangeFactory(
        township=in_township, commitment=promise, decision="granted", decided_by="周玉兰",
        decided_on=date(2025, 8, 22), old_due=date(2025, 8, 31), new_due=date(2025, 10, 31),
    )  # fmt: skip

    assert public_draft(motion).reply_text.splitlines() == [
        "感谢您提出建议。", "已会同有关单位办理。", "已经办的：", "修好前半段", "清了边沟",
        "正在办和计划办的：", "修完后半段，2025年8月31日前完成",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "agrees", "reason"),
    [("assigned", True, "答复以后"), ("closed", False, "代表不同意公开")],
)
def test_what_must_not_be_published_is_refused(in_township, people, case, status, agrees, reason):
    motion = case(
        status, is_public=agrees, replied_on=date(2025, 5, 20) if status == "closed" else None
    )
    found = PublicationFactory(township=in_township, motion=motion)

    with pytest.raises(IllegalTransition, match=reason):
        publication_workflow.perform("publish", found, by=people.users["clerk"])


def test_too_short_a_name_is_refused_beside_its_field(in_township, people, client, case):
    motion = case("closed", replied_on=date(2025, 5, 20))
    client.force_login(people.users["clerk"])

    page = client.post(
        reverse("motions:publication_create", args=[motion.pk]),
        {"case_text": "写好的", "reply_text": "已经修好。", "masked_names": "张"},
    )

    assert page.context["form"].errors["masked_names"] == ["“张”太短，请写全名"]
    assert "写好的" in page.content.decode()


@pytest.mark.parametrize("name", ["lead", "handler", "gov_office", "admin"])
def test_nobody_but_the_office_and_the_county_opens_the_drafts(
    in_township, people, client, case, name
):
    found = published(case)
    client.force_login(people.users[name])

    for page in ("publication_detail", "publication_preview", "publication_update"):
        assert client.get(reverse(f"motions:{page}", args=[found.pk])).status_code == 403
