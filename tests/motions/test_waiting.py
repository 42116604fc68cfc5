"""What goes on while something else waits: opinions come in, the letter is drafted, the lead changes."""

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import Assignment, Reply
from renda.core import health
from renda.core.figures import Period
from renda.core.models import Membership
from tests.factories.core import UnitFactory
from tests.factories.motions import ContactFactory
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import asking, handed, objecting, signed, step, told

pytestmark = pytest.mark.django_db
LETTER = {
    "result_class": "A", "done_items": "设了垃圾箱", "body": "现答复如下。", "contact": "何敏",
    "rows0-TOTAL_FORMS": 0, "rows0-INITIAL_FORMS": 0,
}  # fmt: skip


@pytest.fixture
def parts(in_township, people, case):
    """The parts of the unit that leads and of the one that helps, both signed for."""
    lead, helping = handed(case("accepted"), people, people.other_unit)
    return (
        step("sign", lead, people.users["handler"], person="何敏"),
        step("sign", helping, people.users["other_handler"], person="王强"),
    )


def no_head(unit) -> None:
    Membership.objects.filter(unit=unit, role="unit_head").update(ended_at=timezone.now())


def test_the_lead_unit_hears_of_an_opinion_while_its_objection_waits(parts, people):
    lead, helping = parts
    objecting(lead, people)

    signed("opinion", helping, people, text="同意")

    words = f"{helping.unit}已回会办意见：{helping.motion}"
    assert [told(people.users[name])[-1] for name in ("handler", "head")] == [words] * 2


@pytest.mark.parametrize("way", ["agree", "pass_on"])
def test_co_handlers_are_told_when_the_lead_changes(in_township, parts, people, way):
    lead, _ = parts
    third = UnitFactory(township=in_township)
    if way == "agree":
        lead = objecting(lead, people)

    by = people.users["clerk" if way == "agree" else "gov_office"]
    step(way, lead, by, to_unit=third, note="职责在该单位")

    words = f"主办单位由{lead.unit}改为{third}：{lead.motion}"
    assert [words in told(people.users[f"other_{name}"]) for name in ("handler", "head")] == [
        True
    ] * 2
    assert words not in told(people.users["handler"])


@pytest.mark.parametrize(
    "waits", ["objection at head", "objection", "extension at head", "extension"]
)
def test_the_letter_is_drafted_while_a_request_waits_and_sent_after_it(
    in_township, parts, people, waits
):
    lead, handler = parts[0], people.users["handler"]
    what, _, at_head = waits.partition(" ")
    if at_head:
        step(f"draft_{what}", lead, handler, reason="涉及三个村", to_months=6)
    else:
        (objecting if what == "objection" else asking)(lead, people)
    browser, url = client_of(handler), reverse("motions:reply_create", args=[lead.pk])
    is_free = waits == "extension"  # the office decides about it, and the unit goes on

    page = browser.get(url)
    assert (page.status_code, page.context.get("submit_name")) == (
        200,
        None if is_free else "draft",
    )
    answer = browser.post(url, LETTER | {"draft": 1})
    reply = Reply.objects.get()
    assert answer.url == reverse("motions:reply_update", args=[reply.pk])
    before = Assignment.objects.get(pk=lead.pk).status
    ContactFactory(township=in_township, motion=lead.motion, assignment=lead, on=lead.assigned_on)
    words = LETTER | {"waiver": "时间紧", "seen_revision": reply.revision}
    browser.post(reverse("motions:reply_update", args=[reply.pk]), words)

    after = Assignment.objects.get(pk=lead.pk).status
    assert after == ("signing" if is_free else before)
    assert Reply.objects.get().waiver == "时间紧"


def test_nothing_is_drafted_before_the_case_was_signed_for(in_township, people, case):
    (lead,) = handed(case("accepted"), people)
    lead = objecting(lead, people)

    answer = client_of(people.users["handler"]).get(reverse("motions:reply_create", args=[lead.pk]))

    assert answer.status_code == 403


def test_a_unit_without_a_head_is_warned_and_so_is_the_office(parts, people):
    lead, _ = parts
    words = "还没有负责人账号，送签后无人签发"
    inbox, case = reverse("motions:inbox"), lead.motion.get_absolute_url()

    def warned():
        seen = {"handler": inbox, "other_handler": inbox, "clerk": case, "county": case}
        return [
            n
            for n, url in seen.items()
            if words in client_of(people.users[n]).get(url).content.decode()
        ]

    def found():
        year = Period.year(timezone.localdate().year)
        checks = {check.key: problems for check, problems in health.examine(year)}
        return [problem.title for problem in checks.get("motions.no_head", [])]

    assert (warned(), found()) == ([], [])
    no_head(people.unit)
    assert (warned(), found()) == (["handler", "clerk"], [str(people.unit)])
