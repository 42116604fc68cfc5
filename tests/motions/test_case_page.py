"""The case's page: what each person may do there, and reads there."""

import re
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from motions.models import Assignment
from motions.views.case import who_answers
from renda.core.attachments import attach
from renda.core.scoping import township_scope
from tests.factories.core import UnitFactory
from tests.factories.motions import AssignmentFactory, ContactFactory
from tests.files import PNG
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import asking, handed, objecting, step

pytestmark = pytest.mark.django_db


def labels(page) -> list[str]:
    return [b["label"] for group in page.context["action_groups"] for b in group["buttons"]]


def test_a_departments_clerk_sees_five_buttons(in_township, people, case, client):
    motion = case("accepted", number=7)
    (row,) = handed(motion, people)
    client.force_login(people.users["handler"])

    assert labels(client.get(motion.get_absolute_url())) == [
        "签收", "联系代表", "申请退办（送负责人签）",
    ]  # fmt: skip
    step("sign", row, people.users["handler"], person="何敏")

    assert labels(client.get(motion.get_absolute_url())) == [
        "答复", "联系代表", "申请退办（送负责人签）", "申请延期（送负责人签）",
    ]  # fmt: skip


def test_the_office_sees_what_waits_for_its_decision(in_township, people, case, client):
    motion = case("accepted", number=7)
    (row,) = handed(motion, people)
    row = asking(step("sign", row, people.users["handler"], person="何敏"), people)
    client.force_login(people.users["clerk"])

    page = client.get(motion.get_absolute_url())

    asked = next(g for g in page.context["action_groups"] if g["label"] == "待审核")
    assert [b["label"] for b in asked["buttons"]] == ["同意延期", "不同意延期"]
    listed = client.get(reverse("motions:extension_list"))
    assert [a.pk for a in listed.context["object_list"]] == [row.pk]


def test_who_answers_stands_first_each_unit_with_its_papers(in_township, people, case, client):
    motion, third = case("accepted"), UnitFactory(township=in_township)
    lead, *_ = handed(motion, people, people.other_unit)
    step("pass_on", lead, people.users["gov_office"], to_unit=third, note="职责在该单位")
    client.force_login(people.users["clerk"])

    page = client.get(motion.get_absolute_url())

    listed = [line["assignment"] for line in page.context["handlers"]]
    assert [(a.unit, a.role) for a in listed] == [
        (people.unit, "lead"), (third, "lead"), (people.other_unit, "assist"),
    ]  # fmt: skip
    for row, key in product(listed, ("assignment", "receipt")):
        address = reverse("core:paper", args=["motions.assignment", row.pk, key, "html"])
        assert address in page.content.decode()


def test_what_came_back_is_completed_before_it_is_handed_in_again(people, case, client):
    client.force_login(people.lead.user)

    page = client.get(case("returned").get_absolute_url())

    assert [(b["label"], b["style"]) for b in page.context["transitions"]] == [
        ("提交", "secondary"), ("撤回", "danger"),
    ]  # fmt: skip
    assert [(b["label"], b["primary"]) for b in page.context["page_actions"]] == [
        ("修改、补充", True)
    ]


def test_the_review_card_shows_checks_and_decisions(in_township, people, case, client):
    motion = case("submitted", title="关于修路以及修桥的建议")
    client.force_login(people.users["clerk"])

    review = client.get(motion.get_absolute_url()).context["review"]

    assert [d["label"] for d in review["decisions"]] == [
        "受理", "退回补充", "并案", "转工作参考", "转报上级", "不予受理",
    ]  # fmt: skip
    assert [c.passed for c in review["checks"]] == [True, False, True]
    assert review["due"].start == motion.submitted_on
    client.force_login(people.users["chair"])
    assert client.get(motion.get_absolute_url()).context["review"] is None


def test_notes_are_hidden_from_deputies_and_everything_else_is_in_the_history(
    in_township, township, people, case, client
):
    motion = case("accepted", number=7)
    (row,) = handed(motion, people)
    row = objecting(row, people)
    row = step("deny", row, people.users["clerk"], note="属贵单位职责")
    with township_scope(township.pk):
        motion.notes.create(text="内部意见", by="沈国良", on=timezone.localdate())

    def history(name):
        client.force_login(people.users[name])
        page = client.get(motion.get_absolute_url())
        return [e.title for r in page.context["rounds"] for e in r.events]

    assert history("clerk") == ["内部批注", "不同意退办", "申请退办", "交办", "提交"]
    assert history("lead") == ["不同意退办", "申请退办", "交办", "提交"]


def test_every_link_of_the_page_opens_for_each_unit_of_the_case(in_township, people, replied):
    """A co-handler reads what is shown to it: the other unit's papers, letters, talks and photos."""
    motion = replied()
    AssignmentFactory(
        township=in_township, motion=motion, unit=people.other_unit, role="assist",
        status="opinion_given",
    )  # fmt: skip
    talk = ContactFactory(township=in_township, motion=motion, assignment=motion.row)
    photo = SimpleUploadedFile("现场.png", PNG, content_type="image/png")
    attach(talk, photo, by=people.users["handler"], purpose="files")
    browser = client_of(people.users["other_handler"])

    page = browser.get(motion.get_absolute_url()).content.decode()

    links = set(re.findall(r'"(/(?:file|paper)/[^"?]+)"', page))
    assert {link for link in links if link.startswith("/file/")}
    assert f"/paper/motions.assignment/{motion.row.pk}/assignment.html" in links
    assert f"/paper/motions.reply/{motion.reply.pk}/letter.pdf" in links
    assert {link: browser.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((("lead", "handling"), ("assist", "waiting")), "主办单位等会办意见齐了再答复"),
        ((("lead", "handling"), ("assist", "opinion_given")), ""),
        ((("lead", "handling"), ("assist", "relieved")), ""),
        ((("lead", "replied"), ("assist", "ended")), ""),
        ((("lead", "reassigned"), ("lead", "waiting")), ""),
        ((("separate", "replied"), ("separate", "handling")), "各单位分别答复代表"),
        ((("separate", "replied"), ("separate", "replied")), ""),
        ((("lead", "handling"),), ""),
    ],
)
def test_the_units_heading_says_what_they_wait_for_while_they_do(parts, words):
    assert who_answers([Assignment(role=role, status=status) for role, status in parts]) == words
