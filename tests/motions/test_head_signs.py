"""会办意见, 退办申请, 延期申请: the unit's clerk drafts, its head signs; only then do they count."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import (
    Assignment,
    CoOpinion,
    Extension,
    Motion,
    Objection,
    Submittal,
)
from motions.todos import extensions, issue, objections
from motions.workflow import assignment_workflow, motion_workflow
from renda.core import law
from renda.core.calendar import said_date
from renda.core.models import Role
from renda.core.workflow import IllegalTransition
from tests.factories.core import MembershipFactory, UnitFactory
from tests.factories.motions import ContactFactory, ReplyFactory, SubmittalFactory
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import handed, step, told

pytestmark = pytest.mark.django_db

WORDS = "按三定方案不属本单位"
KINDS = ("opinion", "objection", "extension")
RECORDS = {"opinion": CoOpinion, "objection": Objection, "extension": Extension}
SIGNED = {"opinion": "opinion_given", "objection": "objected", "extension": "handling"}
IN_PERSON = {"opinion": "give_opinion", "objection": "object", "extension": "ask_extension"}


@pytest.fixture
def part(in_township, people, case):
    """``part("objection")``: a part of a case just handed over of which that can be asked, signed for."""

    def make(kind, *, signed_for=True):
        motion = case("accepted", number=Motion.objects.count() + 1)
        lead, assist = handed(motion, people, people.other_unit)
        row = assist if kind == "opinion" else lead
        who = "other_handler" if kind == "opinion" else "handler"
        if signed_for:
            row = step("sign", row, people.users[who], person="何敏")
        return row

    return make


def typed(kind, words=WORDS):
    if kind == "opinion":
        return {"text": words}
    return {"reason": words} | ({"to_months": 6} if kind == "extension" else {})


def of_unit(row, people, role):
    return people.users[role if row.unit_id == people.unit.pk else f"other_{role}"]


def drafted(kind, row, people, words=WORDS):
    return step(f"draft_{kind}", row, of_unit(row, people, "handler"), **typed(kind, words))


def page_of(row, name, user):
    url = reverse("core:step", args=["motions.assignment", row.pk, name])
    return client_of(user), url


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_counts_nowhere_and_only_the_unit_knows_of_it(part, people, kind):
    row = drafted(kind, part(kind), people)

    assert (row.status, row.awaits) == ("signing", kind)
    assert not RECORDS[kind].objects.exists()
    head, clerk = of_unit(row, people, "head"), people.users["clerk"]
    assert told(head)[-1] == f"待签发：{row.motion}的{row.get_to_sign_display()}"
    assert list(issue(head, timezone.localdate())) == [row]
    assert not any("待签发" in words for words in told(clerk))
    assert not objections(clerk, timezone.localdate()).exists()
    assert not extensions(clerk, timezone.localdate()).exists()
    for name, user in people.users.items():
        page = client_of(user).get(row.motion.get_absolute_url())
        is_own = user in (head, of_unit(row, people, "handler"))
        assert (WORDS in page.content.decode()) == is_own, name


@pytest.mark.parametrize("kind", KINDS)
def test_the_heads_signature_makes_the_record_in_his_name_and_of_that_day(part, people, kind):
    row = drafted(kind, part(kind), people)
    handler, head = of_unit(row, people, "handler"), of_unit(row, people, "head")
    day = timezone.localdate() + timedelta(days=1)
    with pytest.raises(PermissionDenied):
        step(f"sign_{kind}", row, handler)

    row = step(f"sign_{kind}", row, head, on=day)

    assert row.status == SIGNED[kind]
    record = RECORDS[kind].objects.get()
    assert (record.signer, record.on) == (head.name, day)
    draft = Submittal.objects.get()
    assert (draft.outcome, draft.drafted_by, draft.settled_by) == (
        "signed", handler.name, head.name,
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_head_needs_one_press(part, people, kind):
    row = part(kind)
    head = of_unit(row, people, "head")
    with pytest.raises(PermissionDenied):
        step(f"draft_{kind}", row, head, **typed(kind))
    browser, url = page_of(row, IN_PERSON[kind], head)

    assert browser.post(url, typed(kind)).status_code == 302

    assert Assignment.objects.get(pk=row.pk).status == SIGNED[kind]
    assert RECORDS[kind].objects.get().signer == head.name
    assert Submittal.objects.get().outcome == "signed"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_sent_back_begins_with_what_was_written(part, people, kind):
    row = drafted(kind, part(kind), people)
    handler, head = of_unit(row, people, "handler"), of_unit(row, people, "head")

    row = step("give_back", row, head, note="理由写具体")

    assert row.status == "handling"
    assert told(handler)[-1].endswith("理由写具体")
    browser, url = page_of(row, f"draft_{kind}", handler)
    field = "text" if kind == "opinion" else "reason"
    page = browser.get(url)
    assert page.context["form"][field].value() == WORDS
    assert dict(page.context["confirm"])["负责人退回修改"].endswith("：理由写具体")
    again = step(f"draft_{kind}", row, handler, **typed(kind, "写具体了"))
    step(f"sign_{kind}", again, head)
    record = RECORDS[kind].objects.get()
    assert getattr(record, field) == "写具体了"
    page = client_of(handler).get(row.motion.get_absolute_url()).content.decode()
    assert "理由写具体" in page
    assert (
        "理由写具体"
        not in client_of(people.users["clerk"]).get(row.motion.get_absolute_url()).content.decode()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_clerk_takes_back_is_kept_and_the_head_is_told(part, people, kind):
    row = drafted(kind, part(kind), people)
    handler, head = of_unit(row, people, "handler"), of_unit(row, people, "head")
    browser, url = page_of(row, "take_back", handler)
    assert WORDS in dict(browser.get(url).context["confirm"]).values()

    assert browser.post(url).status_code == 302

    row = Assignment.objects.get(pk=row.pk)
    assert row.status == "handling"
    draft = Submittal.objects.get()
    assert (draft.outcome, draft.settled_by) == ("taken_back", handler.name)
    what = row.get_to_sign_display()
    assert told(head)[-1] == f"经办人已撤回送签，不用再签：{row.motion}的{what}"
    assert not issue(head, timezone.localdate()).exists()
    with pytest.raises(IllegalTransition, match="可能已被他人办理"):
        step(f"sign_{kind}", row, head)
    browser, url = page_of(row, f"draft_{kind}", handler)
    field = "text" if kind == "opinion" else "reason"
    assert browser.get(url).context["form"][field].value() == WORDS
    titles = {
        name: f"{what}撤回送签"
        in client_of(user).get(row.motion.get_absolute_url()).content.decode()
        for name, user in people.users.items()
    }
    assert {name for name, is_told in titles.items() if is_told} == {
        name for name, user in people.users.items() if user in (handler, head)
    }


def test_a_reply_taken_back_is_written_on_and_sent_again(part, people, in_township):
    row = part("extension")
    handler, head = people.users["handler"], people.users["head"]
    ContactFactory(township=in_township, motion=row.motion, assignment=row, on=row.assigned_on)
    reply = ReplyFactory(township=in_township, assignment=row, waiver="时间紧，先行答复")
    row = step("send", row, handler)

    row = step("unsend", row, handler)

    assert row.status == "handling"
    assert told(head)[-1] == f"经办人已撤回送签，不用再签：{row.motion}的答复"
    page = client_of(handler).get(reverse("motions:reply_update", args=[reply.pk]))
    assert page.context["form"]["body"].value() == reply.body
    readers = {
        name
        for name, user in people.users.items()
        if "经办人撤回送签" in client_of(user).get(row.motion.get_absolute_url()).content.decode()
    }
    assert readers == {name for name, user in people.users.items() if user in (handler, head)}
    assert step("send", row, handler).status == "signing"


def test_the_inbox_offers_the_clerk_to_take_back_and_the_head_to_sign(part, people):
    row = drafted("objection", part("objection"), people)
    found = {
        name: [b["label"] for b in shown["buttons"]]
        for name in ("handler", "head")
        for shown in client_of(people.users[name]).get(reverse("motions:inbox")).context["rows"]
    }

    assert row.status == "signing"
    assert found == {
        "handler": ["答复", "联系代表", "撤回送签"],
        "head": ["签发退办申请", "退回修改", "答复", "联系代表"],
    }


def test_an_objection_sent_back_before_the_case_was_signed_for_waits_to_be_signed_for(part, people):
    row = drafted("objection", part("objection", signed_for=False), people)
    assert row in Assignment.objects.unsigned()

    row = step("give_back", row, people.users["head"], note="先签收")

    assert row.status == "waiting"


@pytest.mark.parametrize("name", ["sign_objection", "give_back"])
def test_the_head_signs_what_he_has_read(part, people, name):
    row = drafted("objection", part("objection"), people)
    head = people.users["head"]
    browser, url = page_of(row, name, head)
    page = browser.get(url)
    assert WORDS in dict(page.context["confirm"]).values()
    seen = page.context["form"]["seen"].value()
    row = step("give_back", row, head, note="改")
    drafted("objection", row, people, "另一份")

    answer = browser.post(url, {"seen": seen, "note": "理由"}, follow=True)

    assert "送签的内容已被他人办理或者换过" in answer.content.decode()
    assert not Objection.objects.exists()
    assert Submittal.objects.pending().get().text == "另一份"


def test_the_second_press_is_told_that_it_came_too_late(part, people):
    row = drafted("objection", part("objection"), people)
    browser, url = page_of(row, "sign_objection", people.users["head"])

    first, second = (browser.post(url, {}, follow=True) for _ in range(2))

    assert "已签发退办申请" in first.content.decode()
    assert "可能已被他人办理" in second.content.decode()
    assert Objection.objects.count() == 1


def test_the_ten_days_are_held_against_the_day_of_the_signature(part, people):
    row = drafted("objection", part("objection"), people)
    yesterday = timezone.localdate() - timedelta(days=1)
    Assignment.objects.filter(pk=row.pk).update(objection_due=yesterday)
    browser, url = page_of(row, "sign_objection", people.users["head"])

    assert list(browser.post(url, {}).context["form"].errors) == ["late_reason"]
    with pytest.raises(IllegalTransition, match="请写明逾期申请的理由"):
        step("sign_objection", row, people.users["head"])
    browser.post(url, {"late_reason": "送签时正逢汛期"})

    assert Objection.objects.get().late_reason == "送签时正逢汛期"


def test_the_lead_units_reply_waits_for_a_signed_opinion(part, people, in_township):
    assist = part("opinion")
    lead = assist.motion.assignments.get(role="lead")
    lead = step("sign", lead, people.users["handler"], person="何敏")
    ContactFactory(township=in_township, motion=lead.motion, assignment=lead, on=lead.assigned_on)
    ReplyFactory(township=in_township, assignment=lead)
    drafted("opinion", assist, people)
    assert "缺 1 份会办意见" in services.what_hinders_issue(lead)

    step("sign_opinion", assist, people.users["other_head"])

    assert services.what_hinders_issue(lead) == ""


@pytest.mark.parametrize("kind", ["opinion", "objection"])
def test_what_waits_lapses_when_the_deputy_withdraws(part, people, kind):
    row = drafted(kind, part(kind), people)

    motion_workflow.perform(
        "withdraw", row.motion, by=people.users["lead"], data={"note": "已经解决"}
    )

    assert Submittal.objects.get().outcome == "lapsed"
    with pytest.raises(IllegalTransition):
        step(f"sign_{kind}", row, of_unit(row, people, "head"))
    assert not RECORDS[kind].objects.exists()


def test_what_waits_lapses_when_the_case_is_passed_on(part, people, in_township):
    row = drafted("extension", part("extension"), people)
    third = UnitFactory(township=in_township)

    step("pass_on", row, people.users["gov_office"], to_unit=third, note="职责在该单位")

    assert Submittal.objects.get().outcome == "lapsed"
    new = Assignment.objects.get(passed_from=row)
    assert (new.status, new.to_sign) == ("waiting", "")


def test_a_reply_at_the_head_is_not_passed_on(part, people, in_township):
    row = part("extension")
    Assignment.objects.filter(pk=row.pk).update(status="signing", to_sign="reply")
    row.refresh_from_db()

    with pytest.raises(PermissionDenied):
        step("pass_on", row, people.users["gov_office"], to_unit=people.other_unit, note="转")


@pytest.mark.parametrize("kind", KINDS)
def test_each_signature_is_for_what_waits(in_township, people, case, kind):
    motion = case("assigned", assignment="signing")
    Assignment.objects.filter(pk=motion.row.pk).update(to_sign=kind)
    SubmittalFactory(township=in_township, assignment=motion.row, kind=kind, months=6)
    row = Assignment.objects.get(pk=motion.row.pk)

    found = {t.name for t in assignment_workflow.available(row, people.users["head"])}

    assert found == {f"sign_{kind}", "give_back"}
    mine = assignment_workflow.available(row, people.users["handler"])
    assert [t.name for t in mine] == ["take_back"]
    assert assignment_workflow.available(row, people.users["other_head"]) == []


def test_the_head_of_one_unit_who_works_for_another_signs_for_his_own_only(
    in_township, part, people
):
    """A head of another unit with a desk in this one drafts here like any clerk."""
    user = people.users["other_head"]
    MembershipFactory(township=in_township, user=user, role=Role.HANDLER, unit=people.unit)
    row = drafted("objection", part("objection"), people)

    with pytest.raises(PermissionDenied):
        step("sign_objection", row, type(user).objects.get(pk=user.pk))


@pytest.mark.parametrize("waits", [True, False])
def test_reminders_go_on_and_tell_the_head_too_while_something_waits_there(part, people, waits):
    row = part("extension")
    if waits:
        row = drafted("extension", row, people)
    days = law.value("suggestion.remind_days")

    today = row.due_on - timedelta(days=days)

    services.send_warnings(today)

    due = said_date(row.due_on, today)
    words = f"答复还剩 {days} 天：{row.motion}（{row.unit}，期限{due}）"
    assert told(people.users["handler"])[-1] == words
    assert (words in told(people.users["head"])) == waits
