"""2024 in outline, and the running year with work done, open and overdue."""

from datetime import date

from activities.demo import ledgers
from activities.demo.build import BOTH, DAY, Scribe
from activities.demo.year2025 import deeds, each_group


def load_2024(scribe: Scribe) -> None:
    """A thinner year: three group activities, two visits, a consultation, a campaign."""
    for month, day, title, kind in (
        (4, 18, "走访选民", "voter_visit"),
        (7, 16, "联络站接待周活动", "group"),
        (11, 7, "征求民生实事意见", "collecting"),
    ):
        each_group(scribe, date(2024, month, day), title, kind)
    common = {"recorder": scribe.clerk.name, "place": "镇政府门口"}
    campaign = scribe.campaign(
        name="垃圾分类，代表先行",
        topic="带头分、带头讲、带头查",
        starts_on=date(2024, 5, 8),
        ends_on=date(2024, 11, 29),
        aim="代表带头做好垃圾分类，监督各村清运处置。",
        result="十二个村全部建成分类投放点。",
    )
    scribe.activity(
        title="视察村级垃圾分类投放点",
        kind="site_visit",
        campaign=campaign,
        held_on=date(2024, 6, 13),
        content="察看投放点和中转站，听取清运情况介绍。",
        invited=scribe.some(22, "陈根法"),
        stops=[("上练村投放点", "village"), ("镇垃圾中转站", "public")],
        heads={"cadre": 5},
        opinions=[
            ("林美凤", "中转站渗滤液应接入污水管网", "build", "adopted", "已接入。"),
            ("谢大海", "增配分类清运车辆", "build", "planned", "列入下一年度预算。"),
        ],
        **common,
    )
    scribe.activity(
        title="视察石坑坪水库前期工作",
        kind="site_visit",
        held_on=date(2024, 9, 12),
        content="察看坝址和移民安置点选址，听取前期工作介绍。",
        levels=BOTH,
        stops=[("石坑坪水库坝址", "site", "", "province")],
        heads={"cadre": 7},
        **common,
    )
    scribe.consultation(
        matter="2025年民生实事候选项目",
        held_on=date(2024, 12, 5),
        place="政府三楼会议室",
        presented_by="副镇长 汤晓琴",
        presentation="介绍十五个候选项目的内容、投资和筛选情况。",
        summary="代表建议优先安排道路、饮水和养老项目。",
        result="按代表意见调整为十二个候选项目提交大会。",
        opinions=[("陈根法", "五雷街改造应列入候选项目", "build", "adopted", "已列入。")],
    )
    deeds(
        scribe,
        [
            ("何彩萍", 6, 20, "cleanup", "带头清理房前屋后积存垃圾。"),
            ("谢大海", 8, 2, "mediation", "调解灌溉用水纠纷一起。"),
            ("邵祎", 10, 9, "help", "为留守儿童义务辅导功课。"),
        ],
        2024,
    )
    ledgers.contacts(scribe, 2024, (3, 6, 9, 12))
    sent = [
        (month, 12, f"练溪镇人大{what}", "cs" if month in (4, 10) else "c" if month % 2 else "")
        for month, what in enumerate(
            ("换届新气象", "代表走亲连心", "学习培训开班", "联络站揭牌", "垃圾分类代表先行",
             "视察投放点", "接待周倾听民声", "暑期安全代表查", "视察水库前期工作",
             "代表建议“回头看”", "征求民生实事意见", "代表述职选民评"), start=1,
        )
    ]  # fmt: skip
    ledgers.articles(scribe, 2024, sent)
    ledgers.cases(
        scribe,
        2024,
        [("谢大海", 8, 20, "田埂上的调解员"), ("林美凤", 11, 15, "一片茶叶带富一方")],
    )


