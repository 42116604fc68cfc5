"""Where this app stands in the side menu."""

from renda.core.menu import menu

OFFICE = "deputies.keep_register"

menu("代表", "代表名册", "deputies:deputy_list", perm=OFFICE, also=["deputies:honour_list"])
menu("代表", "履职档案", "deputies:record_list", perm=OFFICE, icon="journal-check", order=10)
menu(
    "代表",
    "代表小组、联络站",
    "deputies:group_list",
    perm=OFFICE,
    order=20,
    also=["deputies:station_list", "deputies:constituency_list"],
)
menu(
    "代表",
    "学习培训",
    "deputies:training_list",
    perm=OFFICE,
    order=30,
    also=["deputies:material_list"],
)
menu("代表", "代表述职", "deputies:duty_report_list", perm=OFFICE, order=40)
menu("代表", "履职经费", "deputies:fund_list", perm=OFFICE, order=45)
menu("代表", "签到册", "deputies:roll_list", perm=OFFICE, order=50)
menu(
    "代表",
    "履职档案",
    "deputies:my_record",
    perm="deputies.view_own_duty_record",
    icon="journal-check",
    order=60,
)
