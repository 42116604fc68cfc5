"""Reports to voters with their ratings, and honours."""

from datetime import date
from random import Random

from deputies.demo.learning import day_before
from deputies.models import Deputy, DutyReport, Honour
from renda.core.demo import Demo

CONTENT = (
    "报告一年来参加会议、视察和小组活动的情况，领衔和联名提出建议的办理结果，"
    "进站接待选民、帮助解决实际困难的情况，并说明下一步打算。"
)
COMMENTS = (
    "希望多到偏远自然村走访。",
    "希望继续盯紧村道硬化的进度。",
    "对饮用水改造的建议很好，希望早日办成。",
    "希望多宣传惠农政策。",
    "",
)
HONOURS = (
    ("2024年度县优秀乡镇人大代表", "县人大常委会", date(2025, 1, 8), "林美凤"),
    ("2024年度县优秀乡镇人大代表", "县人大常委会", date(2025, 1, 8), "徐阿毛"),
    ("优秀代表建议", "县人大常委会", date(2025, 3, 20), "陈根法"),
    ("“关心母亲河溪”活动先进个人", "镇人大主席团", date(2025, 12, 18), "陈根法"),
    ("“关心母亲河溪”活动先进个人", "镇人大主席团", date(2025, 12, 18), "胡月娥"),
    ("先进代表小组组长", "镇人大主席团", date(2025, 12, 18), "谢大海"),
    ("镇履职优秀代表", "镇人大主席团", date(2024, 12, 20), "王桂花"),
    ("镇履职优秀代表", "镇人大主席团", date(2024, 12, 20), "方志强"),
)


def load_answering(demo: Demo, chance: Random) -> None:
    """Each deputy reports once a term: a part of them each year."""
    people: list[Deputy] = demo.shared["deputies"]
    days = (
        [
            (date(2024, 11, 14), "集镇社区居民活动中心", people[40:46]),
            (date(2024, 11, 21), "白石畈村文化礼堂", people[46:52]),
            (date(2025, 6, 12), "五雷村文化礼堂", [people[0], *people[10:14]]),
            (date(2025, 9, 18), "石坑坪村文化礼堂", people[14:18]),
            (date(2025, 10, 23), "青岭村文化礼堂", people[18:22]),
            (date(2025, 11, 27), "集镇社区居民活动中心", people[22:25]),
            (day_before(demo, 60), "溪口村文化礼堂", people[25:30]),
        ]
        if demo.full
        else [
            (date(2025, 10, 16), "姚埠村文化礼堂", people[5:9]),
            (day_before(demo, 50), "石门村文化礼堂", people[9:11]),
        ]
    )
    reports = DutyReport.objects.bulk_create(
        report(demo, chance, on, place, deputy)
        for on, place, deputies in days
        for deputy in deputies
    )
    demo.record(demo.users["clerk"], "登记", reports, lambda report: report.held_on)
    if demo.full:
        by_name = demo.shared["by_name"]
        honours = Honour.objects.bulk_create(
            Honour(township=demo.township, name=name, by=by, on=on, deputy=by_name[who])
            for name, by, on, who in HONOURS
        )
        demo.record(demo.users["clerk"], "登记", honours, lambda honour: honour.on)


def report(demo: Demo, chance: Random, on: date, place: str, deputy: Deputy) -> DutyReport:
    """One report; its three ratings add up to the voters present."""
    voters = chance.randint(46, 82)
    dissatisfied = chance.randint(0, 2)
    basically = chance.randint(1, 8)
    return DutyReport(
        township=demo.township,
        deputy=deputy,
        held_on=on,
        place=place,
        voters_present=voters,
        content=CONTENT,
        satisfied=voters - basically - dissatisfied,
        basically_satisfied=basically,
        dissatisfied=dissatisfied,
        comments=chance.choice(COMMENTS),
    )
