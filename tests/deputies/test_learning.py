"""Trainings open a roll, papers reach every deputy, reports to voters add up."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from deputies.models import (
    Deputy,
    DutyReport,
    Receipt,
    Roll,
    RollEntry,
    StudyMaterial,
    Training,
)
from deputies.services import give_material, hold_training, mark, read_material
from renda.core.models import Notification, Role
from renda.core.scoping import township_scope
from renda.core.todos import tiles_for
from tests.factories.core import TermFactory
from tests.factories.deputies import DeputyFactory, MandateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(township):
    term = TermFactory(township=township, number=14)
    seated = [MandateFactory(township=township, term=term).deputy for _ in range(2)]
    MandateFactory(township=township, term=term, from_on=date(2025, 7, 18))
    return seated


@pytest.fixture
def reader(person, township, people):
    """The account of the first deputy."""
    user = person(Role.DEPUTY)
    with township_scope(township.pk):
        people[0].user = user
        people[0].save()
    return user


def test_a_training_opens_a_roll_of_that_day(client, clerk, township, people):
    client.force_login(clerk)
    data = {
        "title": "学习代表法",
        "kind": "law",
        "held_on": "2025-05-15",
        "place": "文化礼堂",
        "hours": 3,
        "content": "代表的权利和义务",
    }

    response = client.post(reverse("deputies:training_create"), data)

    with township_scope(township.pk):
        training = Training.objects.select_related("roll").get()
        expected = RollEntry.objects.filter(roll=training.roll).order_by("pk")
        assert [entry.deputy for entry in expected.select_related("deputy")] == people
    assert response.url == training.get_absolute_url()
    assert (training.roll.on, training.roll.kind, training.roll.url) == (
        date(2025, 5, 15),
        "training",
        training.get_absolute_url(),
    )


def paper(**changes):
    return StudyMaterial(title="工作要点", kind="superior", issued_on=date(2025, 3, 1), **changes)


def test_a_paper_reaches_everybody_in_office_and_tells_those_with_an_account(
    in_township, people, reader
):
    material = give_material(material=paper())

    receipts = Receipt.objects.filter(material=material).order_by("pk")
    assert [(r.deputy, r.read_at) for r in receipts] == [(people[0], None), (people[1], None)]
    assert [(n.to, n.text) for n in Notification.objects.all()] == [(reader, "请阅：工作要点")]


def test_a_paper_is_read_once(in_township, people):
    material = give_material(material=paper())
    first = timezone.make_aware(datetime(2025, 3, 2, 9))

    assert read_material(material=material, deputy=people[0], at=first) is True
    assert read_material(material=material, deputy=people[0], at=timezone.now()) is False
    assert (
        read_material(material=material, deputy=DeputyFactory(township=in_township), at=first)
        is False
    )
    assert set(Receipt.objects.values_list("deputy", "read_at")) == {
        (people[0].pk, first),
        (people[1].pk, None),
    }


def test_opening_a_paper_signs_for_it(client, township, people, reader):
    with township_scope(township.pk):
        material = give_material(material=paper())
        assert [(t.label, t.count) for t in tiles_for(reader, date(2025, 4, 1)) if t.label == "待阅资料"] == [("待阅资料", 1)]  # fmt: skip
    client.force_login(reader)
    given = client.get(reverse("deputies:my_materials")).context["unread"]
    assert [(paper.title, paper.url) for paper in given] == [
        ("工作要点", material.get_absolute_url())
    ]

    client.get(material.get_absolute_url())

    with township_scope(township.pk):
        unread = Receipt.objects.filter(read_at=None).values_list("deputy", flat=True)
        assert list(unread) == [people[1].pk]
    assert client.get(reverse("deputies:my_materials")).context["unread"] == []


def test_the_clerk_opening_a_paper_signs_for_nobody(client, clerk, township, people):
    with township_scope(township.pk):
        material = give_material(material=paper())
    client.force_login(clerk)

    client.get(material.get_absolute_url())

    with township_scope(township.pk):
        assert Receipt.objects.filter(read_at=None).count() == 2


REPORT = {
    "held_on": "2025-09-18",
    "place": "文化礼堂",
    "voters_present": 50,
    "content": "履职情况",
    "satisfied": 45,
    "basically_satisfied": 4,
    "dissatisfied": 1,
}


def test_a_report_to_voters_is_written_down(client, clerk, township, people):
    client.force_login(clerk)

    client.post(reverse("deputies:duty_report_create"), REPORT | {"deputy": people[0].pk})

    with township_scope(township.pk):
        row = DutyReport.objects.get()
    assert (row.deputy_id, row.voters_present, row.not_rated) == (people[0].pk, 50, 0)


def test_more_ratings_than_voters_are_refused(client, clerk, township, people):
    client.force_login(clerk)

    page = client.post(
        reverse("deputies:duty_report_create"),
        REPORT | {"deputy": people[0].pk, "dissatisfied": 2},
    )

    assert page.context["form"].errors == {"voters_present": ["三项票数之和不能多于到会选民数"]}
    with township_scope(township.pk):
        assert DutyReport.objects.count() == 0


def test_the_record_offers_the_deputy_to_the_form(client, clerk, people):
    client.force_login(clerk)

    page = client.get(reverse("deputies:duty_report_create"), {"deputy": people[1].pk})

    assert page.context["form"]["deputy"].value() == str(people[1].pk)


def test_a_changed_training_changes_its_roll(client, clerk, in_township, people):
    training = hold_training(
        training=Training(
            title="学习", kind="law", held_on=date(2025, 5, 15), place="文化礼堂", content="学习"
        )
    )
    client.force_login(clerk)

    client.post(
        reverse("deputies:training_update", args=[training.pk]),
        {"title": "学习宪法", "kind": "law", "held_on": "2025-05-16", "place": "会议室", "hours": 2,
         "content": "学习", "seen_revision": training.revision},
    )  # fmt: skip

    roll = Roll.objects.get()
    assert (roll.title, roll.on, roll.place) == ("学习宪法", date(2025, 5, 16), "会议室")
    assert RollEntry.objects.count() == 2


def void(client, record):
    args = [record._meta.label_lower, record.pk]
    return client.post(reverse("core:void", args=args), {"note": "登记错了"})


def test_a_voided_training_takes_its_roll_along(client, clerk, in_township, people):
    training = hold_training(
        training=Training(title="学习", kind="law", held_on=date(2025, 5, 15), content="学习")
    )
    mark(roll=training.roll, deputies=people, state="present", by=clerk)
    attended = Deputy.objects.with_attendance(date(2025, 1, 1), date(2025, 12, 31))
    assert [d.present for d in attended.filter(pk__in=[p.pk for p in people])] == [1, 1]
    client.force_login(clerk)

    assert void(client, training).status_code == 302

    assert (Training.objects.count(), Roll.objects.count()) == (0, 0)
    assert (Training.with_voided.count(), Roll.with_voided.count()) == (1, 1)
    assert [d.present for d in attended.filter(pk__in=[p.pk for p in people])] == [0, 0]


def test_a_voided_paper_takes_its_receipts_along(client, clerk, in_township, people):
    material = give_material(material=paper())
    client.force_login(clerk)

    assert void(client, material).status_code == 302

    assert (StudyMaterial.objects.count(), Receipt.objects.count()) == (0, 0)
    assert Receipt.with_voided.count() == 2


def test_a_deputy_with_a_mandate_is_not_voided(client, clerk, in_township, people):
    client.force_login(clerk)

    assert void(client, people[0]).status_code == 200

    assert Deputy.objects.filter(pk=people[0].pk).exists()
