"""代表确认面商记录: once, by the deputy it names or from the signed form, and shown where it counts."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import ContactLog
from motions.papers.case import feedback_form
from motions.papers.parts import contact_form
from renda.core.attachments import attachments_of
from renda.core.models import AuditEntry, Notification
from renda.core.paper.html import render_html
from renda.core.scoping import township_scope
from tests.factories.core import MembershipFactory, TownshipFactory
from tests.factories.motions import ContactFactory, ReplyFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"0" * 64


@pytest.fixture
def enter(client, people):
    """``enter("lead")``: that person's browser, past the first page."""

    def login(name):
        client.force_login(people.users[name])
        client.get(reverse("core:account"))
        return client

    return login


@pytest.fixture
def talk(township, case):
    """``talk()``: a case that is being handled, and a talk with its lead deputy."""

    def make(**fields) -> ContactLog:
        motion = case("assigned")
        here = {"township": township, "motion": motion, "assignment": motion.row}
        return ContactFactory(**here | fields)

    return make


def page_of(contact: ContactLog) -> str:
    return reverse("motions:confirm_contact", args=[contact.pk])


def paper_of(contact: ContactLog) -> str:
    return reverse("motions:signed_contact", args=[contact.motion_id])


def signed(contact: ContactLog, **more) -> dict:
    scan = SimpleUploadedFile("面商记录.pdf", PDF)
    data = {"contact": contact.pk, "confirmation": "true", "on": "2025-04-12", "scans": scan}
    return data | more


def kept(contact: ContactLog) -> tuple:
    with township_scope(contact.township_id):
        row = ContactLog.objects.get(pk=contact.pk)
        return row.confirmation, row.confirmation_note, row.confirmed_on, row.is_on_paper


def test_the_deputy_confirms_with_one_press_on_the_case(enter, people, township, talk):
    contact, browser = talk(place="村委会", response="下周进场。"), enter("lead")
    shown = browser.get(contact.motion.get_absolute_url()).content.decode()
    assert "请确认面商记录" in shown
    assert "下周进场。" in shown

    answer = browser.post(page_of(contact), {"confirmation": "true"}, follow=True)

    assert kept(contact) == ("true", "", timezone.localdate(), False)
    shown = answer.content.decode()
    assert "已确认属实" in shown
    assert "请确认面商记录" not in shown
    assert "代表确认面商记录属实" in shown
    with township_scope(township.pk):
        line = AuditEntry.objects.get(verb="确认面商")
        assert (line.actor_name, line.detail["note"]) == (people.lead.name, "代表确认属实")
        assert not Notification.objects.exists()


def test_a_record_called_untrue_says_why_and_the_office_and_unit_hear_of_it(
    enter, people, township, talk
):
    contact, browser = talk(), enter("lead")
    empty = browser.post(page_of(contact), {"note": ""})
    assert "请填写这一项。" in empty.content.decode()
    assert kept(contact) == ("", "", None, False)

    browser.post(page_of(contact), {"note": "当天没有见面。"})

    assert kept(contact) == ("untrue", "当天没有见面。", timezone.localdate(), False)
    with township_scope(township.pk):
        told = Notification.objects.filter(text__contains="面商记录不属实（当天没有见面。）")
        assert {n.to for n in told} == {people.users[n] for n in ("clerk", "handler", "head")}
    shown = enter("clerk").get(contact.motion.get_absolute_url()).content.decode()
    assert "代表认为面商记录不属实" in shown
    assert "当天没有见面。" in shown


@pytest.mark.parametrize("data", [{"confirmation": "true"}, {"note": "当天没有见面。"}])
def test_saying_so_asks_at_most_twenty_questions(enter, talk, data):
    contact, browser = talk(), enter("lead")

    with CaptureQueriesContext(connection) as captured:
        answer = browser.post(page_of(contact), data)

    assert (answer.status_code, len(captured) <= 20) == (302, True), len(captured)


def test_it_is_said_once(enter, people, township, talk):
    contact, browser = talk(), enter("lead")
    browser.post(page_of(contact), {"confirmation": "true"})

    again = browser.post(page_of(contact), {"note": "改主意了"}, follow=True)

    assert "只确认一次" in again.content.decode()
    assert kept(contact)[:2] == ("true", "")
    with township_scope(township.pk), pytest.raises(ValidationError, match="只确认一次"):
        services.confirm_contact(
            contact=contact,
            is_true=False,
            note="改主意了",
            by=people.lead.user,
            on=date(2025, 5, 1),
        )


@pytest.mark.parametrize("name", ["joint", "deputy", "clerk", "handler", "head", "gov_office"])
def test_only_the_deputy_talked_with_confirms(enter, talk, name):
    contact = talk()

    answer = enter(name).post(page_of(contact), {"confirmation": "true"})

    assert answer.status_code == 403
    assert kept(contact) == ("", "", None, False)


