"""转工作参考: a case goes to units that read it and need not answer."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from motions.models import Motion, Reference
from motions.papers.case import registration_form
from motions.permissions import visible_motions
from motions.workflow import motion_workflow
from renda.core.models import Notification
from renda.core.paper.html import render_html
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(in_township, people, case):
    """A case that was sent to the unit for reference."""
    motion = case("submitted")
    return motion_workflow.perform(
        "refer", motion, by=people.users["clerk"],
        data={"note": "长期工作，在工作中吸收。", "units": [people.unit]},
    )  # fmt: skip


def test_the_office_has_to_name_the_units(in_township, people, case, enter):
    motion = case("submitted")
    url = reverse("core:step", args=["motions.motion", motion.pk, "refer"])
    office = enter("clerk")

    page = office.post(url, {"note": "送有关单位"})
    assert page.context["form"].errors["units"] == ["请选择这一项。"]
    answer = office.post(
        url, {"note": "送有关单位", "units": [people.unit.pk, people.other_unit.pk]}
    )

    assert answer.status_code == 302
    rows = Reference.objects.filter(motion=motion)
    assert {row.unit for row in rows} == {people.unit, people.other_unit}
    assert Motion.objects.get(pk=motion.pk).status == "reference"


def test_the_units_people_are_told_and_nobody_elses(sent, people):
    words = f"参考件：{sent.official_title}（{people.lead}代表），请在工作中参考，不用答复"

    for name in ("handler", "head"):
        assert words in told(people.users[name])
    assert Notification.objects.filter(text=words).count() == 2


def test_it_lies_in_the_units_inbox_and_opens(sent, people, enter):
    inbox = enter("handler").get(reverse("motions:inbox"))
    assert [row.motion for row in inbox.context["references"]] == [sent]
    assert "全部参考件" in inbox.content.decode()
    assert sent in visible_motions(people.users["handler"])
    page = enter("handler").get(sent.get_absolute_url())

    assert page.status_code == 200
    assert "送工作参考" in page.content.decode()


def test_another_unit_does_not_see_it(sent, people):
    other = client_of(people.users["other_handler"])

    assert list(other.get(reverse("motions:inbox")).context["references"]) == []
    assert other.get(sent.get_absolute_url()).status_code == 403
    assert sent not in visible_motions(people.users["other_handler"])


@pytest.mark.parametrize(("name", "number"), [("clerk", 1), ("handler", 1), ("other_handler", 0)])
def test_the_list_shows_each_its_own(sent, people, name, number):
    page = client_of(people.users[name]).get(reverse("motions:reference_list"))

    assert len(page.context["object_list"]) == number


def test_another_townships_reference_is_not_there(sent, outsider, client):
    client.force_login(outsider)

    assert list(client.get(reverse("motions:reference_list")).context["object_list"]) == []
    assert client.get(sent.get_absolute_url()).status_code == 404


def test_ledger_and_form_name_the_units(sent, people, enter):
    file = enter("clerk").get(reverse("motions:motion_list"), {"export": "xlsx"})
    head, row = load_workbook(BytesIO(b"".join(file))).active.iter_rows(values_only=True)
    assert dict(zip(head, row, strict=True))["送工作参考"] == people.unit.name

    page = render_html(registration_form(sent, people.users["clerk"]))
    assert f"转工作参考，送{people.unit.name}。长期工作，在工作中吸收。" in page
    shown = client_of(people.users["clerk"]).get(sent.get_absolute_url()).context["sheet"]
    assert shown["office_words"] == f"转工作参考，送{people.unit.name}。长期工作，在工作中吸收。"
