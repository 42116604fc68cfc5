"""What the demo's sessions, presidium meetings and rules say: invented, in official wording."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Report:
    """A report heard: its name, who gave it, the resolution on it and the votes it lacked."""

    title: str
    reporter: str
    resolution: str = ""
    abstain: int = 0
    against: int = 0


@dataclass(frozen=True)
class Race:
    """A post voted on: its seats and its candidates, with the votes each lacked."""

    kind: str
    seats: int
    candidates: tuple[tuple[str, int, int], ...]  # name, against, abstain


@dataclass(frozen=True)
class Plan:
    """One session of the demo."""

    no: int
    opens_on: date
    reports: tuple[Report, ...]
    races: tuple[Race, ...] = ()
    election: str = ""
    leave: int = 3
    absent: int = 1
    closes_on: date | None = None


GOV = "镇人民政府工作报告"
PRESIDIUM = "镇人大主席团工作报告"
FINANCE = "镇财政收支状况报告"


def on_report(title: str) -> str:
    """关于镇人民政府工作报告的决议."""
    return f"关于{title}的决议"


def annual(mayor: str, year: int, abstain: int = 0) -> tuple[Report, ...]:
    """The three reports of a session at the start of a year."""
    return (
        Report(GOV, mayor, on_report(GOV)),
        Report(PRESIDIUM, "沈国良", on_report(PRESIDIUM)),
        Report(FINANCE, "钱小凤", on_report(FINANCE), abstain=abstain),
    )


def middle(year: int, extra: tuple[Report, ...] = ()) -> tuple[Report, ...]:
    """The reports of a session in the middle of a year."""
    half = f"{year}年上半年镇人民政府工作报告"
    budget = f"{year}年上半年财政预算执行情况报告"
    return (
        Report(half, "陆海峰"),
        Report(budget, "钱小凤"),
        *extra,
    )


FINAL_2024 = "2024年财政决算报告"
FINAL_2025 = "2025年财政决算报告"

LIANXI = (
    Plan(
        1,
        date(2024, 1, 10),
        annual("裘建民", 2024, abstain=1),
        (
            Race("chair", 1, (("沈国良", 0, 1),)),
            Race("vice_chair", 1, (("徐阿毛", 1, 1), ("谢大海", 56, 2))),
            Race("mayor", 1, (("裘建民", 1, 0),)),
            Race(
                "deputy_mayor",
                3,
                (("方伟东", 2, 0), ("汪雪琴", 1, 2), ("施文斌", 2, 1), ("叶建新", 50, 4)),
            ),
        ),
        "regular",
        closes_on=date(2024, 1, 11),
    ),
    Plan(
        2,
        date(2025, 1, 21),
        annual("陆海峰", 2025, abstain=1),
        (
            Race("mayor", 1, (("陆海峰", 0, 0),)),
            Race("deputy_mayor", 2, (("汤晓琴", 0, 0), ("蒋文斌", 0, 0))),
        ),
        "by_election",
    ),
    Plan(
        3,
        date(2025, 7, 29),
        middle(2025, (Report(FINAL_2024, "钱小凤", "关于批准2024年财政决算的决议", abstain=2),)),
        leave=4,
        absent=0,
    ),
    Plan(4, date(2026, 1, 20), annual("陆海峰", 2026), leave=2, absent=1),
    Plan(
        5,
        date(2026, 7, 14),
        middle(2026, (Report(FINAL_2025, "钱小凤", "关于批准2025年财政决算的决议", against=1),)),
        leave=4,
        absent=1,
    ),
)

XIANG = {"镇人民政府": "乡人民政府", "镇人大": "乡人大", "镇财政": "乡财政"}


def small_annual() -> tuple[Report, ...]:
    """The three reports of 姚埠乡's session."""
    return (
        Report("乡人民政府工作报告", "邵建忠", "关于乡人民政府工作报告的决议"),
        Report("乡人大主席团工作报告", "俞卫国", "关于乡人大主席团工作报告的决议"),
        Report("乡财政收支状况报告", "胡春兰", "关于乡财政收支状况报告的决议", abstain=1),
    )


