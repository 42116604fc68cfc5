"""扫码签到: the code on the wall, and what a deputy's phone opens after scanning it."""

import segno
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView, TemplateView

from deputies.models import Roll, RollEntry
from deputies.permissions import deputy_of
from deputies.services import NotExpected, RollClosed, check_in
from deputies.views.roll import OnRoll
from renda.core.arrivals import found_by
from renda.core.views import PagePermission

SIGNER = signing.TimestampSigner(salt="deputies.check-in")
CODE_SECONDS = 600


class RollCode(OnRoll, DetailView):
    """The code on the wall. It changes every few minutes, so that a photo of it is soon worthless."""

    model = Roll

    def get_object(self, queryset=None) -> Roll:
        return self.roll

    def get_template_names(self) -> list[str]:
        part = self.request.headers.get("HX-Request")
        return ["deputies/partials/code.html" if part else "deputies/roll_code.html"]

    def get_context_data(self, **kwargs) -> dict:
        url = self.request.build_absolute_uri(
            reverse("deputies:check_in", args=[SIGNER.sign(self.roll.pk)])
        )
        signed = RollEntry.objects.filter(roll=self.roll, deputy__isnull=False)
        return super().get_context_data(**kwargs) | {
            "title": "扫码签到",
            "roll": self.roll,
            "code": segno.make(url, error="m").svg_data_uri(scale=8, border=2),
            "present": signed.present().count(),
            "expected": signed.count(),
            "minutes": CODE_SECONDS // 60,
        }


class CheckIn(PagePermission, TemplateView):
    """What a deputy's phone opens after scanning: one button, then done."""

    template_name = "deputies/check_in.html"
    permission_required = "deputies.check_in"

    @cached_property
    def roll(self) -> Roll | None:
        """The roll the code stands for; None once the code is too old."""
        try:
            pk = SIGNER.unsign(self.kwargs["token"], max_age=CODE_SECONDS)
        except signing.SignatureExpired:
            return None
        except signing.BadSignature:
            raise Http404 from None
        return get_object_or_404(Roll.objects.all(), pk=pk)

    def get(self, request, *args, **kwargs) -> HttpResponse:
        mine = RollEntry.objects.filter(
            roll=self.roll, deputy=deputy_of(request.user), state=RollEntry.State.PRESENT
        )
        if self.roll and mine.exists():
            return redirect("deputies:checked_in", self.roll.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        if self.roll is None:
            return self.get(request)
        try:
            check_in(
                roll=self.roll,
                deputy=deputy_of(request.user),
                at=timezone.now(),
                by=request.user,
            )
        except (NotExpected, RollClosed) as error:
            context = self.get_context_data(problem=str(error))
            return render(request, self.template_name, context, status=409)
        return redirect("deputies:checked_in", self.roll.pk)

    def get_context_data(self, **kwargs) -> dict:
        problem = "" if self.roll else "二维码已过期，请重新扫会场屏幕上的二维码"
        return (
            {"problem": problem}
            | super().get_context_data(**kwargs)
            | {
                "title": "签到",
                "roll": self.roll,
                "deputy": deputy_of(self.request.user),
            }
        )


class CheckedIn(PagePermission, TemplateView):
    """签到成功: when, where, and what to read."""

    template_name = "deputies/checked_in.html"
    permission_required = "deputies.check_in"

    def get_context_data(self, **kwargs) -> dict:
        deputy = deputy_of(self.request.user)
        entry = get_object_or_404(
            RollEntry.objects.select_related("roll"),
            roll=self.kwargs["pk"],
            deputy=deputy,
            state=RollEntry.State.PRESENT,
        )
        return super().get_context_data(**kwargs) | {
            "title": "签到",
            "entry": entry,
            "deputy": deputy,
            "seat": deputy.seat(timezone.localdate()),
            "arrivals": found_by(entry),
        }
