"""Where motions stand in the menu."""

from motions.permissions import reads_register
from renda.core.menu import menu, tab
from renda.core.permissions import is_deputy

import rules  # isort: skip

rules.add_perm("motions.menu_register", reads_register & ~is_deputy)
rules.add_perm("motions.menu_all", is_deputy)

GROUP = "议案建议"

PARTS = [f"motions:{part}_list" for part in ("contact", "note", "followup", "repeat")]

menu(
    GROUP, "登记簿", "motions:motion_list", perm="motions.menu_register", order=10,
    also=("motions:unsigned", "motions:objection_list", "motions:extension_list",
        "motions:twice_refused", *PARTS),
)  # fmt: skip
menu(GROUP, "办理看板", "motions:board", perm="motions.view_board", order=8)
menu(
    GROUP, "交办会", "motions:meeting_list", perm="motions.list_assignmentmeeting", order=20,
    also=("motions:assign",),
)  # fmt: skip
menu(
    GROUP, "重点督办", "motions:motion_list", perm="motions.menu_register",
    query={"tab": "key"}, order=30,
)  # fmt: skip
menu(
    GROUP, "催办、督办", "motions:reminder_list", perm="motions.list_reminder", order=35,
    also=("motions:order_detail",),
)  # fmt: skip
menu(GROUP, "承诺事项", "motions:commitment_list", perm="motions.list_commitment", order=40)
menu(GROUP, "办理统计", "motions:statistics", perm="motions.view_statistics", order=50)
menu(
    GROUP, "办理情况报告", "motions:handlingreport_list", perm="motions.list_handlingreport",
    icon="journal-text", order=55,
)  # fmt: skip

menu(
    GROUP, "办理公开", "motions:publication_list", perm="motions.list_publication", order=60,
    also=("motions:publication_create",),
)  # fmt: skip

menu(GROUP, "提建议", "motions:submit", perm="motions.submit_own", icon="pencil", order=5)
menu(GROUP, "我的建议", "motions:mine", perm="motions.menu_all", order=6)
menu(GROUP, "全部建议", "motions:motion_list", perm="motions.menu_all", icon="list-ul", order=7)

tab("提建议", "motions:submit", perm="motions.submit_own", icon="pencil-square", order=5)
tab("待办", "motions:todo", perm="motions.submit_own", icon="check2-square", order=10)
