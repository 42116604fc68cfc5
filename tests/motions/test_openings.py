"""Whether a deputy had opened the letter before rating it."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from motions import services, timeline
from motions.models import Reply, ReplyOpening, SupplementOpening
from renda.core.figures import measure
from renda.core.text import solid
from tests.factories.motions import (
    AssignmentFactory,
    MotionFactory,
    ReplyFactory,
    SupplementFactory,
)
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.verdict import ANSWERED, GOOD, YEAR, again, rated

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "form"),
    [("motions.reply", "html"), ("motions.reply", "pdf"), ("motions.reply", "docx"),
     ("motions.motion", "html")],
)  # fmt: skip
def test_who_opens_the_letter_has_opened_it_once(answered, people, model, form):
    pk = answered.pk if model == "motions.motion" else answered.letter.pk
    url = reverse("core:paper", args=[model, pk, "letter", form])
    client = client_of(people.lead.user)

    assert client.get(url).status_code == 200
    first = ReplyOpening.objects.get()
    assert client.get(url).status_code == 200

    assert (first.reply, first.deputy) == (answered.letter, people.lead)
    assert ReplyOpening.objects.get().at == first.at
    assert rated(answered, people.lead).is_unread is False


def test_the_page_with_the_full_text_opens_it_too(answered, people):
    client_of(people.lead.user).get(reverse("motions:rate", args=[answered.pk]))

    assert ReplyOpening.objects.get().deputy == people.lead


@pytest.mark.parametrize("name", ["clerk", "deputy", "head", "county"])
def test_others_who_read_it_leave_no_trace(answered, people, name):
    url = reverse("core:paper", args=["motions.reply", answered.letter.pk, "letter", "html"])

    assert client_of(people.users[name]).get(url).status_code == 200

    assert not ReplyOpening.objects.exists()


def test_one_deputys_opening_is_not_anothers(answered, people):
    client_of(people.joint.user).get(reverse("motions:rate", args=[answered.pk]))

    assert rated(answered, people.joint).is_unread is False
    assert rated(answered, people.lead).is_unread is True


def test_every_letter_of_the_round_has_to_be_opened(in_township, answered, people):
    row = AssignmentFactory(
        township=in_township, motion=answered, role="separate", status="replied"
    )
    ReplyFactory(
        township=in_township, assignment=row, number="练农函〔2025〕1号", issued_by="某",
        issued_on=ANSWERED,
    )  # fmt: skip
    services.keep_opening(replies=[answered.letter], deputy=people.lead, at=timezone.now())

    assert rated(answered, people.lead).is_unread is True


def test_content_before_it_was_opened_is_shown_found_and_counted(answered, people):
    client = client_of(people.users["clerk"])
    register = reverse("motions:motion_list")
    client_of(people.lead.user).post(reverse("motions:rate", args=[answered.pk]), GOOD)

    assert again(answered).status == "closed"
    page = client.get(answered.get_absolute_url()).content.decode()
    assert "打开答复以前评价" in page
    assert list(client.get(register, {"verdict": "unread"}).context["object_list"]) == [answered]
    assert measure("motions.rated_unread", YEAR).evidence == [answered.pk]


def test_what_was_opened_first_is_not_found(answered, people):
    client = client_of(people.lead.user)
    client.get(reverse("motions:rate", args=[answered.pk]))
    client.post(reverse("motions:rate", args=[answered.pk]), GOOD)
    office = client_of(people.users["clerk"])

    assert "打开答复以前评价" not in office.get(answered.get_absolute_url()).content.decode()
    found = office.get(reverse("motions:motion_list"), {"verdict": "unread"})
    assert list(found.context["object_list"]) == []
    assert measure("motions.rated_unread", YEAR).value == 0


def test_an_unissued_letter_is_never_opened(in_township, people, case):
    motion = case("assigned")
    draft = ReplyFactory(township=in_township, assignment=motion.row)

    services.keep_opening(replies=[draft], deputy=people.lead, at=timezone.now())

    assert not ReplyOpening.objects.exists()
    assert Reply.objects.get().is_issued is False


def opened_at(reply, deputy, *when) -> None:
    moment = timezone.make_aware(datetime(*when))
    services.keep_opening(replies=[reply], deputy=deputy, at=moment)


def letter_in(page) -> list[str]:
    """The lines under the reply in a case's history."""
    events = [e for each in page.context["rounds"] for e in each.events if e.kind == "reply"]
    return events[0].text.split("\n")


