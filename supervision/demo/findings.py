"""Findings: the river campaign's fourteen, all struck off; this year's in every state."""

from datetime import date, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from activities.models import Activity
from renda.core.attachments import attach
from renda.core.demo import Demo
from renda.core.demo_pictures import VARIANTS, picture
from supervision import services
from supervision.demo.days import ago
from supervision.models import Finding, Inspection
from supervision.workflow import finding_workflow

S = Finding.Status
STEPS = ("登记", "交办", "制定措施", "报整改")
SENT_BACK, STRUCK_OFF = "复查不合格", "复查销号"
# title, place, field, unit, person, measures, result
RIVER_VISIT = (
    ("大茂坑村垃圾池溢出", "大茂坑村", "sanitation", "social", "施雅芬", "增设垃圾箱4个，改每日清运", "垃圾池已清空，日产日清"),
    ("路堰桥头违章搭建洗车点", "路堰自然村", "building", "law", "郑水法", "限期自拆，逾期强制拆除", "洗车点已拆除，场地复绿"),
    ("塘边沿岸堆放农药瓶", "石坑坪村", "water", "agri", "宋立新", "设回收箱，组织清理", "清理废弃农药瓶260只，设回收箱3个"),
    ("练溪二号排口无标识", "集镇社区", "water", "water", "宋晓东", "补设标识牌，列入巡查", "标识牌已安装，纳入河长巡查"),
    ("路堰自然村养殖场粪污池渗漏", "路堰自然村", "water", "agri", "宋立新", "重做防渗，增设三格池", "防渗完成，检测达标"),
    ("姚埠工业园区雨水口有异味", "姚埠工业园区", "water", "build", "何敏", "排查管网错接", "查出错接2处，已改接"),
    ("石坑坪水库工地泥浆水入溪", "石坑坪水库建设工地", "project", "water", "宋晓东", "建三级沉淀池", "沉淀池建成，出水清澈"),
    ("大茂坑村源头有两处散养鸭棚", "大茂坑村", "water", "agri", "宋立新", "签订协议，限期清退", "鸭棚已清退，岸坡复绿"),
)  # fmt: skip
RIVER_WEEK = (
    ("集镇五雷街污水直排3处", "集镇五雷街", "water", "build", "何敏", "结合五雷街改造截污纳管", "3处直排口已封堵纳管"),
    ("上练村农家乐隔油池缺失", "上练村", "water", "law", "郑水法", "督促业主安装隔油池", "7户隔油池全部安装"),
    ("菜场污水沟淤堵", "集镇农贸市场", "sanitation", "build", "何敏", "清淤疏通，加盖格栅", "清淤40米，已加盖"),
    ("集镇社区雨污管错接1处", "集镇社区", "water", "build", "何敏", "开挖改接", "已改接并恢复路面"),
    ("五雷村公厕化粪池满溢", "五雷村", "sanitation", "social", "施雅芬", "抽运并定期维护", "化粪池已抽运，签订维护协议"),
    ("下练桥下建筑垃圾堆放", "下练村", "sanitation", "law", "郑水法", "清运并设禁倒牌", "清运26车，设监控1处"),
)  # fmt: skip
LEADERS = {"social": "汤晓琴", "agri": "汤晓琴", "water": "汤晓琴", "law": "蒋文斌", "build": "蒋文斌", "traffic": "蒋文斌"}  # fmt: skip
EARLIER = (
    ("农贸市场临时摊位占道", "集镇", "sanitation", "law", "郑水法", "划线定位", "摊位已归位"),
    ("背街小巷乱堆乱放", "集镇老街", "sanitation", "law", "郑水法", "集中清理", "清理12处"),
    ("里坞村水池无护栏", "里坞村", "safety", "water", "宋晓东", "加装护栏", "护栏已安装"),
)  # fmt: skip
# title, place, field, unit, person, measures, state, days since found, days until due, round
NOW = (
    ("集镇停车场入口标线磨损", "五雷街", "service", "", "", "", "found", 6, 0, 1),
    ("农贸市场消防通道被占", "农贸市场", "safety", "", "", "", "found", 6, 0, 1),
    ("里坞溪岸边建筑垃圾堆放", "里坞村", "sanitation", "", "", "", "found", 3, 0, 1),
    ("青岭公路临崖段护栏缺失", "青岭村", "safety", "traffic", "罗振明", "", "handed", 27, 5, 1),
    ("五雷街雨水篦破损6处", "五雷街", "service", "build", "何敏", "", "handed", 18, 13, 1),
    ("路堰养殖户粪污收集池未加盖", "路堰村", "water", "agri", "宋立新", "统一加盖，建台账", "working", 52, -9, 1),
    ("集镇学校路段减速带脱落", "镇中心小学", "safety", "build", "何敏", "重新安装并加设标志", "working", 40, -6, 1),
    ("练溪桥头堤脚冲刷", "桥头村", "project", "water", "宋晓东", "抛石护脚30米", "working", 30, 4, 1),
    ("外坞溪农家乐污水直排", "外坞村", "water", "law", "郑水法", "督促安装隔油池", "working", 46, 11, 2),
    ("蔬菜基地农膜残留", "白石畈村", "water", "agri", "宋立新", "组织回收", "reported", 45, -2, 1),
    ("石坑坪水库道路扬尘", "石坑坪村", "project", "water", "宋晓东", "洒水、硬化出入口", "reported", 33, 3, 1),
    ("集镇公厕夜间无照明", "集镇社区", "service", "build", "何敏", "安装感应灯", "reported", 31, 6, 2),
    ("竹园村垃圾清运点外溢", "竹园村", "sanitation", "social", "施雅芬", "增加清运频次", "closed", 80, -40, 1),
    ("候车亭顶棚破损", "双溪口村", "service", "traffic", "罗振明", "更换顶棚", "closed", 76, -38, 1),
)  # fmt: skip
SMALL_NOW = (
    ("姚埠集镇路面坑洼", "姚埠村", "service", "", "", "", "found", 5, 0, 1),
    ("石门村公厕无照明", "石门村", "service", "build", "祝水良", "", "handed", 16, 14, 1),
    ("大塘村塘坝渗水", "大塘村", "safety", "water", "宋晓东", "灌浆防渗", "working", 41, -5, 1),
    ("茶山村垃圾清运不及时", "茶山村", "sanitation", "social", "施雅芬", "增加频次", "reported", 31, 6, 1),
)  # fmt: skip


