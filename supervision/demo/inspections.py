"""Inspections with rolls and opinions, and the appraisals of units."""

from datetime import date, timedelta
from random import Random

from deputies.models import Deputy
from deputies.services import close_roll, mark
from renda.core.calendar import due_by_months
from renda.core.demo import Demo
from supervision import services
from supervision.demo import texts
from supervision.demo.days import ago
from supervision.models import (
    Appraisal,
    Inspection,
    InspectionOpinion,
    InspectionStop,
)
from supervision.workflow import inspection_workflow

S = Inspection.Status
PARTY = 14  # deputies who go along on an inspection
PLANS = {
    "半年督查十件民生实事项目": "年度十件民生实事项目进展情况",
    "督查“住村联心”干部住夜工作": "“住村联心”工作落实情况",
    "专项督查中心镇建设重点项目": "中心镇建设重点项目推进情况",
    "专项督查“三改一拆”工作": "“三改一拆”工作推进情况",
    "“三改一拆”突出问题专题调研": "“三改一拆”突出问题",
    "专项督查洁净乡村工作": "洁净乡村建设情况",
    "半年督查民生实事项目": "年度民生实事项目进展情况",
    "专项督查集镇环境综合整治": "集镇环境综合整治情况",
    "视察农村饮用水安全": "农村饮用水安全情况",
    "专项督查村庄环境整治": "村庄环境整治情况",
    "视察农业面源污染治理": "农业面源污染治理情况",
    "专项督查农村公路安全隐患": "农村公路安全隐患整治情况",
    "督查集镇停车秩序": "集镇停车秩序管理情况",
    "《浙江省生活垃圾管理条例》执法检查": "生活垃圾管理条例执行情况",
}


def load_inspections(demo: Demo, chance: Random) -> None:
    """Past years' closed; this year's from a scheme to opinions that are due and overdue."""
    rows = texts.SMALL_INSPECTIONS
    if demo.full:
        rows = (*texts.INSPECTIONS_2024, *texts.INSPECTIONS_2025)
    for row in rows:
        closed_inspection(demo, chance, row)
    load_this_year(demo, chance)


def party(demo: Demo, chance: Random, leader: str) -> list[Deputy]:
    """The presidium's leader and some deputies, in the order of the sign-in book."""
    people = demo.shared["deputies"]
    chosen = chance.sample(people, min(PARTY, len(people)))
    head = demo.shared["by_name"].get(leader)
    if head and head not in chosen:
        chosen[0] = head
    return sorted(chosen, key=lambda deputy: deputy.order)


def written(demo: Demo, row: tuple, **more) -> Inspection:
    """An inspection as its row tells it, not saved."""
    on, until, kind, title, topic, leader, heard, is_report, _, summary, results, problems, _ = row
    return Inspection(
        held_on=on,
        until_on=until,
        kind=kind,
        title=title,
        topic=topic,
        leader=leader if demo.full else demo.users["chair"].name,
        heard_whom=heard,
        is_report_heard=is_report,
        plan_item=demo.shared["plan"].get((on.year, PLANS.get(title, title))),
        scheme=f"围绕{topic}，通过听取汇报、实地察看、座谈了解等方式开展，形成意见交有关单位办理。",
        summary=summary,
        results=results,
        problems=problems,
        **more,
    )


def closed_inspection(demo: Demo, chance: Random, row: tuple) -> Inspection:
    """An inspection whose opinions were all answered."""
    on, stops, opinions = row[0], row[8], row[12]
    last = row[1] or on
    inspection = written(
        demo,
        row,
        status=S.CLOSED,
        reported_on=last + timedelta(days=5),
        handed_on=last + timedelta(days=7),
        closed_on=last + timedelta(days=62),
    )
    attended(demo, chance, inspection, stops)
    given = advise(demo, inspection, opinions, answered_after=50)
    clerk = demo.users["clerk"]
    for verb, day in (
        ("登记", on - timedelta(days=6)),
        ("已实施", last),
        ("提交报告", inspection.reported_on),
        ("交办意见", inspection.handed_on),
        ("办结", inspection.closed_on),
    ):
        demo.record(clerk, verb, [inspection], day)
    demo.record(clerk, "登记", given, inspection.reported_on)
    return inspection


