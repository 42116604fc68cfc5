"""What forms and steps refuse beside the field: days in the wrong order, sums that can't be, what is over."""

from datetime import date

import pytest
from django.urls import reverse

from renda.core.figures import Period, measure
from renda.core.scoping import township_scope
from supervision.forms import OpinionForm
from supervision.models import InspectionOpinion, InspectionProject, LivelihoodProject
from tests.factories.core import UnitFactory
from tests.factories.deputies import MandateFactory, RollFactory
from tests.factories.sessions import MemberFactory
from tests.factories.supervision import (
    AppraisalFactory,
    InspectionFactory,
    PlanItemFactory,
    ProjectFactory,
    VillageFactory,
    WorkTargetFactory,
)
from tests.supervision.stages import F, N, P, finding_in

pytestmark = pytest.mark.django_db


def refused(client, record, step, **data):
    """What the page of a step says beside its fields."""
    url = reverse("core:step", args=[record._meta.label_lower, record.pk, step])
    return dict(client.post(url, data).context["form"].errors)


@pytest.mark.parametrize(
    ("step", "status", "name", "day", "words"),
    [
        ("start", P.CHOSEN, "day", "2025-01-20", "不能早于票决日期 2025-01-21"),
        ("finish", P.UNDERWAY, "day", "2025-02-28", "不能早于开工日期 2025-03-01"),
        ("finish", P.UNDERWAY, "day", "2199-01-01", "不能晚于今天"),
        ("rate", P.DONE, "rated_on", "2025-10-31", "不能早于完成日期 2025-11-01"),
    ],
)
def test_a_projects_days_follow_each_other(client, clerk, township, step, status, name, day, words):
    days = {"chosen_on": date(2025, 1, 21), "started_on": date(2025, 3, 1)}
    done = date(2025, 11, 1) if status == P.DONE else None
    project = ProjectFactory(township=township, status=status, done_on=done, **days)
    client.force_login(clerk)

    assert refused(client, project, step, **{name: day})[name] == [words]


def test_an_inspections_days_follow_each_other(client, clerk, township):
    days = {"reported_on": date(2025, 9, 1), "handed_on": date(2025, 9, 16)}
    inspection = InspectionFactory(township=township, status=N.HANDED, **days)
    client.force_login(clerk)

    assert refused(client, inspection, "close", day="2025-09-15") == {
        "day": ["不能早于交办日期 2025-09-16"]
    }


def test_a_findings_days_follow_each_other(client, clerk, township, unit):
    handed, reported = (finding_in(township, unit, status) for status in (F.HANDED, F.REPORTED))
    client.force_login(clerk)
    early = refused(client, handed, "report", rectified_on="2025-09-15", result="已整改")
    again = refused(
        client, reported, "send_back", rechecked_by="徐阿毛", rechecked_on="2025-10-12",
        note="仍有渗漏", due_on="2025-10-11",
    )  # fmt: skip
    url = reverse("supervision:finding_update", args=[handed.pk])
    later = client.post(url, {"title": "排口", "field": "water", "found_on": "2025-09-17"})

    assert early == {"rectified_on": ["不能早于交办日期 2025-09-16"]}
    assert again == {"due_on": ["不能早于复查日期 2025-10-12"]}
    assert later.context["form"].errors["found_on"] == ["不能晚于交办日期 2025-09-16"]


def test_a_project_is_chosen_by_more_than_half_of_all_deputies(client, clerk, township, unit):
    for _ in range(4):
        MandateFactory(township=township)
    project = ProjectFactory(township=township, status=P.SHORTLISTED)
    client.force_login(clerk)
    data = {"unit": unit.pk, "leader": "何敏", "due_on": "2025-11-30", "chosen_on": "2025-01-21"}

    half = refused(client, project, "choose", **data, votes_for=2)
    url = reverse("core:step", args=["supervision.livelihoodproject", project.pk, "choose"])
    client.post(url, data | {"votes_for": 3})

    assert half["votes_for"][0].startswith("2 × 2 = 4 ≤ 4。至少 3 票，还差 1 票。")
    with township_scope(township.pk):
        assert LivelihoodProject.objects.get().status == P.CHOSEN


