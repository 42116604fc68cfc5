"""What drill-downs of figures and other apps' pages show of this app's rows."""

from motions.models import (
    Assignment,
    AssignmentMeeting,
    Commitment,
    CommitmentChange,
    ContactLog,
    Motion,
    Objection,
    Reminder,
    Reply,
    Supplement,
)
from motions.models.classes import local_scheme, scheme_of
from renda.core.columns import Column, show

show(
    Motion,
    Column("案号", "code", css="nowrap"),
    Column("标题", "official_title", link=True),
    Column("类别", "get_kind_display", css="nowrap", paper=False),
    Column("领衔代表", "lead.name", css="nowrap"),
    Column("主办单位", "main_unit", css="nowrap"),
    Column("受理日期", "accepted_on", css="date", paper=False),
    Column("首次答复", "replied_on", css="date"),
    Column("代表评价", "get_verdict_display", css="nowrap"),
    Column("状态", "get_status_display", pill=True, paper=False),
    related=("lead", "main_unit"),
)
show(
    AssignmentMeeting,
    Column("交办会", str, link=True),
    Column("地点", "place"),
    Column("主持人", "host", css="nowrap"),
)
show(
    ContactLog,
    Column("日期", "on", css="date"),
    Column("建议", "motion", link=True),
    Column("代表", "deputy.name", css="nowrap"),
    Column("方式", "get_way_display", css="nowrap"),
    Column("参加人", "people"),
    Column("代表确认", lambda c: c.get_confirmation_display() or "未确认", css="nowrap"),
    related=("motion", "deputy"),
)
show(
    Commitment,
    Column("承诺事项", "text", link=True),
    Column("答复", "reply.number", css="nowrap"),
    Column("完成日期", "due_on", css="date"),
    Column("销号日期", "done_on", css="date"),
    related=("reply__assignment__motion",),
)
show(
    CommitmentChange,
    Column("承诺事项", "commitment.text", link=True),
    Column("原日期", "old_due", css="date"),
    Column("改为", "new_due", css="date"),
    Column("原因", "reason"),
    Column("同意日期", "decided_on", css="date"),
    related=("commitment__reply__assignment__motion",),
)
show(
    Objection,
    Column("建议", "assignment.motion", link=True),
    Column("退办单位", "assignment.unit", css="nowrap"),
    Column("理由", "reason"),
    Column("申请日期", "on", css="date"),
    Column("同意日期", "decided_on", css="date"),
    related=("assignment__unit", "assignment__motion"),
)
show(
    Supplement,
    Column("文号", "number", link=True),
    Column("单位", "assignment.unit", css="nowrap"),
    Column("签发日期", "issued_on", css="date"),
    Column("签发人", "issued_by", css="nowrap"),
    related=("assignment__unit", "assignment__motion"),
)
show(
    Reminder,
    Column("日期", "on", css="date"),
    Column("建议", "motion", link=True),
    Column("单位", "assignment.unit", css="nowrap"),
    Column("催办人", "by", css="nowrap"),
    related=("motion", "assignment__unit"),
)
show(
    Reply,
    Column("文号", "number", link=True),
    Column("单位", "assignment.unit", css="nowrap"),
    Column("结果类别", lambda r: scheme_of(r.local_scheme).label(r.result_class)),
    Column("签发日期", "issued_on", css="date"),
    related=("assignment__unit", "assignment__motion"),
    along=lambda rows: rows.annotate(local_scheme=local_scheme()),
)
show(
    Assignment,
    Column("建议", "motion", link=True),
    Column("单位", "unit", css="nowrap"),
    Column("身份", "get_role_display", css="nowrap"),
    Column("期限", "due_on", css="date"),
    Column("状态", "get_status_display", pill=True),
    related=("motion", "unit"),
)