def attended(
    demo: Demo,
    chance: Random,
    inspection: Inspection,
    stops: tuple[str, ...],
    *,
    close: bool = True,
) -> None:
    """Save it with its roll, most of the party present, its stops and the projects it covered."""
    people = party(demo, chance, inspection.leader)
    services.open_inspection(inspection, participants=people)
    InspectionStop.objects.bulk_create(
        InspectionStop(township=demo.township, inspection=inspection, order=order, name=name)
        for order, name in enumerate(stops, 1)
    )
    if inspection.kind == Inspection.Kind.HALF_YEAR:
        services.cover_projects(
            inspection,
            [
                project
                for project in demo.shared["projects"].get(inspection.held_on.year, [])
                if project.chosen_on
            ],
        )
    if inspection.status == S.PLANNED:
        return
    with demo.on(inspection.held_on):
        sign(demo, chance, inspection.roll, people, close=close)


def sign(demo: Demo, chance: Random, roll, people: list[Deputy], *, close: bool = True) -> None:
    """All but one or two came; those asked leave."""
    clerk = demo.users["clerk"]
    away = chance.sample(people[1:], min(len(people) - 1, chance.randint(1, 2)))
    there = [deputy for deputy in people if deputy not in away]
    mark(roll=roll, deputies=there, state="present", by=clerk, way="clerk")
    mark(roll=roll, deputies=away, state="on_leave", by=clerk, reason="公出", approved_by="主席")
    if close:
        close_roll(roll=roll, by=clerk)


def advise(
    demo: Demo, inspection: Inspection, opinions: tuple, *, answered_after: int = 0
) -> list[InspectionOpinion]:
    """Its opinions, handed over and answered so many days later; 0 leaves them unanswered."""
    handed = inspection.handed_on
    due = due_by_months(handed, 3).on if handed else None
    answered = handed + timedelta(days=answered_after) if handed and answered_after else None
    return InspectionOpinion.objects.bulk_create(
        InspectionOpinion(
            township=demo.township,
            inspection=inspection,
            text=text,
            unit=demo.shared["units"][unit],
            handed_on=handed,
            due_on=due,
            answered_on=answered,
            answer="已研究落实，明确责任人和完成时限，现已办结。" if answered else "",
        )
        for unit, text in opinions
    )


def load_this_year(demo: Demo, chance: Random) -> None:
    """One closed long ago, one whose answers are overdue, one due soon, one unreported, one planned."""
    today, clerk = demo.today, demo.users["clerk"]
    late = written(
        demo,
        (
            ago(demo, 110), None, "visit", "视察农业面源污染治理", "面源污染", "陈根法", "农业农村办负责人",
            False, (), "察看养殖场6家、蔬菜基地3个。", "", "部分小散养殖户粪污收集不规范。", (),
        ),
        status=S.HANDED, reported_on=ago(demo, 105), handed_on=ago(demo, 103),
    )  # fmt: skip
    seen = ("路堰村养殖场", "白石畈蔬菜基地") if demo.full else ("茶山村养殖场", "大塘村蔬菜基地")
    attended(demo, chance, late, seen)
    overdue = advise(
        demo,
        late,
        (("agri", "建立小散养殖户粪污收集点，统一清运。"), ("build", "完善沿线沉淀池建设。")),
    )
    InspectionOpinion.objects.filter(pk=overdue[0].pk).update(
        answered_on=ago(demo, 20), answer="已建成收集点3处，实行统一清运。"
    )
    if not demo.full:
        demo.record(clerk, "登记", [late], late.held_on)
        return
    soon = written(
        demo,
        (
            ago(demo, 84), None, "special", "专项督查农村公路安全隐患", "交通安全", "徐阿毛", "交通管理站负责人",
            True, (), "检查临水临崖路段12处。", "隐患路段均已设立警示标志。", "部分路段护栏缺失。", (),
        ),
        status=S.REPORTED, reported_on=ago(demo, 81),
    )  # fmt: skip
    attended(demo, chance, soon, ("青岭公路", "里坞线"))
    advise(
        demo,
        soon,
        (("traffic", "临水临崖路段护栏年内补齐。"), ("build", "集镇学校路段增设减速带。")),
    )
    demo.record(clerk, "登记", [soon], soon.held_on)
    with demo.on(ago(demo, 80)):
        inspection_workflow.follow("hand_over", soon, by=clerk, data={"day": ago(demo, 82)})
    held = written(
        demo,
        (
            ago(demo, 6), None, "check", "督查集镇停车秩序", "集镇管理", "洪建军", "", False, (), "", "", "", (),
        ),
        status=S.HELD,
    )  # fmt: skip
    attended(demo, chance, held, ("五雷街", "农贸市场"), close=False)
    planned = written(
        demo,
        (
            today + timedelta(days=12), None, "law", "《浙江省生活垃圾管理条例》执法检查", "垃圾分类",
            "沈国良", "", False, (), "", "", "", (),
        ),
    )  # fmt: skip
    attended(demo, chance, planned, ("垃圾分类中转站", "上练村"))
    if today >= date(today.year, 7, 20):
        half = written(
            demo,
            (
                date(today.year, 7, 15), None, "half_year", "半年督查十件民生实事项目", "民生实事",
                "沈国良", "各责任单位负责人", False, (),
                "九件项目已开工，农产品冷链仓储中心尚未开工。", "", "冷链仓储中心用地未落实。", (),
            ),
            status=S.REPORTED, reported_on=date(today.year, 7, 20),
        )  # fmt: skip
        attended(demo, chance, half, ("集镇公共停车场", "小流域治理工程"))
        advise(demo, half, (("agri", "抓紧落实冷链仓储中心用地，年内开工。"),))
        demo.record(clerk, "登记", [half], half.held_on)
    demo.record(clerk, "登记", [late, held], lambda inspection: inspection.held_on)
    demo.record(clerk, "登记", [planned], ago(demo, 3))


