"""补充答复: written, signed and read."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import Commitment, Supplement
from motions.papers.letters import supplement_of
from motions.services.replies import next_letter_number
from motions.workflow import supplement_workflow
from renda.core.models import Notification
from renda.core.paper.blocks import Letter, Title
from renda.core.scoping import township_scope
from tests.factories.motions import (
    CommitmentFactory,
    SupplementFactory,
)
from tests.motions.helpers.letters import BODY, DAY, lines, one

pytestmark = pytest.mark.django_db


def test_a_supplement_goes_from_the_clerk_over_the_head_to_the_deputies(
    enter, people, township, replied
):
    motion = replied()
    url = reverse("motions:supplement_create", args=[motion.row.pk])
    browser = enter("handler")
    page = browser.get(url)
    assert page.context["form"].initial["commitments"] == [motion.promise.pk]

    answer = browser.post(
        url, {"body": "后半段已修完。", "contact": "何敏", "commitments": [motion.promise.pk]}
    )

    with township_scope(township.pk):
        letter = Supplement.objects.get()
        assert answer.url == reverse("motions:supplement_update", args=[letter.pk])
        assert (letter.status, letter.number, letter.drafted_by) == (
            "draft", "", people.users["handler"],
        )  # fmt: skip
        assert Commitment.objects.get(pk=motion.promise.pk).status == "open"
        assert (
            Notification.objects.filter(to=people.users["head"], text__startswith="待签发").count()
            == 1
        )
        next_letter_number(people.unit, timezone.localdate())
        CommitmentFactory(township=township, reply=motion.reply, supplement=letter)
    step = reverse("core:step", args=["motions.supplement", letter.pk, "issue"])
    head = enter("head")
    assert head.get(step).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        head.post(step)
    assert len(asked) <= 20, [q["sql"][:120] for q in asked]

    with township_scope(township.pk):
        letter.refresh_from_db()
        promise = Commitment.objects.get(pk=motion.promise.pk)
        assert (letter.status, letter.issued_by) == ("issued", people.users["head"].name)
        assert letter.number.endswith(f"〔{timezone.localdate().year}〕2号")
        assert (promise.status, promise.supplement_id) == ("reported", letter.pk)
        assert promise.reported_note == f"已以补充答复函报告（{letter.number}）"
        for user in (people.lead.user, people.joint.user):
            assert Notification.objects.filter(to=user, text__startswith="已补充答复").count() == 1


def test_replies_and_supplements_share_one_series_of_numbers(in_township, people, replied):
    motion = replied()
    first = next_letter_number(people.unit, DAY)
    letter = SupplementFactory(township=in_township, assignment=motion.row)

    issued = supplement_workflow.perform("issue", letter, by=people.users["head"], data={"on": DAY})

    assert (first[-2:], issued.number[-2:]) == ("1号", "2号")


def test_a_second_draft_leads_to_the_first(enter, people, township, replied):
    motion = replied()
    letter = SupplementFactory(township=township, assignment=motion.row)

    answer = enter("handler").get(reverse("motions:supplement_create", args=[motion.row.pk]))

    assert answer.url == reverse("motions:supplement_update", args=[letter.pk])


@pytest.mark.parametrize(
    "name",
    ["clerk", "chair", "lead", "joint", "other_handler", "other_head", "gov_office", "county"],
)
def test_nobody_else_writes_or_reads_a_supplements_draft(enter, people, township, replied, name):
    motion = replied()
    letter = SupplementFactory(township=township, assignment=motion.row)
    browser = enter(name)

    for url in (
        reverse("motions:supplement_create", args=[motion.row.pk]),
        reverse("motions:supplement_update", args=[letter.pk]),
        reverse("core:paper", args=["motions.supplement", letter.pk, "letter", "html"]),
    ):
        assert browser.get(url).status_code == 403, url


def test_an_open_case_takes_no_supplement(enter, people, case):
    motion = case("assigned")

    answer = enter("handler").get(reverse("motions:supplement_create", args=[motion.row.pk]))

    assert answer.status_code == 403


def test_taking_a_promise_out_of_a_draft_frees_it(enter, people, township, replied):
    motion = replied()
    letter = SupplementFactory(township=township, assignment=motion.row)
    with township_scope(township.pk):
        Commitment.objects.update(supplement=letter)

    enter("handler").post(
        reverse("motions:supplement_update", args=[letter.pk]), {"body": "说明", "contact": "何敏"}
    )

    with township_scope(township.pk):
        assert Commitment.objects.get().supplement is None


def test_the_supplement_names_its_promises_and_breaks_a_long_title(in_township, replied):
    motion = replied()
    letter = SupplementFactory(township=in_township, assignment=motion.row, body=BODY)
    Commitment.objects.update(supplement=letter)

    document = supplement_of(letter)

    assert lines(document)[1:3] == [
        "一、本次报告的承诺事项",
        "修完后半段（承诺2025年8月31日前完成）。",
    ]
    assert one(document, Letter).class_mark == ""
    assert "".join(one(document, Title).lines) == letter.title
    assert letter.title.endswith("的补充答复")


def test_the_deputy_finds_the_issued_supplement_on_the_case(enter, people, township, replied):
    motion = replied()
    letter = SupplementFactory(
        township=township, assignment=motion.row, status="issued", number="练函〔2025〕9号",
        issued_on=date(2025, 8, 28), issued_by="蒋文斌",
    )  # fmt: skip

    page = enter("lead").get(motion.get_absolute_url())

    assert [row["supplement"] for row in page.context["supplements"]] == [letter]
    url = reverse("core:paper", args=["motions.supplement", letter.pk, "letter", "html"])
    assert url in page.content.decode()