def test_each_deputys_first_opening_stands_beside_the_letter(
    in_township, term, seated, answered, people, django_assert_max_num_queries
):
    third = seated()
    MotionFactory(
        township=in_township, term=term, lead=third, status="merged", merged_into=answered
    )
    opened_at(answered.letter, people.lead, 2025, 5, 21, 0, 3)
    opened_at(answered.letter, third, 2026, 1, 2, 14, 30)
    expected = [
        f"{people.lead.name}代表首次打开 5月21日 00:03",
        f"{people.joint.name}代表还没有打开",
        f"{third.name}代表首次打开 2026年1月2日 14:30",
    ]

    for name in ("clerk", "handler", "gov_office"):
        client = client_of(people.users[name])
        client.get(reverse("core:account"))
        with django_assert_max_num_queries(12):
            page = client.get(answered.get_absolute_url())
        assert letter_in(page) == [answered.letter.number, *expected], name
        dossier = client.get(reverse("motions:dossier", args=[answered.pk]))
        (line,) = [e for e in dossier.context["entries"] if e["label"] == "答复函"]
        assert line["receipts"] == expected
        assert expected[0] in dossier.content.decode()


@pytest.mark.parametrize("name", ["lead", "joint", "county"])
def test_others_do_not_read_when_a_deputy_opened_a_letter(answered, people, name):
    opened_at(answered.letter, people.lead, 2025, 5, 21, 9, 5)
    client = client_of(people.users[name])

    page = client.get(answered.get_absolute_url())
    dossier = client.get(reverse("motions:dossier", args=[answered.pk]))

    assert letter_in(page) == [answered.letter.number]
    assert "首次打开" not in page.content.decode() + dossier.content.decode()


def test_a_draft_has_no_receipts(in_township, people, case):
    motion = case("assigned")
    ReplyFactory(township=in_township, assignment=motion.row)

    assert timeline.receipts_of(motion, timeline.fetch(motion)) == {}


@pytest.fixture
def further(answered, in_township):
    """A 补充答复 that the unit has issued."""
    return SupplementFactory(
        township=in_township, assignment=answered.row, status="issued", number="练村函〔2025〕9号",
        issued_by="钱小凤", issued_on=date(2025, 9, 1),
    )  # fmt: skip


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_who_opens_a_further_letter_has_opened_it_once(answered, further, people, form):
    url = reverse("core:paper", args=["motions.supplement", further.pk, "letter", form])
    for reader in (people.lead.user, people.users["clerk"], people.lead.user):
        assert client_of(reader).get(url).status_code == 200

    opening = SupplementOpening.objects.get()
    assert (opening.supplement, opening.deputy) == (further, people.lead)
    assert not ReplyOpening.objects.exists()
    at = timezone.localtime(opening.at)
    words = f"{people.lead.name}代表首次打开 {at.year}年{at.month}月{at.day}日 {at:%H:%M}"
    page = client_of(people.users["clerk"]).get(answered.get_absolute_url())
    (event,) = [e for r in page.context["rounds"] for e in r.events if e.title == "补充答复"]
    assert words in event.text
    assert f"{people.joint.name}代表还没有打开" in event.text
    slip = reverse("core:paper", args=["motions.motion", answered.pk, "delivery", "html"])
    text = client_of(people.users["clerk"]).get(slip).content.decode()
    assert "练村函〔2025〕9号" in text
    assert solid(words) in text


def test_a_draft_of_a_further_letter_is_not_delivered(answered, in_township, people):
    draft = SupplementFactory(township=in_township, assignment=answered.row)
    services.keep_supplement_opening(supplement=draft, deputy=people.lead, at=timezone.now())

    assert not SupplementOpening.objects.exists()
