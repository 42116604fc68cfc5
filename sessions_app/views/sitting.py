"""Sittings and what the office does to their rolls."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views import View

from deputies.models import Deputy
from deputies.services import RollClosed, carry_to_roll, close_roll
from renda.core.views.detail import DetailPage, Section
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.permission import PagePermission
from sessions_app import services
from sessions_app.forms import SignForm, SittingForm
from sessions_app.models import Session, Sitting
from sessions_app.views.attendance import Attendance, sign_form_for
from sessions_app.views.base import InSession


class SittingCreate(InSession, CreatePage):
    model = Sitting
    form_class = SittingForm
    permission_required = "sessions_app.change_sitting"
    parent = ("session", Session)
    verb = "安排"
    submit_label = "安排"

    def save(self, form) -> Sitting:
        self.object = services.hold_sitting(sitting=form.save(commit=False))
        return self.object


class SittingUpdate(InSession, EditPage):
    model = Sitting
    form_class = SittingForm
    permission_required = "sessions_app.change_sitting"

    def save(self, form) -> Sitting:
        """Write the sitting; its roll goes with it to another day or kind."""
        sitting = super().save(form)
        carry_to_roll(sitting.roll, **services.said_of(sitting))
        return sitting


class SittingDetail(InSession, DetailPage):
    model = Sitting
    template_name = "sessions_app/sitting_detail.html"
    permission_required = "sessions_app.view_sitting"
    edit_url = "sessions_app:sitting_update"
    edit_perm = "sessions_app.change_sitting"
    void_perm = "sessions_app.change_sitting"
    has_attachments = False
    sections = (
        Section(
            "会议",
            ("session", "starts_at", "place", "chaired_by", "content"),
        ),
    )

    def get_queryset(self):
        return Sitting.objects.select_related("session", "roll")

    def get_context_data(self, **kwargs) -> dict:
        sitting = self.object
        attendance = Attendance(sitting, sitting.session.total_deputies)
        return super().get_context_data(**kwargs) | {
            "attendance": attendance,
            "sign_form": sign_form_for(attendance, self.request.user),
        }


class SittingStep(PagePermission, View):
    """What the office does to a sitting's roll: sign for people, note leave, close it."""

    permission_required = "sessions_app.sign_roll"
    http_method_names = ["post"]

    def get_permission_object(self) -> Sitting:
        return self.sitting

    def dispatch(self, request, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            rows = Sitting.objects.select_related("session", "roll")
            self.sitting = get_object_or_404(rows, pk=kwargs["pk"], roll__isnull=False)
        return super().dispatch(request, *args, **kwargs)

    def back(self) -> HttpResponse:
        """To the session's page, on this sitting."""
        return redirect(f"{self.sitting.session.get_absolute_url()}?sitting={self.sitting.pk}")


class SittingSign(SittingStep):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        expected = Deputy.objects.filter(
            roll_entries__roll=self.sitting.roll_id, roll_entries__voided_at=None
        )
        form = SignForm(request.POST, choices=list(expected))
        wants_leave = request.POST.get("action") == "leave"
        if self.sitting.roll.is_closed:
            messages.error(request, "签到已经截止，不能再改。")
        elif not form.is_valid():
            messages.error(request, "请先选代表（可输入姓名或拼音首字母）。")
        elif wants_leave and not form.cleaned_data["reason"]:
            messages.error(request, "登记请假须写事由（《代表法》第十三条）。")
        else:
            changed = services.sign(
                roll=self.sitting.roll,
                deputies=form.cleaned_data["deputies"],
                leave_reason=form.cleaned_data["reason"] if wants_leave else "",
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, f"已{'登记请假' if wants_leave else '签到'} {changed} 名代表")
        return self.back()


class SittingClose(SittingStep):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            absent = close_roll(roll=self.sitting.roll, by=request.user)
            messages.success(request, f"签到截止，{absent} 名代表记为缺席")
        except RollClosed as error:
            messages.info(request, str(error))
        return self.back()
