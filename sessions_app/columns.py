"""How this app's rows look where a figure opens them."""

from renda.core.columns import Column, show
from sessions_app.models import (
    AgendaItem,
    Candidate,
    CredentialReport,
    Interpellation,
    Notice,
    PresidiumMeeting,
    PresidiumTopic,
    Removal,
    Resignation,
    Resolution,
    RuleVersion,
    Session,
    Vote,
)

show(
    Session,
    Column("会议", "name", link=True),
    Column("开幕", "opens_on", css="date"),
    Column("会期（天）", "days", css="num"),
    Column("地点", "place"),
    Column("状态", "get_status_display", pill=True, css="nowrap"),
)
show(
    AgendaItem,
    Column("报告", "title", link=True),
    Column("报告人", "reporter", css="nowrap"),
    Column("会议", "session.short_name", css="nowrap"),
    Column("日期", "session.opens_on", css="date"),
    related=("session",),
)
show(
    Vote,
    Column("表决事项", "matter", link=True),
    Column("日期", "held_on", css="date"),
    Column("全体代表", "total", css="num"),
    Column("赞成", "votes_for", css="num"),
    Column("结果", "result", css="nowrap", pill=True, tone=lambda v: v.result_tone),
    related=("session",),
)
show(
    Resolution,
    Column("标题", "title", link=True),
    Column("会议", "session.short_name", css="nowrap"),
    Column("通过日期", "passed_on", css="date"),
    Column("赞成", "vote.votes_for", css="num"),
    Column("全体代表", "vote.total", css="num"),
    related=("session", "vote"),
)
show(
    Candidate,
    Column("姓名", "name", link=True),
    Column("职务", "post.title", css="nowrap"),
    Column("方式", "post.election.get_kind_display", css="nowrap"),
    Column("会议", "post.election.session.short_name", css="nowrap"),
    Column("赞成", "votes_for", css="num"),
    Column("反对", "votes_against", css="num"),
    Column("弃权", "votes_abstain", css="num"),
    related=("post__election__session",),
)
show(
    Resignation,
    Column("姓名", "name", link=True),
    Column("职务", "get_post_display", css="nowrap"),
    Column("会议", "session.short_name", css="nowrap"),
    Column("大会决定", "outcome", css="nowrap", pill=True, tone=lambda r: r.outcome_tone),
    related=("township", "session", "vote"),
)
show(
    Removal,
    Column("罢免案", str, link=True),
    Column("会议", "session.short_name", css="nowrap"),
    Column("大会决定", "outcome", css="nowrap", pill=True, tone=lambda r: r.outcome_tone),
    related=("township", "session", "vote"),
)
show(
    Interpellation,
    Column("质询的问题", "subject", link=True),
    Column("受质询机关", "unit", css="nowrap"),
    Column("会议", "session.short_name", css="nowrap"),
    Column("提出日期", "submitted_on", css="date"),
    Column("答复日期", "answered_on", css="date"),
    Column("状态", "state_label", css="nowrap", pill=True, tone=lambda i: i.state_tone),
    related=("session", "unit"),
)
show(
    CredentialReport,
    Column("报告", str, link=True),
    Column("报告日期", "reported_on", css="date"),
    Column("确认有效", "confirmed", css="num"),
    Column("无效", "invalid", css="num"),
    related=("term",),
)
show(
    PresidiumMeeting,
    Column("会议", "title", link=True),
    Column("日期", "held_on", css="date"),
    Column("地点", "place"),
    Column("主持人", "chaired_by", css="nowrap"),
)
show(
    PresidiumTopic,
    Column("议题", "title", link=True),
    Column("会议", "meeting.title"),
    Column("日期", "meeting.held_on", css="date"),
    Column("决定事项", "decision"),
    related=("meeting",),
)
show(
    Notice,
    Column("标题", "title", link=True),
    Column("公告号", "number_text", css="nowrap"),
    Column("发布日期", "issued_on", css="date"),
)
show(
    RuleVersion,
    Column("制度", "document.name", link=True),
    Column("方式", "get_kind_display", css="nowrap"),
    Column("通过的会议", "adopted_by"),
    Column("通过日期", "adopted_on", css="date"),
    Column("施行日期", "in_force_from", css="date"),
    related=("document", "meeting", "session"),
)
