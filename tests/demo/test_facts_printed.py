"""Each fact of the acceptance table stands in its own chapter of the PDF, where its figures are quoted.

Words are facts: names, days, places, a number with what it counts. ``{second}``, ``{river}`` and
``{task}`` are the second session and the two campaigns, whose figures carry their ids.
"""

import pytest

from activities.models import Campaign
from sessions_app.models import Session
from tests.paper import needs_fonts

pytestmark = needs_fonts

PRINTED = {
    "F01": ("sessions", "1月21日召开第十四届人民代表大会第二次会议 63名 59名",
            "sessions.held sessions.session_expected@{second} sessions.session_quorate@{second}"),
    "F02": ("sessions", "3项报告 镇人民政府工作报告、镇人大主席团工作报告、镇财政收支状况报告",
            "sessions.session_reports@{second} sessions.session_reports_list@{second}"),
    "F03": ("sessions", "3项：《关于镇人民政府工作报告的决议》（赞成59票） "
            "《关于镇人大主席团工作报告的决议》（赞成59票） "
            "《关于镇财政收支状况报告的决议》（赞成58票）",
            "sessions.session_resolutions@{second} sessions.session_resolutions_list@{second}"),
    "F04": ("sessions", "镇长1名 副镇长2名 补选陆海峰为镇长 补选汤晓琴为副镇长 补选蒋文斌为副镇长",
            "sessions.session_elected_mayors@{second} sessions.session_elected_deputy_mayors@{second}"),
    "F05": ("sessions", "陆海峰为镇长（满票 3人全部满票", "sessions.session_elected_unanimous@{second}"),
    "F06": ("learning", "政治学习1次 11月5日学习党的二十届四中全会公报 四个代表小组分组讨论",
            "deputies.trainings_political deputies.trainings_list"),
    "F07": ("learning", "专题培训1次 3月12日人民代表大会制度与代表履职专题培训 参政议政 "
            "写好一件高质量的建议", "deputies.trainings_special"),
    "F08": ("learning", "法律学习1次 5月15日学习《中华人民共和国宪法》和《代表法》",
            "deputies.trainings_law"),
    "F09": ("learning", "上级文件5份 每名代表的5份",
            "deputies.materials_superior deputies.materials_to_all"),
    "F10": ("activities", "走访选民、会前视察、征求意见、审议修改报告 16次",
            "activities.pre_session activities.pre_session_list"),
    "F11": ("activities", "4月11日视察石坑坪水库（省重点工程） 石坑坪水库建设指挥部负责人 意见建议4条",
            "activities.site_visits_list activities.provincial_projects"),
    "F12": ("activities", "3月18日就镇区控制性详细规划编制 镇长陆海峰介绍 道路宽度 布局",
            "activities.consultations activities.consultations_list"),
    "F13": ("supervision", "18项 责任领导 责任人 责任单位8个",
            "supervision.targets supervision.target_units"),
    "F14": ("supervision", "7月15日至16日半年督查十件民生实事项目 10件",
            "supervision.projects supervision.half_year_checks supervision.checked_projects"),
    "F15": ("supervision", "9月11日专项督查中心镇建设重点项目，听取镇长陆海峰 重点项目一周一会商",
            "supervision.inspections_list supervision.special_reports"),
    "F16": ("supervision", "8月20日督查“住村联心”干部住夜工作", "supervision.inspections_list"),
    "F17": ("supervision", "9月18日专项督查“三改一拆”工作 9月24日至26日“三改一拆”突出问题专题调研 "
            "专题调研1次", "supervision.special_checks supervision.research"),
    "F18": ("supervision", "10月16日专项督查洁净乡村工作 意见建议4条 日产日清 河道保洁",
            "supervision.inspections_list supervision.opinions"),
    "F19": ("motions", "6件 重点1件 14-2-01 14-2-02 14-2-03 14-2-04 14-2-05 14-2-06",
            "motions.received motions.key"),
    "F20": ("motions", "3月25日召开代表建议交办会，交办议案、建议6件 承办单位7个",
            "motions.assignment_meetings_list motions.units motions.led"),
    "F21": ("motions", "答复率100%", "motions.reply_rate motions.replied motions.assigned"),
    "F22": ("motions", "先后3次 集镇五雷街620米道路硬化和雨污管网改造", "motions.adopted_list"),
    "F23": ("example", "4月起开展“三改一拆”代表作表率 4月8日 集镇店面雨棚集中自拆",
            "activities.campaign_activities@{task} activities.campaign_activities_list@{task}"),
    "F24": ("example", "代表12名 县人大代表3名 镇人大代表9名 自家违章建筑",
            "activities.campaign_deed_deputies@{task} activities.campaign_deed_county@{task} "
            "activities.campaign_deed_township@{task}"),
    "F25": ("example", "按期完成 县政府下达的“三改一拆”三年任务",
            "activities.campaign_task_done@{task}"),
    "F26": ("river", "7月起开展“关心母亲河溪，查找水污染源，恪尽代表职责”",
            "activities.campaigns activities.campaigns_list"),
    "F27": ("river", "4个点位 8月15日视察大茂坑村（水源头）、石坑坪水库建设工地、"
            "路堰自然村养殖场、姚埠工业园区",
            "activities.campaign_places@{river} activities.campaign_visits_list@{river}"),
    "F28": ("river", "9月2日至8日 代表62人次、干部142人次 5200份 清理垃圾4450公斤",
            "activities.campaign_series_list@{river} activities.campaign_deputy_times@{river} "
            "activities.campaign_cadre_times@{river} activities.campaign_leaflets@{river}"),
    "F29": ("river", "问题14个 整改措施14个 销号14个",
            "supervision.campaign_findings@{river} supervision.campaign_findings_handed@{river} "
            "supervision.campaign_findings_planned@{river} "
            "supervision.campaign_findings_closed@{river}"),
    "F30": ("river", "9月19日召开“关心母亲河溪”问题整改座谈会 意见建议5条 限期清理溪边畜禽养殖",
            "activities.campaign_forums@{river} activities.campaign_forums_list@{river}"),
    "F31": ("villages", "12个 9名 84次 石坑坪村（沈国良，观察7个环节） 白石畈村（陈根法，观察7个环节）",
            "supervision.watch_villages supervision.watch_members supervision.watch_observations"),
    "F32": ("villages", "党委、政府交换意见12次 投票前12次",
            "supervision.watch_recommended supervision.watch_exchanges "
            "supervision.watch_exchanges_before"),
    "F33": ("building", "8月22日镇人大代表评议公安派出所 座谈会 夜间集镇巡逻密度不够 增加夜间巡逻班次",
            "supervision.appraisals_town supervision.appraisals_list"),
    "F34": ("building", "县人大代表评议县国土资源局 公开审批流程和时限",
            "supervision.appraisals_county"),
    "F35": ("building", "制度5项 《主席团议事规则》 《主席团工作职责》 《主席团成员联系代表制度》 "
            "《代表联系选民制度》 《议案建议办理办法》", "sessions.rules_made sessions.rules_list"),
    "F36": ("building", "投稿26篇 市级录用5篇 县级录用14篇 20250125/2.html 20250110/1.html",
            "activities.articles activities.articles_city activities.articles_county "
            "activities.adoptions"),
    "F37": ("building", "履职服务平台 案例4件 《守护源头一溪水》", "activities.duty_cases"),
}  # fmt: skip


@pytest.mark.parametrize(("chapter", "words", "keys"), PRINTED.values(), ids=PRINTED)
def test_a_fact_stands_in_its_chapter_where_its_figures_are_quoted(report, chapter, words, keys):
    ids = {
        "second": Session.objects.get(term__number=14, session_no=2).pk,
        "river": Campaign.objects.get(starts_on__year=2025, starts_on__month=7).pk,
        "task": Campaign.objects.get(starts_on__year=2025, starts_on__month=4).pk,
    }
    assert [word for word in words.split() if word not in report.chapters[chapter]] == []
    quoted = report.quoted[chapter]
    assert [key for key in keys.format(**ids).split() if key not in quoted] == []


def test_f32_how_many_were_recommended(report):
    people = report.number("supervision.watch_recommended")
    assert people > 0
    assert f"人选{people}人" in report.chapters["villages"]


def test_every_row_of_the_table_is_here():
    assert list(PRINTED) == [f"F{number:02}" for number in range(1, 38)]
