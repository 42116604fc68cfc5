"""The village elections of 2025: twelve villages, every step watched by presidium members."""

from datetime import date, timedelta
from random import Random

from deputies.models import Deputy
from renda.core.demo import Demo
from sessions_app.models import PresidiumMember
from supervision.models import ElectionVillage, VillageElectionWatch

W = VillageElectionWatch
VILLAGES = (
    "石坑坪村", "五雷村", "大茂坑村", "路堰村", "上练村", "下练村",
    "桥头村", "溪口村", "枫树底村", "樟坞村", "金竹坪村", "白石畈村",
)  # fmt: skip
SMALL_VILLAGES = ("姚埠村", "石门村")
STEPS = (
    (W.Step.COMMITTEE, date(2025, 10, 20)),
    (W.Step.PUBLICITY, date(2025, 10, 28)),
    (W.Step.REGISTRATION, date(2025, 11, 6)),
    (W.Step.EXCHANGE, date(2025, 11, 13)),
    (W.Step.NOMINATION, date(2025, 11, 20)),
    (W.Step.VOTING, date(2025, 12, 6)),
    (W.Step.HANDOVER, date(2025, 12, 16)),
)
MENDED = {
    (1, W.Step.REGISTRATION): "外出务工选民3人漏登，当场补登并重新公示。",
    (5, W.Step.NOMINATION): "提名票箱未当众启封，经指出后重新验封。",
    (9, W.Step.VOTING): "委托投票书缺村选委会签字，当场补办。",
}


def presidium(demo: Demo) -> list[Deputy]:
    """The presidium's members, in order."""
    if "presidium" in demo.shared:
        return demo.shared["presidium"]
    members = PresidiumMember.objects.on(date(2025, 10, 20)).select_related("deputy")
    return [member.deputy for member in members]


def load_watch(demo: Demo, chance: Random) -> None:
    """One member a village; each step's watch, with what was mended, recommended and exchanged."""
    members = presidium(demo)
    names = VILLAGES if demo.full else SMALL_VILLAGES
    villages = ElectionVillage.objects.bulk_create(
        ElectionVillage(
            township=demo.township,
            year=2025,
            name=name,
            team_leader=("汤晓琴", "蒋文斌", "陆海峰")[place % 3] if demo.full else "",
            observer=members[place % len(members)],
            elected_on=date(2025, 12, 6) + timedelta(days=place % 2),
            result=f"选举产生村民委员会主任1名、委员{2 + place % 3}名，参选率{91 + place % 7}%",
        )
        for place, name in enumerate(names)
    )
    rows = [
        watch(chance, village, place, step, on)
        for place, village in enumerate(villages)
        for step, on in STEPS
    ]
    W.objects.bulk_create(rows)
    clerk = demo.users["clerk"]
    demo.record(clerk, "登记", villages, STEPS[0][1])
    demo.record(clerk, "登记", rows, lambda seen: seen.on)


def watch(chance: Random, village: ElectionVillage, place: int, step: str, on: date) -> W:
    """What one member saw at one step."""
    mended = MENDED.get((place, step), "")
    row = W(
        township=village.township,
        village=village,
        step=step,
        observer=village.observer,
        on=village.elected_on if step == W.Step.VOTING else on + timedelta(days=place % 3),
        verdict=W.Verdict.MENDED if mended else W.Verdict.GOOD,
        finding=mended or "程序符合规定，秩序良好。",
    )
    if step == W.Step.NOMINATION:
        row.recommended = chance.randint(2, 4)
    if step == W.Step.EXCHANGE:
        row.note = (
            "召集本村代表酝酿人选，向党委推荐；投票前与党委、政府就候选人资格和选情交换意见。"
        )
    return row
