"""What 镇政府办 sees of the cases on its 工作台: no figures of the congress, but what was handed on to the government."""

import rules

from renda.core.permissions import is_gov_office
from renda.core.workbench import card, chart

GOVERNMENT = "motions.view_government_cards"
STATISTICS = "motions:statistics?year={year}"

rules.add_perm(GOVERNMENT, is_gov_office)

card(
    "motions.assigned",
    label="已交办",
    beside=("motions.replied", "motions.key"),
    note=lambda done, key: f"已答复 {done.text} 件，重点 {key.text} 件",
    perm=GOVERNMENT,
    opens="motions:motion_list?accepted={year}&tally=assigned",
)
card(
    "motions.reply_rate",
    label="答复率",
    beside=("motions.replied", "motions.assigned"),
    note=lambda done, base: f"已答复 {done.text} ÷ 已交办 {base.text}",
    perm=GOVERNMENT,
    opens=STATISTICS,
)
card(
    "motions.satisfaction_rate",
    label="满意率",
    beside=("motions.satisfied", "motions.rated"),
    note=lambda good, base: f"满意 {good.text} ÷ 已评价 {base.text}",
    perm=GOVERNMENT,
    opens=STATISTICS,
)
chart(
    "motions.assigned",
    title="各单位承办",
    by="main_unit__short_name",
    done="motions.replied",
    rest="还没有答复",
    perm=GOVERNMENT,
    opens=STATISTICS,
)
