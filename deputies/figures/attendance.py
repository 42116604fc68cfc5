"""Who came to what deputies were called to."""

from django.db.models import QuerySet

from deputies.figures.shared import GROUP
from deputies.models import RollEntry
from renda.core.figures import Period, count, rate


def _marked(period: Period) -> QuerySet[RollEntry]:
    """Lines of deputies on the year's rolls that say who came and who did not."""
    held = RollEntry.objects.of_deputies().held_between(*period.days)
    return held.exclude(state=RollEntry.State.EXPECTED)


@count("deputies.roll_expected", label="会议活动应到", unit="人次", group=GROUP, on="roll__on",
       law="deputy.record")  # fmt: skip
def roll_expected(period: Period) -> QuerySet[RollEntry]:
    """期内各类会议、学习和活动签到册上已记到会情况的代表，一人应到一次计一人次；未签到也未截止的和列席人员不计。"""
    return _marked(period)


@count("deputies.roll_present", label="会议活动实到", unit="人次", group=GROUP, on="roll__on",
       law="deputy.record")  # fmt: skip
def roll_present(period: Period) -> QuerySet[RollEntry]:
    """“会议活动应到”中到会情况为出席的，一人参加一次计一人次。"""
    return _marked(period).present()


@count("deputies.roll_on_leave", label="会议活动请假", unit="人次", group=GROUP, on="roll__on",
       law="deputy.record")  # fmt: skip
def roll_on_leave(period: Period) -> QuerySet[RollEntry]:
    """“会议活动应到”中到会情况为请假的，一人请假一次计一人次。"""
    return _marked(period).filter(state=RollEntry.State.ON_LEAVE)


@count("deputies.roll_absent", label="会议活动缺席", unit="人次", group=GROUP, on="roll__on",
       law="deputy.record")  # fmt: skip
def roll_absent(period: Period) -> QuerySet[RollEntry]:
    """“会议活动应到”中没有请假而未到会的，一人缺席一次计一人次。"""
    return _marked(period).filter(state=RollEntry.State.ABSENT)


rate(
    "deputies.attendance_rate",
    label="代表出勤率",
    group=GROUP,
    numerator="deputies.roll_present",
    denominator="deputies.roll_expected",
    definition="期内各类会议、学习和活动，实到人次 ÷ 应到人次 × 100%，四舍五入保留一位小数。",
    law="deputy.record",
)