YAOBU = (
    Plan(
        1,
        date(2024, 1, 12),
        small_annual(),
        (
            Race("chair", 1, (("俞卫国", 0, 0),)),
            Race("mayor", 1, (("邵建忠", 0, 1),)),
            Race("deputy_mayor", 2, (("林振华", 1, 0), ("苏丽萍", 0, 1), ("吕庆丰", 40, 2))),
        ),
        "regular",
        leave=2,
        absent=0,
    ),
    Plan(2, date(2025, 1, 16), small_annual(), leave=2, absent=1),
    Plan(3, date(2026, 1, 15), small_annual(), leave=1, absent=0),
)

LIANXI_PRESIDIUM = (
    "沈国良", "徐阿毛", "陈根法", "林美凤", "谢大海", "汪德明", "吴建平", "洪建军", "邵祎",
)  # fmt: skip
YAOBU_PRESIDIUM = ("俞卫国", "祝根土", "高彩云", "葛明富", "熊志平", "秦玉莲", "欧阳萍")

# held on, topics: (title, reporter, decision)
MEETINGS = (
    (date(2024, 3, 14), (
        ("讨论2024年主席团工作要点和监督计划", "沈国良", "原则同意，印发各代表小组，并向镇人民政府通报。"),
        ("审议《练溪镇人大主席团议事规则》", "周玉兰", "通过，自印发之日起施行。"),
    )),
    (date(2024, 6, 13), (
        ("听取上半年重点建议督办情况汇报", "徐阿毛", "对进度慢的两件，由副主席徐阿毛跟踪督办。"),
    )),
    (date(2024, 9, 12), (
        ("研究代表工作调动后的资格终止事项", "周玉兰", "温建芳迁出本行政区域，其代表资格终止，予以公告。"),
        ("听取民生实事项目推进情况汇报", "方伟东", "由各代表小组分片跟踪，每月反馈一次。"),
    )),
    (date(2024, 12, 12), (
        ("决定召开第十四届人民代表大会第二次会议有关事项", "沈国良", "会议于2025年1月21日召开，会期1天。"),
        ("确定会前视察和走访选民安排", "周玉兰", "1月6日至10日由各代表小组组织实施。"),
    )),
    (date(2025, 1, 8), (
        ("审议第十四届人民代表大会第二次会议议程草案", "周玉兰", "同意提请预备会议通过。"),
        ("讨论补选办法草案和提名候选人事项", "沈国良", "提名陆海峰为镇长候选人，汤晓琴、蒋文斌为副镇长候选人，提请大会选举。"),
    )),
    (date(2025, 3, 18), (
        ("讨论2025年监督计划", "沈国良", "通过，印发全体代表并向社会公布。"),
        ("确定重点建议和交办工作安排", "周玉兰", "确定五雷街道路硬化及雨污管网改造的建议为重点建议，3月25日召开交办会。"),
        ("修订《练溪镇人大主席团议事规则》", "周玉兰", "通过，自2025年4月1日起施行。"),
        ("修订《练溪镇人大主席团工作职责》", "周玉兰", "通过，自2025年4月1日起施行。"),
    )),
    (date(2025, 6, 17), (
        ("部署“关心母亲河溪”主题活动", "沈国良", "7月启动，各代表小组分段负责。"),
        ("制定《主席团成员联系代表制度》", "周玉兰", "通过，自2025年7月1日起施行。"),
        ("制定《代表联系选民制度》", "周玉兰", "通过，自2025年7月1日起施行。"),
    )),
    (date(2025, 9, 11), (
        ("研究练溪沿线水污染问题清单", "徐阿毛", "14个问题交镇人民政府限期整改，逐项销号。"),
        ("修订《代表议案、建议办理办法》", "周玉兰", "通过，自2025年10月1日起施行。"),
    )),
    (date(2025, 12, 11), (
        ("听取水污染问题整改情况汇报", "汤晓琴", "整改到位的予以销号，其余跟踪到底。"),
        ("决定召开第十四届人民代表大会第四次会议有关事项", "沈国良", "会议于2026年1月20日召开，会期1天。"),
    )),
    (date(2026, 3, 10), (
        ("讨论2026年监督计划", "沈国良", "通过，印发全体代表并向社会公布。"),
        ("制定《代表履职档案管理办法》", "周玉兰", "通过，自2026年4月1日起施行。"),
    )),
    (date(2026, 6, 9), (
        ("决定召开第十四届人民代表大会第五次会议有关事项", "沈国良", "会议于2026年7月14日召开，会期1天。"),
        ("听取代表建议办理情况中期汇报", "吴秀英", "对临近期限的承办单位逐件提醒。"),
    )),
    (date(2026, 9, 15), (
        ("听取民生实事项目推进情况汇报", "蒋文斌", "由各代表小组分片跟踪，年底组织满意度测评。"),
        ("研究第三季度问题清单销号情况", "徐阿毛", "到期未销号的由主席团约见责任单位负责人。"),
    )),
)  # fmt: skip

