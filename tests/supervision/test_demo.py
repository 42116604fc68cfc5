"""The demo holds F13 to F18 and F29, F31 to F34 of the year, and every state of the running one."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from activities.models import Campaign
from deputies.models import Deputy
from renda.core.agenda import answered
from renda.core.demo import parts
from renda.core.figures import Period, measure
from renda.core.models import Attachment, AuditEntry, Township
from renda.core.scoping import township_scope
from supervision import agenda, health
from supervision.models import (
    Appraisal,
    Finding,
    Inspection,
    InspectionOpinion,
    LivelihoodProject,
    VillageElectionWatch,
    WorkTarget,
)

YEAR = Period.year(2025)
LAST_OWN_PART = 50


@pytest.fixture(scope="module", params=["2026-11-23", "2026-02-06"])
def today(request, django_db_setup, django_db_blocker):
    """练溪镇 with the parts up to this one, on a late and on an early day of the year."""
    patch = pytest.MonkeyPatch()
    own = {key: part for key, part in parts._items.items() if part[0] <= LAST_OWN_PART}
    patch.setattr(parts, "_items", own)
    day = date.fromisoformat(request.param)
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", today=day, verbosity=0)
        with township_scope(Township.objects.get(slug="lianxi").pk):
            yield day
        transaction.set_rollback(True)
    patch.undo()


def value(key):
    return measure(f"supervision.{key}", YEAR).value


def items(key):
    return measure(f"supervision.{key}", YEAR).items


def test_f13_goals_are_split_to_unit_leader_and_person(today):
    assert (value("targets"), value("target_units"), value("targets_rate")) == (18, 8, 100)
    assert WorkTarget.objects.filter(leader="").count() == 0
    assert WorkTarget.objects.filter(person="").count() == 0


def test_f14_the_half_year_check_covers_the_ten_projects(today):
    check = Inspection.objects.get(kind="half_year", held_on__year=2025)

    assert (check.held_on.month, value("projects"), value("checked_projects")) == (7, 10, 10)
    assert set(check.covered.values_list("project__year", flat=True)) == {2025}
    assert check.covered.filter(percent=0).count() == 0


def test_f15_to_f18_the_checks_in_their_months(today):
    checks = items("inspections_list")
    assert [check.split("，")[0] for check in checks] == [
        "7月15日至16日半年督查十件民生实事项目",
        "8月20日督查“住村联心”干部住夜工作",
        "9月11日专项督查中心镇建设重点项目",
        "9月18日专项督查“三改一拆”工作",
        "9月24日至26日“三改一拆”突出问题专题调研",
        "10月16日专项督查洁净乡村工作",
    ]
    assert "听取各责任单位负责人汇报，提出意见建议3条：加快五雷街管网改造" in checks[0]
    assert (value("special_checks"), value("research"), value("special_reports")) == (3, 1, 1)
    assert items("special_reports_list") == [
        "9月11日专项督查中心镇建设重点项目，听取镇长陆海峰的专项工作汇报"
    ]


def test_f15_and_f18_opinions_went_to_units_and_came_back(today):
    for topic, number in (("中心镇建设", 3), ("洁净乡村", 4)):
        opinions = InspectionOpinion.objects.filter(inspection__topic=topic)
        assert opinions.count() == number
        assert opinions.filter(unit=None).count() == 0
    assert value("opinions_rate") == 100


def test_f29_fourteen_findings_of_the_river_campaign_all_struck_off(today):
    river = Campaign.objects.get(name__contains="母亲河")
    found = {
        key: measure(f"supervision.campaign_{key}@{river.pk}", YEAR).value
        for key in ("findings", "findings_handed", "findings_planned", "findings_closed")
    }

    assert set(found.values()) == {14}
    assert (value("findings"), value("closed_rate"), value("rectified_rate")) == (14, 100, 100)
    rows = Finding.objects.filter(campaign=river)
    assert sorted(rows.values_list("number", flat=True)) == list(range(1, 15))
    assert rows.filter(activity=None).count() == 0
    assert Counter(rows.values_list("activity__held_on", flat=True))[date(2025, 8, 15)] == 8
    assert rows.filter(closed_on__year=2025).count() == 14


def test_f29_every_one_has_pictures_before_and_after_and_its_history(today):
    rows = Finding.objects.filter(year=2025).values_list("pk", flat=True)
    photos = Attachment.objects.filter(model="supervision.finding", object_id__in=rows)

    assert Counter(photos.values_list("purpose", flat=True)) == {"before": 14, "after": 14}
    lines = AuditEntry.objects.filter(model="supervision.finding", object_id__in=rows)
    wanted = dict.fromkeys(("登记", "交办", "制定措施", "报整改", "复查销号"), 14)
    assert Counter(lines.exclude(verb="上传附件").values_list("verb", flat=True)) == wanted


def test_f31_presidium_members_watched_every_step_in_every_village(today):
    steps = VillageElectionWatch.objects.values_list("village__name", "step")

    assert (value("watch_villages"), value("watch_members")) == (12, 9)
    assert len(set(steps)) == value("watch_observations") == 12 * 7


def test_f32_people_were_recommended_and_opinions_exchanged_before_the_vote(today):
    exchanges = VillageElectionWatch.objects.filter(step="exchange").exclude(note="")

    assert value("watch_recommended") > 12
    assert exchanges.count() == value("watch_exchanges") == 12
    assert max(exchanges.values_list("on", flat=True)) < date(2025, 12, 6)


def test_f33_and_f34_appraisals_in_august(today):
    told = items("appraisals_list")
    assert [appraisal.split("，")[0] for appraisal in told] == [
        "8月22日镇人大代表评议公安派出所",
        "8月27日县人大代表评议县国土资源局",
    ]
    assert ["评议结果为满意" in appraisal for appraisal in told] == [True, True]
    assert "12名代表发言评议" in told[0]
    assert "指出问题：夜间集镇巡逻密度不够" in told[0]
    town, county = Appraisal.objects.filter(held_on__year=2025).order_by("held_on")
    assert town.roll.entries.count() == town.total
    assert county.total == Deputy.objects.in_office(county.held_on, "county").count()
    assert (value("appraisals_town"), value("appraisals_county")) == (1, 1)


def test_2025_looks_right_in_every_check(today):
    checks = (
        health.closed_without_evidence,
        health.findings_without_source,
        health.rolls_left_open,
        health.schemes_left,
        health.opinions_without_unit,
        health.projects_unwatched,
        health.targets_overdue,
    )

    assert [problem for check in checks for problem in check(YEAR)] == []


def test_the_running_year_is_in_every_state(today):
    states = Counter(Finding.objects.filter(year=2026).values_list("status", flat=True))

    assert states == {"found": 3, "handed": 2, "working": 4, "reported": 3, "closed": 2}
    assert Finding.objects.overdue(today).count() == 2
    assert Inspection.objects.filter(status="planned", held_on__gt=today).count() == 1
    if today.month > 2:
        assert [d.on < today for d in answered(agenda.opinions_due(today))].count(True) == 1


def test_nothing_recorded_lies_in_the_future(today):
    held = Inspection.objects.held()

    assert held.filter(held_on__gt=today).count() == 0
    for field in ("found_on", "handed_on", "rectified_on", "rechecked_on", "closed_on"):
        assert Finding.objects.filter(**{f"{field}__gt": today}).count() == 0, field
    for field in ("chosen_on", "started_on", "done_on", "rated_on"):
        assert LivelihoodProject.objects.filter(**{f"{field}__gt": today}).count() == 0, field
    assert WorkTarget.objects.filter(done_on__gt=today).count() == 0


def test_the_small_township_has_a_few_of_its_own(today):
    with township_scope(Township.objects.get(slug="yaobu").pk):
        number = measure("supervision.inspections", YEAR).value
        findings = Finding.objects.count()
        places = set(Finding.objects.values_list("place", flat=True))
    assert (number, findings) == (2, 4)
    assert places == {"姚埠村", "石门村", "大塘村", "茶山村"}
