"""Trainings with their rolls, and the papers passed on to every deputy."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from deputies.demo.texts import MATERIALS, SMALL_MATERIALS, SMALL_TRAININGS, TRAININGS
from deputies.models import Deputy, Receipt, StudyMaterial, Training
from deputies.services import close_roll, give_material, hold_training, mark
from renda.core.demo import Demo

LEAVES = ("病假", "外出务工", "公出", "家中有事")


@dataclass(frozen=True)
class Coming:
    """Who comes: the share of a hundred present, and of the rest on leave."""

    present: int = 93
    leave: int = 70


def load_learning(demo: Demo, chance: Random) -> None:
    """Every training and paper up to today; leaves ``trainings`` and ``materials`` in the order of their days."""
    trainings = [
        training(demo, chance, row) for row in (TRAININGS if demo.full else SMALL_TRAININGS)
    ]
    trainings += [training(demo, chance, row) for row in this_year(demo)]
    demo.shared["trainings"] = trainings
    rows = [*(MATERIALS if demo.full else SMALL_MATERIALS), *papers_this_year(demo)]
    demo.shared["materials"] = [material(demo, chance, row) for row in rows if row[4] <= demo.today]


def day_before(demo: Demo, days: int) -> date:
    """So many days ago, but never before this year's second week."""
    return max(date(demo.today.year, 1, 9), demo.today - timedelta(days=days))


def this_year(demo: Demo) -> list[tuple]:
    """This year's trainings: held, held but not closed, and planned."""
    law = (
        "political",
        "学习县委全会精神暨人大工作要点",
        day_before(demo, 170),
        "镇文化礼堂",
        "沈国良" if demo.full else "俞卫国",
        4,
        "学习县委全会精神和年度人大工作要点，明确代表全年履职任务。",
        "各组代表围绕年度重点工作交流发言。",
    )
    recent = (
        "special",
        "建议办理“回头看”暨代表建议质量提升培训",
        day_before(demo, 4),
        "镇政府三楼会议室",
        "县人大常委会代表工委",
        3,
        "讲解建议选题、调查研究和文本规范，点评近两年代表建议。",
        "",
    )
    planned = (
        "law",
        "学习《监督法》《地方组织法》专题辅导",
        demo.today + timedelta(days=9),
        "镇文化礼堂",
        "县人大常委会法工委",
        3,
        "围绕乡镇人大主席团的监督职权和程序作专题辅导。",
        "",
    )
    return [law, recent, planned] if demo.full else [law, planned]


def training(demo: Demo, chance: Random, row: tuple) -> Training:
    """One training as the clerk would have written it down; past ones signed, older ones closed."""
    kind, title, on, place, lecturer, hours, content, discussion = row
    clerk = demo.users["clerk"]
    held = Training(
        kind=kind,
        title=title,
        held_on=on,
        place=place if demo.full else place.replace("镇", "乡"),
        lecturer=lecturer,
        hours=hours,
        content=content,
        discussion=discussion,
    )
    hold_training(training=held)
    demo.record(clerk, "登记", [held], min(on, demo.today) - timedelta(days=5))
    if on > demo.today:
        return held
    is_open = demo.today - timedelta(days=7) < on <= demo.today
    with demo.on(on):
        sign(demo, chance, held, Coming(80, 40) if is_open else Coming())
        if not is_open:
            close_roll(roll=held.roll, by=clerk)
    return held


def sign(demo: Demo, chance: Random, held: Training, coming: Coming) -> None:
    """Most come, some ask leave, the others stay unsigned."""
    clerk = demo.users["clerk"]
    people = list(Deputy.objects.filter(roll_entries__roll=held.roll))
    leader = demo.users["deputy"].pk
    there = [p for p in people if p.user_id == leader or chance.randrange(100) < coming.present]
    away = [p for p in people if p not in there and chance.randrange(100) < coming.leave]
    begin = timezone.make_aware(datetime.combine(held.held_on, time(8, 30)))
    half = len(there) * 2 // 3
    mark(roll=held.roll, deputies=there[:half], state="present", by=clerk, at=begin, way="scan")
    mark(roll=held.roll, deputies=there[half:], state="present", by=clerk, at=begin, way="clerk")
    for reason in LEAVES:
        asked = [p for p in away if chance.choice(LEAVES) == reason] if reason != LEAVES[0] else []
        away = [p for p in away if p not in asked]
        if asked:
            leave(demo, held, asked, reason)
    if away:
        leave(demo, held, away, LEAVES[0])


def leave(demo: Demo, held: Training, people: list[Deputy], reason: str) -> None:
    """Leave granted by the chair."""
    chair = demo.users["chair"]
    mark(
        roll=held.roll,
        deputies=people,
        state="on_leave",
        by=demo.users["clerk"],
        reason=reason,
        approved_by=chair.name,
    )


def papers_this_year(demo: Demo) -> list[tuple]:
    """This year's papers: one long read, one just given out."""
    year = demo.today.year
    return [
        (
            "superior",
            f"县人大常委会{year}年工作要点",
            "县人大常委会",
            f"溪人大〔{year}〕6号",
            day_before(demo, 180),
            "部署全县人大年度重点工作和代表主题活动。",
            92,
        ),
        (
            "superior",
            "关于做好代表联络站“季季有主题”活动的通知",
            "县人大常委会代表工委",
            f"溪人大代工〔{year}〕11号",
            day_before(demo, 12),
            "明确第四季度进站活动主题、频次和台账要求。",
            45,
        ),
        (
            "study",
            "代表建议范例选编",
            "县人大常委会代表工委",
            "",
            day_before(demo, 3),
            "选编近三年优秀代表建议二十篇，附点评。",
            20,
        ),
    ]


def material(demo: Demo, chance: Random, row: tuple) -> StudyMaterial:
    """One paper given to everybody in office; so many in a hundred have read it."""
    kind, title, issuer, number, on, summary, share = row
    paper = StudyMaterial(
        kind=kind, title=title, issuer=issuer, number=number, issued_on=on, summary=summary
    )
    give_material(material=paper, tell=share <= 60)
    demo.record(demo.users["clerk"], "登记", [paper], on)
    given = timezone.make_aware(datetime.combine(on, time(9)))
    accounts = {user.pk for user in demo.users.values()}
    receipts = list(Receipt.objects.filter(material=paper).select_related("deputy"))
    for receipt in receipts:
        mine = receipt.deputy.user_id in accounts
        if share > 60 if mine else chance.randrange(100) < share:
            receipt.read_at = given + timedelta(
                days=chance.randint(0, min(4, (demo.today - on).days)),
                minutes=chance.randint(5, 11 * 60),
            )
    Receipt.objects.bulk_update([r for r in receipts if r.read_at], ["read_at"])
    return paper
