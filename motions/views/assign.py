"""交办: several cases on one page, and single ones."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.generic import FormView, TemplateView

from motions import services
from motions.forms import AssignForm
from motions.models import AssignmentMeeting, Motion
from motions.services.clocks import Clocks
from renda.core import law
from renda.core.models import Unit
from renda.core.views.permission import PagePermission
from renda.core.workflow import IllegalTransition

MEETINGS = ("交办会", "motions:meeting_list")


class BatchAssign(PagePermission, TemplateView):
    """批量交办: units and leaders of several cases on one page, with the last days beside it."""

    template_name = "motions/assign.html"
    permission_required = "motions.assign_motions"
    crumbs = (MEETINGS,)

    def dispatch(self, request, *args, **kwargs) -> HttpResponse:
        self.problems: dict[int, str] = {}
        return super().dispatch(request, *args, **kwargs)

    @property
    def meeting(self) -> AssignmentMeeting | None:
        if "pk" not in self.kwargs:
            return None
        return get_object_or_404(AssignmentMeeting.objects.all(), pk=self.kwargs["pk"])

    def waiting(self, meeting: AssignmentMeeting | None) -> list[Motion]:
        """The accepted cases of the meeting's session; without a meeting, all."""
        rows = Motion.objects.awaiting_assignment().for_list()
        if meeting:
            rows = rows.filter(session=meeting.session_id)
        return list(rows.select_related("suggested_unit").order_by("session", "number"))

    def get_context_data(self, **kwargs) -> dict:
        meeting = kwargs.pop("meeting", None) or self.meeting
        post = self.request.POST
        start = assigned_on(post) or (meeting.held_on if meeting else timezone.localdate())
        units = list(Unit.objects.filter(is_active=True))
        leaders = list(dict.fromkeys(u.leader for u in units if u.leader))
        rows = [self.row(m, units, post) for m in self.waiting(meeting)]
        return (
            super().get_context_data(**kwargs)
            | {
                "title": str(meeting) if meeting else "批量交办",
                "lead": meeting_lead(meeting),
                "meeting": meeting,
                "rows": rows,
                "units": units,
                "leaders": leaders,
                "problems": len(self.problems),
                "start": start,
            }
            | last_days(start)
        )

    def row(self, motion: Motion, units: list[Unit], post) -> dict:
        """One case as the page draws it: what was posted, else the unit that the deputy suggested."""
        chosen = post.get(f"unit-{motion.pk}") or str(motion.suggested_unit_id or "")
        lead = next((u for u in units if str(u.pk) == chosen), None)
        return {
            "motion": motion,
            "picked": not post or str(motion.pk) in post.getlist("pk"),
            "unit": lead.pk if lead else None,
            "assists": [int(pk) for pk in post.getlist(f"assist-{motion.pk}") if pk.isdecimal()],
            "leader": post.get(f"leader-{motion.pk}", lead.leader if lead else ""),
            "problem": self.problems.get(motion.pk, ""),
        }

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        meeting = self.meeting
        picked = {int(pk) for pk in request.POST.getlist("pk") if pk.isdecimal()}
        wanted = [m for m in self.waiting(meeting) if m.pk in picked]
        units = {u.pk: u for u in Unit.objects.filter(is_active=True)}
        day = assigned_on(request.POST)
        plans: list[services.Plan] = []
        for motion in wanted:
            lead = units.get(as_int(request.POST.get(f"unit-{motion.pk}")))
            if lead is None:
                self.problems[motion.pk] = "请选主办单位"
            elif day and day < motion.accepted_on:
                self.problems[motion.pk] = f"交办日期不能早于受理日期 {motion.accepted_on}"
            else:
                assists = self.assistants(motion, lead, units)
                plan = services.Plan(
                    motion=motion,
                    units=[(lead, "lead"), *((unit, "assist") for unit in assists)],
                    leader=request.POST.get(f"leader-{motion.pk}", "").strip()[:50],
                )
                plans.append(plan)
        if not wanted or day is None or self.problems:
            if not wanted:
                messages.warning(request, "请先勾选要交办的件")
            if day is None:
                messages.error(request, "请填写交办日期")
            return self.render_to_response(self.get_context_data(meeting=meeting))
        try:
            services.assign_all(plans=plans, on=day, by=request.user, meeting=meeting)
        except IllegalTransition as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"已交办 {len(plans)} 件，各单位已收到消息")
        return redirect(meeting or "motions:motion_list")

    def assistants(self, motion: Motion, lead: Unit, units: dict[int, Unit]) -> list[Unit]:
        """The co-handlers ticked for a case, the lead unit left out."""
        pks = [as_int(pk) for pk in self.request.POST.getlist(f"assist-{motion.pk}")]
        return [units[pk] for pk in pks if pk in units and pk != lead.pk]


def as_int(text: str | None) -> int:
    """A posted id; 0 for anything else."""
    return int(text) if text and text.isdecimal() else 0


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
    return f"{meeting.held_on}{time}　{meeting.place}　主持 {meeting.host}"


def last_days(start: date) -> dict:
    """The three last days that follow from a day, each with rule and article."""
    clocks: Clocks = services.clocks_from(start)
    return {
        "clocks": [
            ("申请退办", clocks.objection, law.cite("suggestion.objection_days")),
            ("协办意见", clocks.assist, law.cite("suggestion.assist_months")),
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

    template_name = "core/form.html"
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
        }