def load_this_year(scribe: Scribe) -> None:
    """What is on record so far, what waits, what is planned."""
    year = scribe.demo.today.year
    before_session(scribe)
    campaign = scribe.campaign(
        name="访民情、解民忧、促发展",
        topic="季季有主题，月月有接待",
        starts_on=date(year, 3, 2),
        ends_on=date(year, 12, 18),
        aim="组织代表进站入户，收集解决群众身边的急难愁盼问题。",
    )
    common = {"campaign": campaign, "recorder": scribe.clerk.name}
    scribe.activity(
        title="“访民情、解民忧、促发展”主题活动启动",
        kind="other",
        held_on=scribe.this_year(3, 5),
        place="镇文化礼堂",
        levels=BOTH,
        content="部署全年主题，各组认领走访村。",
        heads={"cadre": 18},
        **common,
    )
    each_group(scribe, scribe.this_year(5, 20), "主题走访日活动", "voter_visit")
    each_group(scribe, scribe.this_year(9, 16), "联络站开放日活动", "group")
    scribe.activity(
        title="视察石坑坪水库蓄水准备工作",
        kind="site_visit",
        held_on=scribe.ago(128),
        place="石坑坪水库",
        content="察看大坝、库底清理和移民搬迁扫尾，听取蓄水安排介绍。",
        attending="水利站",
        heard_whom="石坑坪水库建设指挥部负责人",
        recorder=scribe.clerk.name,
        invited=scribe.some(24, "陈根法", "徐阿毛", "潘水根"),
        stops=[
            ("石坑坪水库大坝", "site", "下闸蓄水准备就绪", "province"),
            ("库尾截污点", "water", "管网未贯通"),
        ],
        heads={"cadre": 7},
        opinions=[
            ("潘水根", "库尾截污管网须在蓄水前贯通", "water", "passed", ""),
            ("徐阿毛", "移民老年活动场所应尽快启用", "social", "adopted", "已于上月启用。"),
            (
                "陈根法",
                "通库公路安全设施不全，建议补装护栏",
                "traffic",
                "planned",
                "列入四季度计划。",
            ),
        ],
    )
    scribe.activity(
        title="调研农村养老服务",
        kind="research",
        held_on=scribe.ago(47),
        place="集镇社区居家养老中心",
        content="走访三处养老服务点，与老人和经办人座谈。",
        invited=scribe.some(16, "林美凤", "邵祎"),
        stops=[
            ("集镇社区居家养老中心", "public"),
            ("溪口村老年食堂", "village", "用餐人数少，运行亏损"),
        ],
        heads={"cadre": 4},
        opinions=[
            ("林美凤", "老年食堂应实行中心配送、多村共享，降低运行成本", "social", "passed", ""),
            ("邵祎", "为独居老人安装应急呼叫设备", "social", "passed", ""),
        ],
        **common,
    )
    scribe.consultation(
        matter="集镇停车管理办法",
        held_on=scribe.ago(33),
        place="政府三楼会议室",
        presented_by="副镇长 蒋文斌",
        presentation="介绍集镇停车现状、分区管理设想和收费意见。",
        summary="代表总体赞成分区管理，建议照顾赶集群众。",
        opinions=[
            ("吴建平", "赶集日应免费停放两小时", "build", "passed", ""),
            ("王桂花", "学校周边应设接送专用时段", "build", "passed", ""),
        ],
    )
    waiting_and_planned(scribe, common)
    deeds(
        scribe,
        [
            row
            for row in (
                ("方志强", 4, 10, "donation", "捐资2万元修缮村口凉亭。"),
                ("胡月娥", 6, 18, "help", "结对帮扶两名困难学生。"),
                ("杨国庆", 8, 27, "mediation", "调解邻里宅基地纠纷一起。"),
            )
            if scribe.this_year(row[1], row[2]) <= scribe.demo.today
        ],
        year,
    )
    ledgers.contacts(scribe, year, range(1, 13))
    sent = [
        (month, day, f"练溪镇人大{what}", by)
        for month, day, what, by in (
            (1, 14, "会前走访察民情", "c"), (2, 5, "部署全年主题活动", ""), (3, 9, "主题活动启动", "cs"),
            (4, 16, "代表捐资修凉亭", "c"), (5, 22, "主题走访日走深走实", "c"), (6, 11, "防汛备汛代表查", ""),
            (7, 20, "视察水库蓄水准备", "cs"), (8, 29, "调解有方代表来", ""), (9, 18, "联络站开放日人气旺", "c"),
            (10, 15, "调研农村养老服务", "c"), (11, 5, "停车办法听民意", ""), (12, 10, "代表述职选民评", ""),
        )
    ]  # fmt: skip
    ledgers.articles(scribe, year, sent)
    ledgers.cases(
        scribe,
        year,
        [("徐阿毛", 5, 12, "移民村的贴心人"), ("杨国庆", 9, 8, "小板凳上解纠纷")],
    )
    ledgers.messages(
        scribe,
        [
            (
                "陈根法",
                "五雷村村民",
                16,
                "五雷街改造后雨天还有一处积水，请代表看看。",
                "已到现场查看，转村镇建设办处理，一周内疏通。",
            ),
            ("林美凤", "茶农", 5, "今年茶园抗旱有没有补助？", ""),
            ("陈根法", "学生家长", 2, "放学时段街口能不能安排人疏导交通？", ""),
        ],
    )


def before_session(scribe: Scribe) -> None:
    """This year's group activities before the congress; those still ahead are planned."""
    for day, title, kind in (
        (12, "会前走访选民", "voter_visit"),
        (14, "会前征求意见", "collecting"),
    ):
        each_group(
            scribe,
            scribe.this_year(1, day),
            title,
            kind,
            is_pre_session=True,
            content="走访选民，收集建议选题，为大会召开作准备。",
        )


def waiting_and_planned(scribe: Scribe, common: dict) -> None:
    """Two activities not registered yet, three to come; opinions just written down."""
    today = scribe.demo.today
    scribe.activity(
        title="视察秋季森林防火",
        kind="site_visit",
        held_on=scribe.ago(19),
        place="镇政府门口",
        invited=scribe.some(18, "汪德明"),
        stops=[("青岭瞭望台", "public"), ("外坞村物资点", "village")],
        is_open=True,
        recorder=scribe.clerk.name,
        opinions=[("汪德明", "瞭望台通信信号弱，应增设中继", "law", "recorded", "")],
    )
    scribe.activity(
        title="第四季度选民接待周",
        kind="group",
        held_on=scribe.ago(3),
        place="各代表联络站",
        share=64,
        is_open=True,
        opinions=[
            ("林美凤", "接待日群众集中反映冬季用水，建议提前检修管网", "water", "recorded", ""),
            ("陈根法", "联络站应增配打印和视频设备", "gov", "recorded", ""),
        ],
        **common,
    )
    group = scribe.demo.shared["groups"][1]
    for days, fields in (
        (5, {"title": f"{group.name}冬季走访困难户", "kind": "voter_visit", "group": group}),
        (9, {"title": "视察民生实事项目完成情况", "kind": "site_visit", "levels": BOTH}),
        (20, {"title": "征求明年民生实事候选项目意见", "kind": "collecting"}),
    ):
        scribe.activity(held_on=today + days * DAY, place="政府三楼会议室", **fields)
