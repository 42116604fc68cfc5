"""A deputy elected in July beside one who sat in June: June's duties are the other's alone."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from deputies.models import Receipt, RollEntry, StudyMaterial, Training
from deputies.record import duty_file
from deputies.services import close_roll, give_material, hold_training, mark
from motions.models import CoSigner
from renda.core.figures import Period
from renda.core.models import Notification, Role
from tests.factories.deputies import MandateFactory
from tests.factories.motions import AssignmentFactory, MotionFactory, ReplyFactory
from tests.motions.helpers.browser import client_of

pytestmark = pytest.mark.django_db
JUNE, JULY = date(2025, 6, 12), date(2025, 7, 24)
YEAR = Period.year(2025)


@pytest.fixture
def newcomer(in_township, term, person):
    """Elected on 10 July 2025."""
    deputy = MandateFactory(township=in_township, term=term, from_on=date(2025, 7, 10)).deputy
    deputy.user = person(Role.DEPUTY, name=deputy.name)
    deputy.save()
    return deputy


@pytest.fixture
def june(in_township, term, people, newcomer):
    """What came in June: a training, a paper to read, an invitation to join, an answer to rate."""
    training = hold_training(training=Training(
        title="怎样写好建议", kind="special", held_on=JUNE, content="一事一件"
    ))  # fmt: skip
    mark(roll=training.roll, deputies=[people.joint], state="present", by=people.users["clerk"])
    close_roll(roll=training.roll, by=people.users["clerk"])
    give_material(material=StudyMaterial(
        title="六月学习文件", kind="superior", issued_on=JUNE
    ))  # fmt: skip
    invitation = MotionFactory(
        township=in_township, term=term, lead=people.lead, status="submitted",
        title="关于修桥的建议", submitted_on=JUNE,
    )  # fmt: skip
    CoSigner.objects.create(motion=invitation, deputy=people.joint)
    answered = MotionFactory(
        township=in_township, term=term, lead=people.joint, status="replied",
        title="关于路灯的建议", submitted_on=JUNE, replied_on=date(2025, 6, 28),
        main_unit=people.unit,
    )  # fmt: skip
    row = AssignmentFactory(
        township=in_township, motion=answered, unit=people.unit, status="replied"
    )
    ReplyFactory(
        township=in_township, assignment=row, number="练村函〔2025〕1号", issued_by="钱小凤",
        issued_on=date(2025, 6, 28),
    )  # fmt: skip
    return {"invitation": invitation, "answered": answered, "training": training}


def of_2025(user):
    """The person's browser, looking at 2025."""
    browser = client_of(user)
    session = browser.session
    session["year"] = 2025
    session.save()
    return browser


def waiting(user, page: str) -> list[str]:
    return [line["title"] for line in of_2025(user).get(reverse(page)).context["todos"]]


def test_only_who_was_in_office_is_expected_and_given_the_paper(june, people, newcomer):
    sat = {people.lead.pk, people.joint.pk, people.stranger.pk}

    assert set(RollEntry.objects.values_list("deputy", flat=True)) == sat
    assert set(Receipt.objects.values_list("deputy", flat=True)) == sat
    told = Notification.objects.filter(text__startswith="请阅：")
    assert set(told.values_list("to", flat=True)) == {
        people.lead.user_id, people.joint.user_id, people.stranger.user_id,
    }  # fmt: skip
    assert not Notification.objects.filter(to=newcomer.user).exists()


@pytest.mark.parametrize("page", ["motions:home", "motions:todo"])
def test_what_waits_for_one_does_not_wait_for_the_other(june, people, newcomer, page):
    assert waiting(people.joint.user, page) == [
        f"评价{june['answered'].number_text}建议的答复",
        f"确认联名：{june['invitation'].short_title}",
        "待阅资料",
    ]
    assert waiting(newcomer.user, page) == []


def test_the_first_page_counts_the_year_of_each(june, people, newcomer):
    def facts(user):
        return dict(of_2025(user).get(reverse("motions:home")).context["facts"])

    assert facts(people.joint.user) == {
        "参加会议、活动": "1 次，应参加 1 次", "提出建议": "1 件，领衔 1 件",
    }  # fmt: skip
    assert facts(people.stranger.user)["参加会议、活动"] == "0 次，应参加 1 次"
    assert facts(newcomer.user) == {
        "参加会议、活动": "0 次，应参加 0 次", "提出建议": "0 件，领衔 0 件",
    }  # fmt: skip


def test_the_duty_record_holds_junes_lines_of_one_and_none_of_the_other(june, people, newcomer):
    def record(deputy):
        file = duty_file(deputy.pk, YEAR, timezone.localdate())
        lines = [(part.number, line.title) for part in file.parts for line in part.lines]
        return lines, file.deputy.expected, file.deputy.absent, file.rate

    assert record(people.joint) == (
        [(4, "怎样写好建议"), (6, "关于路灯的建议")], 1, 0, "100",
    )  # fmt: skip
    assert record(people.stranger) == ([(4, "怎样写好建议")], 1, 1, "0")
    assert record(newcomer) == ([], 0, 0, "—")

    own = of_2025(newcomer.user).get(reverse("deputies:my_record")).text
    other = of_2025(people.joint.user).get(reverse("deputies:my_record")).text
    assert "怎样写好建议" in other
    assert "怎样写好建议" not in own


def test_junes_case_takes_neither_the_joining_nor_the_rating_of_the_newcomer(
    june, people, newcomer
):
    browser = client_of(newcomer.user)
    joining = reverse("motions:answer_invitation", args=[june["invitation"].pk])
    rating = reverse("motions:rate", args=[june["answered"].pk])
    said = {"work_rating": "satisfied", "result_rating": "satisfied", "words": ""}

    assert browser.post(joining, {"answer": "accept"}).status_code == 403
    assert browser.post(rating, said).status_code == 403

    june["answered"].refresh_from_db()
    assert (june["answered"].status, june["answered"].feedbacks.count()) == ("replied", 0)
    assert list(CoSigner.objects.values_list("deputy", "state")) == [(people.joint.pk, "invited")]


def test_from_the_day_of_the_election_both_are_expected(june, people, newcomer):
    training = hold_training(training=Training(
        title="视察怎么看", kind="special", held_on=JULY, content="看现场"
    ))  # fmt: skip
    give_material(material=StudyMaterial(title="七月学习文件", kind="superior", issued_on=JULY))
    close_roll(roll=training.roll, by=people.users["clerk"])

    expected = set(training.roll.entries.values_list("deputy", flat=True))
    assert expected == {
        people.lead.pk, people.joint.pk, people.stranger.pk, newcomer.pk,
    }  # fmt: skip
    assert waiting(newcomer.user, "motions:todo") == ["待阅资料"]
    file = duty_file(newcomer.pk, YEAR, timezone.localdate())
    assert (file.deputy.expected, file.deputy.absent) == (1, 1)
    file = duty_file(people.joint.pk, YEAR, timezone.localdate())
    assert (file.deputy.expected, file.deputy.present, file.deputy.absent) == (2, 1, 1)
