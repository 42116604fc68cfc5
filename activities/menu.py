"""The pages of the groups 活动 and 宣传制度."""

from renda.core.menu import menu

ACTIVITIES = (
    ("代表活动", "activity"),
    ("走访接待", "votercontact"),
    ("主题活动", "campaign"),
    ("征求意见会", "consultation"),
    ("意见建议", "opinion"),
    ("代表事例", "deed"),
)
for order, (label, thing) in enumerate(ACTIVITIES):
    menu("活动", label, f"activities:{thing}_list", perm="activities.use", order=order)
menu(
    "活动",
    "群众留言",
    "activities:publicmessage_list",
    perm="activities.list_publicmessage",
    order=len(ACTIVITIES),
)
menu("宣传制度", "宣传信息", "activities:article_list", perm="activities.use", order=0)
menu("宣传制度", "履职案例", "activities:dutycase_list", perm="activities.use", order=20)
