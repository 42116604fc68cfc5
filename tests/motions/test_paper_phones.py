"""The lead's telephone on paper: whole for those who must call, masked for every other reader."""

import pytest
from django.urls import reverse

from motions.papers.case import feedback_form, registration_form
from renda.core.models import Role
from renda.core.paper.html import render_html
from renda.core.scoping import township_scope
from tests.factories.deputies import DeputyFactory
from tests.factories.motions import AssignmentFactory, MotionFactory, ReplyFactory

pytestmark = pytest.mark.django_db
PHONE, MASKED = "13800001234", "138****1234"


@pytest.fixture
def case(township, unit):
    lead = DeputyFactory(township=township, phone=PHONE)
    motion = MotionFactory(township=township, lead=lead, status="replied", code="闭-01")
    row = AssignmentFactory(township=township, motion=motion, unit=unit, status="replied")
    ReplyFactory(
        township=township, assignment=row, issued_on="2025-05-20", issued_by="蒋文斌",
        number="练村函〔2025〕1号",
    )  # fmt: skip
    return motion


READERS = [
    (Role.CLERK, PHONE),
    (Role.CHAIR, PHONE),
    (Role.HANDLER, PHONE),
    (Role.DEPUTY, MASKED),
    (Role.COUNTY, MASKED),
    (Role.GOV_OFFICE, MASKED),
]


@pytest.mark.parametrize("build", [registration_form, feedback_form])
@pytest.mark.parametrize(("role", "shown"), READERS)
def test_a_form_shows_the_telephone_to_those_who_must_call(
    township, case, unit, person, build, role, shown
):
    reader = person(role, unit=unit if role == Role.HANDLER else None)

    with township_scope(township.pk):
        page = render_html(build(case, reader))

    assert shown in page
    assert (PHONE in page) is (shown == PHONE)


def test_the_page_prints_it_for_its_reader(client, case, person):
    client.force_login(person(Role.DEPUTY))
    url = reverse("core:paper", args=["motions.motion", case.pk, "register", "html"])

    page = client.get(url).content.decode()

    assert MASKED in page
    assert PHONE not in page
