"""What the county compares of its townships' meetings."""

from renda.core.comparing import compare

compare("sessions.held", "大会", overview=20, sessions=10)
compare("sessions.attendance_rate", "出席率 %", sessions=20)
compare("sessions.reports_heard", "听取报告", sessions=30)
compare("sessions.resolutions", "决议决定", sessions=40)
compare("sessions.elected", "选举", sessions=50)
compare("sessions.presidium_meetings", "主席团会议", sessions=60)
compare("sessions.presidium_topics", "议题", sessions=70)
compare("sessions.notices", "公告", sessions=80)
