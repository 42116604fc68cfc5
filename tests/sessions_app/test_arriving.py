"""What a deputy's phone shows after signing in: the papers of the session or training, and the agenda."""

import pytest
from django.urls import reverse
from django.utils import timezone

from deputies.models import RollEntry, StudyMaterial
from deputies.services import give_material, mark, open_roll
from renda.core.models import Role
from renda.core.scoping import township_scope
from sessions_app.services import read_document
from tests.factories.deputies import MandateFactory, TrainingFactory
from tests.factories.sessions import AgendaItemFactory, DocumentFactory, SittingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def deputy(township):
    return MandateFactory(township=township).deputy


@pytest.fixture
def phone(client, person, township, deputy):
    """The phone of the deputy."""
    with township_scope(township.pk):
        deputy.user = person(Role.DEPUTY)
        deputy.save()
    client.force_login(deputy.user)
    return client


def signed_in(deputy, **said):
    """A roll of today on which the deputy has signed."""
    roll = open_roll(on=timezone.localdate(), place="镇文化礼堂", **said)
    present = RollEntry.State.PRESENT
    mark(roll=roll, deputies=[deputy], state=present, by=deputy.user, at=timezone.now(), way="scan")
    return roll


def arrived(phone, roll):
    return phone.get(reverse("deputies:checked_in", args=[roll.pk]))


def test_the_papers_of_the_session_are_there_with_what_was_read(phone, township, deputy):
    with township_scope(township.pk):
        roll = signed_in(deputy, title="第一次全体会议", kind="sitting")
        session = SittingFactory(township=township, roll=roll).session
        AgendaItemFactory(township=township, session=session)
        second = DocumentFactory(township=township, session=session, order=2, title="财政报告")
        first = DocumentFactory(township=township, session=session, order=1, is_draft=True)
        DocumentFactory(township=township, title="别的会议的文件")
        read_document(document=second, deputy=deputy, at=timezone.now())
        read_document(
            document=first, deputy=MandateFactory(township=township).deputy, at=timezone.now()
        )

    page = arrived(phone, roll)

    [found] = page.context["arrivals"]
    assert (found.title, [(p.title, p.is_read) for p in found.papers]) == (
        "会议文件",
        [("镇人民政府工作报告（草案）", False), ("财政报告", True)],
    )
    for paper in found.papers:
        assert phone.get(paper.url).status_code == 200
    [(_, label, url)] = found.links
    assert (label, url) == ("看议程", f"{session.get_absolute_url()}#agenda")
    assert 'id="agenda"' in phone.get(url).content.decode()
    assert f'href="{url}"' in page.content.decode()
    assert "2 份" in page.content.decode()


def test_a_sitting_without_papers_leads_to_the_agenda(phone, township, deputy):
    with township_scope(township.pk):
        roll = signed_in(deputy, title="第一次全体会议", kind="sitting")
        SittingFactory(township=township, roll=roll)
    words = arrived(phone, roll).content.decode()
    assert "看议程" in words
    assert "会议文件" not in words


def test_another_roll_shows_nothing_of_a_session(phone, township, deputy):
    with township_scope(township.pk):
        roll = signed_in(deputy, title="学习培训", kind="training")
        DocumentFactory(township=township)
    page = arrived(phone, roll)
    assert page.context["arrivals"] == []
    assert "看议程" not in page.content.decode()


def test_the_papers_of_a_training_are_there_after_signing_in_to_it(phone, township, deputy):
    with township_scope(township.pk):
        roll = signed_in(deputy, title="学习培训", kind="training")
        training = TrainingFactory(township=township, roll=roll)
        paper = StudyMaterial(title="代表法", kind="superior", issued_on=roll.on, training=training)
        give_material(material=paper)
        give_material(material=StudyMaterial(title="另一份", kind="superior", issued_on=roll.on))
    [found] = arrived(phone, roll).context["arrivals"]
    assert (found.title, [(p.title, p.is_read) for p in found.papers]) == (
        "学习资料",
        [("代表法", False)],
    )
    phone.get(found.papers[0].url)
    assert arrived(phone, roll).context["arrivals"][0].papers[0].is_read
