"""The steps of a finding."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from renda.core.models import Attachment, Notification, Role
from renda.core.scoping import township_scope
from supervision.models import Finding
from supervision.workflow import finding_workflow
from tests.factories.core import UnitFactory
from tests.factories.supervision import FindingFactory
from tests.supervision.stages import F, data_for, finding_in

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 32


@pytest.mark.parametrize("step", ["plan", "report"])
def test_another_units_staff_can_not_answer_for_a_finding(in_township, unit, person, step):
    finding = finding_in(in_township, unit, F.HANDED)
    stranger = person(Role.HANDLER, unit=UnitFactory(township=in_township))

    with pytest.raises(PermissionDenied):
        finding_workflow.perform(step, finding, by=stranger, data=data_for(step, unit))

    assert finding_workflow.available(finding, stranger) == []


def test_handing_over_tells_the_unit_and_nobody_else(in_township, unit, person, clerk):
    handler = person(Role.HANDLER, unit=unit)
    person(Role.HANDLER, unit=UnitFactory(township=in_township))
    finding = FindingFactory(township=in_township, title="排口无标识")

    finding_workflow.perform("hand_over", finding, by=clerk, data=data_for("hand_over", unit))

    told = Notification.objects.values_list("to", "text")
    assert list(told) == [(handler.pk, "交办问题：排口无标识（请于 2025-10-16 前整改）")]


def test_a_failed_recheck_opens_the_next_round(in_township, unit, clerk):
    finding = finding_in(in_township, unit, F.REPORTED)

    after = finding_workflow.perform(
        "send_back", finding, by=clerk, data=data_for("send_back", unit)
    )

    assert (after.round, after.rectified_on, after.due_on) == (2, None, date(2025, 11, 12))
    assert list(Finding.objects.rectified()) == []


def test_striking_off_is_dated_by_the_recheck(in_township, unit, clerk):
    finding = finding_in(in_township, unit, F.REPORTED)

    after = finding_workflow.perform("close", finding, by=clerk, data=data_for("close", unit))

    assert (after.closed_on, after.rechecked_by) == (date(2025, 10, 12), "徐阿毛")


def test_a_finding_of_the_wrong_unit_is_taken_back_and_handed_to_another(
    in_township, unit, person, clerk
):
    head = person(Role.UNIT_HEAD, unit=unit)
    finding = finding_in(in_township, unit, F.WORKING)
    number = finding.number

    data = data_for("take_back", unit)
    after = finding_workflow.perform("take_back", finding, by=clerk, data=data)

    assert (after.unit, after.handed_on, after.due_on, after.number) == (None, None, None, number)
    told = Notification.objects.get(to=head).text
    assert told == f"不再由你单位整改：{finding.title}。属水利站职责"
    other = UnitFactory(township=in_township)
    finding_workflow.perform("hand_over", after, by=clerk, data=data_for("hand_over", other))
    assert Finding.objects.get().unit == other


def test_a_unit_reports_with_a_picture(client, township, unit, person, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    finding = finding_in(township, unit, F.HANDED)
    handler = person(Role.HANDLER, unit=unit)
    client.force_login(handler)
    url = reverse("core:step", args=["supervision.finding", finding.pk, "report"])
    photo = SimpleUploadedFile("整改后.png", PNG, "image/png")

    answer = client.post(
        url, {"rectified_on": "2025-10-08", "result": "已建沉淀池", "after": photo}
    )

    assert (answer.status_code, answer["Location"]) == (302, finding.get_absolute_url())
    with township_scope(township.pk):
        after = Finding.objects.get()
        kept = list(Attachment.objects.values_list("object_id", "purpose", "name"))
    assert (after.status, after.result) == (F.REPORTED, "已建沉淀池")
    assert kept == [(finding.pk, "after", "整改后.png")]


def test_a_step_form_refuses_a_day_before_the_finding(client, clerk, township, unit):
    finding = FindingFactory(township=township)
    client.force_login(clerk)
    url = reverse("core:step", args=["supervision.finding", finding.pk, "hand_over"])

    page = client.post(
        url,
        {"unit": unit.pk, "person": "何敏", "handed_on": "2025-08-01", "due_on": "2025-09-01"},
    )

    assert page.context["form"].errors["handed_on"] == ["不能早于发现日期 2025-08-15"]
    with township_scope(township.pk):
        after = Finding.objects.get()
    assert (after.status, after.handed_on) == (F.FOUND, None)
