"""What the county compares of its townships' supervision."""

from renda.core.comparing import card, chart, compare

compare("supervision.inspections", "督查视察", supervision=10)
compare("supervision.opinions", "意见建议", supervision=20)
compare("supervision.opinions_rate", "反馈率 %", supervision=30)
compare("supervision.findings", "问题", overview=70, supervision=40)
compare("supervision.findings_handed", "已交办", supervision=50)
compare("supervision.findings_closed", "销号", overview=80, supervision=60)
compare("supervision.closed_rate", "销号率 %", supervision=70)
compare("supervision.appraisals", "工作评议", supervision=80)
compare("supervision.projects", "民生实事", supervision=90)
compare("supervision.projects_rate", "完成率 %", supervision=100)
compare("supervision.findings_overdue", "逾期未整改", is_alarm=True, supervision=110)
card("supervision.closed_rate", "问题销号率", order=50)
chart(
    "supervision.closed_rate",
    "问题：已销号与未销号（个）",
    "各乡镇已交办问题，已销号的和未销号的",
    parts=("已销号", "未销号"),
    order=20,
)
