"""2025 in full: every fact of the year's summary that deputies' activities carry."""

from datetime import date

from activities.demo import texts
from activities.demo.build import BOTH, Scribe
from activities.models import Activity, Campaign, Deed
from activities.services import level_of


def load_2025(scribe: Scribe) -> None:
    """Group activities, consultation, visits and both campaigns; shares what supervision builds on."""
    before_session(scribe)
    spring(scribe)
    shared = scribe.demo.shared
    shared["activities"] = {"reservoir": reservoir(scribe)}
    shared["campaigns"] = {"demolition": demolition(scribe), "river": river(scribe)}
    for month, day, title in ((5, 22, "联络站“板凳会”"), (10, 23, "走村看变化、议发展")):
        each_group(scribe, date(2025, month, day), title, "group")
    deeds(scribe, texts.OTHER_DEEDS, 2025)


def each_group(scribe: Scribe, on: date, title: str, kind: str, **fields: object) -> list[Activity]:
    """The same activity in every group, each with its own roll."""
    made = []
    for group in scribe.demo.shared["groups"]:
        made.append(
            scribe.activity(
                title=f"{group.name}{title}",
                kind=kind,
                group=group,
                held_on=on,
                place=f"{group.area.split('、')[0]}联络站",
                organiser=group.name,
                content=fields.get("content")
                or f"{group.name}在{group.area}开展活动，听取群众意见，交流履职体会。",
                recorder=scribe.clerk.name,
                is_pre_session=bool(fields.get("is_pre_session")),
            )
        )
    return made


def before_session(scribe: Scribe) -> None:
    """F10: each of the four groups visits voters, inspects, collects opinions, revises the reports."""
    for kind, day, title, content, residents in texts.BEFORE_SESSION:
        for number, group in enumerate(scribe.demo.shared["groups"], start=1):
            village, sight = texts.GROUPS[number - 1]
            later = 1 if number > 2 else 0
            opinions = [
                (group.leader.name, text, unit, status, answer)
                for of, text, unit, status, answer in texts.BEFORE_OPINIONS
                if of == number and kind == "collecting"
            ]
            scribe.activity(
                title=f"{group.name}{title}",
                kind=kind,
                group=group,
                held_on=date(2025, 1, day - (0 if kind != "pre_session" else 1) + later),
                place=f"{village}代表联络站" if kind != "review" else "政府三楼会议室",
                organiser=group.name,
                content=content,
                is_pre_session=True,
                recorder=scribe.clerk.name,
                stops=[(sight, "public", "群众反映集中")] if kind == "pre_session" else (),
                heads={"resident": residents + number} if residents else None,
                opinions=opinions,
            )


def spring(scribe: Scribe) -> None:
    """F12: the consultation on the town's detailed plan; and a visit before the flood season."""
    scribe.consultation(
        matter="镇区控制性详细规划编制",
        held_on=date(2025, 3, 18),
        place="政府三楼会议室",
        presented_by="镇长 陆海峰",
        presentation=texts.PLANNING,
        summary=texts.PLANNING_SUMMARY,
        result=texts.PLANNING_RESULT,
        opinions=texts.PLANNING_OPINIONS,
    )
    scribe.activity(
        title="视察防汛备汛工作",
        kind="site_visit",
        held_on=date(2025, 6, 5),
        place="镇政府门口",
        attending="水利站、农业农村办公室",
        heard_whom="水利站站长 潘建新",
        content="察看山塘、地质灾害点和物资仓库，听取备汛情况介绍，要求落实巡查责任。",
        recorder=scribe.clerk.name,
        invited=scribe.some(20, "陈根法", "徐阿毛"),
        stops=[
            ("枫树底山塘", "water", "溢洪道清障完成"),
            ("镇防汛物资仓库", "public", "物资已补足"),
        ],
        heads={"cadre": 6},
    )


def reservoir(scribe: Scribe) -> Activity:
    """F11: some of the town's deputies at the reservoir, a key project of the province."""
    return scribe.activity(
        title="视察石坑坪水库（省重点工程）建设",
        kind="site_visit",
        held_on=date(2025, 4, 11),
        place="石坑坪水库建设指挥部",
        attending="水利站、村镇建设办公室",
        heard_whom="石坑坪水库建设指挥部负责人、施工和监理单位负责人",
        content="察看大坝填筑、导流洞和移民安置点，听取工程进度、质量安全和资金情况介绍，代表对工程推进提出意见建议。",
        recorder=scribe.clerk.name,
        invited=scribe.some(24, "陈根法", "吴建平", "徐阿毛", "潘水根", "胡月娥"),
        stops=[("石坑坪水库", "site", "大坝填筑至设计高程的六成", "province")],
        heads={"cadre": 8},
        opinions=texts.RESERVOIR_OPINIONS,
    )


