"""What the county compares of its townships' motions and suggestions."""

from renda.core.comparing import card, chart, compare

compare("motions.received", "建议", overview=30, motions=10)
compare("motions.bills", "议案", motions=20)
compare("motions.assigned", "已交办", motions=30)
compare("motions.reply_rate", "答复率 %", overview=40, motions=40)
compare("motions.on_time_rate", "按期 %", overview=50, motions=50)
compare("motions.contact_rate", "面商率 %", motions=60)
compare("motions.class_a_rate", "解决率 %", motions=70)
compare("motions.solved_rate", "办成率 %", motions=80)
compare("motions.satisfaction_rate", "满意 %", overview=60, motions=90)
compare("motions.published_rate", "公开率 %", motions=100)
compare("motions.overdue", "逾期", is_alarm=True, overview=100, motions=110)
card("motions.received", "议案建议", order=20)
card("motions.reply_rate", "答复率", order=30)
card("motions.on_time_rate", "按期答复率", order=40)
card("motions.overdue", "逾期", order=60)
chart("motions.reply_rate", "答复率（%）", "各乡镇答复率", order=10)