def load_findings(demo: Demo, chance: Random) -> None:
    """2025's first, so that the campaign's numbers run from 1; then 2024's and this year's."""
    if demo.full:
        load_river(demo, chance)
        load_earlier(demo, chance)
        load_now(demo, chance, NOW)
    else:
        load_now(demo, chance, SMALL_NOW)


def load_river(demo: Demo, chance: Random) -> None:
    """Eight found on the visit, six in the week; handed to the government, tracked to the end."""
    river = demo.shared["campaigns"]["river"]
    held = Activity.objects.filter(campaign=river, held_on__year=2025)
    visit = held.filter(held_on=date(2025, 8, 15)).first()
    week = held.filter(held_on__range=(date(2025, 9, 2), date(2025, 9, 8))).first()
    rows = [(visit, date(2025, 8, 15), row) for row in RIVER_VISIT]
    rows += [(week, date(2025, 9, 2) + timedelta(days=n), r) for n, r in enumerate(RIVER_WEEK)]
    findings = [
        struck_off(
            demo,
            chance,
            row,
            found_on,
            activity=activity,
            campaign=river,
            handed_on=date(2025, 9, 16),
            due_on=date(2025, 10, 31) if place % 3 else date(2025, 11, 28),
            rectified_on=date(2025, 9, 26) + timedelta(days=4 * place),
        )
        for place, (activity, found_on, row) in enumerate(rows)
    ]
    history(demo, findings)
    for place, finding in enumerate(findings):
        show(demo, finding, "before", place)
        show(demo, finding, "after", place)


def load_earlier(demo: Demo, chance: Random) -> None:
    """2024's few, from inspections."""
    found = {i.title: i for i in Inspection.objects.filter(held_on__year=2024)}
    sources = ("半年督查民生实事项目", "专项督查集镇环境综合整治", "视察农村饮用水安全")
    findings = []
    for title, row in zip(sources, EARLIER, strict=True):
        inspection = found[title]
        handed = inspection.held_on + timedelta(days=7)
        findings.append(
            struck_off(
                demo,
                chance,
                row,
                inspection.held_on,
                inspection=inspection,
                handed_on=handed,
                due_on=handed + timedelta(days=30),
                rectified_on=handed + timedelta(days=20),
            )
        )
    history(demo, findings)


def struck_off(demo: Demo, chance: Random, row: tuple, found_on: date, **more) -> Finding:
    """A finding that was put right in time, rechecked by deputies and struck off."""
    title, place, field, unit, person, measures, result = row
    people = demo.shared["deputies"]
    rechecked = more["rectified_on"] + timedelta(days=5)
    checkers = chance.sample(people, 2)
    return services.register_finding(
        Finding(
            title=title,
            place=place,
            field=field,
            detail=f"{place}：{title}，群众有反映，代表现场查看属实。",
            found_on=found_on,
            found_by=chance.choice(people),
            unit=demo.shared["units"][unit],
            leader=LEADERS[unit],
            person=person,
            demand="制定整改措施，限期整改到位，防止反弹。",
            measures=measures,
            result=result,
            rechecked_by="、".join(deputy.name for deputy in checkers),
            rechecked_on=rechecked,
            closed_on=rechecked,
            status=S.CLOSED,
            **more,
        )
    )


