"""登记面商: whose talk it is, on which days, with whom; and that no letter leans on another unit's talk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Assignment, ContactLog, Motion
from motions.services.replies import contacts_of
from renda.core.calendar import chinese_date
from renda.core.models import Notification
from renda.core.workflow import IllegalTransition
from tests.factories.motions import AssignmentFactory, ContactFactory, ReplyFactory
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import handed, step

pytestmark = pytest.mark.django_db


def typed(deputy, **more) -> dict:
    return {
        "stage": "during", "way": "face", "on": "2025-04-10", "people": "何敏",
        "deputy": deputy.pk, "words": "请先抢修路基。", **more,
    }  # fmt: skip


def log(user, motion, **data):
    return client_of(user).post(reverse("motions:contact_create", args=[motion.pk]), data)


@pytest.fixture
def separate(in_township, people, case):
    """A case that two units answer apart; both are handling it."""
    motion = case("assigned")
    Assignment.objects.filter(pk=motion.row.pk).update(role="separate")
    motion.row = Assignment.objects.get(pk=motion.row.pk)
    motion.other = AssignmentFactory(
        township=in_township, motion=motion, unit=people.other_unit, role="separate",
        status="handling",
    )  # fmt: skip
    return motion


# --- which talks count ---------------------------------------------------------------------------
def test_another_units_talk_lets_no_letter_out(separate, in_township, people):
    ContactFactory(township=in_township, motion=separate, assignment=separate.other)
    for row in (separate.row, separate.other):
        ReplyFactory(township=in_township, assignment=row)

    with pytest.raises(IllegalTransition, match="未面商代表"):
        step("send", separate.row, people.users["handler"])

    assert Assignment.objects.get(pk=separate.row.pk).status == "handling"
    assert step("send", separate.other, people.users["other_handler"]).status == "signing"


def test_the_first_rounds_talk_does_not_count_in_the_second(separate, in_township):
    again = AssignmentFactory(
        township=in_township, motion=separate, unit=separate.row.unit, round=2, status="handling"
    )
    ContactFactory(township=in_township, motion=separate, assignment=separate.row)

    assert contacts_of(separate.row).count() == 1
    assert not contacts_of(again).exists()


def test_a_talk_of_no_unit_counts_for_none(separate, in_township):
    ContactFactory(township=in_township, motion=separate)

    assert not contacts_of(separate.row).exists()


@pytest.mark.parametrize(("confirmation", "met"), [("", True), ("untrue", False)])
def test_the_inbox_says_when_the_unit_itself_met_the_deputy(
    separate, in_township, confirmation, met
):
    said = {"confirmation_note": "没有见面", "confirmed_on": timezone.localdate()}
    talk = ContactFactory(
        township=in_township, motion=separate, assignment=separate.row, confirmation=confirmation,
        **(said if confirmation else {}),
    )  # fmt: skip

    found = {row.unit_id: row.met_on for row in Assignment.objects.for_inbox()}

    assert found == {
        separate.row.unit_id: talk.on if met else None, separate.other.unit_id: None,
    }  # fmt: skip


# --- the page ------------------------------------------------------------------------------------
def test_a_unit_logs_its_own_talk(separate, people):
    page = log(people.users["other_handler"], separate, **typed(people.lead))

    assert page.status_code == 302
    row = ContactLog.objects.get()
    assert (row.assignment, row.deputy, str(row.on)) == (separate.other, people.lead, "2025-04-10")
    assert list(contacts_of(separate.other)) == [row]


def test_the_office_says_which_unit_it_was(separate, people):
    clerk = people.users["clerk"]

    page = log(clerk, separate, **typed(people.lead))
    assert page.context["form"].errors == {"assignment": ["请选择这一项。"]}
    assert not ContactLog.objects.exists()
    log(clerk, separate, **typed(people.lead, assignment=separate.other.pk))

    assert ContactLog.objects.get().assignment == separate.other


def test_the_office_is_not_asked_where_one_unit_handles_it(in_township, people, case):
    motion = case("assigned")

    log(people.users["clerk"], motion, **typed(people.lead))

    assert ContactLog.objects.get().assignment == motion.row


@pytest.mark.parametrize(
    ("shift", "words"),
    [(1, "日期还没有到，请填今天或者以前的日期"), (-11, "不能早于交办日期{}")],
)
def test_a_talk_is_not_tomorrow_nor_before_the_case_was_handed_on(
    in_township, people, case, shift, words
):
    today = timezone.localdate()
    start = today - timedelta(days=10)
    motion = case("accepted", number=7)
    handed(motion, people, on=start)
    Notification.objects.all().delete()
    day = today + timedelta(days=shift)

    page = log(people.users["handler"], motion, **typed(people.lead, on=day))

    assert page.context["form"].errors == {"on": [words.format(chinese_date(start))]}
    assert not ContactLog.objects.exists()
    assert not Notification.objects.exists()
    for day in (start, today):
        log(people.users["handler"], motion, **typed(people.lead, on=day))
    assert list(ContactLog.objects.values_list("on", flat=True)) == [start, today]


def test_every_deputy_who_gets_the_answer_may_have_been_met(in_township, people, case):
    motion = case("assigned")
    merged = case("merged", merged_into=motion)
    Motion.objects.filter(pk=merged.pk).update(lead=people.stranger)
    url = reverse("motions:contact_create", args=[motion.pk])

    form = client_of(people.users["handler"]).get(url).context["form"]
    log(people.users["handler"], motion, **typed(people.stranger))

    wanted = {people.lead, people.joint, people.stranger}
    assert set(form.fields["deputy"].queryset) == wanted == set(services.deputies_of(motion))
    assert ContactLog.objects.get().deputy == people.stranger
    told = Notification.objects.filter(text__startswith="面商已登记")
    assert list(told.values_list("to", flat=True)) == [people.stranger.user_id]


@pytest.mark.parametrize(("status", "stage"), [("assigned", "during"), ("replied", "after")])
def test_a_talk_after_the_answer_is_proposed_as_one(people, case, status, stage):
    motion = case(status, assignment="replied" if status == "replied" else "handling")
    url = reverse("motions:contact_create", args=[motion.pk])

    form = client_of(people.users["handler"]).get(url).context["form"]

    assert form["stage"].value() == stage
