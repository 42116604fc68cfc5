"""交办: the meeting, the batch on one page, and single cases."""

from deputies.services import open_roll
from motions.filters import MeetingFilter
from motions.forms import MeetingForm
from motions.models import AssignmentMeeting
from renda.core.columns import Column
from renda.core.views.detail import DetailPage, RelatedTable, Section
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import Action, ListPage

MEETINGS = ("交办会", "motions:meeting_list")


class MeetingList(ListPage):
    model = AssignmentMeeting
    permission_required = "motions.list_assignmentmeeting"
    filterset_class = MeetingFilter
    title = "交办会"
    crumbs = (("议案建议", ""),)
    ordering = ("-held_on", "-pk")
    actions = (
        Action("直接交办", "motions:assign", "motions.assign_motions", "send", primary=False),
        Action("登记交办会", "motions:meeting_create", "motions.change_assignmentmeeting"),
    )
    columns = (
        Column("交办会", str, sort="held_on", link=True),
        Column("地点", "place"),
        Column("主持人", "host", css="nowrap"),
        Column("会议", lambda m: m.session or "闭会期间"),
    )

    def get_queryset(self):
        return AssignmentMeeting.objects.select_related("session")


class MeetingDetail(DetailPage):
    model = AssignmentMeeting
    permission_required = "motions.view_assignmentmeeting"
    crumbs = (MEETINGS,)
    sections = (Section("会议", ("held_on", "starts_at", "place", "host", "session", "minutes")),)
    edit_url = "motions:meeting_update"
    edit_perm = "motions.change_assignmentmeeting"
    actions = (Action("交办建议", "motions:meeting_assign", "motions.assign_motions", "send"),)
    tables = (
        RelatedTable(
            "交办清单",
            lambda meeting: meeting.assignments.for_list().order_by("motion__code", "pk"),
            (
                Column("案号", "motion.code", css="nowrap"),
                Column("标题", "motion.official_title", link=True),
                Column("单位", "unit", css="nowrap"),
                Column("身份", "get_role_display", css="nowrap"),
                Column("责任领导", "leader", css="nowrap"),
                Column("期限", "due_on", css="date"),
                Column("状态", "get_status_display", pill=True),
            ),
            empty="还没有交办，请点“交办建议”",
        ),
    )

    def get_queryset(self):
        return AssignmentMeeting.objects.select_related("session", "roll")


class MeetingWrite:
    model = AssignmentMeeting
    permission_required = "motions.change_assignmentmeeting"
    form_class = MeetingForm
    crumbs = (MEETINGS,)


class MeetingCreate(MeetingWrite, CreatePage):
    """Write down a meeting; its roll has nobody expected until the units' people are added."""

    def save(self, form: MeetingForm) -> AssignmentMeeting:
        meeting = form.instance
        meeting.roll = open_roll(
            title=str(meeting), on=meeting.held_on, kind="meeting", place=meeting.place, expected=()
        )
        return super().save(form)


class MeetingUpdate(MeetingWrite, EditPage):
    """Correct a meeting."""
