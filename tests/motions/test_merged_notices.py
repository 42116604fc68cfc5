"""Every notice about a merged case leads each of its authors to the own case, which stays open to them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import ContactLog, Reply
from motions.workflow import (
    assignment_workflow,
    commitment_workflow,
    motion_workflow,
    publication_workflow,
    supplement_workflow,
)
from renda.core.models import Notification
from tests.factories.motions import (
    CommitmentFactory,
    ContactFactory,
    CoSignerFactory,
    MotionFactory,
    PublicationFactory,
    ReplyFactory,
    SupplementFactory,
)
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import asking, handed, step
from tests.motions.helpers.verdict import again, rated

pytestmark = pytest.mark.django_db
NOTE = {"note": "内容相同"}


@pytest.fixture
def two(in_township, people, case, seated):
    """A main case that its unit has signed for, and one merged into it whose lead and co-signer did
    not raise the main one."""
    main = case("accepted", number=7, code="闭-07")
    other = MotionFactory(
        township=in_township, term=main.term, lead=people.stranger, status="submitted"
    )
    second = seated()
    CoSignerFactory(township=in_township, motion=other, deputy=second)
    (row,) = handed(main, people)
    main.row = step("sign", row, people.users["handler"], person="何敏")
    other = motion_workflow.perform(
        "merge", other, by=people.users["clerk"], data={"merged_into": again(main), **NOTE}
    )
    other.users = [people.stranger.user, second.user]
    return main, other


def talk(main, people):
    contact = ContactFactory.build(
        township=main.township, motion=main, assignment=main.row, deputy=people.stranger,
        on=timezone.localdate(),
    )  # fmt: skip
    services.add_contact(contact=contact)


def answer(row, people):
    row.refresh_from_db()
    if row.signed_on is None:
        row = step("sign", row, people.users["handler"], person="何敏")
    ContactFactory(
        township=row.township, motion=row.motion, assignment=row, on=timezone.localdate()
    )
    reply = ReplyFactory(township=row.township, assignment=row, result_class="B")
    due_on = timezone.localdate() + timedelta(days=30)
    CommitmentFactory(township=row.township, reply=reply, due_on=due_on)
    step("issue", step("send", row, people.users["handler"]), people.users["head"])


def read(motion, users) -> list[str]:
    """What these were told, which leads to this page only, and the page opens for each of them."""
    notes = list(Notification.objects.filter(to__in=users).order_by("pk"))
    assert {note.url for note in notes} == {motion.get_absolute_url()}
    for user in users:
        assert client_of(user).get(motion.get_absolute_url()).status_code == 200
    return [note.text for note in notes if note.to_id == users[-1].pk]


def test_until_the_answer_and_after_the_author_has_withdrawn(two, people):
    main, other = two
    talk(main, people)
    asking(main.row, people)
    main.row.refresh_from_db()
    assignment_workflow.perform("grant_extension", main.row, by=people.users["clerk"], data=NOTE)
    data = {"to_unit": people.other_unit, **NOTE}
    assignment_workflow.perform("pass_on", main.row, by=people.users["gov_office"], data=data)
    page = client_of(other.lead.user).get(other.get_absolute_url())
    (contact,) = page.context["handled"]["talks"]
    assert reverse("motions:confirm_contact", args=[contact.pk]) in page.content.decode()

    motion_workflow.perform("withdraw", other, by=other.lead.user, data=NOTE)

    heard = read(other, other.users)
    said = ("并入闭会第 7 号一并办理", "答复期限延至", f"改由{people.other_unit}承办", "撤回：")
    assert len(heard) == len(said)
    assert all(words in notice for words, notice in zip(said, heard, strict=True))
    main_authors = [people.users["lead"], people.users["joint"]]
    assert "答复期限延至" in "".join(read(main, main_authors))


def test_the_answer_the_second_round_and_what_came_of_the_promise(two, people):
    main, other = two
    answer(main.row, people)
    rated(again(main), people.lead, "dissatisfied", on=timezone.localdate())
    answer(again(main).assignments.get(round=2), people)
    letter = Reply.objects.get(assignment__round=2)
    promise = letter.commitments.get()
    later = {"to_due": promise.due_on + timedelta(days=9), "reason": "雨季无法施工"}
    commitment_workflow.perform("propose_date", promise, by=people.users["head"], data=later)
    commitment_workflow.perform("agree_date", promise, by=people.users["clerk"], data=NOTE)
    further = SupplementFactory(
        township=main.township, assignment=letter.assignment, status="signing"
    )
    supplement_workflow.perform("issue", further, by=people.users["head"])
    rated(again(main), people.lead, on=timezone.localdate())
    publication = PublicationFactory(
        township=main.township, motion=again(main), status="published",
        published_on=timezone.localdate(),
    )  # fmt: skip
    publication_workflow.perform("take_down", publication, by=people.users["clerk"], data=NOTE)

    heard = "\n".join(read(other, other.users))

    for words in ("已答复，请评价", "交回重办", "承诺日期改为", "已补充答复", "办结", "已不再公开"):
        assert words in heard
    page = client_of(other.lead.user).get(other.get_absolute_url()).content.decode()
    for model, pk in (("reply", letter.pk), ("supplement", further.pk)):
        assert reverse("core:paper", args=[f"motions.{model}", pk, "letter", "html"]) in page
    read(main, [people.users["lead"], people.users["joint"]])


def test_an_answer_given_before_the_merger_and_a_talk_confirmed(two, people, case, seated):
    main, other = two
    answer(main.row, people)
    rated(again(main), people.lead, "dissatisfied", on=timezone.localdate())
    late = case("submitted")
    late.lead = seated()
    late.save()
    late.cosigners.all().delete()
    data = {"merged_into": again(main), **NOTE}
    late = motion_workflow.perform("merge", late, by=people.users["clerk"], data=data)
    assert "并入的件已有答复" in "".join(read(late, [late.lead.user]))
    talk(main, people)
    contact = ContactLog.objects.get(confirmation="", deputy=people.stranger)
    url = reverse("motions:confirm_contact", args=[contact.pk])

    done = client_of(people.stranger.user).post(url, {"confirmation": "true"})

    assert done.url == other.get_absolute_url()
