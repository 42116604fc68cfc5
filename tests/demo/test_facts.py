"""The acceptance table F01–F37: every fact is in the report's PDF, and its number is its rows.

A number is read from ``figures.json`` and must be the sum over the rows listed there, which are
looked up in the database; words are facts (dates, names, places), never the report's own wording.
"""

import pytest

from activities.models import Activity, Campaign, HeadCount
from deputies.models import RollEntry, Training
from motions.models import Assignment, Motion
from sessions_app.models import Candidate, Session
from supervision.models import Finding, WorkTarget
from tests.paper import needs_fonts

pytestmark = needs_fonts


@pytest.fixture
def second(report) -> Session:
    return Session.objects.get(term__number=14, session_no=2)


@pytest.fixture
def river(report) -> Campaign:
    return Campaign.objects.get(starts_on__year=2025, starts_on__month=7)


@pytest.fixture
def demolition(report) -> Campaign:
    return Campaign.objects.get(starts_on__year=2025, starts_on__month=4)


def test_f01_second_session_on_21_january(report, second):
    assert second.opens_on.isoformat() == "2025-01-21"
    assert second in report.rows("sessions.held")
    assert report.lacks("第十四届人民代表大会第二次会议", "1月21日") == []


def test_f02_three_reports_heard(report, second):
    assert report.number(f"sessions.session_reports@{second.pk}") == 3
    assert report.lacks("政府工作报告", "人大主席团工作报告", "财政收支状况报告") == []


def test_f03_a_resolution_on_each(report, second):
    assert report.number(f"sessions.session_resolutions@{second.pk}") == 3


def test_f04_by_election_of_mayor_and_two_deputies(report, second):
    assert report.number(f"sessions.session_elected_mayors@{second.pk}") == 1
    assert report.number(f"sessions.session_elected_deputy_mayors@{second.pk}") == 2
    assert report.lacks("陆海峰", "汤晓琴", "蒋文斌", "镇长", "副镇长") == []


def test_f05_every_one_with_every_vote(report, second):
    key = f"sessions.session_elected_unanimous@{second.pk}"
    assert report.number(key) == 3
    assert report.rows(key).model is Candidate
    assert not report.rows(key).exclude(votes_against=0, votes_abstain=0).exists()
    assert report.lacks("满票") == []


def test_f06_political_study_with_discussion(report):
    [study] = report.rows("deputies.trainings_political")
    assert study.discussion
    assert report.number("deputies.trainings_political") == 1
    assert report.lacks("公报") == []


def test_f07_special_training(report):
    [training] = report.rows("deputies.trainings_special")
    assert "建议" in training.content
    assert report.lacks("3月12日", "专题培训") == []


def test_f08_study_of_constitution_and_deputies_law(report):
    [training] = report.rows("deputies.trainings_law")
    assert training.kind == Training.Kind.LAW
    assert report.lacks("宪法", "《代表法》") == []


def test_f09_superior_papers_to_every_deputy(report):
    assert report.number("deputies.materials_superior") == 5
    assert report.number("deputies.materials_given") > report.number("deputies.in_office")
    for material in report.rows("deputies.materials_superior"):
        given = set(material.receipts.values_list("deputy", flat=True))
        assert len(given) >= 60


def test_f10_groups_before_the_congress(report):
    assert report.number("activities.pre_session") == 16
    groups = set(report.rows("activities.pre_session").values_list("group", flat=True))
    assert len(groups) == 4


def test_f11_reservoir_in_april(report):
    assert report.number("activities.provincial_projects") == 1
    [stop] = report.rows("activities.provincial_projects")
    assert stop.activity.held_on.month == 4
    assert stop.activity.heard_whom
    assert stop.activity.opinions.exists()
    assert report.lacks("4月11日", "石坑坪水库", "省重点工程") == []


def test_f12_consultation_in_march(report):
    [meeting] = report.rows("activities.consultations")
    assert meeting.held_on.month == 3
    assert report.lacks("镇区控制性详细规划", "3月18日") == []


def test_f13_targets_split_to_unit_leader_person(report):
    assert report.number("supervision.targets") == 18
    bare = WorkTarget.objects.filter(year=2025, unit=None) | WorkTarget.objects.filter(
        year=2025, leader=""
    )
    assert not bare.exists()