def test_a_co_signer_confirms_the_talk_with_them(enter, people, talk):
    contact = talk(deputy=people.joint)
    assert "请确认面商记录" not in enter("lead").get(contact.get_absolute_url()).content.decode()

    enter("joint").post(page_of(contact), {"confirmation": "true"})

    assert kept(contact)[0] == "true"


def test_another_townships_record_does_not_exist(client, talk):
    contact = talk()
    client.force_login(MembershipFactory(township=TownshipFactory(), role="deputy").user)

    assert client.post(page_of(contact), {"confirmation": "true"}).status_code == 404
    assert client.get(paper_of(contact)).status_code == 404


def test_strangers_log_in_first(client, talk):
    contact = talk()

    answer = client.post(page_of(contact), {"confirmation": "true"})

    assert answer.url.startswith(reverse("core:login"))
    assert kept(contact) == ("", "", None, False)


def test_the_office_keeps_it_from_the_signed_form(enter, people, township, talk):
    contact, browser = talk(), enter("clerk")
    shown = browser.get(contact.motion.get_absolute_url()).content.decode()
    assert f'href="{paper_of(contact)}"' in shown

    browser.post(paper_of(contact), signed(contact, confirmation="untrue", note="日期记错了。"))

    assert kept(contact) == ("untrue", "日期记错了。", date(2025, 4, 12), True)
    with township_scope(township.pk):
        assert [f.name for f in attachments_of(contact)] == ["面商记录.pdf"]
        assert AuditEntry.objects.get(verb="代录面商确认").actor_name == people.users["clerk"].name
    shown = browser.get(contact.motion.get_absolute_url()).content.decode()
    assert paper_of(contact) not in shown


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"confirmation": "untrue"}, "请写明哪里不属实"),
        ({"on": "2025-04-09"}, "签名日期不能早于面商的2025年4月10日"),
        ({"on": "2199-01-01"}, "签名日期不能晚于今天"),
        ({"scans": ""}, "请上传文件。"),
    ],
)
def test_the_signed_form_is_checked(enter, talk, more, said):
    contact = talk()

    page = enter("clerk").post(paper_of(contact), signed(contact, **more))

    assert said in page.content.decode()
    assert kept(contact) == ("", "", None, False)


@pytest.mark.parametrize("name", ["chair", "lead", "handler", "county"])
def test_only_the_clerk_keeps_the_signed_form(enter, talk, name):
    contact = talk()

    assert enter(name).post(paper_of(contact), signed(contact)).status_code == 403
    assert kept(contact) == ("", "", None, False)


def test_both_papers_say_what_the_deputy_said(in_township, people, talk):
    contact = talk(stage="before")
    blank = render_html(contact_form(contact))
    assert "□属实　□不属实" in blank
    assert "代表签名：" in blank
    ReplyFactory(
        township=contact.township, assignment=contact.assignment, issued_on=date(2025, 5, 20),
        issued_by="蒋文斌", number="练村函〔2025〕1号",
    )  # fmt: skip
    motion = contact.motion
    assert "2025年4月10日面谈，代表还没有确认" in render_html(
        feedback_form(motion, people.lead.user)
    )

    services.confirm_contact(
        contact=contact,
        is_true=False,
        note="没有到现场。",
        by=people.lead.user,
        on=date(2025, 4, 11),
    )

    contact = ContactLog.objects.get()
    said = render_html(contact_form(contact))
    assert "□属实　■不属实" in said
    assert f"{people.lead.name}（本人在手机上确认）　2025年4月11日" in said
    assert "2025年4月10日面谈，代表认为不属实：没有到现场。" in render_html(
        feedback_form(motion, people.lead.user)
    )


def test_an_untrue_talk_does_not_let_a_reply_go_out(in_township, people, talk):
    contact = talk()
    ReplyFactory(township=contact.township, assignment=contact.assignment)
    assert services.what_hinders_issue(contact.assignment) == ""

    services.confirm_contact(
        contact=contact, is_true=False, note="没有见面。", by=people.lead.user, on=date(2025, 4, 11)
    )

    assert "未面商代表" in services.what_hinders_issue(contact.assignment)


@pytest.mark.parametrize(
    "fields",
    [
        {"confirmation": "true"},
        {"confirmation": "untrue", "confirmed_on": date(2025, 4, 11)},
        {"confirmed_on": date(2025, 4, 11)},
    ],
)
def test_the_database_keeps_answer_day_and_reason_together(talk, fields):
    contact = talk()

    with township_scope(contact.township_id), pytest.raises(IntegrityError), transaction.atomic():
        ContactLog.objects.filter(pk=contact.pk).update(**fields)


def test_the_deputy_is_asked_when_a_talk_is_recorded(in_township, people, talk):
    contact = ContactLog(
        motion=talk().motion, deputy=people.lead, on=date(2025, 4, 15), people="何敏", words="好"
    )

    services.add_contact(contact=contact)

    told = Notification.objects.get(to=people.lead.user)
    assert told.text.startswith("面商已登记（面谈），请打开确认是否属实：")
