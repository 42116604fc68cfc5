"""交办: the meeting, the batch on one page, and single cases."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import View

from motions import services
from motions.filters import MeetingFilter
from motions.forms import MeetingForm
from motions.forms.batch import BatchRow, Choices
from motions.models import AssignmentMeeting, Motion
from renda.core.columns import Column
from renda.core.models import Unit
from renda.core.text import keys_in
from renda.core.views.detail import DetailPage, RelatedTable, Section
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import Action, ListPage
from renda.core.views.permission import PagePermission

MEETINGS = ("交办会", "motions:meeting_list")


class MeetingList(ListPage):
    model = AssignmentMeeting
    permission_required = "motions.list_assignmentmeeting"
    filterset_class = MeetingFilter
    title = "交办会"
    crumbs = (("议案建议", ""),)
    ordering = ("-held_on", "-pk")
    empty_text = "召开交办会的先登记会议，再在会上逐件交办；不开会的用“直接交办”。"
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
    template_name = "motions/meeting_detail.html"
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

    def get_context_data(self, **kwargs) -> dict:
        roll, user = self.object.roll, self.request.user
        guests = list(roll.entries.exclude(guest="")) if roll else []
        context = super().get_context_data(**kwargs)
        if not services.has_cases_waiting(self.object, timezone.localdate()):
            context["page_actions"] = [a | {"primary": False} for a in context["page_actions"]]
        return context | {
            "roll": roll,
            "guests": guests,
            "came": sum(entry.state == "present" for entry in guests),
            "planned": planned(self.object) if user.has_perm("motions.view_plan") else [],
            "may_sign": user.has_perm("motions.change_assignmentmeeting", self.object),
        }


def planned(meeting: AssignmentMeeting) -> list[BatchRow]:
    """What the batch page kept for the meeting and has not handed on: two queries, one if nothing."""
    waiting = Motion.objects.awaiting_assignment().filter(session=meeting.session_id)
    motions = list(waiting.filter(plan__isnull=False).for_list().order_by("number"))
    units = list(Unit.objects.filter(is_active=True)) if motions else []
    return [BatchRow(motion, Choices(units, []), QueryDict()) for motion in motions]


class MeetingRoll(PagePermission, View):
    """到会: ask the units' heads to come, and tick who came."""

    permission_required = "motions.change_assignmentmeeting"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        meeting = get_object_or_404(AssignmentMeeting.objects.select_related("roll"), pk=pk)
        if "heads" in request.POST:
            added = services.ask_heads(meeting=meeting, by=request.user)
            words = f"已列入 {added} 个单位的负责人" if added else "各单位负责人都已在签到册上"
            messages.success(request, words)
        else:
            ticked = set(keys_in(request.POST.getlist("present")))
            came = services.keep_attendance(meeting=meeting, present=ticked, by=request.user)
            messages.success(request, f"已登记到会 {came} 人")
        return redirect(meeting)


class MeetingWrite:
    model = AssignmentMeeting
    permission_required = "motions.change_assignmentmeeting"
    form_class = MeetingForm
    crumbs = (MEETINGS,)


class MeetingCreate(MeetingWrite, CreatePage):
    """Write down a meeting; its roll has nobody expected until the units' people are added."""

    def save(self, form: MeetingForm) -> AssignmentMeeting:
        meeting = super().save(form)
        services.roll_of(meeting)
        return meeting


class MeetingUpdate(MeetingWrite, EditPage):
    """Correct a meeting."""