def test_f14_half_year_check_of_ten_projects(report):
    assert report.number("supervision.projects") == 10
    [check] = report.rows("supervision.half_year_checks")
    assert check.held_on.month == 7
    assert report.number("supervision.checked_projects") == 10
    assert report.lacks("7月15日") == []


@pytest.mark.parametrize(
    ("fact", "month", "words"),
    [
        ("f15", 9, "中心镇"),
        ("f16", 8, "住村联心"),
        ("f17", 9, "三改一拆"),
        ("f18", 10, "洁净乡村"),
    ],
)
def test_f15_to_f18_inspections(report, fact, month, words):
    found = [r for r in report.rows("supervision.inspections") if words in r.title]
    assert {row.held_on.month for row in found} == {month}, fact
    assert all(row.opinions.exists() for row in found)
    assert report.lacks(words) == []


def test_f17_research_on_its_problems(report):
    assert report.number("supervision.research") == 1
    assert "三改一拆" in report.rows("supervision.research").get().title


def test_f19_six_items_one_key(report, second):
    assert report.number("motions.received") == 6
    assert report.number("motions.key") == 1
    assert report.number(f"motions.session_received@{second.pk}") == 6


def test_f20_handed_over_on_25_march(report):
    [meeting] = report.rows("motions.assignment_meetings")
    assert meeting.held_on.isoformat() == "2025-03-25"
    for motion in report.rows("motions.received"):
        assert motion.assignments.filter(role=Assignment.Role.LEAD, round=1).count() == 1
    assert report.lacks("3月25日") == []


def test_f21_every_one_answered(report):
    rate = report.figures["motions.reply_rate"]
    assert (rate["numerator"], rate["denominator"]) == ("motions.replied", "motions.assigned")
    assert report.number("motions.replied") == report.number("motions.assigned") == 6
    assert rate["value"] == 100
    assert report.lacks("100%") == []


def test_f22_the_street_raised_several_times(report):
    [motion] = report.rows("motions.adopted_list")
    assert motion.is_key
    assert report.number("motions.repeated") == 1
    assert Motion.objects.get(pk=motion.pk).title.count("五雷街") == 1
    assert report.lacks("五雷街", "雨污管网") == []


def test_f23_campaign_from_april(report, demolition):
    assert demolition in report.rows("activities.campaigns")
    assert report.lacks("三改一拆", "代表作表率") == []


def test_f24_deputies_who_began_with_their_own(report, demolition):
    people = report.number(f"activities.campaign_deed_deputies@{demolition.pk}")
    county = report.number(f"activities.campaign_deed_county@{demolition.pk}")
    town = report.number(f"activities.campaign_deed_township@{demolition.pk}")
    assert (people, county, town) == (12, 3, 9)
    assert report.lacks("12名") == []


def test_f25_task_done_on_time(report, demolition):
    assert demolition.is_task_done
    assert report.number(f"activities.campaign_task_done@{demolition.pk}") == 1
    assert report.lacks("三年任务", "按期完成") == []


def test_f26_river_campaign_from_july(report, river):
    assert river in report.rows("activities.campaigns")
    assert report.lacks("关心母亲河溪", "查找水污染源", "恪尽代表职责") == []


def test_f27_four_places_on_15_august(report, river):
    places = report.rows(f"activities.campaign_places@{river.pk}")
    assert report.number(f"activities.campaign_places@{river.pk}") == 4
    assert {stop.activity.held_on.isoformat() for stop in places} == {"2025-08-15"}
    assert report.lacks("8月15日", "大茂坑村", "石坑坪水库", "路堰自然村", "姚埠工业园区") == []


def test_f28_campaign_week_by_role(report, river):
    week = Activity.objects.get(campaign=river, held_on="2025-09-02", until_on="2025-09-08")
    deputies = RollEntry.objects.filter(roll=week.roll).of_deputies().present().count()
    cadres = sum(
        HeadCount.objects.filter(
            activity=week, role__in=[HeadCount.Who.CADRE, HeadCount.Who.VILLAGE_CADRE]
        ).values_list("number", flat=True)
    )
    assert deputies > 0
    assert cadres > 0
    assert report.number(f"activities.campaign_leaflets@{river.pk}") == week.leaflets
    assert report.lacks("9月2日至8日", f"{deputies}人次", f"{cadres}人次") == []


