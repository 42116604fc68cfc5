"""A hundred presses of a button that comes twice: on PostgreSQL, with threads, over every form that creates."""

import threading
import uuid
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import Assignment, ContactLog, Feedback, Motion, Reminder, Reply
from renda.core.models import User
from renda.core.scoping import township_scope
from tests.factories.motions import ContactFactory
from tests.motions.helpers.intake import on_paper, typed
from tests.motions.helpers.races import ON_POSTGRESQL, fresh, together

pytestmark = ON_POSTGRESQL
EACH = 12  # pages for each of nine buttons
LETTER = {
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


@dataclass
class Press:
    """One button: who presses it, what it makes, and the pages with what is written on each."""

    user: str
    makes: type[Model]
    pages: list[tuple[str, dict]]
    too_late: int = 302  # what the second press is answered if the first one is through by then
    told: str = ""  # and what that answer says
    before: set[int] = field(default_factory=set)


@pytest.fixture
def buttons(township, people, case):
    """``buttons("rate")``: that button with ``EACH`` pages of its own."""

    def open_cases(*args, **fields) -> list[Motion]:
        cases = [case(*args, **fields) for _ in range(EACH)]
        for motion in cases:
            if hasattr(motion, "row"):
                ContactFactory(
                    township=township, motion=motion, assignment=motion.row,
                    on=motion.row.assigned_on,
                )  # fmt: skip
        return cases

    def on(cases: list[Motion], name: str, data) -> list[tuple[str, dict]]:
        return [(reverse(f"motions:{name}", args=[m.pk]), data(m)) for m in cases]

    def submit() -> Press:
        data = [typed(title=f"第{n}处路灯不亮") for n in range(EACH)]
        return Press("lead", Motion, [(reverse("motions:submit"), one) for one in data])

    def entered_by_office() -> Press:
        data = [on_paper(people, title=f"第{n}处路灯不亮") for n in range(EACH)]
        return Press("clerk", Motion, [(reverse("motions:motion_create"), one) for one in data])

    def contact() -> Press:
        pages = on(open_cases("assigned"), "contact_create", lambda m: {
            "stage": "during", "way": "phone", "on": "2025-04-10", "people": "何敏",
            "deputy": people.lead.pk, "words": "请先抢修路基",
        })  # fmt: skip
        return Press("handler", ContactLog, pages)

    def reply() -> Press:
        cases = open_cases("assigned")
        pages = [(reverse("motions:reply_create", args=[m.row.pk]), LETTER) for m in cases]
        return Press("handler", Reply, pages)

    def rate() -> Press:
        today = timezone.localdate()
        cases = open_cases("replied", assignment="replied", replied_on=today, feedback_due=today)
        said = {"work_rating": "satisfied", "result_rating": "satisfied", "words": ""}
        return Press("lead", Feedback, on(cases, "rate", lambda m: said))

    def urge() -> Press:
        pages = on(open_cases("assigned"), "reminder_create", lambda m: {
            "assignment": m.row.pk, "text": "请抓紧办理。",
        })  # fmt: skip
        return Press("clerk", Reminder, pages)

    def order() -> Press:
        pages = on(open_cases("assigned", due_on=date(2025, 6, 25)), "order_create", lambda m: {
            "assignment": m.row.pk, "leader": "主席沈国良", "text": "请亲自过问。",
            "feedback_due": "2099-01-10",
        })  # fmt: skip
        return Press("clerk", Reminder, pages)

    def hand_on_together() -> Press:
        today = str(timezone.localdate())
        url = reverse("motions:assign")
        pages = [
            (url, {"pk": m.pk, f"unit-{m.pk}": people.unit.pk, "assigned_on": today})
            for m in open_cases("accepted")
        ]
        return Press("clerk", Assignment, pages, too_late=200, told="已被他人")

    def urge_together() -> Press:
        url = reverse("motions:motion_list")
        cases = open_cases("assigned")
        return Press("clerk", Reminder, [(url, {"action": "remind", "pk": m.pk}) for m in cases])

    made = (
        submit, entered_by_office, contact, reply, rate, urge, order, hand_on_together,
        urge_together,
    )  # fmt: skip

    def button(name: str) -> Press:
        with township_scope(township.pk):
            press = {make.__name__: make for make in made}[name]()
            press.before = set(press.makes.objects.values_list("pk", flat=True))
        return press

    return button


def press_twice(
    township_id: int, user: User, pages: list[tuple[str, dict]]
) -> list[list[HttpResponse]]:
    """Two browsers of one person send each page at the same moment; what each was answered."""
    gate = threading.Barrier(2)

    def press() -> list[HttpResponse]:
        browser = Client()
        browser.force_login(fresh(user))
        answers = []
        for url, form in pages:
            gate.wait(60)
            answers.append(browser.post(url, form))
        return answers

    return together(township_id, press, press)


@pytest.mark.parametrize(
    "name",
    [
        "submit", "entered_by_office", "contact", "reply", "rate", "urge", "order",
        "hand_on_together", "urge_together",
    ],
)  # fmt: skip
def test_pressing_twice_writes_one_row(township, people, buttons, name):
    press = buttons(name)
    pages = [(url, form | {"once": str(uuid.uuid4())}) for url, form in press.pages]

    first, second = press_twice(township.pk, people.users[press.user], pages)

    for pair in zip(first, second, strict=True):
        codes = {answer.status_code for answer in pair}
        assert 302 in codes
        assert codes <= {302, press.too_late}
        assert all(press.told in a.content.decode() for a in pair if a.status_code == 200)
    with township_scope(township.pk):
        new = press.makes.objects.exclude(pk__in=press.before)
        assert new.count() == EACH
        if name == "order":
            drawn = sorted(
                int(n.partition("〕")[2].rstrip("号")) for n in new.values_list("number", flat=True)
            )
            assert drawn == list(range(1, EACH + 1))


def test_handing_in_while_the_page_saves_itself_hands_in_that_row(township, people):
    """Both posts bear the page's one key; whichever comes first, the words are handed in, once."""
    pages = [typed(title=f"第{n}处井盖松动", once=str(uuid.uuid4())) for n in range(40)]
    gate = threading.Barrier(2)
    url = reverse("motions:submit")

    def browser(more: dict) -> list[HttpResponse]:
        client = Client()
        client.force_login(fresh(people.users["lead"]))
        answers = []
        for page in pages:
            gate.wait(60)
            answers.append(client.post(url, page | more))
        return answers

    by_itself, by_hand = together(
        township.pk,
        lambda: browser({"draft": "1", "autosave": "1", "situation": "写到一半"}),
        lambda: browser({"situation": "响了三天", "proposal": "请换井盖"}),
    )

    assert {answer.status_code for answer in by_hand} == {302}
    assert {answer.status_code for answer in by_itself} <= {200, 409, 503}
    with township_scope(township.pk):
        kept = Motion.objects.filter(title__contains="井盖").values_list("status", "situation")
        assert list(kept) == [("submitted", "响了三天")] * len(pages)
