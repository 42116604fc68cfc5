"""Each step of the three workflows, by state and role."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from renda.core.models import Attachment, AuditEntry, Notification, Role
from renda.core.scoping import township_scope
from renda.core.workflow import IllegalTransition
from supervision.models import Finding, Inspection, InspectionOpinion, LivelihoodProject
from supervision.workflow import finding_workflow, inspection_workflow, project_workflow
from tests.factories.core import UnitFactory
from tests.factories.supervision import (
    FindingFactory,
    HandedFindingFactory,
    InspectionFactory,
    OpinionFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db

F, P, N = Finding.Status, LivelihoodProject.Status, Inspection.Status
OFFICE = {Role.CLERK, Role.CHAIR}
UNIT = {Role.HANDLER, Role.UNIT_HEAD}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 32

# step: (states, roles, target)
FINDING = {
    "hand_over": ({F.FOUND}, OFFICE, F.HANDED),
    "plan": ({F.HANDED, F.WORKING}, OFFICE | UNIT, F.WORKING),
    "report": ({F.HANDED, F.WORKING}, OFFICE | UNIT, F.REPORTED),
    "close": ({F.REPORTED}, OFFICE, F.CLOSED),
    "send_back": ({F.REPORTED}, OFFICE, F.WORKING),
    "remind": ({F.HANDED, F.WORKING}, OFFICE, None),
}
PROJECT = {
    "shortlist": ({P.COLLECTED}, OFFICE, P.SHORTLISTED),
    "choose": ({P.SHORTLISTED}, OFFICE, P.CHOSEN),
    "drop": ({P.COLLECTED, P.SHORTLISTED}, OFFICE, P.DROPPED),
    "start": ({P.CHOSEN}, OFFICE, P.UNDERWAY),
    "finish": ({P.UNDERWAY}, OFFICE, P.DONE),
    "rate": ({P.DONE}, OFFICE, P.RATED),
}
INSPECTION = {
    "hold": ({N.PLANNED}, OFFICE, N.HELD),
    "report": ({N.HELD}, OFFICE, N.REPORTED),
    "hand_over": ({N.REPORTED}, OFFICE, N.HANDED),
    "close": ({N.REPORTED, N.HANDED}, OFFICE, N.CLOSED),
}


def finding_in(township, unit, status):
    if status == F.FOUND:
        return FindingFactory(township=township)
    more = {}
    if status in {F.REPORTED, F.CLOSED}:
        more["rectified_on"] = date(2025, 10, 8)
    if status == F.CLOSED:
        more["closed_on"] = date(2025, 10, 12)
    return HandedFindingFactory(township=township, unit=unit, status=status, **more)


def project_in(township, unit, status):
    done = date(2025, 11, 1) if status in {P.DONE, P.RATED} else None
    return ProjectFactory(township=township, unit=unit, status=status, done_on=done)


def inspection_in(township, unit, status):
    return InspectionFactory(township=township, status=status)


def data_for(step, unit):
    return {
        "hand_over": {
            "unit": unit,
            "handed_on": date(2025, 9, 16),
            "due_on": date(2025, 10, 16),
            "day": date(2025, 9, 16),
        },
        "plan": {"person": "宋晓东", "measures": "建沉淀池"},
        "report": {"rectified_on": date(2025, 10, 8), "result": "已整改", "summary": "情况良好"},
        "close": {"rechecked_by": "徐阿毛", "rechecked_on": date(2025, 10, 12)},
        "send_back": {
            "rechecked_by": "徐阿毛",
            "rechecked_on": date(2025, 10, 12),
            "due_on": date(2025, 11, 12),
            "note": "仍有渗漏",
        },
        "remind": {"note": "请抓紧"},
        "choose": {"unit": unit, "votes_for": 56, "chosen_on": date(2025, 1, 21)},
        "rate": {"satisfied": 40, "basically_satisfied": 10, "dissatisfied": 2},
    }.get(step, {})


def by_state(table, states):
    return [(step, state) for step in table for state in states]


def assert_open_exactly_where_listed(workflow, table, make, township, unit, person, step, status):
    """Take the step as every role: it goes through where it is listed, and changes nothing elsewhere."""
    sources, roles, target = table[step]
    for role in Role:
        record = make(township, unit, status)
        user = person(role, unit=unit if role in UNIT else None)
        if status in sources and role in roles:
            after = workflow.perform(step, record, by=user, data=data_for(step, unit))
            assert after.status == (target or status), role
            entry = AuditEntry.objects.first()
            assert (entry.actor, entry.detail["step"]) == (user, step)
        else:
            refused = PermissionDenied if status in sources else IllegalTransition
            with pytest.raises(refused):
                workflow.perform(step, record, by=user, data=data_for(step, unit))
            record.refresh_from_db()
            assert (record.status, record.revision) == (status, 1), role


@pytest.mark.parametrize(("step", "status"), by_state(FINDING, F))
def test_finding_step_is_open_exactly_where_it_is_listed(in_township, unit, person, step, status):
    assert_open_exactly_where_listed(
        finding_workflow, FINDING, finding_in, in_township, unit, person, step, status
    )


@pytest.mark.parametrize(("step", "status"), by_state(PROJECT, P))
def test_project_step_is_open_exactly_where_it_is_listed(in_township, unit, person, step, status):
    assert_open_exactly_where_listed(
        project_workflow, PROJECT, project_in, in_township, unit, person, step, status
    )


@pytest.mark.parametrize(("step", "status"), by_state(INSPECTION, N))
def test_inspection_step_is_open_exactly_where_it_is_listed(
    in_township, unit, person, step, status
):
    assert_open_exactly_where_listed(
        inspection_workflow, INSPECTION, inspection_in, in_township, unit, person, step, status
    )


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


def test_handing_opinions_over_sets_the_three_months(in_township, unit, clerk):
    inspection = InspectionFactory(township=in_township, status=N.REPORTED)
    opinion = OpinionFactory(township=in_township, inspection=inspection, unit=unit)
    other = OpinionFactory(township=in_township, unit=unit)

    inspection_workflow.perform("hand_over", inspection, by=clerk, data={"day": date(2025, 9, 16)})

    opinion.refresh_from_db()
    other.refresh_from_db()
    assert (opinion.handed_on, opinion.due_on) == (date(2025, 9, 16), date(2025, 12, 16))
    assert other.handed_on is None


def test_opinions_for_nobody_are_not_handed_over(in_township, clerk):
    inspection = InspectionFactory(township=in_township, status=N.REPORTED)
    OpinionFactory(township=in_township, inspection=inspection, unit=None)

    with pytest.raises(IllegalTransition, match="还有 1 条意见没有选承办单位"):
        inspection_workflow.perform("hand_over", inspection, by=clerk)

    assert InspectionOpinion.objects.get().handed_on is None
    assert Inspection.objects.get().status == N.REPORTED


def test_an_inspection_with_an_open_opinion_stays_open(in_township, clerk):
    inspection = InspectionFactory(township=in_township, status=N.HANDED)
    OpinionFactory(township=in_township, inspection=inspection)

    with pytest.raises(IllegalTransition, match="还有 1 条意见没有反馈"):
        inspection_workflow.perform("close", inspection, by=clerk)


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
