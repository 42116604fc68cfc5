"""The smaller township's few activities."""

from datetime import date

from activities.demo import ledgers
from activities.demo.build import DAY, Scribe
from activities.demo.year2025 import deeds, each_group


def load_small(scribe: Scribe) -> None:
    """Two years in outline; one activity waits, one is planned."""
    for year, month, day in ((2025, 1, 9), (2025, 6, 17), (2025, 10, 15)):
        each_group(
            scribe, date(year, month, day), "走访选民", "voter_visit", is_pre_session=month == 1
        )
    each_group(scribe, scribe.this_year(4, 14), "走访选民", "voter_visit")
    campaign = scribe.campaign(
        name="五水共治，代表在行动",
        topic="查河道、促整改",
        starts_on=date(2025, 5, 6),
        ends_on=date(2025, 11, 20),
        aim="组织代表巡河查问题，督促整改。",
        result="姚溪沿线问题基本整改到位。",
    )
    visit = scribe.activity(
        title="视察姚溪河道整治",
        kind="site_visit",
        campaign=campaign,
        held_on=date(2025, 6, 26),
        place="乡政府门口",
        content="沿姚溪察看河道保洁和排污口整治。",
        recorder=scribe.clerk.name,
        stops=[("姚埠村段", "water"), ("石门村段", "water", "有散排口一处")],
        heads={"cadre": 6},
        opinions=[("高彩云", "石门村段应铺设截污管", "water", "adopted", "已铺设300米。")],
    )
    scribe.demo.shared["campaigns"] = {"river": campaign}
    scribe.demo.shared["activities"] = {"river_visit": visit}
    deeds(scribe, [("高彩云", 7, 3, "cleanup", "带头拆除溪边鸭棚。")], 2025, campaign)
    for days, title, is_open in ((4, "视察秋季防火", True), (-8, "走访慰问困难群众", False)):
        scribe.activity(
            title=title,
            kind="site_visit" if is_open else "voter_visit",
            held_on=scribe.ago(days) if days > 0 else scribe.demo.today - days * DAY,
            place="乡政府门口",
            is_open=is_open,
        )
    ledgers.contacts(scribe, 2025, (3, 6, 9, 12))
    ledgers.contacts(scribe, scribe.demo.today.year, (2, 5, 8, 11))
    ledgers.articles(
        scribe,
        2025,
        [
            (1, 16, "姚埠乡代表走访选民", "c"),
            (4, 2, "姚埠乡人大学法", ""),
            (6, 30, "代表巡河查问题", "cs"),
            (9, 12, "建议办理看成效", ""),
            (11, 25, "姚溪水清了", "c"),
        ],
    )
    ledgers.cases(scribe, 2025, [("高彩云", 8, 19, "溪边的守护人")])