def demolition(scribe: Scribe) -> Campaign:
    """F23–F25: deputies lead the way in 三改一拆."""
    campaign = scribe.campaign(
        name="“三改一拆”代表作表率",
        topic="争当“三改一拆”的宣传者、表率者、监督者",
        starts_on=date(2025, 4, 8),
        ends_on=date(2025, 12, 20),
        aim="引导代表带头自拆、宣传政策、监督进度，协助政府完成“三改一拆”任务。",
        result="代表带头拆除自家违章建筑和遮阳雨棚，带动沿街店主自行拆除，集镇面貌明显改观。",
        task="县政府下达的“三改一拆”三年任务",
        is_task_done=True,
        task_note="2025年12月经县考核组验收，三年任务按期完成。",
    )
    common = {"campaign": campaign, "recorder": scribe.clerk.name}
    scribe.activity(
        title="“三改一拆”代表作表率活动动员会",
        kind="other",
        held_on=date(2025, 4, 8),
        place="镇文化礼堂",
        levels=BOTH,
        content="部署活动安排，宣读倡议书，县、镇代表签订带头自拆承诺书。",
        heads={"cadre": 26, "village_cadre": 24},
        **common,
    )
    scribe.activity(
        title="“三改一拆”政策进村入户宣传",
        kind="publicity",
        held_on=date(2025, 4, 24),
        place="各村文化礼堂",
        content="代表分组进村入户讲解政策，发放宣传单，听取群众意见。",
        leaflets=1600,
        heads={"cadre": 18, "village_cadre": 24, "resident": 210},
        **common,
    )
    scribe.activity(
        title="集镇店面雨棚集中自拆现场监督",
        kind="cleanup",
        held_on=date(2025, 5, 28),
        place="集镇五雷街",
        invited=scribe.some(30, "陈根法", "王桂花", "胡月娥", "章淑琴"),
        attending="综合行政执法队、村镇建设办公室",
        content="代表到场监督店面违章搭建和遮阳雨棚自拆，帮助店主清运建筑垃圾。",
        heads={"cadre": 22, "resident": 46},
        **common,
    )
    deeds(scribe, [(n, m, d, "demolition", text) for n, m, d, text in texts.DEEDS], 2025, campaign)
    return campaign


def river(scribe: Scribe) -> Campaign:
    """F26–F28, F30: caring for the mother river."""
    campaign = scribe.campaign(
        name="关心母亲河溪，查找水污染源，恪尽代表职责",
        topic="保护生态环境，守护练溪",
        starts_on=date(2025, 7, 8),
        ends_on=date(2025, 12, 10),
        aim="在县、镇人大代表中开展，查找练溪流域水污染源，督促政府整改治理。",
        result="查清练溪流域污染源，问题清单交镇政府逐项整改销号，溪水水质明显好转。",
    )
    common = {"campaign": campaign, "recorder": scribe.clerk.name, "levels": BOTH}
    scribe.activity(
        title="“关心母亲河溪”主题活动部署会",
        kind="other",
        held_on=date(2025, 7, 10),
        place="镇文化礼堂",
        content="部署主题活动，划定各代表小组查找溪段，讲解污染源识别方法。",
        heads={"cadre": 12},
        **common,
    )
    visit = scribe.activity(
        title="视察母亲河练溪",
        kind="site_visit",
        held_on=date(2025, 8, 15),
        place="镇政府门口",
        attending="水利站、农业农村办公室、综合行政执法队",
        heard_whom="水利站、石坑坪水库建设指挥部、姚埠工业园区负责人",
        content="自源头而下实地察看四处点位，听取情况介绍，逐处查找水污染源。",
        stops=texts.RIVER_STOPS,
        heads={"cadre": 14},
        **common,
    )
    week = scribe.activity(
        title="“关心母亲河溪”千人系列活动周",
        kind="cleanup",
        held_on=date(2025, 9, 2),
        until_on=date(2025, 9, 8),
        place="练溪沿线各村",
        content="向村民发放公开信，开展宣传；深入练溪及各源头查找污染源；下到河溪现场清理垃圾。",
        leaflets=5200,
        rubbish_kg=4450,
        heads={"cadre": 78, "village_cadre": 64, "resident": 320},
        **common,
    )
    forum = scribe.activity(
        title="“关心母亲河溪”问题整改座谈会",
        kind="forum",
        held_on=date(2025, 9, 19),
        place="政府三楼会议室",
        attending="镇政府、水利站、农业农村办公室、综合行政执法队",
        heard_whom="分管副镇长、水利站站长 潘建新",
        content="通报查找出的问题，逐项研究整改办法，代表提出可行性意见，要求制定整改方案并跟踪监督。",
        invited=scribe.some(26, "潘水根", "洪建军", "胡月娥", "邵祎"),
        heads={"cadre": 11},
        opinions=texts.RIVER_OPINIONS,
        **{**common, "levels": ("township",)},
    )
    scribe.demo.shared["activities"] |= {
        "river_visit": visit,
        "river_week": week,
        "river_forum": forum,
    }
    return campaign


def deeds(scribe: Scribe, rows, year: int, campaign: Campaign | None = None) -> list[Deed]:
    """Deeds as (name, month, day, kind, text), with the level of that day."""
    made = [
        Deed(
            township=scribe.demo.township,
            campaign=campaign,
            deputy=scribe.by_name[name],
            kind=kind,
            on=date(year, month, day),
            text=text,
        )
        for name, month, day, kind, text in rows
    ]
    for deed in made:
        deed.level = level_of(deed)
    Deed.objects.bulk_create(made)
    scribe.demo.record(scribe.clerk, "登记", made, lambda deed: deed.on)
    return made
