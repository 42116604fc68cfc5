"""What rows of this app show in the drill-down of a figure and in related tables."""

from activities.models import (
    Activity,
    Adoption,
    Article,
    Campaign,
    Consultation,
    Deed,
    DutyCase,
    HeadCount,
    Opinion,
    Stop,
    VoterContact,
)
from renda.core.columns import Column, show


def days(event: Activity | Campaign) -> str:
    """2025-01-08, or 2025-01-08 至 2025-01-10."""
    first, last = (
        (event.starts_on, event.ends_on)
        if isinstance(event, Campaign)
        else (event.held_on, event.until_on)
    )
    return f"{first} 至 {last}" if last and last != first else f"{first}"


show(
    Campaign,
    Column("主题活动", "name", css="title", link=True),
    Column("活动主题", "topic"),
    Column("时间", days, css="nowrap"),
    Column("上级任务按期完成", lambda c: c.is_task_done if c.task else None),
)
show(
    Activity,
    Column("日期", days, css="nowrap"),
    Column("活动主题", "title", css="title", link=True),
    Column("类型", "get_kind_display", css="nowrap"),
    Column("代表小组", "group.name", css="nowrap"),
    Column("主题活动", "campaign.name"),
    related=("group", "campaign"),
)
show(
    Stop,
    Column("点位", "name", css="title", link=True),
    Column("类别", "get_kind_display", css="nowrap"),
    Column("重点工程级别", "get_project_display", css="nowrap"),
    Column("活动", "activity.title"),
    Column("日期", "activity.held_on", css="date"),
    related=("activity",),
)
show(
    HeadCount,
    Column("活动", "activity.title", css="title", link=True),
    Column("日期", "activity.held_on", css="date"),
    Column("人员", "get_role_display", css="nowrap"),
    Column("人数", "number", css="num"),
    related=("activity",),
)
show(
    Consultation,
    Column("日期", "held_on", css="date"),
    Column("征求意见事项", "matter", css="title", link=True),
    Column("介绍人", "presented_by"),
)
show(
    Opinion,
    Column("意见建议", str, css="title", link=True),
    Column("来源", "source"),
    Column("提出代表", "deputy.name", css="nowrap"),
    Column("转交单位", "unit", css="nowrap"),
    Column("状态", "get_status_display", css="nowrap", pill=True),
    related=("activity", "consultation", "deputy", "unit"),
)
show(
    VoterContact,
    Column("日期", "met_on", css="date"),
    Column("代表", "deputy.name", css="nowrap", link=True),
    Column("方式", "get_way_display", css="nowrap"),
    Column("联络站", "station.name"),
    Column("选民人数", "voters", css="num"),
    Column("反映问题", lambda c: c.issue[:40], css="title"),
    Column("处理方式", "get_outcome_display", css="nowrap", pill=True),
    related=("deputy", "station"),
)
show(
    Deed,
    Column("日期", "on", css="date"),
    Column("代表", "deputy.name", css="nowrap", link=True),
    Column("代表级别", "get_level_display", css="nowrap"),
    Column("类别", "get_kind_display", css="nowrap"),
    Column("事迹", lambda d: d.text[:60], css="title"),
    related=("deputy",),
)
show(
    Article,
    Column("投稿日期", "sent_on", css="date"),
    Column("标题", "title", css="title", link=True),
    Column("作者", "author", css="nowrap"),
    Column("投往", "sent_to"),
)
show(
    Adoption,
    Column("录用日期", "on", css="date", paper=False),
    Column("标题", "article.title", css="title", link=True),
    Column("级别", "get_level_display", css="nowrap"),
    Column("媒体", "outlet", css="nowrap"),
    Column("链接", "url"),
    related=("article",),
)
show(
    DutyCase,
    Column("上报日期", "reported_on", css="date"),
    Column("案例名称", "title", css="title", link=True),
    Column("代表", "deputy.name", css="nowrap"),
    Column("上报平台", "platform"),
    related=("deputy",),
)
