"""Every figure counts the rows its definition names, and nothing else."""

from datetime import date

import pytest

from renda.core.figures import Measured, Period, figures, measure
from tests.factories.activities import (
    ActivityFactory,
    AdoptionFactory,
    ArticleFactory,
    CampaignFactory,
    ConsultationFactory,
    DeedFactory,
    DutyCaseFactory,
    HeadCountFactory,
    OpinionFactory,
    PassedOpinionFactory,
    StopFactory,
    VoterContactFactory,
)
from tests.factories.core import TownshipFactory
from tests.factories.deputies import DeputyFactory, GroupFactory, RollEntryFactory

pytestmark = pytest.mark.django_db

Y2025 = Period.year(2025)
LAST_YEAR = date(2024, 12, 31)


def value(key, period=Y2025):
    return measure(f"activities.{key}", period).value


def text(key, period=Y2025):
    return measure(f"activities.{key}", period).text


def items(key, period=Y2025):
    return measure(f"activities.{key}", period).items


def noise(township):
    """Rows that look alike and count nowhere: last year's, voided, elsewhere, not registered."""
    ActivityFactory(township=township, held_on=LAST_YEAR)
    ActivityFactory(township=township, voided_at="2025-06-01T00:00:00Z")
    ActivityFactory(township=TownshipFactory())
    return ActivityFactory(township=township, roll__is_closed=False)


def test_activities_held_are_the_registered_ones_of_the_period(in_township):
    open_one = noise(in_township)
    RollEntryFactory(township=in_township, roll=open_one.roll, state="present")
    group = GroupFactory(township=in_township)
    counted = [
        ActivityFactory(township=in_township, group=group, is_pre_session=True, kind="group"),
        ActivityFactory(township=in_township),
    ]
    for state, reason in (("present", ""), ("present", ""), ("on_leave", "病假"), ("absent", "")):
        RollEntryFactory(township=in_township, roll=counted[0].roll, state=state, reason=reason)
    guest = {"deputy": None, "guest": "蒋文斌", "state": "present"}
    RollEntryFactory(township=in_township, roll=counted[0].roll, **guest)

    held = measure("activities.held", Y2025)

    assert (held.value, held.evidence) == (2, [a.pk for a in counted])
    assert held.by_month() == [0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]
    assert [value(k) for k in ("person_times", "expected_times", "deputies_active")] == [2, 4, 2]
    assert text("attendance_rate") == "50%"
    assert [value(k) for k in ("group_activities", "pre_session", "site_visits")] == [1, 1, 1]


def test_what_was_done_before_the_congress_names_each_kind_once(in_township):
    for kind, day in (("voter_visit", 6), ("voter_visit", 7), ("review", 15), ("collecting", 10)):
        ActivityFactory(
            township=in_township, kind=kind, held_on=date(2025, 1, day), is_pre_session=True
        )
    ActivityFactory(township=in_township, kind="forum")

    assert value("pre_session") == 4
    assert items("pre_session_list") == ["走访选民", "征求意见", "审议修改报告"]


def test_a_deputy_counts_once_as_active_and_each_time_in_person_times(in_township):
    deputy = DeputyFactory(township=in_township)
    for _ in range(2):
        activity = ActivityFactory(township=in_township)
        RollEntryFactory(township=in_township, roll=activity.roll, deputy=deputy, state="present")

    assert (value("person_times"), value("deputies_active")) == (2, 1)


def test_a_visit_is_told_with_its_places_and_their_level(in_township):
    visit = ActivityFactory(township=in_township)
    StopFactory(township=in_township, activity=visit, name="石坑坪水库", project="province")
    StopFactory(township=in_township, activity=visit, name="移民安置点", order=2)
    StopFactory(township=in_township, activity=noise(in_township), project="province")

    assert items("site_visits_list") == ["4月11日视察石坑坪水库（省重点工程）、移民安置点"]
    assert (value("sites"), value("provincial_projects")) == (2, 1)