def load_appraisals(demo: Demo, chance: Random) -> None:
    """August 2025: town deputies appraise the police station, county deputies the land bureau."""
    units = demo.shared["units"]
    rows = [
        (
            date(2025, 8, 22), "公安派出所工作评议", units["police"], Appraisal.Level.TOWNSHIP,
            "政府三楼会议室",
            "召开座谈会，派出所负责人汇报工作，12名代表发言评议。",
            "治安形势平稳，发案数下降，便民服务窗口受到好评。",
            "夜间集镇巡逻密度不够；出租房屋和流动人口管理有漏洞；反诈宣传进村不够深入。",
            "增加夜间巡逻班次；会同村（社区）每季度排查出租房屋；反诈宣传与村民代表会议结合。",
            (10, 1),
        ),
    ]  # fmt: skip
    if demo.full:
        rows += [
            (
                date(2025, 8, 27), "县国土资源局工作评议", units["land"], Appraisal.Level.COUNTY,
                "镇政府二楼会议室",
                "召开评议会，听取县国土资源局及练溪所工作汇报，县人大代表作评议发言。",
                "主动服务重点工程用地，土地整治成效明显。",
                "农村宅基地审批时限偏长；违法用地早期发现不够。",
                "公开审批流程和时限；完善村级协管员巡查制度。",
                (2, 0),
            ),
            (
                date(2024, 8, 21), "村镇建设办公室工作评议", units["build"],
                Appraisal.Level.TOWNSHIP, "政府三楼会议室",
                "村镇建设办汇报工作，代表座谈。", "集镇面貌持续改善。",
                "建房审批公开不够。", "审批结果按月在村务公开栏公示。", (27, 4),
            ),
        ]  # fmt: skip
    for row in rows:
        appraisal(demo, chance, row)


def appraisal(demo: Demo, chance: Random, row: tuple) -> Appraisal:
    """An appraisal with its roll and a ballot: everyone present votes, the rest of the count is 满意."""
    on, title, unit, level, place, forum, merits, problems, opinions, (basic, bad) = row
    made = services.open_appraisal(
        Appraisal(
            title=title,
            unit=unit,
            level=level,
            held_on=on,
            place=place,
            forum=forum,
            total=0,
            plan_item=demo.shared["plan"].get((on.year, title)),
        ),
        participants=None,
    )
    people = list(Deputy.objects.filter(roll_entries__roll=made.roll).order_by("order"))
    with demo.on(on):
        sign(demo, chance, made.roll, people)
    voted = made.roll.entries.filter(state="present").count()
    made.total = len(people)
    made.issued = made.returned = voted
    made.basically_satisfied = min(basic, voted)
    made.dissatisfied = min(bad, voted - made.basically_satisfied)
    made.satisfied = voted - made.basically_satisfied - made.dissatisfied
    made.merits, made.problems, made.opinions = merits, problems, opinions
    made.answered_on = on + timedelta(days=60)
    made.answer = f"已制定整改方案并逐项落实，整改情况书面报{demo.township.level}人大主席团。"
    made.save()
    demo.record(demo.users["clerk"], "登记", [made], on)
    demo.record(demo.users["clerk"], "修改", [made], made.answered_on)
    return made
