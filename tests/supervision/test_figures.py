"""Each figure is the rows it counts, no more and no less."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from deputies.models import RollEntry
from renda.core.figures import Period, figures, measure, measure_all
from sessions_app.models import PresidiumMember
from tests.factories.activities import CampaignFactory
from tests.factories.core import TermFactory, UnitFactory
from tests.factories.deputies import DeputyFactory, RollEntryFactory
from tests.factories.supervision import (
    AppraisalFactory,
    FindingFactory,
    HandedFindingFactory,
    InspectionFactory,
    OpinionFactory,
    PlanItemFactory,
    ProjectFactory,
    VillageFactory,
    WatchFactory,
    WorkTargetFactory,
)

pytestmark = pytest.mark.django_db

Y2025 = Period.year(2025)
LAST_YEAR = date(2024, 8, 15)
CONTRACT = [
    "plan_items",
    "targets",
    "target_units",
    "targets_done",
    "projects",
    "projects_done",
    "projects_list",
    "inspections",
    "inspections_list",
    "half_year_checks",
    "special_checks",
    "research",
    "law_inspections",
    "inquiries",
    "special_reports",
    "opinions",
    "findings",
    "findings_handed",
    "findings_rectified",
    "findings_closed",
    "closed_rate",
    "findings_overdue",
    "appraisals",
    "appraisals_list",
    "appraisals_town",
    "appraisals_county",
    "watch_villages",
    "watch_members",
    "watch_observations",
    "watch_list",
    "campaign_findings",
    "campaign_findings_handed",
    "campaign_findings_closed",
    "campaign_findings_list",
]


def value(key):
    return measure(f"supervision.{key}", Y2025).value


def rows(key):
    return measure(f"supervision.{key}", Y2025).evidence


def test_every_figure_of_the_contract_is_declared_with_a_definition():
    declared = {key: figure for key, figure in figures.items() if key.startswith("supervision.")}

    assert {f"supervision.{key}" for key in CONTRACT} - set(declared) == set()
    assert [key for key, figure in declared.items() if len(figure.definition) < 15] == []


def test_nothing_recorded_measures_to_nothing(in_township):
    measured = {k: m for k, m in measure_all(Y2025).items() if k.startswith("supervision.")}

    assert {m.value for m in measured.values()} == {0, None}
    assert sorted(k for k, m in measured.items() if m.is_missing) == [
        "supervision.appraisals",
        "supervision.findings",
        "supervision.inspections",
        "supervision.plan_items",
        "supervision.projects",
        "supervision.targets",
    ]


def test_plan_items_and_those_carried_out(in_township):
    inspected, appraised, left = (PlanItemFactory(township=in_township) for _ in range(3))
    PlanItemFactory(township=in_township, year=2024)
    InspectionFactory(township=in_township, plan_item=inspected)
    InspectionFactory(township=in_township, plan_item=left, status="planned")
    AppraisalFactory(township=in_township, plan_item=appraised)

    assert (value("plan_items"), rows("plan_items_done")) == (3, [inspected.pk, appraised.pk])


def test_targets_by_unit_and_reached(in_township, unit):
    done = WorkTargetFactory(township=in_township, unit=unit, percent=100, done_on=date(2025, 9, 1))
    WorkTargetFactory(township=in_township, unit=unit)
    WorkTargetFactory(township=in_township, year=2024)
    UnitFactory(township=in_township)

    assert (value("targets"), rows("target_units"), rows("targets_done")) == (
        2,
        [unit.pk],
        [done.pk],
    )
    assert value("targets_rate") == Decimal("50.0")


def test_projects_are_those_the_congress_chose(in_township):
    for status in ("collected", "shortlisted", "dropped"):
        ProjectFactory(township=in_township, status=status)
    chosen = ProjectFactory(township=in_township, status="chosen", no=92, name="路灯", investment=5)
    done = ProjectFactory(
        township=in_township,
        status="rated",
        done_on=date(2025, 11, 1),
        no=91,
        name="公路",
        investment=8,
    )

    assert (rows("projects"), rows("projects_done")) == ([chosen.pk, done.pk], [done.pk])
    assert measure("supervision.projects_list", Y2025).items == ["公路", "路灯"]
    assert (value("projects_rate"), value("projects_investment")) == (Decimal("50.0"), 13)


def test_inspections_by_kind_leave_schemes_and_other_years_out(in_township):
    made = {
        kind: InspectionFactory(township=in_township, kind=kind).pk
        for kind in (
            "half_year",
            "special",
            "check",
            "visit",
            "law",
            "research",
            "report",
            "inquiry",
        )
    }
    InspectionFactory(township=in_township, status="planned")
    InspectionFactory(township=in_township, held_on=LAST_YEAR)
    heard = InspectionFactory(township=in_township, kind="check", is_report_heard=True).pk

    assert value("inspections") == 9
    assert rows("inquiries") == [made["inquiry"]]
    assert rows("half_year_checks") == [made["half_year"]]
    assert rows("special_checks") == [made["special"]]
    assert rows("checks") == [made["half_year"], made["special"], made["check"], heard]
    assert (rows("research"), rows("law_inspections")) == ([made["research"]], [made["law"]])
    assert rows("special_reports") == [made["report"], heard]


def test_inspections_are_named_in_order(in_township):
    InspectionFactory(township=in_township, held_on=date(2025, 9, 11), title="专项督查重点项目")
    InspectionFactory(township=in_township, held_on=date(2025, 7, 15), title="半年督查民生实事")

    assert measure("supervision.inspections_list", Y2025).items == [
        "7月15日半年督查民生实事",
        "9月11日专项督查重点项目",
    ]


def test_who_went_along_is_counted_each_time(in_township):
    deputy = DeputyFactory(township=in_township)
    for state in ("present", "present", "absent"):
        inspection = InspectionFactory(township=in_township)
        RollEntryFactory(township=in_township, roll=inspection.roll, deputy=deputy, state=state)
    other = RollEntryFactory(township=in_township, state="present")

    counted = rows("inspection_person_times")

    assert (len(counted), other.pk in counted) == (2, False)
    assert set(RollEntry.objects.filter(pk__in=counted).values_list("state")) == {("present",)}


def test_projects_covered_by_the_half_year_check(in_township):
    check = InspectionFactory(township=in_township, kind="half_year")
    other = InspectionFactory(township=in_township, kind="visit")
    covered = check.covered.create(project=ProjectFactory(township=in_township), percent=40)
    other.covered.create(project=ProjectFactory(township=in_township), percent=40)

    assert rows("checked_projects") == [covered.pk]


def test_opinions_and_answers(in_township):
    held = InspectionFactory(township=in_township)
    answered = OpinionFactory(
        township=in_township,
        inspection=held,
        handed_on=date(2025, 9, 1),
        due_on=date(2025, 12, 1),
        answered_on=date(2025, 10, 1),
    )
    waiting = OpinionFactory(township=in_township, inspection=held)
    OpinionFactory(
        township=in_township, inspection=InspectionFactory(township=in_township, held_on=LAST_YEAR)
    )

    assert (rows("opinions"), rows("opinions_answered")) == (
        [answered.pk, waiting.pk],
        [answered.pk],
    )
    assert value("opinions_rate") == Decimal("50.0")


def every_state(township, **more):
    """One finding in each state, in order, the working one overdue for long."""
    handed = {"unit": UnitFactory(township=township), **more}
    reported = handed | {"rectified_on": date(2025, 10, 1)}
    return [
        FindingFactory(township=township, **more).pk,
        HandedFindingFactory(township=township, **handed | {"due_on": date(2999, 1, 1)}).pk,
        HandedFindingFactory(township=township, status="working", **handed).pk,
        HandedFindingFactory(township=township, status="reported", **reported).pk,
        HandedFindingFactory(
            township=township, status="closed", closed_on=date(2025, 10, 5), **reported
        ).pk,
    ]


def test_findings_by_state(in_township):
    all_of = every_state(in_township)
    FindingFactory(township=in_township, found_on=LAST_YEAR)

    assert rows("findings") == all_of
    assert rows("findings_handed") == all_of[1:]
    assert rows("findings_rectified") == all_of[3:]
    assert rows("findings_closed") == all_of[4:]
    assert rows("findings_overdue") == [all_of[2]]
    assert (value("closed_rate"), value("rectified_rate")) == (Decimal("25.0"), Decimal("50.0"))


def test_each_campaigns_findings(in_township):
    river, other = CampaignFactory(township=in_township), CampaignFactory(township=in_township)
    mine = every_state(in_township, campaign=river)
    FindingFactory(township=in_township, campaign=other)
    HandedFindingFactory(township=in_township, measures="清理", campaign=other)
    all_of = measure_all(Y2025)

    def of(key, campaign):
        return all_of[f"supervision.{key}@{campaign.pk}"].evidence

    assert of("campaign_findings", river) == mine
    assert of("campaign_findings_handed", river) == mine[1:]
    assert of("campaign_findings_closed", river) == mine[4:]
    assert of("campaign_findings_planned", river) == []
    assert [len(of(k, other)) for k in ("campaign_findings", "campaign_findings_planned")] == [2, 1]


def test_appraisals_by_level(in_township, unit):
    said = {"forum": "召开座谈会。", "problems": "巡逻少；宣传少。", "opinions": "增加巡逻。"}
    town = AppraisalFactory(township=in_township, unit=unit, **said)
    county = AppraisalFactory(township=in_township, level="county", held_on=date(2025, 8, 27))
    AppraisalFactory(township=in_township, held_on=LAST_YEAR)

    assert rows("appraisals") == [town.pk, county.pk]
    assert (rows("appraisals_town"), rows("appraisals_county")) == ([town.pk], [county.pk])
    assert measure("supervision.appraisals_list", Y2025).items == [
        f"8月22日镇人大代表评议{unit.name}，召开座谈会，评议结果为满意；"
        "指出问题：巡逻少、宣传少；提出意见建议：增加巡逻",
        f"8月27日县人大代表评议{county.unit.name}，评议结果为满意",
    ]


def test_watched_elections_count_a_member_of_two_villages_once(in_township):
    member, other = (DeputyFactory(township=in_township) for _ in range(2))
    PresidiumMember.objects.create(
        term=TermFactory(township=in_township), deputy=member, from_on=date(2024, 1, 10)
    )
    villages = [VillageFactory(township=in_township, observer=member) for _ in range(2)]
    plain = VillageFactory(township=in_township, observer=other)
    VillageFactory(township=in_township, year=2024, observer=other)
    first = WatchFactory(township=in_township, village=villages[0], recommended=3)
    second = WatchFactory(
        township=in_township, village=plain, step="exchange", note="交换意见", verdict="mended"
    )

    assert rows("watch_villages") == [*(v.pk for v in villages), plain.pk]
    assert rows("watch_members") == [member.pk]
    assert rows("watch_observations") == [first.pk, second.pk]
    assert (rows("watch_mended"), rows("watch_exchanges")) == ([second.pk], [second.pk])
    assert value("watch_recommended") == 3
    assert rows("watch_exchanges_before") == []
    assert measure("supervision.watch_list", Y2025).items[0] == (
        f"{villages[0].name}（{member.name}，观察1个环节）"
    )
    plain.elected_on = second.on + timedelta(days=1)
    plain.save()
    assert rows("watch_exchanges_before") == [second.pk]


def test_voided_rows_count_nowhere(in_township):
    finding = FindingFactory(township=in_township, voided_at="2025-09-01T00:00:00+08:00")
    InspectionFactory(township=in_township, voided_at="2025-09-01T00:00:00+08:00")

    assert (rows("findings"), rows("inspections"), finding.pk is None) == ([], [], False)
