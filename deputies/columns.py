"""How this app's rows look where a figure opens them."""

from deputies.models import (
    Constituency,
    Deputy,
    DeputyGroup,
    DutyReport,
    Fund,
    Honour,
    LiaisonStation,
    Mandate,
    Receipt,
    RollEntry,
    StudyMaterial,
    Training,
)
from renda.core.columns import Column, show

show(
    Deputy,
    Column("姓名", "name", css="nowrap", link=True),
    Column("性别", "get_gender_display"),
    Column("出生年月", lambda d: f"{d.born_on:%Y-%m}", css="date"),
    Column("政治面貌", "get_party_display", css="nowrap"),
    Column("代表小组", "group", css="nowrap"),
    Column("工作单位及职务", "workplace"),
    related=("group",),
)
show(
    Constituency,
    Column("选区号", "number", css="num"),
    Column("选区", "name", link=True),
    Column("名额", "seats", css="num"),
    Column("实有", lambda place: getattr(place, "people", ""), css="num"),
    Column("缺额", lambda place: getattr(place, "vacant", ""), css="num"),
)
show(
    Mandate,
    Column("代表", "deputy.name", css="nowrap", link=True),
    Column("级别", "get_level_display"),
    Column("届次", "term", css="nowrap"),
    Column("选区", "constituency"),
    Column("当选日期", "from_on", css="date"),
    Column("终止日期", "until_on", css="date"),
    Column("终止原因", "get_end_reason_display"),
    related=("deputy", "term", "constituency"),
)
show(
    Fund,
    Column("年度", "year", css="num"),
    Column("类别", "get_kind_display", link=True),
    Column("预算（元）", "budget", css="num"),
    Column("支出（元）", "spent", css="num"),
    Column("执行率", "rate", css="num"),
)
show(
    DeputyGroup,
    Column("小组名称", "name", link=True),
    Column("组长", "leader", css="nowrap"),
    Column("片区", "area"),
    related=("leader",),
)
show(
    LiaisonStation,
    Column("联络站", "name", link=True),
    Column("地址", "address"),
    Column("接待日", "reception_day"),
)
show(
    Training,
    Column("主题", "title", css="title", link=True),
    Column("类别", "get_kind_display", css="nowrap"),
    Column("日期", "held_on", css="date"),
    Column("地点", "place"),
    Column("主讲", "lecturer"),
)
show(
    RollEntry,
    Column("代表", "deputy", css="nowrap"),
    Column("事项", "roll.title", css="title", link=True),
    Column("日期", "roll.on", css="date"),
    Column("到会", "get_state_display", pill=True),
    Column("请假事由", "reason"),
    related=("deputy", "roll"),
)
show(
    StudyMaterial,
    Column("名称", "title", css="title", link=True),
    Column("类别", "get_kind_display", css="nowrap"),
    Column("发文机关", "issuer"),
    Column("文号", "number", css="nowrap"),
    Column("发放日期", "issued_on", css="date"),
)
show(
    Receipt,
    Column("代表", "deputy", css="nowrap"),
    Column("资料", "material.title", css="title", link=True),
    Column("发放日期", "material.issued_on", css="date"),
    Column("阅读时间", "read_at", css="date"),
    related=("deputy", "material"),
)
show(
    DutyReport,
    Column("代表", "deputy.name", css="nowrap", link=True),
    Column("日期", "held_on", css="date"),
    Column("地点", "place"),
    Column("到会选民", "voters_present", css="num"),
    Column("满意", "satisfied", css="num"),
    Column("基本满意", "basically_satisfied", css="num"),
    Column("不满意", "dissatisfied", css="num"),
    related=("deputy",),
)
show(
    Honour,
    Column("荣誉", "name", css="title", link=True),
    Column("代表", "deputy.name", css="nowrap"),
    Column("授予单位", "by"),
    Column("日期", "on", css="date"),
    related=("deputy",),
)
