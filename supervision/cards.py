"""What 镇政府办 sees on its 工作台 of what the presidium watches: findings handed over, and the year's goals."""

import rules

from renda.core.figures import Measured
from renda.core.permissions import is_gov_office
from renda.core.workbench import card

GOVERNMENT = "supervision.view_government_cards"

rules.add_perm(GOVERNMENT, is_gov_office)


def _share(word: str, rate: Measured) -> str:
    return f"{word} {rate.text}" if rate.value is not None else "还没有"


card(
    "supervision.findings_handed",
    label="交办整改",
    beside=("supervision.closed_rate",),
    note=lambda rate: _share("销号率", rate),
    perm=GOVERNMENT,
    opens="supervision:finding_table?year={year}&tab=handed",
)
card(
    "supervision.targets",
    label="目标任务",
    beside=("supervision.targets_rate",),
    note=lambda rate: _share("完成率", rate),
    perm=GOVERNMENT,
    opens="supervision:target_list?year={year}",
)
