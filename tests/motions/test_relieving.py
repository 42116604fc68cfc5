"""不再会办, 改交, 转交: what becomes of a unit that has a case no more, and of those who waited for it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Assignment, CoOpinion, Objection, Submittal
from renda.core.models import Notification
from renda.core.workflow import IllegalTransition
from tests.factories.motions import ContactFactory, ReminderFactory, ReplyFactory
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import handed, objecting, step, told

pytestmark = pytest.mark.django_db
WHY = "这件不涉及水利"


@pytest.fixture
def parts(in_township, people, case):
    """The part of the unit that leads, signed for, and that of the unit that helps."""
    lead, helping = handed(case("accepted"), people, people.other_unit)
    return step("sign", lead, people.users["handler"], person="何敏"), helping


def relieved(part, people, by="clerk"):
    return step("relieve", part, people.users[by], note=WHY)


def test_the_letter_waits_no_more_for_the_relieved_units_opinion(in_township, parts, people):
    lead, helping = parts
    ContactFactory(township=in_township, motion=lead.motion, assignment=lead, on=lead.assigned_on)
    ReplyFactory(township=in_township, assignment=lead)
    assert "缺 1 份会办意见" in services.what_hinders_issue(lead)

    helping = relieved(helping, people)

    assert (helping.status, helping.finished_on) == ("relieved", timezone.localdate())
    assert services.what_hinders_issue(lead) == ""
    words = f"{helping.unit}不再会办，不用等其会办意见：{helping.motion}。{WHY}"
    assert [told(people.users[name])[-1] for name in ("handler", "head")] == [words] * 2
    page = client_of(people.users["clerk"]).get(helping.motion.get_absolute_url())
    (event,) = [e for r in page.context["rounds"] for e in r.events if e.title == "不再会办"]
    assert event.text == f"{helping.unit}：{WHY}"


def test_its_list_drops_the_case_and_the_notice_opens_a_page_that_says_why(parts, people):
    _, helping = parts
    ReminderFactory(
        township=helping.township, assignment=helping, motion=helping.motion, kind="order",
        number="练人督〔2025〕1号", leader="沈国良", feedback_due=timezone.localdate(),
    )  # fmt: skip
    handler = people.users["other_handler"]
    relieved(helping, people, by="chair")
    browser = client_of(handler)

    inbox = browser.get(reverse("motions:inbox") + "?tab=all")
    orders = browser.get(reverse("motions:reminder_list"))
    notice = Notification.objects.filter(to=handler).latest("pk")
    assert notice.text == f"贵单位不再会办：{helping.motion}。{WHY}"
    page = browser.get(reverse("core:message", args=[notice.pk]), follow=True)

    assert (list(inbox.context["rows"]), list(orders.context["object_list"])) == ([], [])
    assert (page.status_code, page.context["why"].detail["note"]) == (200, WHY)
    words = page.content.decode()
    assert helping.motion.official_title in words
    assert helping.motion.proposal not in words
    others = browser.get(reverse("motions:contact_create", args=[helping.motion_id]))
    assert others.status_code == 403


def test_a_unit_whose_objection_was_granted_reads_who_has_the_case_now(parts, people):
    lead, helping = parts
    objecting(lead, people)
    third = people.other_unit
    relieved(helping, people)

    step("agree", lead, people.users["clerk"], to_unit=third, note="由该单位承办")

    page = client_of(people.users["handler"]).get(lead.motion.get_absolute_url())
    assert (page.status_code, page.context["now"]) == (200, third)
    assert "已改交" in page.content.decode()
    assert "由该单位承办" in page.content.decode()
    stranger = client_of(people.users["county"]).get(lead.motion.get_absolute_url())
    assert "贵单位不再承办" not in stranger.content.decode()


def test_an_objection_without_a_successor_is_granted_by_relieving(parts, people):
    _, helping = parts
    helping = objecting(helping, people)

    helping = relieved(helping, people)

    asked = Objection.objects.get()
    assert (helping.status, asked.decision, asked.note) == ("relieved", "granted", WHY)


def test_what_waits_at_its_head_lapses_and_it_may_be_asked_again_later(parts, people):
    _, helping = parts
    helping = step("sign", helping, people.users["other_handler"], person="王强")
    helping = step("draft_opinion", helping, people.users["other_handler"], text="同意")

    relieved(helping, people)

    assert Submittal.objects.get().outcome == "lapsed"
    with pytest.raises(IllegalTransition):
        step("sign_opinion", helping, people.users["other_head"])
    assert not CoOpinion.objects.exists()
    again = services.assign(
        motion=helping.motion, units=[(people.other_unit, "assist")], on=timezone.localdate(),
        by=people.users["clerk"], further=True,
    )  # fmt: skip
    states = Assignment.objects.filter(unit=people.other_unit).order_by("pk")
    assert list(states.values_list("status", flat=True)) == ["relieved", "waiting"]
    assert again[0].due_on > timezone.localdate()
