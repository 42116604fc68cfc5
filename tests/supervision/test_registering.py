"""What the forms of supervision do: findings, inspections, appraisals, elections watched."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from deputies.models import RollEntry
from renda.core.models import Attachment, AuditEntry, LocalRule, Role
from renda.core.scoping import township_scope
from supervision.models import (
    Appraisal,
    Finding,
    Inspection,
    InspectionOpinion,
    InspectionProject,
    VillageElectionWatch,
)
from tests.factories.activities import ActivityFactory, CampaignFactory
from tests.factories.deputies import MandateFactory
from tests.factories.supervision import (
    AppraisalFactory,
    FindingFactory,
    InspectionFactory,
    ProjectFactory,
)
from tests.supervision.rows import fill, log_in

pytestmark = pytest.mark.django_db


def test_a_new_finding_is_numbered_within_its_campaign(
    client, clerk, township, settings, tmp_path, django_assert_max_num_queries
):
    settings.MEDIA_ROOT = tmp_path
    campaign = CampaignFactory(township=township)
    activity = ActivityFactory(township=township, campaign=campaign)
    log_in(client, clerk)
    form = {"title": "排口无标识", "field": "water", "found_on": "2025-08-15"}
    photo = SimpleUploadedFile("现场.png", b"\x89PNG\r\n\x1a\n" + b"0" * 32, "image/png")
    url = reverse("supervision:finding_create")

    client.post(url, form | {"activity": activity.pk, "title": "污水直排"})
    client.post(url, form | {"title": "另一处"})
    with django_assert_max_num_queries(40):
        client.post(url, form | {"activity": activity.pk, "before": photo})

    with township_scope(township.pk):
        rows = list(Finding.objects.order_by("pk").values_list("title", "campaign", "number"))
        kept = list(Attachment.objects.values_list("purpose", "name"))
    assert rows == [
        ("污水直排", campaign.pk, 1),
        ("另一处", None, 1),
        ("排口无标识", campaign.pk, 2),
    ]
    assert kept == [("before", "现场.png")]


def test_a_campaign_numbers_on_in_the_next_year(client, clerk, township):
    campaign = CampaignFactory(township=township)
    client.force_login(clerk)
    form = {"title": "排口无标识", "field": "water", "campaign": campaign.pk}
    url = reverse("supervision:finding_create")

    for day in ("2025-12-30", "2026-01-05"):
        client.post(url, form | {"found_on": day})

    with township_scope(township.pk):
        rows = Finding.objects.order_by("pk").values_list("year", "number")
        assert list(rows) == [(2025, 1), (2026, 2)]


def test_a_plain_post_costs_little(client, clerk, township, django_assert_max_num_queries):
    log_in(client, clerk)
    form = {"title": "排口无标识", "field": "water", "found_on": "2025-08-15"}
    url = reverse("supervision:finding_create")
    client.post(url, form)

    with django_assert_max_num_queries(20):
        answer = client.post(url, form | {"once": uuid.uuid4(), "title": "另一处"})

    assert answer.status_code == 302


def test_a_finding_keeps_its_campaign_and_year(client, clerk, township):
    finding = FindingFactory(township=township)
    campaign = CampaignFactory(township=township)
    client.force_login(clerk)

    page = client.post(
        reverse("supervision:finding_update", args=[finding.pk]),
        {
            "title": finding.title,
            "field": "water",
            "found_on": "2025-08-15",
            "campaign": campaign.pk,
            "seen_revision": finding.revision,
        },
    )

    assert page.context["form"].non_field_errors() == [
        "编号已按原来的年度和主题活动排定，不能改到另一个年度或者主题活动；"
        "确需更改，请作废后重新登记。"
    ]
    with township_scope(township.pk):
        assert Finding.objects.get().campaign is None


def test_an_inspection_opens_its_roll_for_those_picked(client, clerk, township):
    people = [MandateFactory(township=township).deputy for _ in range(3)]
    client.force_login(clerk)
    rows = {"rows0-TOTAL_FORMS": 1, "rows0-INITIAL_FORMS": 0}
    rows |= {"rows0-0-order": 1, "rows0-0-name": "五雷街"}
    form = {"kind": "special", "title": "专项督查", "topic": "三改一拆", "held_on": "2025-09-18"}
    url = reverse("supervision:inspection_create")

    client.post(url, form | rows | {"participants": [people[0].pk, people[2].pk]})
    client.post(url, form | rows | {"title": "全体参加"})

    with township_scope(township.pk):
        expected = [
            set(RollEntry.objects.filter(roll=i.roll).values_list("deputy", flat=True))
            for i in Inspection.objects.order_by("pk")
        ]
        stops = [i.stops.get().name for i in Inspection.objects.order_by("pk")]
    assert expected == [{people[0].pk, people[2].pk}, {p.pk for p in people}]
    assert stops == ["五雷街", "五雷街"]


def test_an_inspection_keeps_how_far_a_project_was_by_then(client, clerk, township):
    project = ProjectFactory(township=township, status="underway")
    dropped = ProjectFactory(township=township, status="underway")
    with township_scope(township.pk):
        project.progress.create(on=date(2025, 6, 1), percent=40, note="施工")
        project.progress.create(on=date(2025, 9, 1), percent=70, note="施工")
        inspection = InspectionFactory(township=township, held_on=date(2024, 12, 30))
        InspectionProject.objects.create(inspection=inspection, project=dropped, percent=10)
    client.force_login(clerk)

    client.post(
        reverse("supervision:inspection_update", args=[inspection.pk]),
        {
            "kind": "half_year",
            "title": "半年督查",
            "topic": "民生实事",
            "held_on": "2025-07-15",
            "projects": [project.pk],
            "rows0-TOTAL_FORMS": 0,
            "rows0-INITIAL_FORMS": 0,
            "seen_revision": inspection.revision,
        },
    )

    with township_scope(township.pk):
        assert list(InspectionProject.objects.values_list("project", "percent")) == [
            (project.pk, 40)
        ]
        inspection.roll.refresh_from_db()
        assert (inspection.roll.title, inspection.roll.on) == ("半年督查", date(2025, 7, 15))
        gone = InspectionProject.with_voided.get(project=dropped)
        said = AuditEntry.objects.get(verb="修改").detail["changes"]
        assert gone.voided_at is not None
        assert said["督查的民生实事项目"] == [f"删去 {dropped}", f"增加 {project}"]


def test_an_appraisal_keeps_the_rule_in_force(client, clerk, township, unit):
    with township_scope(township.pk):
        LocalRule.objects.create(key="appraisal.satisfied_percent", value=80)
    client.force_login(clerk)

    client.post(
        reverse("supervision:appraisal_create"),
        {
            "title": "派出所工作评议",
            "unit": unit.pk,
            "level": "township",
            "held_on": "2025-08-22",
            "total": 64,
        },
    )

    with township_scope(township.pk):
        made = Appraisal.objects.get()
    assert (made.satisfied_percent, made.basic_percent) == (80, 50)


def test_a_ballot_says_by_how_much_it_is_off(client, clerk, township):
    appraisal = AppraisalFactory(township=township)
    client.force_login(clerk)

    page = client.post(
        reverse("supervision:appraisal_update", args=[appraisal.pk]),
        {
            "title": appraisal.title,
            "unit": appraisal.unit_id,
            "level": "township",
            "held_on": "2025-08-22",
            "total": 64,
            "issued": 60,
            "returned": 60,
            "satisfied": 44,
            "basically_satisfied": 12,
            "dissatisfied": 3,
            "unknown": 0,
        },
    )

    assert page.context["form"].errors["returned"] == [
        "四项之和 44 + 12 + 3 + 0 = 59，与收回票 60 不符（少 1 票）"
    ]
    with township_scope(township.pk):
        assert Appraisal.objects.get().unknown == 1


def test_a_unit_answers_its_opinion_and_only_its_own(client, person, township, unit):
    own, other = fill(township, unit)["opinion"], fill(township)["opinion"]
    client.force_login(person(Role.HANDLER, unit=unit))
    form = {"answered_on": "2025-10-08", "answer": "已落实"}

    def answer(opinion):
        step = ["supervision.inspectionopinion", opinion.pk, "answer"]
        return client.post(reverse("core:step", args=step), form)

    done, refused = answer(own), answer(other)

    assert (done.status_code, refused.status_code) == (302, 403)
    with township_scope(township.pk):
        rows = InspectionOpinion.objects.order_by("pk").values_list("answer", "answered_on")
        assert list(rows) == [("已落实", date(2025, 10, 8)), ("", None)]


def test_a_step_of_an_election_is_watched_once_by_one_person(client, clerk, township):
    village = fill(township)["watch"]
    client.force_login(clerk)
    form = {"on": "2025-12-06", "verdict": "good", "recommended": 0}
    url = reverse("supervision:watch_step_create", args=[village.pk])

    again = client.post(url, form | {"step": "voting", "observer": village.observer_id})
    new = client.post(url, form | {"step": "handover", "observer": village.observer_id})

    assert (again.status_code, new.status_code) == (200, 302)
    with township_scope(township.pk):
        steps = VillageElectionWatch.objects.values_list("step", flat=True)
        assert sorted(steps) == ["handover", "voting"]
