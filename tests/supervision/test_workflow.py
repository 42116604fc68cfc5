"""Each step of the three workflows, by state and role."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from renda.core.models import Attachment, AuditEntry, Notification, Role
from renda.core.scoping import township_scope
from renda.core.workflow import IllegalTransition
from supervision.models import (
    Finding,
    Inspection,
    InspectionOpinion,
    LivelihoodProject,
    ProjectProgress,
)
from supervision.workflow import (
    finding_workflow,
    inspection_workflow,
    opinion_workflow,
    project_workflow,
)
from tests.factories.core import UnitFactory
from tests.factories.deputies import RollFactory
from tests.factories.supervision import (
    FindingFactory,
    HandedFindingFactory,
    InspectionFactory,
    OpinionFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db

F, P, N = Finding.Status, LivelihoodProject.Status, Inspection.Status
O = InspectionOpinion.Status  # noqa: E741
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
    "take_back": ({F.HANDED, F.WORKING}, OFFICE, F.FOUND),
    "remind": ({F.HANDED, F.WORKING}, OFFICE, None),
}
PROJECT = {
    "shortlist": ({P.COLLECTED}, OFFICE, P.SHORTLISTED),
    "choose": ({P.SHORTLISTED}, OFFICE, P.CHOSEN),
    "drop": ({P.COLLECTED, P.SHORTLISTED}, OFFICE, P.DROPPED),
    "start": ({P.CHOSEN}, OFFICE, P.UNDERWAY),
    "finish": ({P.UNDERWAY}, OFFICE, P.DONE),
    "rate": ({P.DONE}, OFFICE, P.RATED),
    "step_back": (set(P) - {P.COLLECTED}, OFFICE, None),
}
BEFORE = {
    P.SHORTLISTED: P.COLLECTED,
    P.DROPPED: P.COLLECTED,
    P.CHOSEN: P.SHORTLISTED,
    P.UNDERWAY: P.CHOSEN,
    P.DONE: P.UNDERWAY,
    P.RATED: P.DONE,
}
OPINION = {
    "answer": ({O.HANDED}, OFFICE | UNIT, O.ANSWERED),
    "send_back": ({O.ANSWERED}, OFFICE, O.HANDED),
    "take_back": ({O.HANDED}, OFFICE, O.WAITING),
}
INSPECTION = {
    "hold": ({N.PLANNED}, OFFICE, N.HELD),
    "report": ({N.HELD}, OFFICE, N.REPORTED),
    "hand_over": ({N.REPORTED}, OFFICE, N.HANDED),
    "hand_more": ({N.HANDED}, OFFICE, N.HANDED),
    "close": ({N.REPORTED, N.HANDED}, OFFICE, N.CLOSED),
    "reopen": ({N.CLOSED}, OFFICE, N.REPORTED),
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


def opinion_in(township, unit, status):
    more = {}
    if status != O.WAITING:
        more = {"handed_on": date(2025, 9, 16), "due_on": date(2025, 12, 16)}
    if status == O.ANSWERED:
        more |= {"answered_on": date(2025, 10, 8), "answer": "已落实"}
    opinion = OpinionFactory(township=township, unit=unit, **more)
    opinion.refresh_from_db()
    return opinion


def inspection_with_a_new_opinion(township, unit, status):
    inspection = inspection_in(township, unit, status)
    OpinionFactory(township=township, inspection=inspection, unit=unit)
    return inspection


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
        "take_back": {"note": "属水利站职责"},
        "step_back": {"note": "点错了"},
        "reopen": {"note": "还有意见没有办完"},
        "answer": {"answered_on": date(2025, 10, 8), "answer": "已落实"},
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
            assert after.status == (target or BEFORE.get(status, status)), role
            after.refresh_from_db()
            assert after.status == (target or BEFORE.get(status, status)), role
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
    make = inspection_with_a_new_opinion if step == "hand_more" else inspection_in
    assert_open_exactly_where_listed(
        inspection_workflow, INSPECTION, make, in_township, unit, person, step, status
    )


@pytest.mark.parametrize(("step", "status"), by_state(OPINION, O))
def test_opinion_step_is_open_exactly_where_it_is_listed(in_township, unit, person, step, status):
    assert_open_exactly_where_listed(
        opinion_workflow, OPINION, opinion_in, in_township, unit, person, step, status
    )


def test_an_answer_that_does_not_do_goes_back_with_the_reason_and_a_new_day(
    client, clerk, person, unit, in_township
):
    handler = person(Role.HANDLER, unit=unit)
    person(Role.HANDLER, unit=UnitFactory(township=in_township))
    opinion = opinion_in(in_township, unit, O.ANSWERED)
    client.force_login(clerk)
    url = reverse("core:step", args=["supervision.inspectionopinion", opinion.pk, "send_back"])
    assert f'href="{url}"' in client.get(opinion.get_absolute_url()).content.decode()

    early = client.post(url, {"note": "没有说完成时间", "due_on": "2025-09-01"})
    assert early.context["form"].errors == {"due_on": ["不能早于交办日期 2025-09-16"]}
    assert client.post(url, {"note": "", "due_on": "2026-01-16"}).status_code == 200
    done = client.post(url, {"note": "没有说完成时间", "due_on": "2026-01-16"})

    assert done.status_code == 302
    opinion.refresh_from_db()
    assert (opinion.status, opinion.answered_on, opinion.due_on, opinion.answer) == (
        O.HANDED,
        None,
        date(2026, 1, 16),
        "已落实",
    )
    told = Notification.objects.values_list("to", "text")
    assert list(told) == [
        (handler.pk, f"退回重新办理：{opinion}（请于 2026-01-16 前反馈）。没有说完成时间")
    ]
    entry = AuditEntry.objects.get(verb="退回重新办理")
    assert entry.note == "没有说完成时间"
    assert ("反馈日期", "2025-10-08", "") in entry.changes


def test_an_opinion_taken_back_tells_the_unit_and_may_go_to_another(
    in_township, person, unit, clerk
):
    handler = person(Role.HANDLER, unit=unit)
    opinion = opinion_in(in_township, unit, O.HANDED)

    after = opinion_workflow.perform("take_back", opinion, by=clerk, data={"note": "属水利站职责"})

    assert (after.unit, after.handed_on, after.due_on) == (None, None, None)
    told = Notification.objects.values_list("to", "text")
    assert list(told) == [(handler.pk, f"不再由你单位办理：{opinion}。属水利站职责")]


def test_an_opinion_of_a_closed_inspection_waits_until_that_is_open_again(in_township, unit, clerk):
    opinion = opinion_in(in_township, unit, O.ANSWERED)
    Inspection.objects.update(status=N.CLOSED, handed_on=date(2025, 9, 16), closed_on="2025-12-20")
    data = {"note": "没有说完成时间", "due_on": date(2026, 1, 16)}

    with pytest.raises(IllegalTransition, match="已经办结"):
        opinion_workflow.perform("send_back", opinion, by=clerk, data=data)
    after = inspection_workflow.perform(
        "reopen", opinion.inspection, by=clerk, data={"note": "有一条要重办"}
    )

    assert (after.status, after.closed_on) == (N.HANDED, None)
    assert opinion_workflow.perform("send_back", opinion, by=clerk, data=data).status == O.HANDED


def test_a_projects_step_taken_back_forgets_what_it_had_kept(in_township, unit, clerk):
    project = ProjectFactory(
        township=in_township, unit=unit, status=P.RATED, done_on=date(2025, 11, 1),
        rated_on=date(2025, 12, 1), satisfied=40, basically_satisfied=10, dissatisfied=2,
        started_on=date(2025, 3, 1), chosen_on=date(2025, 1, 21), votes_for=56,
    )  # fmt: skip
    kept = []

    for _ in range(5):
        project = project_workflow.perform("step_back", project, by=clerk, data={"note": "点错了"})
        days = (project.chosen_on, project.started_on, project.done_on, project.rated_on)
        kept.append((project.status, sum(day is not None for day in days)))

    assert kept == [
        (P.DONE, 3),
        (P.UNDERWAY, 2),
        (P.CHOSEN, 1),
        (P.SHORTLISTED, 0),
        (P.COLLECTED, 0),
    ]
    assert (project.satisfied, project.votes_for, project.unit) == (None, None, unit)
    first = AuditEntry.objects.order_by("seq").first()
    assert (first.verb, first.note) == ("退回上一步", "点错了")
    assert ("满意", "40", "") in first.changes


def test_a_project_whose_progress_was_reported_stays_chosen(in_township, unit, clerk):
    project = ProjectFactory(township=in_township, unit=unit, status=P.CHOSEN)
    ProjectProgress.objects.create(project=project, on=date(2025, 5, 1), percent=10, note="开工")

    with pytest.raises(IllegalTransition, match="已登记项目进展"):
        project_workflow.perform("step_back", project, by=clerk, data={"note": "点错了"})

    assert LivelihoodProject.objects.get().status == P.CHOSEN


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


def test_an_opinion_that_came_later_is_handed_over_by_itself(in_township, unit, person, clerk):
    head = person(Role.UNIT_HEAD, unit=unit)
    inspection = InspectionFactory(township=in_township, status=N.HANDED)
    OpinionFactory(
        township=in_township, inspection=inspection, unit=unit, handed_on=date(2025, 9, 16),
        due_on=date(2025, 12, 16),
    )  # fmt: skip
    with pytest.raises(IllegalTransition, match="意见都已交办，没有新增的"):
        inspection_workflow.perform("hand_more", inspection, by=clerk)
    later = OpinionFactory(township=in_township, inspection=inspection, unit=unit)

    inspection_workflow.perform("hand_more", inspection, by=clerk, data={"day": date(2025, 9, 30)})

    days = [(o.handed_on, o.due_on) for o in InspectionOpinion.objects.order_by("pk")]
    assert days == [
        (date(2025, 9, 16), date(2025, 12, 16)), (date(2025, 9, 30), date(2025, 12, 30))
    ]  # fmt: skip
    told = Notification.objects.filter(to=head).values_list("text", flat=True)
    assert list(told) == [f"交办意见：{later}（请于 2025-12-30 前反馈）"]


def test_an_inspection_is_of_the_day_on_which_it_took_place(in_township, clerk):
    roll = RollFactory(township=in_township, on=date(2025, 9, 2))
    inspection = InspectionFactory(
        township=in_township, status=N.PLANNED, held_on=date(2025, 9, 2), roll=roll
    )

    inspection_workflow.perform("hold", inspection, by=clerk, data={"day": date(2025, 9, 5)})

    inspection.refresh_from_db()
    roll.refresh_from_db()
    assert (inspection.held_on, roll.on) == (date(2025, 9, 5), date(2025, 9, 5))


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
