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
from motions.todos import issue_supplement
from motions.workflow import supplement_workflow
from renda.core.models import Notification, Role, User
from renda.core.paper.blocks import Letter, Title
from renda.core.scoping import township_scope
from renda.core.workflow import IllegalTransition
from tests.factories.core import MembershipFactory
from tests.factories.motions import (
    CommitmentFactory,
    SupplementFactory,
)
from tests.motions.helpers.handling import told
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
        assert answer.url == motion.get_absolute_url()
        assert (letter.status, letter.number, letter.drafted_by) == (
            "signing", "", people.users["handler"],
        )  # fmt: skip
        assert Commitment.objects.get(pk=motion.promise.pk).status == "open"
        assert (
            Notification.objects.filter(to=people.users["head"], text__startswith="待签发").count()
            == 1
        )
        next_letter_number(letter.assignment, timezone.localdate())
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
    first = next_letter_number(motion.row, DAY)
    letter = SupplementFactory(township=in_township, assignment=motion.row)

    issued = supplement_workflow.perform("issue", letter, by=people.users["head"], data={"on": DAY})

    assert (first[-2:], issued.number[-2:]) == ("1号", "2号")


def test_a_second_draft_leads_to_the_first(enter, people, township, replied):
    motion = replied()
    letter = SupplementFactory(township=township, assignment=motion.row)

    answer = enter("handler").get(reverse("motions:supplement_create", args=[motion.row.pk]))

    assert answer.url == reverse("motions:supplement_update", args=[letter.pk])


def test_with_the_head_it_is_locked_until_it_comes_back_with_the_heads_words(
    enter, people, township, replied
):
    motion = replied()
    letter = SupplementFactory(township=township, assignment=motion.row)
    url = reverse("motions:supplement_update", args=[letter.pk])
    words = {"body": "改过了", "contact": "何敏", "seen_revision": letter.revision}

    page = enter("handler").get(url, follow=True)
    assert page.redirect_chain == [(motion.get_absolute_url(), 302)]
    assert "已送负责人签发，要改的请先撤回送签" in page.content.decode()
    late = enter("handler").post(url, words, follow=True)
    assert "已送负责人签发，这次的修改没有保存" in late.content.decode()
    assert enter("other_handler").get(url).status_code == 403
    buttons = {
        name: [
            button["label"]
            for row in enter(name).get(motion.get_absolute_url()).context["supplements"]
            for button in row["buttons"]
        ]
        for name in ("handler", "head")
    }
    assert buttons == {"handler": ["撤回送签"], "head": ["签发补充答复", "退回修改"]}

    step = reverse("core:step", args=["motions.supplement", letter.pk, "call_back"])
    assert enter("head").post(step, {"note": "写明完工日期"}).status_code == 302

    with township_scope(township.pk):
        letter.refresh_from_db()
        assert letter.status == "draft"
        assert told(people.users["handler"]) == [f"补充答复退回修改：{motion}。写明完工日期"]
    page = enter("handler").get(url)
    assert page.context["called_back"].detail["note"] == "写明完工日期"
    assert "负责人退回修改" in page.content.decode()
    told_of = {
        name: [
            (event.title, event.internal)
            for each in enter(name).get(motion.get_absolute_url()).context["rounds"]
            for event in each.events
            if "退回修改" in event.title
        ]
        for name in ("handler", "head", "clerk", "lead")
    }
    words_of_the_head = [("补充答复稿：负责人退回修改", "写明完工日期")]
    assert told_of == {
        "handler": words_of_the_head,
        "head": words_of_the_head,
        "clerk": [],
        "lead": [],
    }
    enter("handler").post(url, words | {"seen_revision": letter.revision})
    with township_scope(township.pk):
        letter.refresh_from_db()
    assert (letter.status, letter.body) == ("signing", "改过了")


def test_the_clerk_takes_a_supplement_back_and_the_head_is_told(in_township, people, replied):
    letter = SupplementFactory(township=in_township, assignment=replied().row)
    head = people.users["head"]

    letter = supplement_workflow.perform("unsend", letter, by=people.users["handler"])

    assert letter.status == "draft"
    words = f"经办人已撤回送签，不用再签：{letter.assignment.motion}的补充答复"
    assert told(head) == [words]
    with pytest.raises(IllegalTransition, match="现为“草稿”，不能签发补充答复"):
        supplement_workflow.perform("issue", letter, by=head)


def test_a_supplement_waits_for_the_head_of_its_unit_only(in_township, people, replied):
    """A head of another unit with a desk in this one has nothing to sign here."""
    letter = SupplementFactory(township=in_township, assignment=replied().row)
    other = people.users["other_head"]
    MembershipFactory(township=in_township, user=other, role=Role.HANDLER, unit=people.unit)
    heads = (people.users["head"], User.objects.get(pk=other.pk))

    assert [list(issue_supplement(head, timezone.localdate())) for head in heads] == [[letter], []]


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
    letter = SupplementFactory(township=township, assignment=motion.row, status="draft")
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
        "本次报告的承诺事项",
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
