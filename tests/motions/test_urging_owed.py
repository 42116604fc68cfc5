"""What a unit owes after its answer, promises and further letters, is urged, ordered and warned of."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.daily import warn
from motions.models import Reminder
from renda.core.calendar import chinese_date
from renda.core.figures import Period, measure
from renda.core.models import Notification
from renda.core.todos import tiles_for
from tests.factories.motions import CommitmentChangeFactory, OwedLetterFactory
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.warnings import DUE, days

pytestmark = pytest.mark.django_db
ORDER = {"leader": "主席沈国良", "text": "请亲自过问。", "feedback_due": "2099-01-09"}


@pytest.fixture
def owed(in_township, people, replied):
    """A letter that the unit of an answered case owes to the author of a merged one."""
    motion = replied()
    return OwedLetterFactory(township=in_township, assignment=motion.row)


@pytest.fixture
def owing(owed):
    """What is owed, by the words of its pages."""
    return {"promise": owed.assignment.motion.reply.commitments.get(), "letter": owed}


@pytest.mark.parametrize("what", ["promise", "letter"])
def test_the_office_urges_and_orders_what_is_owed_and_the_unit_answers(people, owing, what):
    office, unit = client_of(people.users["clerk"]), client_of(people.users["handler"])
    remind = reverse(f"motions:{what}_remind", args=[owing[what].pk])
    order = reverse(f"motions:{what}_order", args=[owing[what].pk])
    for page in (remind, order):
        assert unit.get(page).status_code == 403
    government = client_of(people.users["gov_office"])
    urges = what == "promise"
    assert government.get(remind).status_code == (200 if urges else 403)
    assert government.get(order).status_code == 403
    case = office.get(owing["letter"].get_absolute_url()).content.decode()
    assert remind in case
    assert order in case

    words = office.get(remind).context["form"].initial["text"]
    assert chinese_date(owing[what].due_on) in words
    assert office.post(remind, {"text": words}).status_code == 302
    assert office.post(order, ORDER).status_code == 302

    urge, ordered = Reminder.objects.order_by("pk")
    field = {"promise": "commitment", "letter": "owed_letter"}[what]
    for row in (urge, ordered):
        assert getattr(row, field) == owing[what]
        assert (row.assignment, row.motion) == (
            owing["letter"].assignment, owing["letter"].assignment.motion,
        )  # fmt: skip
        assert row.due_on == owing[what].due_on
    late = (timezone.localdate() - owing[what].due_on).days
    assert ordered.overdue_days == late
    paper = reverse("core:paper", args=["motions.reminder", ordered.pk, "order", "html"])
    text = office.get(paper).content.decode()
    assert f"{late}天" in text
    assert ordered.owes_words in text
    listed = office.get(reverse("motions:reminder_list")).content.decode()
    assert ordered.owes_words in listed

    answer = reverse("motions:order_answer", args=[ordered.pk])
    assert unit.post(answer, {"response": "本周办成。"}).status_code == 302
    close = reverse("motions:order_close", args=[ordered.pk])
    assert office.post(close, {"result": "已办成。"}).status_code == 302
    ordered.refresh_from_db()
    assert ordered.state_words == "已办结"


def test_what_is_done_is_urged_no_more(people, owing):
    promise, letter = owing["promise"], owing["letter"]
    type(promise).objects.filter(pk=promise.pk).update(status="reported")
    letter.no_letter_reason, letter.settled_by, letter.settled_on = (
        "已说明",
        "周玉兰",
        date(2025, 6, 1),
    )
    letter.save()
    office = client_of(people.users["clerk"])

    for what, row in owing.items():
        for step in ("remind", "order"):
            assert office.get(reverse(f"motions:{what}_{step}", args=[row.pk])).status_code == 403


def test_the_list_of_promises_offers_to_whom_it_may_concern_what_the_case_offers(
    in_township, people, owing
):
    promise = owing["promise"]
    pages = [reverse(f"motions:promise_{name}", args=[promise.pk]) for name in ("remind", "order")]

    def offered(name):
        page = client_of(people.users[name]).get(reverse("motions:commitment_list"))
        return [url in page.content.decode() for url in pages]

    people_there = ("clerk", "chair", "gov_office", "handler")
    assert [offered(name) for name in people_there] == [
        [True, True], [True, True], [True, False], [False, False],
    ]  # fmt: skip
    CommitmentChangeFactory(township=in_township, commitment=promise)
    assert [offered(name) for name in people_there] == [[False, False]] * 4


def test_another_townships_debts_are_not_found(owing, client, outsider):
    client.force_login(outsider)
    for what, row in owing.items():
        assert client.get(reverse(f"motions:{what}_order", args=[row.pk])).status_code == 404


def test_a_letter_has_the_ladder_of_other_due_work_and_each_rung_once(owed):
    Reminder.objects.all().delete()
    told = Notification.objects.filter(key__startswith=f"motions.warning:owed:{owed.pk}:")
    for left, rungs in ((16, 0), (15, 1), (7, 2), (3, 3), (1, 4), (0, 4), (-1, 5)):
        warn(DUE - days(left))
        warn(DUE - days(left))
        sent = Reminder.objects.warnings().filter(step__startswith=f"owed:{owed.pk}:")
        assert (left, sent.count()) == (left, rungs)

    assert sent.latest("pk").text.startswith("并案补充答复已逾期 1 天：")
    assert told.filter(read_at=None).exists()
    owed.no_letter_reason, owed.settled_by, owed.settled_on = "已说明", "周玉兰", DUE
    owed.save()
    warn(DUE + days(2))
    assert not told.filter(read_at=None).exists()


def test_the_overdue_letters_stand_apart_with_their_days(people, owed):
    page = client_of(people.users["clerk"]).get(
        reverse("motions:owedletter_list"), {"tab": "overdue"}
    )

    assert [row.pk for row in page.context["object_list"]] == [owed.pk]
    late = (timezone.localdate() - owed.due_on).days
    assert f"逾期 {late} 天" in page.content.decode()


def test_the_government_office_urges_what_waits_for_it_and_that_is_not_the_offices(
    in_township, people, case
):
    """待签收, 即将到期 and 已逾期 wait for 镇政府办: each case has a button for it."""
    motion = case("assigned", due_on=DUE)
    government = client_of(people.users["gov_office"])
    url = reverse("motions:reminder_create", args=[motion.pk])
    assert url in government.get(motion.get_absolute_url()).content.decode()

    posted = government.post(url, {"assignment": motion.row.pk, "text": "请抓紧办理。"})

    assert posted.status_code == 302
    urge = Reminder.objects.get()
    assert (urge.is_by_government, urge.by) == (True, people.users["gov_office"].name)
    this_year = Period.year(timezone.localdate().year)
    assert measure("motions.reminders", this_year).value == 0
    office = client_of(people.users["clerk"])
    assert office.post(url, {"assignment": motion.row.pk, "text": "请答复。"}).status_code == 302
    assert measure("motions.reminders", this_year).value == 1


def test_the_government_office_has_nothing_to_do_that_others_decide(people, owing):
    promise = owing["promise"]
    type(promise).objects.filter(pk=promise.pk).update(status="reported", reported_on=DUE)

    labels = {tile.label for tile in tiles_for(people.users["gov_office"], timezone.localdate())}

    assert not labels & {"待评价", "再次不满意", "承诺待核实", "承诺申请改期", "督办待反馈"}
    assert "承诺待核实" in {
        tile.label for tile in tiles_for(people.users["clerk"], timezone.localdate())
    }