def test_ballots_are_no_more_than_were_given_out(client, clerk, township):
    appraisal = AppraisalFactory(township=township)
    client.force_login(clerk)
    url = reverse("supervision:appraisal_update", args=[appraisal.pk])
    data = {
        "title": "评议", "unit": appraisal.unit_id, "level": "township", "held_on": "2025-08-22",
        "total": 64, "issued": 65, "returned": 66, "satisfied": 66, "basically_satisfied": 0,
        "dissatisfied": 0, "unknown": 0, "answered_on": "2025-08-21",
    }  # fmt: skip

    assert client.post(url, data).context["form"].errors == {
        "returned": ["不能多于发出测评票 65"],
        "issued": ["不能多于全体评议人员 64"],
        "answered_on": ["不能早于评议日期 2025-08-22"],
    }


def test_a_goal_that_is_reached_has_its_day_and_a_year_has_four_digits(client, clerk, township):
    target = WorkTargetFactory(township=township)
    client.force_login(clerk)

    done = client.post(
        reverse("supervision:target_progress", args=[target.pk]), {"percent": 100}
    ).context["form"]
    plan = client.post(reverse("supervision:plan_create"), {"year": 205}).context["form"]

    assert done.errors == {"done_on": ["完成进度 100 的，请填完成日期"]}
    assert list(plan.errors["year"]) == ["确保该值大于或等于2000。"]


def test_a_closed_inspection_takes_no_more_opinions(client, clerk, township, unit):
    inspection = InspectionFactory(township=township, status=N.CLOSED)
    client.force_login(clerk)
    url = reverse("supervision:opinion_create", args=[inspection.pk])

    assert client.post(url, {"text": "加固", "unit": unit.pk}).status_code == 403
    with township_scope(township.pk):
        assert not InspectionOpinion.objects.exists()


def test_opinions_are_for_units_that_still_work(in_township, unit):
    gone = UnitFactory(township=in_township, is_active=False)

    for now, offered in ((None, [unit]), (gone, [unit, gone])):
        opinion = InspectionOpinion(township=in_township, unit=now)
        assert list(OpinionForm(instance=opinion).fields["unit"].queryset.order_by("pk")) == offered


def test_every_inspection_shows_the_projects_it_covered(client, clerk, township):
    inspection = InspectionFactory(township=township, kind="visit")
    project = ProjectFactory(township=township, name="改造五雷街", status=P.UNDERWAY)
    with township_scope(township.pk):
        InspectionProject.objects.create(inspection=inspection, project=project, percent=40)
    client.force_login(clerk)

    assert "改造五雷街" in client.get(inspection.get_absolute_url()).content.decode()


def test_a_planned_appraisal_is_not_counted_yet(in_township):
    plan = PlanItemFactory(township=in_township)
    none = {"issued": 0, "returned": 0, "satisfied": 0, "basically_satisfied": 0}
    none |= {"dissatisfied": 0, "unknown": 0, "plan_item": plan}
    roll = RollFactory(township=in_township, is_closed=False)
    AppraisalFactory(township=in_township, roll=roll, **none)
    keys = ("appraisals", "plan_items_done")

    def values():
        return [measure(f"supervision.{key}", Period.year(2025)).value for key in keys]

    assert (values(), type(plan).objects.for_list().get().carried_out) == ([0, 0], 0)
    roll.is_closed = True
    roll.save()
    assert (values(), type(plan).objects.for_list().get().carried_out) == ([1, 1], 1)


def test_only_members_of_the_year_stood_by_villages_as_members(in_township):
    village = VillageFactory(township=in_township)
    seat = MemberFactory(township=in_township, deputy=village.observer, until_on=date(2024, 12, 31))

    def value():
        return measure("supervision.watch_members", Period.year(2025)).value

    assert value() == 0
    seat.until_on = date(2025, 1, 1)
    seat.save()
    assert value() == 1
