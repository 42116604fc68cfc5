"""Checks about the chair and the vice chairs of the congress: how many, and from whom they are elected."""

from collections.abc import Sequence
from typing import Literal

from renda.core.law.check import Check, judge, refuse_negative
from renda.core.law.registry import default, rule

Role = Literal["chair", "vice_chair"]
_RULES = {"chair": "presidium.chair", "vice_chair": "presidium.vice_chairs"}


def chairs_number(role: Role, number: int) -> Check:
    """No more than one chair, and no more than two vice chairs, at a time (组织法 18)."""
    refuse_negative(number)
    law, most = rule(_RULES[role]), default(_RULES[role])
    sign = "≤" if number <= most else ">"
    computed = f"{number} {law.unit} {sign} {most} {law.unit}"
    return judge(law, number <= most, computed, f"多 {number - most} {law.unit}。")


def chairs_from_deputies(role: Role, outsiders: Sequence[str]) -> Check:
    """The chair and vice chairs are elected from the deputies; ``outsiders`` are candidates who are none (组织法 18)."""
    names = "、".join(outsiders)
    return judge(
        rule(_RULES[role]),
        not outsiders,
        f"{names}不是本级在任代表" if outsiders else "候选人都是本级在任代表",
        "主席、副主席从代表中选出：请核对姓名，或者更换候选人。",
        title="候选人资格",
        article=f"{rule(_RULES[role]).citation}：从代表中选出",
    )
