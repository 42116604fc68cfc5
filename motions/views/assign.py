"""交办: several cases on one page, and single ones."""

from datetime import date
from functools import cached_property

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.generic import FormView, TemplateView

from motions import services
from motions.forms import AssignForm
from motions.forms.batch import BatchRow, Choices
from motions.models import AssignmentMeeting, Motion
from motions.services.clocks import Clocks
from renda.core import law
from renda.core.calendar import chinese_date
from renda.core.models import Unit
from renda.core.views.permission import PagePermission
from renda.core.workflow import IllegalTransition

MEETINGS = ("交办会", "motions:meeting_list")


class BatchAssign(PagePermission, TemplateView):
    """批量交办: units and leaders of several cases on one page, with the last days beside it."""

    template_name = "motions/assign.html"
    permission_required = "motions.assign_motions"
    crumbs = (MEETINGS,)

    @cached_property
    def meeting(self) -> AssignmentMeeting | None:
        """The meeting whose cases are handed on; None without one."""
        if "pk" not in self.kwargs:
            return None
        return get_object_or_404(AssignmentMeeting.objects.all(), pk=self.kwargs["pk"])

    @cached_property
    def choices(self) -> Choices:
        """The units, leaders and presidium members that may be chosen."""
        units = list(Unit.objects.filter(is_active=True))
        return Choices(units, services.supervisors(timezone.localdate()))

    @cached_property
    def rows(self) -> list[BatchRow]:
        """The accepted cases of the meeting's session; without a meeting, all."""
        waiting = Motion.objects.awaiting_assignment().for_list()
        if self.meeting:
            waiting = waiting.filter(session=self.meeting.session_id)
        waiting = waiting.select_related("suggested_unit").order_by("session", "number")
        return [BatchRow(motion, self.choices, self.request.POST) for motion in waiting]

    def get_context_data(self, **kwargs) -> dict:
        meeting, choices = self.meeting, self.choices
        held_on = meeting.held_on if meeting else timezone.localdate()
        start = assigned_on(self.request.POST) or held_on
        return (
            super().get_context_data(**kwargs)
            | {
                "title": str(meeting) if meeting else "批量交办",
                "lead": meeting_lead(meeting),
                "meeting": meeting,
                "rows": self.rows,
                "picked": sum(row.picked for row in self.rows),
                "planned": sum(row.is_planned for row in self.rows),
                "units": choices.units,
                "leaders": choices.leaders,
                "supervisors": choices.supervisors,
                "problems": sum(bool(row.problem or row.key_problem) for row in self.rows),
                "key_law": law.cite("suggestion.key"),
                "start": start,
            }
            | last_days(start)
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "fill" in request.POST:
            return self.fill(request.POST.get("fill-leader", "").strip()[:50])
        wanted = [row for row in self.rows if row.picked]
        if "keep" in request.POST:
            return self.keep(wanted)
        day = assigned_on(request.POST)
        is_ahead = day is not None and day > timezone.localdate()
        ready = [row.check(day) for row in wanted]
        if not wanted or day is None or is_ahead or not all(ready):
            if not wanted:
                gone = bool(request.POST.getlist("pk"))
                messages.warning(
                    request,
                    "所选各件已交办，可能已被他人办理" if gone else "请先勾选要交办的件",
                )
            if day is None:
                messages.error(request, "请填写交办日期")
            if is_ahead:
                words = f"交办日期{chinese_date(day)}还没有到，请填今天或者以前的日期"
                messages.error(request, words)
            return self.render_to_response(self.get_context_data())
        plans = [row.plan(day) for row in wanted]
        try:
            services.assign_all(plans=plans, on=day, by=request.user, meeting=self.meeting)
        except IllegalTransition as error:
            others = "其余各件还没有交办，所选内容都在下面。" if len(plans) > 1 else ""
            messages.error(request, f"{error}{others}")
            del self.rows  # those that wait still, with what was chosen for them
            return self.render_to_response(self.get_context_data())
        messages.success(request, f"已交办 {len(plans)} 件，各单位已收到消息")
        return redirect(self.meeting or "motions:motion_list")

    def keep(self, wanted: list[BatchRow]) -> HttpResponse:
        """保存，会后再交: keep what is chosen for the ticked cases; an unfinished plan will do."""
        kept = services.keep_plans(
            plans={row.motion.pk: row.choice for row in wanted},
            words={row.motion.pk: "、".join(row.roles) or "还没有选单位" for row in wanted},
            by=self.request.user,
        )
        if not kept:
            messages.warning(self.request, "请先勾选要保存的件")
            return self.render_to_response(self.get_context_data())
        messages.success(
            self.request,
            f"已保存 {len(kept)} 件的交办方案。还没有交办，承办单位看不到；"
            "会后打开这一页，核对后按“交办所选”。",
        )
        return redirect(self.request.path)

    def fill(self, leader: str) -> HttpResponse:
        """Set one leader for all ticked cases and show the page again."""
        for row in self.rows:
            if row.picked and leader:
                row.leader = leader
        return self.render_to_response(self.get_context_data())


def assigned_on(data) -> date | None:
    """The posted or asked day of 交办."""
    try:
        return parse_date(data.get("assigned_on", ""))
    except ValueError:
        return None


def meeting_lead(meeting: AssignmentMeeting | None) -> str:
    """When, where, under whom."""
    if meeting is None:
        return "闭会期间的件不开交办会的，在这里直接交办"
    time = f" {meeting.starts_at:%H:%M}" if meeting.starts_at else ""
    return f"{chinese_date(meeting.held_on)}{time}　{meeting.place}　主持 {meeting.host}"


def last_days(start: date) -> dict:
    """The last days that follow from a day, each with rule and article."""
    clocks: Clocks = services.clocks_from(start)
    return {
        "clocks": [
            ("签收", clocks.sign, law.cite("suggestion.sign_days")),
            (
                "申请退办（签收后自签收之日起算）",
                clocks.objection,
                law.cite("suggestion.objection_days"),
            ),
            ("会办意见", clocks.assist, law.cite("suggestion.assist_months")),
            ("主办答复", clocks.reply, law.cite("suggestion.reply_months")),
        ]
    }


class LastDays(PagePermission, TemplateView):
    """The last days of another day of 交办, for the batch page while typing."""

    template_name = "motions/partials/last_days.html"
    permission_required = "motions.assign_motions"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        day = assigned_on(request.GET)
        return render(request, self.template_name, last_days(day) if day else {})


class AssignOne(PagePermission, FormView):
    """单独交办: one more unit for one case."""

    template_name = "motions/assign_one.html"
    permission_required = "motions.add_assignment"
    form_class = AssignForm

    @property
    def motion(self) -> Motion:
        if not hasattr(self, "_motion"):
            self._motion = get_object_or_404(
                Motion.objects.select_related("term", "session"), pk=self.kwargs["pk"]
            )
        return self._motion

    def dispatch(self, request, *args, **kwargs) -> HttpResponse:
        if (
            request.user.is_authenticated
            and self.has_permission()
            and self.motion.status not in {Motion.Status.ACCEPTED, Motion.Status.ASSIGNED}
        ):
            messages.error(request, f"现为“{self.motion.get_status_display()}”，不能交办")
            return redirect(self.motion)
        return super().dispatch(request, *args, **kwargs)

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.motion.code, self.motion.get_absolute_url())]

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"instance": self.motion, "user": self.request.user}

    def get_form(self, form_class: type[AssignForm] | None = None) -> AssignForm:
        """The form, whose day asks for the last days that follow from it."""
        form = super().get_form(form_class)
        form.fields["assigned_on"].widget.attrs |= {
            "hx-get": reverse("motions:last_days"),
            "hx-trigger": "change",
            "hx-target": "#last-days",
        }
        return form

    def form_valid(self, form: AssignForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            services.assign(
                motion=self.motion,
                units=[(data["unit"], data["role"])],
                on=data["assigned_on"],
                by=self.request.user,
                leader=data["leader"],
                instruction=data["instruction"],
                further=True,
            )
        except IllegalTransition as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, f"已交办{data['unit']}")
        return redirect(self.motion)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": "交办",
            "lead": self.motion.official_title,
            "submit_label": "交办",
            "cancel_url": self.motion.get_absolute_url(),
            **last_days(assigned_on(self.request.POST) or timezone.localdate()),
        }