SMALL_MEETINGS = (
    (date(2024, 12, 19), (("决定召开乡十四届人大二次会议有关事项", "俞卫国", "会议于2025年1月16日召开。"),)),
    (date(2025, 3, 20), (("讨论2025年监督计划", "俞卫国", "通过。"),)),
    (date(2025, 6, 26), (("听取上半年建议办理情况汇报", "金月芳", "逐件跟踪，确保按期答复。"),)),
    (date(2025, 9, 25), (("研究代表联络站接待选民安排", "祝根土", "每月8日、18日固定接待。"),)),
    (date(2025, 12, 18), (("决定召开乡十四届人大三次会议有关事项", "俞卫国", "会议于2026年1月15日召开。"),)),
    (date(2026, 3, 19), (("讨论2026年监督计划", "俞卫国", "通过。"),)),
    (date(2026, 6, 18), (("听取上半年建议办理情况汇报", "金月芳", "逐件跟踪，确保按期答复。"),)),
)  # fmt: skip

# name, category, versions: (kind, adopted on, in force from)
RULES = (
    ("主席团议事规则", "procedure", (
        ("new", date(2024, 3, 14), date(2024, 3, 14)),
        ("revised", date(2025, 3, 18), date(2025, 4, 1)),
    )),
    ("主席团工作职责", "duty", (
        ("new", date(2019, 3, 12), date(2019, 3, 12)),
        ("revised", date(2025, 3, 18), date(2025, 4, 1)),
    )),
    ("主席团成员联系代表制度", "contact", (("new", date(2025, 6, 17), date(2025, 7, 1)),)),
    ("代表联系选民制度", "contact", (("new", date(2025, 6, 17), date(2025, 7, 1)),)),
    ("议案建议办理办法", "suggestion", (
        ("new", date(2020, 4, 9), date(2020, 5, 1)),
        ("revised", date(2025, 9, 11), date(2025, 10, 1)),
    )),
    ("代表履职档案管理办法", "deputy", (("new", date(2026, 3, 10), date(2026, 4, 1)),)),
)  # fmt: skip

SMALL_RULES = (
    ("主席团议事规则", "procedure", (("new", date(2024, 3, 21), date(2024, 3, 21)),)),
    ("代表联系选民制度", "contact", (("new", date(2025, 6, 26), date(2025, 7, 1)),)),
)

RULE_TEXTS = {
    "主席团议事规则": "一、主席团会议至少每三个月举行一次，由主席召集并主持。\n二、主席团会议有全体成员过半数出席，始得举行；决定事项由全体成员的过半数通过。\n三、会议议题由主席提出，会前三日送达成员。\n四、会议形成纪要，由主席签发。",
    "主席团工作职责": "一、召集并主持人民代表大会会议。\n二、闭会期间安排代表听取专项工作报告、开展视察和调研。\n三、交办、督办代表建议、批评和意见。\n四、向人民代表大会报告工作，接受监督。",
    "主席团成员联系代表制度": "一、主席团成员每人固定联系代表六至八名。\n二、每季度至少走访或者约谈所联系代表一次，听取意见。\n三、联系情况记入履职档案，每年通报一次。",
    "代表联系选民制度": "一、代表每人固定联系选民十户以上。\n二、代表每季度至少进站接待选民一次，接待日向社会公布。\n三、选民意见由代表登记，能当场答复的当场答复，需要办理的转交处理并反馈。",
    "议案建议办理办法": "一、代表提出的议案、建议由主席团登记、审查，会议期间提出的会后一个月内交办。\n二、承办单位自交办之日起三个月内答复代表；涉及面广、难度较大的，经主席团同意，不超过六个月。\n三、承办单位办理前、办理中、答复前应当与代表联系。\n四、代表对办理结果不满意的，承办单位重新办理，一个月内再次答复。",
    "代表履职档案管理办法": "一、履职档案一人一档，由人大办负责管理。\n二、代表参加会议、视察、学习、联系选民、提出建议等情况据实记录。\n三、档案每年向代表本人反馈，向选民公布。",
}
