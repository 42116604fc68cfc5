"""A session's sittings, and who came to them."""

from datetime import datetime, timedelta
from random import Random

from deputies.models import Roll, RollEntry
from renda.core.demo import Demo
from sessions_app.demo.moments import moment
from sessions_app.demo.texts import Plan
from sessions_app.models import (
    Session,
    Sitting,
)
from sessions_app.services import hold_sitting

LEAVES = ("病假", "公出", "公出", "外出就医")


class Away:
    """Who could not come to one session; the presidium always does."""

    def __init__(self, demo: Demo, chance: Random, plan: Plan) -> None:
        always = {d.pk for d in demo.shared["presidium"]}
        free = [d.pk for d in demo.shared["deputies"] if d.pk not in always]
        chosen = chance.sample(free, plan.leave + plan.absent)
        self.leave = dict(zip(chosen[: plan.leave], LEAVES * 3, strict=False))
        self.absent = set(chosen[plan.leave :])


def load_sittings(demo: Demo, chance: Random, session: Session, away: Away) -> dict[str, Sitting]:
    """预备会议, two plenary sittings around the groups' review, and the presidium's."""
    day, last = session.opens_on, session.closes_on
    chaired = demo.users["chair"].name
    rows = {
        "preparatory": ("preparatory", 1, moment(day, 8, 30), "通过会议议程，选举主席团和秘书长"),
        "first": ("plenary", 1, moment(day, 9), "听取各项报告"),
        "group": ("group", 1, moment(day, 10), "分团审议各项报告"),
        "presidium": ("presidium", 1, moment(day, 10, 20), "听取各代表团审议情况汇报"),
        "second": ("plenary", 2, moment(last, 10, 30), "选举，表决各项决议"),
    }
    found = {}
    for key, (kind, no, at, content) in rows.items():
        sitting = Sitting(
            session=session, kind=kind, no=no, starts_at=at, content=content, chaired_by=chaired
        )
        found[key] = hold_sitting(sitting=sitting)
        sign_in(demo, chance, found[key].roll, at, away)
    demo.record(demo.users["clerk"], "登记", found.values(), session.papers_on)
    return found


def sign_in(demo: Demo, chance: Random, roll: Roll, at: datetime, away: Away) -> None:
    """They come in waves in the half hour before, but for those who are away; the roll is closed."""
    entries = RollEntry.objects.filter(roll=roll)
    approved_by = demo.users["chair"].name
    for pk, reason in away.leave.items():
        entries.filter(deputy=pk).update(
            state=RollEntry.State.ON_LEAVE, reason=reason, approved_by=approved_by
        )
    entries.filter(deputy__in=away.absent).update(state=RollEntry.State.ABSENT)
    coming = list(
        entries.filter(state=RollEntry.State.EXPECTED).values_list("pk", flat=True).order_by("pk")
    )
    chance.shuffle(coming)
    waves = 8
    for wave in range(waves):
        entries.filter(pk__in=coming[wave::waves]).update(
            state=RollEntry.State.PRESENT,
            at=at - timedelta(minutes=4 * wave + chance.randint(2, 5)),
            way=RollEntry.Way.CLERK if wave < 2 else RollEntry.Way.SCAN,
        )
    Roll.objects.filter(pk=roll.pk).update(is_closed=True)