def test_opinions_and_their_answers(in_township):
    activity = ActivityFactory(township=in_township)
    OpinionFactory(township=in_township, activity=activity)
    PassedOpinionFactory(township=in_township, activity=activity)
    PassedOpinionFactory(
        township=in_township,
        activity=None,
        consultation=ConsultationFactory(township=in_township),
        status="explained",
        answered_on="2025-05-06",
        answer="已说明",
    )
    OpinionFactory(
        township=in_township, activity=ActivityFactory(township=in_township, held_on=LAST_YEAR)
    )

    numbers = [value(k) for k in ("opinions", "opinions_passed", "opinions_answered")]

    assert numbers == [3, 2, 1]
    assert text("opinion_answer_rate") == "50%"


def test_consultations_are_told_by_day_and_matter(in_township):
    ConsultationFactory(
        township=in_township,
        matter="镇区控制性详细规划编制",
        presented_by="镇长 陆海峰",
        summary="代表就道路宽度提出意见。\n也说到布局。",
    )
    ConsultationFactory(township=in_township, roll__is_closed=False)

    assert value("consultations") == 1
    assert items("consultations_list") == [
        "4月11日就镇区控制性详细规划编制征求代表意见，镇长陆海峰介绍情况，"
        "代表就道路宽度提出意见，也说到布局"
    ]


def test_contacts_with_voters(in_township):
    VoterContactFactory(township=in_township, voters=3)
    VoterContactFactory(township=in_township, voters=4, outcome="explained")
    passed = {"outcome": "passed", "passed_on": "2025-04-14", "voters": 1}
    unit = PassedOpinionFactory(township=in_township).unit
    VoterContactFactory(township=in_township, unit=unit, **passed)
    VoterContactFactory(township=in_township, unit=unit, answered_on="2025-04-30", **passed)
    VoterContactFactory(township=in_township, met_on=LAST_YEAR)

    keys = (
        "voter_contacts",
        "voters_met",
        "solved_on_spot",
        "contacts_passed",
        "contacts_answered",
    )

    assert [value(k) for k in keys] == [4, 9, 1, 2, 1]


def test_deeds_count_persons_once_and_county_before_township(in_township):
    both = DeputyFactory(township=in_township)
    DeedFactory(township=in_township, deputy=both)
    DeedFactory(township=in_township, deputy=both, level="county")
    only = DeputyFactory(township=in_township)
    DeedFactory(township=in_township, deputy=only)
    DeedFactory(township=in_township, deputy=only)
    DeedFactory(township=in_township, on=LAST_YEAR)

    keys = ("deeds", "deed_deputies", "deed_county", "deed_township")

    assert [value(k) for k in keys] == [4, 2, 1, 1]
    assert measure("activities.deed_township", Y2025).evidence == [only.pk]


def test_articles_count_once_a_level_however_many_outlets(in_township):
    twice = ArticleFactory(township=in_township, title="代表带头拆")
    AdoptionFactory(township=in_township, article=twice)
    AdoptionFactory(township=in_township, article=twice)
    AdoptionFactory(
        township=in_township,
        article=twice,
        level="city",
        outlet="市人大网",
        url="https://rd.example.cn/2.html",
    )
    AdoptionFactory(township=in_township)
    ArticleFactory(township=in_township)
    AdoptionFactory(
        township=in_township, article=ArticleFactory(township=in_township, sent_on=LAST_YEAR)
    )

    keys = ("articles", "articles_adopted", "articles_county", "articles_city")

    assert [value(k) for k in keys] == [3, 2, 2, 1]
    assert text("adoption_rate") == "66.7%"
    assert items("articles_city_list") == [
        "《代表带头拆》（市人大网，https://rd.example.cn/2.html）"
    ]
    assert value("articles_county_list") == 3


def test_duty_cases(in_township):
    DutyCaseFactory(township=in_township, title="守护源头")
    DutyCaseFactory(township=in_township, reported_on=LAST_YEAR)

    assert (value("duty_cases"), items("duty_cases_list")) == (1, ["《守护源头》"])


@pytest.fixture
def campaign(in_township):
    return CampaignFactory(
        township=in_township,
        name="关心母亲河溪",
        starts_on=date(2025, 7, 8),
        task="县下达的三年任务",
        is_task_done=True,
    )


def of(campaign, key):
    return measure(f"activities.{key}@{campaign.pk}", Y2025)