def history(demo: Demo, findings: list[Finding]) -> None:
    """The lines that the steps of closed findings would have left."""
    for verb in (*STEPS, STRUCK_OFF):
        record(demo, verb, findings)


def record(demo: Demo, verb: str, findings: list[Finding]) -> None:
    """The line of a step about each finding, on the day the step was taken."""
    demo.record(demo.users["clerk"], verb, findings, lambda finding: taken_on(verb, finding))


def taken_on(verb: str, finding: Finding) -> date:
    """The day on which a finding's step was taken."""
    if verb == "登记":
        return finding.found_on
    if verb == "制定措施":
        return min(finding.handed_on + timedelta(days=3), finding.rectified_on or date.max)
    days = {
        "交办": finding.handed_on,
        "报整改": finding.rectified_on,
        SENT_BACK: finding.rechecked_on,
        STRUCK_OFF: finding.closed_on,
    }
    return days[verb]


def show(demo: Demo, finding: Finding, purpose: str, variant: int) -> None:
    """Hang a picture on a finding."""
    words = "整改前" if purpose == "before" else "整改后"
    upload = SimpleUploadedFile(f"{words}.jpg", picture(purpose, variant % VARIANTS))
    with demo.on(finding.found_on if purpose == "before" else finding.rectified_on):
        attach(finding, upload, by=demo.users["clerk"], purpose=purpose)


def load_now(demo: Demo, chance: Random, rows: tuple) -> None:
    """This year's, relative to today: waiting, due, overdue, to be rechecked, sent back, closed."""
    sources = list(
        Inspection.objects.held().filter(held_on__year=demo.today.year).order_by("-held_on", "-pk")
    )
    made: dict[str, list[Finding]] = {verb: [] for verb in (*STEPS, SENT_BACK, STRUCK_OFF)}
    for place, row in enumerate(rows):
        finding = current(demo, chance, row, sources)
        made["登记"].append(finding)
        if finding.status != S.FOUND:
            made["交办"].append(finding)
            made["制定措施"].append(finding)
        if finding.status in {S.REPORTED, S.CLOSED}:
            made["报整改"].append(finding)
        if finding.round > 1:
            made[SENT_BACK].append(finding)
        if finding.status == S.CLOSED:
            made[STRUCK_OFF].append(finding)
        if demo.full and place % 4 != 3:
            show(demo, finding, "before", place)
        if demo.full and finding.status in {S.REPORTED, S.CLOSED}:
            show(demo, finding, "after", place)
    for verb, findings in made.items():
        record(demo, verb, findings)
    hand_over_last(demo, [f for f in made["登记"] if f.status == S.FOUND and f.unit_id])


def current(demo: Demo, chance: Random, row: tuple, sources: list[Inspection]) -> Finding:
    """One of this year's; those to be handed over now stay ``found`` with their unit noted."""
    title, place, field, unit, person, measures, state, since, until, round_ = row
    today = demo.today
    found_on = ago(demo, since)
    earlier = [i for i in sources if i.held_on <= found_on] or sources[-1:]
    about_water = [i for i in earlier if i.topic == "面源污染"]
    source = (about_water if field == "water" and about_water else earlier)[0]
    finding = Finding(
        title=title,
        place=place,
        field=field,
        detail=f"{place}：{title}，代表现场查看属实。",
        found_on=found_on,
        found_by=chance.choice(demo.shared["deputies"]),
        inspection=source,
        round=round_,
        status=S.FOUND if state == "handed" else state,
    )
    if unit:
        finding.unit = demo.shared["units"][unit]
        finding.leader, finding.person = LEADERS[unit], person
        finding.demand = "立行立改，限期整改到位。"
        finding.measures = measures
        finding.due_on = max(found_on, today + timedelta(days=until))
    if unit and state != "handed":
        finding.handed_on = min(found_on + timedelta(days=2), finding.due_on, today)
    if state in {"reported", "closed"}:
        days = 45 if state == "closed" else 8 if round_ == 1 else 2
        finding.rectified_on = max(finding.handed_on, ago(demo, days))
        finding.result = "已按措施整改到位。"
    if round_ > 1:
        finding.rechecked_by, finding.rechecked_on = "徐阿毛", max(found_on, ago(demo, 14))
    if state == "closed":
        finding.rechecked_by = "陈根法、林美凤" if demo.full else "高彩云"
        finding.rechecked_on = min(today, finding.rectified_on + timedelta(days=4))
        finding.closed_on = finding.rechecked_on
    return services.register_finding(finding)


def hand_over_last(demo: Demo, findings: list[Finding]) -> None:
    """The latest ones go through the workflow, so that their units have a message."""
    for finding in findings:
        handed_on = max(finding.found_on, ago(demo, 12))
        with demo.on(handed_on):
            finding_workflow.follow(
                "hand_over",
                finding,
                by=demo.users["clerk"],
                data={
                    "handed_on": handed_on,
                    "due_on": max(finding.due_on, finding.found_on),
                },
            )
