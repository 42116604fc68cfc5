"""面商 is meeting the deputy; a call or an e-mail is contact; what the deputy calls untrue is neither."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.ledger import LEDGER, ledger_rows
from motions.models import ContactLog, Motion, Reply
from renda.core.figures import Period, figures, measure
from tests.factories.motions import ContactFactory, ReplyFactory

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)
UNTRUE = {
    "confirmation": "untrue",
    "confirmation_note": "没有来过",
    "confirmed_on": date(2025, 4, 11),
}
MET, CALLED = ("face", "visit", "forum"), ("phone", "email")


def evidence(key):
    return measure(f"motions.{key}", YEAR).evidence


def test_every_way_is_either_meeting_or_calling():
    assert {*MET, *CALLED} == set(ContactLog.Way.values)
    assert ContactLog.Way.EMAIL.label == "电子邮件"


@pytest.mark.parametrize("way", [*MET, *CALLED])
def test_meeting_counts_as_both_and_a_call_as_contact_only(in_township, people, case, way):
    motion = case("assigned")
    case("assigned")
    ContactFactory(township=in_township, motion=motion, way=way)

    is_met = way in MET
    assert evidence("reached") == [motion.pk]
    assert evidence("contacted") == ([motion.pk] if is_met else [])
    assert measure("motions.reached_rate", YEAR).text == "50%"
    assert measure("motions.contact_rate", YEAR).text == ("50%" if is_met else "0%")
    assert measure("motions.contacts", YEAR).value == int(is_met)


@pytest.mark.parametrize("way", ["face", "phone"])
def test_what_the_deputy_calls_untrue_counts_as_neither(in_township, people, case, way):
    motion = case("assigned")
    ContactFactory(township=in_township, motion=motion, way=way, **UNTRUE)

    assert (evidence("reached"), evidence("contacted")) == ([], [])
    assert measure("motions.contacts", YEAR).value == 0

    ContactFactory(township=in_township, motion=motion, way=way)
    assert evidence("reached") == [motion.pk]


def test_the_definitions_say_what_is_left_out():
    for key in ("contacted", "contacts"):
        assert (
            "电话、电子邮件联系和代表认为记录不属实的不计" in figures[f"motions.{key}"].definition
        )
    assert "计入联系率，不计入面商率" in figures["motions.contact_rate"].definition
    assert "代表认为记录不属实的不计" in figures["motions.reached"].definition


@pytest.mark.parametrize(
    ("ways", "title"),
    [
        ([], "未面商代表"),
        (["phone"], "已联系代表"),
        (["email"], "已联系代表"),
        (["face"], "已面商代表"),
        (["visit", "phone"], "已面商代表"),
    ],
)
def test_before_a_reply_goes_out_it_says_whether_the_deputy_was_met(
    in_township, people, case, ways, title
):
    motion = case("assigned")
    for number, way in enumerate(ways):
        ContactFactory(
            township=in_township, motion=motion, assignment=motion.row, way=way,
            on=date(2025, 4, 10 + number),
        )  # fmt: skip
    ReplyFactory(township=in_township, assignment=motion.row)

    check = services.reply_checks(motion.row, Reply.objects.get(), date(2025, 5, 1))[0]

    assert (check.title, check.passed) == (title, bool(ways))
    assert check.article == "《代表法》第五十一条"


def test_the_ledger_tells_meetings_from_contacts(in_township, people, case):
    motion = case("assigned")
    for way in ("face", "phone", "email"):
        ContactFactory(township=in_township, motion=motion, way=way)
    ContactFactory(township=in_township, motion=motion, way="forum", **UNTRUE)

    (row,) = ledger_rows(Motion.objects.filter(pk=motion.pk))

    told = {column.label: column.of(row) for column in LEDGER}
    assert (told["联系次数"], told["面商次数"]) == (3, 1)


def test_a_contact_by_e_mail_is_recorded_and_told_as_such(in_township, people, case, client):
    motion, today = case("assigned"), timezone.localdate()
    client.force_login(people.users["handler"])

    client.post(
        reverse("motions:contact_create", args=[motion.pk]),
        {
            "stage": "before", "way": "email", "on": today.isoformat(), "people": "何敏",
            "deputy": people.lead.pk, "words": "同意先抢修路基",
        },
    )  # fmt: skip

    assert ContactLog.objects.get().way == "email"
    page = client.get(motion.get_absolute_url())
    events = [(e.title, e.who) for r in page.context["rounds"] for e in r.events]
    assert ("联系代表", "何敏（办前，电子邮件）") in events