def test_f29_fourteen_problems_all_closed(report, river):
    for fact in ("campaign_findings", "campaign_findings_handed", "campaign_findings_closed"):
        assert report.number(f"supervision.{fact}@{river.pk}") == 14
    rows = report.rows(f"supervision.campaign_findings@{river.pk}")
    assert rows.model is Finding
    assert not rows.filter(measures="").exists()


def test_f30_a_forum_on_the_findings(report, river):
    assert report.number(f"activities.campaign_forums@{river.pk}") == 1
    forum = report.rows(f"activities.campaign_forums@{river.pk}").get()
    assert forum.opinions.exists()


def test_f31_every_village_watched(report):
    assert report.number("supervision.watch_villages") == 12
    assert report.number("supervision.watch_observations") == 84
    assert report.number("supervision.watch_members") == 9


def test_f32_people_recommended_and_opinions_exchanged(report):
    assert report.number("supervision.watch_recommended") > 0
    assert report.number("supervision.watch_exchanges") > 0


def test_f33_police_station_appraised_in_august(report):
    [appraisal] = report.rows("supervision.appraisals_town")
    assert appraisal.held_on.month == 8
    assert report.lacks("公安派出所") == []


def test_f34_land_bureau_appraised_by_county_deputies(report):
    assert report.number("supervision.appraisals_county") == 1
    assert report.lacks("县国土资源局") == []


def test_f35_five_rules(report):
    assert report.number("sessions.rules_made") == 5
    assert (
        report.lacks(
            "主席团议事规则", "主席团工作职责", "主席团成员联系代表", "代表联系选民", "议案建议办理"
        )
        == []
    )


def test_f36_articles_sent_and_used(report):
    sent, city, county = (
        report.number(f"activities.articles{level}") for level in ("", "_city", "_county")
    )
    assert (sent, city, county) == (26, 5, 14)
    links = {
        a.url for article in report.rows("activities.articles") for a in article.adoptions.all()
    }
    assert {link.partition("//")[0] for link in links} == {"https:"}
    assert report.lacks("26篇", "5篇", "14篇") == []


def test_f37_good_examples_reported(report):
    assert report.number("activities.duty_cases") == 4
    assert report.lacks("履职服务平台", "4件") == []


def test_every_number_of_the_year_is_its_rows(report):
    for key, figure in report.figures.items():
        if figure["kind"] != "rate":
            assert report.number(key) == figure["value"], key


GROUPS = {
    "会议": "sessions.held sessions.days sessions.presidium_meetings sessions.presidium_topics",
    "出席": "sessions.plenary_expected sessions.plenary_present sessions.attendance_rate",
    "报告决议公告": "sessions.reports_heard sessions.resolutions sessions.notices",
    "选举任免": "sessions.elected sessions.elected_unanimous sessions.resignations sessions.removals",
    "代表": "deputies.in_office deputies.county_level deputies.women deputies.groups deputies.stations",
    "学习": "deputies.trainings deputies.training_person_times",
    "活动": "activities.held activities.person_times activities.sites activities.group_activities",
    "监督": "supervision.inspections supervision.special_reports supervision.law_inspections supervision.appraisals",
    "问题": "supervision.findings supervision.findings_handed supervision.findings_rectified supervision.closed_rate",
    "民生实事": "supervision.projects supervision.projects_done supervision.projects_investment",
    "议案建议": "motions.received motions.key motions.class_a motions.contact_rate motions.satisfaction_rate",
    "选民": "activities.voter_contacts activities.voters_met activities.solved_on_spot activities.contacts_passed",
    "述职": "deputies.duty_reports deputies.duty_report_voters deputies.duty_reports_announced",
    "制度": "sessions.rules_made sessions.rules_new sessions.rules_revised",
    "宣传": "activities.articles activities.articles_city activities.articles_county activities.duty_cases",
    "表彰": "deputies.honours",
    "主题活动": "activities.campaigns activities.campaign_deed_deputies",
}  # fmt: skip


def test_there_are_at_least_sixty_figures_in_all_groups(report):
    keys = {key.partition("@")[0] for key in report.figures}
    assert len(keys) >= 60
    lacking = {name: set(wanted.split()) - keys for name, wanted in GROUPS.items()}
    assert {name: missing for name, missing in lacking.items() if missing} == {}