def test_a_campaigns_figures_count_its_own_registered_activities(in_township, campaign):
    visit = ActivityFactory(
        township=in_township, campaign=campaign, held_on=date(2025, 8, 15), title="视察练溪"
    )
    for order, name in enumerate(("大茂坑村", "石坑坪水库建设工地"), start=1):
        StopFactory(township=in_township, activity=visit, name=name, order=order)
    week = ActivityFactory(
        township=in_township,
        campaign=campaign,
        kind="cleanup",
        title="活动周",
        held_on=date(2025, 9, 2),
        until_on=date(2025, 9, 8),
        leaflets=500,
        rubbish_kg=80,
    )
    for activity, came in ((visit, 2), (week, 3)):
        for _ in range(came):
            RollEntryFactory(township=in_township, roll=activity.roll, state="present")
    HeadCountFactory(township=in_township, activity=week, number=6)
    HeadCountFactory(township=in_township, activity=week, role="village_cadre", number=4)
    HeadCountFactory(township=in_township, activity=week, role="resident", number=100)
    forum = ActivityFactory(
        township=in_township, campaign=campaign, kind="forum", held_on=date(2025, 9, 19)
    )
    OpinionFactory(township=in_township, activity=forum)
    other = ActivityFactory(township=in_township, leaflets=7)
    StopFactory(township=in_township, activity=other)
    late = ActivityFactory(
        township=in_township, campaign=campaign, roll__is_closed=False, leaflets=9
    )
    RollEntryFactory(township=in_township, roll=late.roll, state="present")

    numbers = {
        key: of(campaign, f"campaign_{key}").value
        for key in (
            "activities",
            "places",
            "person_times",
            "deputy_times",
            "cadre_times",
            "leaflets",
            "rubbish",
            "forums",
            "opinions",
        )
    }

    assert numbers == {
        "activities": 3,
        "places": 2,
        "person_times": 15,
        "deputy_times": 5,
        "cadre_times": 10,
        "leaflets": 500,
        "rubbish": 80,
        "forums": 1,
        "opinions": 1,
    }
    assert of(campaign, "campaign_places_list").items == ["大茂坑村", "石坑坪水库建设工地"]
    assert of(campaign, "campaign_visits_list").items == ["8月15日视察大茂坑村、石坑坪水库建设工地"]
    assert of(campaign, "campaign_series_list").items == [
        "9月2日至8日开展“活动周”，代表3人次、干部10人次参加，"
        "发放公开信等宣传资料500份，清理垃圾80公斤"
    ]


def test_a_campaigns_exemplars_by_level(in_township, campaign):
    both = DeputyFactory(township=in_township)
    for level in ("township", "county"):
        DeedFactory(township=in_township, campaign=campaign, deputy=both, level=level)
    DeedFactory(township=in_township, campaign=campaign)
    DeedFactory(township=in_township)

    keys = ("deputies", "county", "township")

    assert [of(campaign, f"campaign_deed_{k}").value for k in keys] == [2, 1, 1]


def test_campaigns_of_the_year(in_township, campaign):
    CampaignFactory(
        township=in_township, starts_on=date(2024, 1, 5), ends_on=date(2024, 12, 31), name="旧"
    )
    running = CampaignFactory(
        township=in_township, starts_on=date(2024, 6, 1), ends_on=None, name="“三改一拆”代表作表率"
    )

    assert measure("activities.campaigns", Y2025).evidence == sorted([campaign.pk, running.pk])
    assert items("campaigns_list") == ["“三改一拆”代表作表率（6月起）", "“关心母亲河溪”（7月起）"]
    assert items("tasks_done_list") == ["县下达的三年任务"]
    assert of(campaign, "campaign_task_done").items == ["县下达的三年任务"]
    assert of(running, "campaign_task_done").value == 0


def test_every_figure_of_this_app_works_on_nothing(in_township):
    mine = {k: f for k, f in figures.items() if k.startswith("activities.") and f.per is None}

    assert len(mine) >= 20
    for key, figure in mine.items():
        assert Measured(figure, Y2025).value in (0, None), key
        assert len(figure.definition) > 12, key
